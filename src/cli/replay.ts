// `deskbridge replay`: does an event once more, or puts a parked delivery back into its lane.
import { replayDelivery, replayEvent } from '../application/replay.ts';
import { print } from './print.ts';
import { Problem } from './problem.ts';
import { withBridge } from './with-bridge.ts';

export function replay(id: string): Promise<number> {
  return withBridge(async (bridge) => {
    const result = id.startsWith('dl_') ? await replayDelivery(id, bridge) : await replayEvent(id, bridge);
    switch (result.kind) {
      case 'event':
        print(`${id} is recorded once more as ${result.eventId}; the running service takes it up within seconds`);
        print(`Follow it with: deskbridge trace ${result.eventId}`);
        return 0;
      case 'delivery':
        print(`${id} is back in its lane; the running service takes it up within seconds`);
        print(`Follow it with: deskbridge trace ${id}`);
        return 0;
      case 'not_found':
        throw new Problem(
          `ID: there is no "${id}"; find ids of events (ev_…) and deliveries (dl_…) with: deskbridge trace QUERY`,
        );
      case 'not_parked':
        throw new Problem(`ID: ${id} is not parked, so there is nothing to repeat; look with: deskbridge trace ${id}`);
    }
  });
}
