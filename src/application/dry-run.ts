// What would be decided about a webhook, by the real code on the real facts, with nothing stored and nothing sent.
import type { LinkChange } from '../domain/plan/plan.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Bridge } from './bridge.ts';
import type { Decision, Ledger, NewDelivery, StoredEvent } from './ledger.ts';
import { processNextEvents } from './process-events.ts';

export type DryRun =
  | {
      readonly kind: 'decided';
      readonly topic: string;
      readonly lane: string;
      readonly facts: string;
      readonly outcome: Outcome;
      readonly links: readonly LinkChange[];
      readonly deliveries: readonly NewDelivery[];
    }
  /** It would wait and be tried again, or be parked. */
  | { readonly kind: 'failed'; readonly topic: string; readonly lane: string; readonly why: string };

interface Caught {
  decision: Decision | null;
  failure: string | null;
}

/** The ledger for reading; the one event is claimed from memory and what would be written is caught. */
function readOnly(ledger: Ledger, stored: StoredEvent, caught: Caught): Ledger {
  return {
    ...ledger,
    events: {
      ...ledger.events,
      claim: async () => [stored],
      decide: async (decision) => {
        caught.decision = decision;
        return false;
      },
      postpone: async (_batch, wait) => {
        caught.failure = wait.detail ?? wait.reason;
      },
      settle: async (_id, _attempt, outcome) => {
        caught.failure = outcome.detail ?? outcome.reason;
      },
    },
    upkeep: { ...ledger.upkeep, raiseAlarm: async () => undefined },
  };
}

function asStored(connection: string, lane: string, topic: string, body: Uint8Array, now: number): StoredEvent {
  return {
    id: 'ev_dry_run',
    connection,
    format: 'vendor',
    deliveryKey: null,
    lane,
    topic,
    headers: {},
    body,
    receivedAt: now,
    replayOf: null,
    seq: 0,
    state: 'working',
    attempt: 1,
    failures: 0,
    dueAt: now,
    reason: null,
    detail: null,
    batchId: null,
    rulesVersion: null,
    facts: null,
    settledAt: null,
  };
}

/** Reads the vendors as a real event would. Throws for a connection that there is none of, and for what is not JSON. */
export async function dryRun(connectionName: string, raw: Buffer, bridge: Bridge): Promise<DryRun> {
  const connection = bridge.connections.get(connectionName);
  if (connection === undefined) throw new Error(`There is no connection ${connectionName} in the config`);
  const { lane, topic } = connection.source.identify(JSON.parse(raw.toString('utf8')), {});
  const stored = asStored(connectionName, lane, topic, raw, bridge.now());
  const caught: Caught = { decision: null, failure: null };
  await processNextEvents(lane, {
    ...bridge,
    ledger: readOnly(bridge.ledger, stored, caught),
    // What it would come to, whether or not it had to wait for the next note first.
    patience: { ...bridge.patience, digestWindow: 0 },
    pauses: { ...bridge.pauses, isPaused: () => false, pause: async () => undefined },
    doorbell: { ...bridge.doorbell, ring: () => undefined },
  });
  const outcome = caught.decision?.plan.outcomes[0];
  if (caught.decision === null || outcome === undefined) {
    return { kind: 'failed', topic, lane, why: caught.failure ?? 'nothing was decided' };
  }
  const { facts, plan, deliveries } = caught.decision;
  return { kind: 'decided', topic, lane, facts, outcome, links: plan.links, deliveries };
}
