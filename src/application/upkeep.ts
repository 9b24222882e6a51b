// What keeps the ledger going, and the config files that were in force.
import type { Instant } from '../domain/refs.ts';

export interface DueLane {
  readonly queue: 'events' | 'deliveries';
  readonly lane: string;
}

export interface Alarm {
  readonly id: string;
  readonly at: Instant;
  readonly kind: 'connection_paused' | 'delivery_parked' | 'event_parked' | 'config_refused';
  /** What it is about: a connection, a delivery, an event, the config file. */
  readonly subject: string;
  readonly message: string;
}

export interface Upkeep {
  /** Puts events whose time has come into their lanes. */
  wakeScheduled(now: Instant): Promise<void>;
  /** Lanes whose head is due and free, without those of some connections. */
  dueLanes(now: Instant, limit: number, exceptConnections?: readonly string[]): Promise<readonly DueLane[]>;
  /**
   * After a restart of the only process: what was being worked on is nobody's any more. Events are due at once;
   * deliveries in the middle of a call are in doubt and due after `doubtUntil`.
   */
  releaseLeases(now: Instant, doubtUntil: Instant): Promise<void>;
  counts(): Promise<Readonly<Record<string, number>>>;
  raiseAlarm(alarm: Alarm): Promise<void>;
  clearAlarm(kind: Alarm['kind'], subject: string, now: Instant): Promise<void>;
  alarms(): Promise<readonly Alarm[]>;
  /** Removes settled events and deliveries older than this, never what can still be sent or replayed; gives how many. */
  forgetBefore(before: Instant): Promise<number>;
  cursor(name: string): Promise<string | null>;
  setCursor(name: string, value: string): Promise<void>;
}

/** A config file that was in force, as it stood on the disk: `${NAME}` is not replaced, so it holds no secret. */
export interface ConfigVersion {
  /** The version that events name as the rules that they were decided with. */
  readonly hash: string;
  readonly file: string;
  /** When it was last taken. */
  readonly loadedAt: Instant;
  readonly text: string;
}

export interface ConfigVersions {
  /** Remembers a file that was taken, and forgets old ones that no kept event names. */
  remember(version: ConfigVersion): Promise<void>;
  /** Newest first. */
  list(): Promise<readonly ConfigVersion[]>;
  /** By its hash or the unambiguous beginning of it. */
  find(hash: string): Promise<ConfigVersion | null>;
}
