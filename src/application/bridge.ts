// What every use case is given: the ledger, the connections, the rules, and the world's clock and dice.
import type { Rules } from '../domain/rules.ts';
import type { Instant } from '../domain/refs.ts';
import type { Ledger } from './ledger.ts';
import type { Channels, Connection, Doorbell } from './ports.ts';
import type { Pauses } from './pauses.ts';
import type { ConfigStatus } from './config-status.ts';

/** How patient Deskbridge is, in milliseconds unless said otherwise. */
export interface Patience {
  /** What follows on an issue within this time joins the next note. */
  readonly digestWindow: number;
  /** How long a worker may hold an event or a delivery. */
  readonly lease: number;
  /** How long an unclear call is left alone before we look whether it happened. */
  readonly inDoubtWait: number;
  /** How long a delivery or an event is tried. */
  readonly retryFor: number;
  /** The period of the loop budget. */
  readonly budgetPer: number;
  /** The first pause between tries; it doubles up to ten minutes. */
  readonly retryBase: number;
  /** How often a paused connection is tried again. */
  readonly probeEvery: number;
}

export interface Telemetry {
  log(level: 'debug' | 'info' | 'warn' | 'error', event: string, fields: Readonly<Record<string, unknown>>): void;
  count(name: string, labels: Readonly<Record<string, string>>): void;
  time(name: string, ms: number, labels: Readonly<Record<string, string>>): void;
}

export interface Bridge {
  readonly ledger: Ledger;
  readonly connections: ReadonlyMap<string, Connection>;
  readonly channels: Channels;
  /** The rules in force; asked for each decision because they may change while running. */
  readonly rules: () => Rules;
  readonly configStatus: () => ConfigStatus;
  readonly patience: Patience;
  /** Where people reach Deskbridge; history links begin with it. No trailing slash. */
  readonly publicUrl: string;
  readonly historyLinks: boolean;
  readonly doorbell: Doorbell;
  readonly pauses: Pauses;
  readonly telemetry: Telemetry;
  readonly now: () => Instant;
  readonly random: () => number;
  readonly newId: (prefix: 'ev' | 'ln' | 'al') => string;
}

/** The ring of the journal: something was let in and wants to be put into its lane. */
export const JOURNAL_RING = 'journal:';

/** How rings name a lane of events or of deliveries. */
export function eventsRing(lane: string): string {
  return `events:${lane}`;
}

export function deliveriesRing(lane: string): string {
  return `deliveries:${lane}`;
}
