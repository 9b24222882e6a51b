// The doorbell of a single process: lanes that rang wait in memory for a free worker.
import type { Doorbell } from '../../application/ports.ts';

type LaneState = 'waiting' | 'working' | 'working_and_rang';

/**
 * At most `concurrency` lanes are worked on at once, each by one worker. A ring during the work makes the lane run
 * once more, so that nothing that came in between is left lying.
 */
export function createInProcessDoorbell(
  concurrency: number,
  onError: (lane: string, error: unknown) => void,
): Doorbell {
  const lanes = new Map<string, LaneState>();
  const queue: string[] = [];
  let active = 0;
  let stopped = false;
  let answer: ((lane: string) => Promise<void>) | null = null;
  let idle: (() => void) | null = null;

  function start(): void {
    while (active < concurrency && answer !== null && !stopped) {
      const lane = queue.shift();
      if (lane === undefined) return;
      active++;
      void run(lane, answer);
    }
  }

  async function run(lane: string, work: (lane: string) => Promise<void>): Promise<void> {
    lanes.set(lane, 'working');
    try {
      await work(lane);
    } catch (error) {
      onError(lane, error);
    }
    const rang = lanes.get(lane) === 'working_and_rang';
    lanes.delete(lane);
    active--;
    if (rang) ring(lane);
    start();
    if (active === 0) idle?.();
  }

  function ring(lane: string): void {
    if (stopped) return;
    const state = lanes.get(lane);
    if (state === 'working') lanes.set(lane, 'working_and_rang');
    if (state !== undefined) return;
    lanes.set(lane, 'waiting');
    queue.push(lane);
    start();
  }

  return {
    ring,
    answer: (work) => {
      answer = work;
      start();
    },
    stop: async () => {
      stopped = true;
      queue.length = 0;
      if (active === 0) return;
      await new Promise<void>((resolve) => {
        idle = resolve;
      });
    },
  };
}
