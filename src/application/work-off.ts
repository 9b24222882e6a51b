// Works one event to its end in this process: decides it, then delivers what came of it.
import { connectionOfLane } from '../domain/refs.ts';
import type { Bridge } from './bridge.ts';
import { deliverNext } from './deliver-next.ts';
import type { StoredDelivery } from './ledger.ts';
import { processNextEvents } from './process-events.ts';

/** `open`: something still waits when the patience was over; nothing is lost, the service goes on with it. */
export type WorkedOff = 'settled' | 'open';

const PAUSE_MS = 100;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const isOpen = ({ state }: StoredDelivery): boolean =>
  state === 'queued' || state === 'sending' || state === 'retrying';

/** The lanes that this event still needs, those of events first: deliveries exist only once it is decided. */
async function nextLanes(eventId: string, bridge: Bridge): Promise<{ of: 'events' | 'deliveries'; lanes: string[] }> {
  const event = await bridge.ledger.events.find(eventId);
  if (event === null) return { of: 'events', lanes: [] };
  if (event.settledAt === null) return { of: 'events', lanes: [event.lane] };
  const deliveries = await bridge.ledger.deliveries.ofEvents([event.batchId ?? event.id]);
  return { of: 'deliveries', lanes: [...new Set(deliveries.filter(isOpen).map(({ lane }) => lane))] };
}

/** Gives up after `patienceMs`, or when every lane that is left belongs to a paused connection. */
export async function workOff(eventId: string, bridge: Bridge, patienceMs: number): Promise<WorkedOff> {
  const until = bridge.now() + patienceMs;
  for (;;) {
    const { of, lanes } = await nextLanes(eventId, bridge);
    if (lanes.length === 0) return 'settled';
    const working = lanes.filter((lane) => !bridge.pauses.isPaused(connectionOfLane(lane)));
    if (working.length === 0 || bridge.now() > until) return 'open';
    const next = of === 'events' ? processNextEvents : deliverNext;
    const moved = await Promise.all(working.map((lane) => next(lane, bridge)));
    if (!moved.includes(true)) await sleep(PAUSE_MS);
  }
}
