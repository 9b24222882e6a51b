// What a batch of events comes to: which of them ask for a plan, and the names of the deliveries that follow.
import { hash } from 'node:crypto';
import { laneOfAction } from '../domain/action.ts';
import { type AnyIssueEvent, type BridgeEvent, isIssueEvent, type VersionReleased } from '../domain/event.ts';
import { ignored, type Outcome, parked } from '../domain/outcome.ts';
import type { Plan, PlannedAction } from '../domain/plan/plan.ts';
import type { AnyConversationEvent } from '../domain/plan/plan-conversation-event.ts';
import { connectionOfLane } from '../domain/refs.ts';
import type { NewDelivery, StoredEvent } from './ledger.ts';
import type { Unreadable } from './ports.ts';

export interface ReadEvent {
  readonly stored: StoredEvent;
  readonly event: BridgeEvent | Unreadable;
}

/** What a batch asks for: a lane holds events of one kind, and all but those of an issue come one by one. */
export type Meant =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'issue'; readonly events: readonly AnyIssueEvent[] }
  | { readonly kind: 'version'; readonly event: VersionReleased }
  | { readonly kind: 'conversation'; readonly event: AnyConversationEvent };

/** What the outside of an issue or a conversation can't change: it needs no facts. */
function outcomeWithoutFacts(event: BridgeEvent | Unreadable): Outcome | null {
  if (event.kind === 'unreadable') return ignored('unreadable', event.why);
  if (event.kind === 'nothing_follows') return ignored(event.reason, event.name);
  return null;
}

export function meantBy(batch: readonly ReadEvent[]): Meant {
  const told = batch.flatMap(({ event }) => (outcomeWithoutFacts(event) === null ? [event as BridgeEvent] : []));
  const events = told.filter(isIssueEvent);
  if (events.length > 0) return { kind: 'issue', events };
  const [event] = told;
  if (event === undefined || isIssueEvent(event) || event.kind === 'nothing_follows') return { kind: 'nothing' };
  return event.kind === 'version_released' ? { kind: 'version', event } : { kind: 'conversation', event };
}

/** Fills the places of events that the plan was not asked about. */
export function withOutcomes(plan: Plan, batch: readonly ReadEvent[], planned: readonly BridgeEvent[]): Plan {
  const outcomes = batch.map(({ event }) => {
    const alone = outcomeWithoutFacts(event);
    if (alone !== null) return alone;
    const index = planned.indexOf(event as BridgeEvent);
    return plan.outcomes[index] ?? parked('crashed', 'no outcome was planned');
  });
  return { ...plan, outcomes };
}

/** A delivery's id says what it is, so that the same decision taken twice is one delivery. */
export function deliveryOf(planned: PlannedAction, batch: readonly StoredEvent[], index: number): NewDelivery {
  const { action, once } = planned;
  const seed = once ?? `${batch.map((event) => event.id).join(',')}/${index}`;
  return {
    id: `dl_${hash('sha256', `${action.kind}/${seed}`, 'hex').slice(0, 26)}`,
    lane: laneOfAction(action),
    connection: connectionOfLane(laneOfAction(action)),
    action,
  };
}
