// How far the creation that a screen speaks of has come.
import { conversationLane } from '../../domain/refs.ts';
import { requestState, type RequestState } from '../request-issue.ts';
import type { Sitting } from './sitting.ts';

/** Null for an event that is none of this dialog: its id came through a browser. */
export async function stateOf(eventId: string, { bridge, conversation }: Sitting): Promise<RequestState | null> {
  const event = await bridge.ledger.events.find(eventId);
  if (event?.lane !== conversationLane(conversation)) return null;
  return requestState(bridge, eventId);
}
