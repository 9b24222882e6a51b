// Records an event of our own making (the API, the sweep, the command line) so that it obeys the same rules.
import { type BridgeEvent, isIssueEvent } from '../domain/event.ts';
import type { FollowUp } from '../domain/plan/plan.ts';
import { connectionOfLane, type Instant } from '../domain/refs.ts';
import { isIssueKey } from '../domain/vendor-urls.ts';
import { type Bridge, eventsRing } from './bridge.ts';
import type { NewEvent, RecordResult } from './ledger.ts';

export interface OwnEvent {
  readonly connection: string;
  readonly lane: string;
  /** The same key is the same event: recording it again is a duplicate. */
  readonly key: string;
  readonly event: BridgeEvent;
  /** When it is to be handled; at once unless given. */
  readonly dueAt?: Instant;
}

function keyIn(event: BridgeEvent): string | null {
  if (event.kind === 'link_requested') return isIssueKey(event.issue.keyOrId) ? event.issue.keyOrId : null;
  return isIssueEvent(event) ? event.issue.key : null;
}

function asNewEvent(own: OwnEvent, bridge: Bridge): NewEvent {
  return {
    id: bridge.newId('ev'),
    connection: own.connection,
    format: 'bridge',
    deliveryKey: own.key,
    bodyHash: null,
    lane: own.lane,
    topic: `bridge.${own.event.kind}`,
    issueKey: keyIn(own.event),
    headers: {},
    body: Buffer.from(JSON.stringify(own.event)),
    receivedAt: bridge.now(),
    replayOf: null,
    ...(own.dueAt === undefined ? {} : { dueAt: own.dueAt }),
  };
}

/** An event that follows from a plan, as it is stored with the decision. */
export function followUpEvent({ key, event, lane, dueAt }: FollowUp, bridge: Bridge): NewEvent {
  return asNewEvent({ connection: connectionOfLane(lane), lane, key, event, dueAt }, bridge);
}

/** Throws when it can't be stored. */
export async function recordOwnEvent(own: OwnEvent, bridge: Bridge): Promise<RecordResult> {
  const event = asNewEvent(own, bridge);
  const result = await bridge.ledger.events.record(event);
  if ((event.dueAt ?? 0) <= event.receivedAt) bridge.doorbell.ring(eventsRing(own.lane));
  return result;
}
