// Builders for the contract of the ledger: events, decisions and results as the use cases make them.
import type {
  Decision,
  DeliveryResult,
  Identity,
  Ledger,
  NewDelivery,
  NewEvent,
} from '../../src/application/ledger.ts';
import type { Arrival } from '../../src/application/ledger.ts';
import type { AddNote } from '../../src/domain/action.ts';
import { ignored } from '../../src/domain/outcome.ts';
import { NO_PLAN, type Plan } from '../../src/domain/plan/plan.ts';
import { conversationLane, issueLane } from '../../src/domain/refs.ts';

let serial = 0;
/** A number never given before in this process. */
export const next = (): number => ++serial;

export const LANE = 'issue/jira/1';
export const ISSUE = { connection: 'jira', issueId: '1' };
export const DIALOG = { connection: 'intercom', conversationId: '100' };

export function arrival(given: Partial<Arrival> & { text?: string } = {}): Arrival {
  const { text = `{"n":${next()}}`, ...rest } = given;
  return {
    id: `ev_${next()}`,
    connection: 'jira',
    headers: { a: 'b' },
    body: Buffer.from(text),
    receivedAt: 1000,
    ...rest,
  };
}

/** Reads lane and delivery id from the arrival's own JSON: `{ lane, key }`. */
export function identify({ body }: Arrival): Identity {
  const text = Buffer.from(body).toString('utf8');
  const told = JSON.parse(text) as { lane?: string; key?: string; issueKey?: string };
  return {
    deliveryKey: told.key ?? null,
    bodyHash: text,
    lane: told.lane ?? LANE,
    topic: 'topic',
    issueKey: told.issueKey ?? null,
  };
}

export function newEvent(given: Partial<NewEvent> = {}): NewEvent {
  return {
    id: `ev_${next()}`,
    connection: 'jira',
    format: 'bridge',
    deliveryKey: `key-${next()}`,
    bodyHash: null,
    lane: LANE,
    topic: 'topic',
    issueKey: null,
    headers: {},
    body: Buffer.from('{}'),
    receivedAt: 1000,
    replayOf: null,
    ...given,
  };
}

export function note(text = 'note', conversation = DIALOG): AddNote {
  const body = { blocks: [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] }] };
  return { kind: 'add_note', conversation, about: ISSUE, body };
}

export function delivery(given: Partial<NewDelivery> = {}): NewDelivery {
  return { id: `dl_${next()}`, lane: conversationLane(DIALOG), connection: 'intercom', action: note(), ...given };
}

/** A decision about claimed events: ignored, with these deliveries, unless said otherwise. */
export function decision(
  batch: readonly { readonly id: string; readonly attempt: number }[],
  given: Partial<Omit<Decision, 'plan'>> & { readonly plan?: Partial<Plan> } = {},
): Decision {
  const { plan, ...rest } = given;
  return {
    batch,
    deliveries: [],
    linkIds: (plan?.links ?? []).map(() => `ln_${next()}`),
    rulesVersion: 'r1',
    facts: '{"links":0}',
    record: null,
    followUps: [],
    now: 2000,
    ...rest,
    plan: { ...NO_PLAN, outcomes: batch.map(() => ignored('not_linked')), ...plan },
  };
}

export function result(given: Partial<DeliveryResult> & Pick<DeliveryResult, 'id' | 'attempt'>): DeliveryResult {
  return {
    kind: 'add_note',
    earlier: [],
    state: 'delivered',
    dueAt: 2000,
    inDoubt: false,
    receipt: null,
    error: null,
    try: { at: 1900, ms: 100, result: 'delivered' },
    now: 2000,
    ...given,
  };
}

/** Records an event, claims its lane and decides these deliveries for it; gives the event's id. */
export async function planned(ledger: Ledger, deliveries: readonly NewDelivery[], now = 1000): Promise<string> {
  const lane = issueLane({ connection: 'jira', issueId: `planned-${next()}` });
  const { eventId } = await ledger.events.record(newEvent({ lane, receivedAt: now }));
  const batch = await ledger.events.claim(lane, now, now + 1000, 50);
  await ledger.events.decide(decision(batch, { deliveries, now }));
  return eventId;
}
