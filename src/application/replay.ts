// Does an event or a delivery once more, as a new row where something new may come of it.
import { type Bridge, deliveriesRing, eventsRing } from './bridge.ts';

export type ReplayResult =
  | { readonly kind: 'event'; readonly eventId: string }
  | { readonly kind: 'delivery'; readonly deliveryId: string }
  | { readonly kind: 'not_found' | 'not_parked' };

/** Records the stored bytes as a new event that names the old one; its alarm is cleared. */
export async function replayEvent(id: string, bridge: Bridge): Promise<ReplayResult> {
  const stored = await bridge.ledger.events.find(id);
  if (stored === null) return { kind: 'not_found' };
  const eventId = bridge.newId('ev');
  const { connection, format, lane, topic, headers, body } = stored;
  await bridge.ledger.events.record({
    id: eventId,
    connection,
    format,
    deliveryKey: `replay:${eventId}`,
    bodyHash: null,
    lane,
    topic,
    // The event that is replayed leads to the lane already.
    issueKey: null,
    headers,
    body,
    receivedAt: bridge.now(),
    replayOf: id,
  });
  await bridge.ledger.upkeep.clearAlarm('event_parked', id, bridge.now());
  bridge.doorbell.ring(eventsRing(lane));
  return { kind: 'event', eventId };
}

/** Puts a parked delivery back into its lane; after an unclear try it is looked up before it is repeated. */
export async function replayDelivery(id: string, bridge: Bridge): Promise<ReplayResult> {
  const delivery = await bridge.ledger.deliveries.find(id);
  if (delivery === null) return { kind: 'not_found' };
  if (!(await bridge.ledger.deliveries.replay(id, bridge.now()))) return { kind: 'not_parked' };
  await bridge.ledger.upkeep.clearAlarm('delivery_parked', id, bridge.now());
  bridge.doorbell.ring(deliveriesRing(delivery.lane));
  return { kind: 'delivery', deliveryId: id };
}
