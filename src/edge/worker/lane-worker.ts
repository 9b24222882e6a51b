// Answers the doorbell: works a lane off until nothing in it is due, and rings lanes whose time has come.
import { type Bridge, deliveriesRing, eventsRing, JOURNAL_RING } from '../../application/bridge.ts';
import { deliverNext } from '../../application/deliver-next.ts';
import { fileArrivals } from '../../application/file-arrivals.ts';
import { processNextEvents } from '../../application/process-events.ts';
import { errorForLog } from '../../application/error-for-log.ts';

export interface LaneWorker {
  stop(): Promise<void>;
}

export interface LaneWorkerOptions {
  /** How often the ledger is asked for lanes that are due, in milliseconds. */
  readonly pollEvery: number;
  /** How often a paused connection is tried again, in milliseconds. */
  readonly probeEvery: number;
}

const MAX_DUE_LANES = 1000;

async function workLane(ring: string, bridge: Bridge, isStopped: () => boolean): Promise<void> {
  if (ring === JOURNAL_RING) {
    await fileArrivals(bridge);
    return;
  }
  const colon = ring.indexOf(':');
  const lane = ring.slice(colon + 1);
  const next = ring.startsWith('events:') ? processNextEvents : deliverNext;
  // A lane is worked on in order, so each step waits for the one before. A long backlog must not hold up a stop.
  while (!isStopped() && (await next(lane, bridge)));
}

async function ringDueLanes(bridge: Bridge): Promise<void> {
  bridge.doorbell.ring(JOURNAL_RING);
  await bridge.ledger.upkeep.wakeScheduled(bridge.now());
  const paused = [...bridge.pauses.all().keys()];
  for (const { queue, lane } of await bridge.ledger.upkeep.dueLanes(bridge.now(), MAX_DUE_LANES, paused)) {
    bridge.doorbell.ring(queue === 'events' ? eventsRing(lane) : deliveriesRing(lane));
  }
}

async function probe(connection: string, bridge: Bridge): Promise<void> {
  const found = bridge.connections.get(connection);
  try {
    await (found?.kind === 'jira' ? found.issues.account() : found?.conversations.account());
  } catch (error) {
    bridge.telemetry.log('warn', 'connection.still_paused', { connection, error: errorForLog(error) });
    return;
  }
  await bridge.pauses.resume(connection);
  bridge.telemetry.log('info', 'connection.resumed', { connection });
}

/** Runs `work` again and again with a pause between; an error is reported and does not end it. */
function every(ms: number, work: () => Promise<void>, onError: (error: unknown) => void): { stop(): void } {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const turn = async (): Promise<void> => {
    await work().catch(onError);
    if (!stopped) timer = setTimeout(() => void turn(), ms);
  };
  timer = setTimeout(() => void turn(), 0);
  return {
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Starts working; nothing is lost when it stops at any moment. */
export function startLaneWorker(bridge: Bridge, options: LaneWorkerOptions): LaneWorker {
  let stopped = false;
  bridge.doorbell.answer((ring) => workLane(ring, bridge, () => stopped));
  const report = (error: unknown): void =>
    bridge.telemetry.log('error', 'worker.failed', { error: errorForLog(error) });
  const poll = every(options.pollEvery, () => ringDueLanes(bridge), report);
  const probes = every(
    options.probeEvery,
    async () => {
      await Promise.all([...bridge.pauses.all().keys()].map((connection) => probe(connection, bridge)));
    },
    report,
  );
  return {
    stop: async () => {
      stopped = true;
      poll.stop();
      probes.stop();
      await bridge.doorbell.stop();
    },
  };
}

export { every };
