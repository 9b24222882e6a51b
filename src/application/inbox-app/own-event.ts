// What an operator asks for becomes an event of our own, told apart by the nonce of the screen: a double click is one.
import type { BridgeEvent } from '../../domain/event.ts';
import { conversationLane } from '../../domain/refs.ts';
import type { StoredEvent } from '../ledger.ts';
import { recordOwnEvent } from '../record-own-event.ts';
import { type Sitting, timeLeft } from './sitting.ts';

const STEP_MS = 15;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The event when it has ended; null when it takes longer than the answer may. The work goes on. */
export async function doOwn(event: BridgeEvent, what: string, sitting: Sitting): Promise<StoredEvent | null> {
  const { bridge, conversation, memory } = sitting;
  const lane = conversationLane(conversation);
  const key = `inbox/${what}/${conversation.conversationId}/${memory.nonce}`;
  const { eventId } = await recordOwnEvent({ connection: conversation.connection, lane, key, event }, bridge);
  for (;;) {
    const stored = await bridge.ledger.events.find(eventId);
    if (stored !== null && stored.settledAt !== null) return stored;
    if (timeLeft(sitting) < STEP_MS) return null;
    await sleep(STEP_MS);
  }
}
