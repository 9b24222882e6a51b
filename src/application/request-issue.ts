// Asks for a new issue in the name of an operator, and tells how far it has come.
import type { IssueRequested } from '../domain/event.ts';
import { readIncomplete } from '../domain/new-issue/incomplete.ts';
import { conversationLane } from '../domain/refs.ts';
import { textsOf } from '../domain/texts/texts.ts';
import type { Bridge } from './bridge.ts';
import type { StoredDelivery, StoredEvent } from './ledger.ts';
import { readReceipt } from './perform-create.ts';
import { recordOwnEvent } from './record-own-event.ts';
import { readRefusal } from './refusal-text.ts';

export type RequestState =
  | { readonly state: 'creating' }
  | { readonly state: 'created'; readonly issueKey: string; readonly issueId: string }
  /** `fields`: what is wrong with which field, by its id, for the operator; empty where no field is to blame. */
  | { readonly state: 'failed'; readonly message: string; readonly fields: Readonly<Record<string, string>> };

/** The same key is the same request. */
export function requestKey(conversationId: string, nonce: string): string {
  return `request/${conversationId}/${nonce}`;
}

/**
 * Records the request; the same nonce is the same request, however often it is sent. Gives the id of the event that
 * {@link requestState} is asked with. Throws when it can't be stored.
 */
export async function requestIssue(bridge: Bridge, request: IssueRequested, nonce: string): Promise<string> {
  const { conversation } = request;
  const { eventId } = await recordOwnEvent(
    {
      connection: conversation.connection,
      lane: conversationLane(conversation),
      key: requestKey(conversation.conversationId, nonce),
      event: request,
    },
    bridge,
  );
  return eventId;
}

function failedEvent(event: StoredEvent, bridge: Bridge): RequestState {
  const incomplete = readIncomplete(event.detail);
  if (incomplete !== null) return { state: 'failed', ...incomplete };
  const { reasons } = textsOf(bridge.rules().locale);
  const reason = reasons[event.reason as keyof typeof reasons] ?? event.reason ?? event.state;
  return {
    state: 'failed',
    message: event.detail === null || event.detail === '' ? reason : `${reason}: ${event.detail}`,
    fields: {},
  };
}

function stateOfDelivery({ state, receipt, error }: StoredDelivery): RequestState {
  if (state === 'delivered') {
    const created = readReceipt(receipt ?? '');
    if (created !== null) return { state: 'created', issueKey: created.key, issueId: created.issueId };
    return { state: 'failed', message: receipt ?? '', fields: {} };
  }
  if (state === 'parked' || state === 'superseded') return { state: 'failed', ...readRefusal(error ?? state) };
  return { state: 'creating' };
}

/** How a request stands; `creating` also while a vendor can't be reached. */
export async function requestState(bridge: Bridge, eventId: string): Promise<RequestState> {
  const event = await bridge.ledger.events.find(eventId);
  if (event === null) return { state: 'failed', message: eventId, fields: {} };
  if (event.settledAt === null) return { state: 'creating' };
  if (event.state !== 'done') return failedEvent(event, bridge);
  const deliveries = await bridge.ledger.deliveries.ofEvents([event.batchId ?? event.id]);
  const creation = deliveries.find(({ action }) => action.kind === 'create_issue');
  return creation === undefined ? failedEvent(event, bridge) : stateOfDelivery(creation);
}
