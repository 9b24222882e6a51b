// A vendor with a budget of fixed windows, other users and slow roads, in simulated time: to prove a limiter against.
import type { LimitReport, Permit } from '../../src/kit/window-limiter.ts';

export interface VendorShape {
  limit: number;
  windowMs: number;
  /** Where on the vendor's clock windows begin, in milliseconds. */
  phaseMs: number;
  rounding: 'up' | 'down' | 'nearest';
  /** The local clock minus the vendor's. */
  skewMs: number;
  tellsDate: boolean;
  tellsLimit: boolean;
  latency: [least: number, most: number];
  /** Calls that others make, as a share of the limit. */
  othersShare: number;
}

export interface Outcome {
  refused: number;
  /** For each whole window between the first and the last: the share of the limit that was used by anybody. */
  shares: number[];
  /** Simulated milliseconds until the last answer. */
  took: number;
  order: number[];
}

interface Limiter {
  acquire(priority?: 'high' | 'low'): Promise<Permit>;
  observe(permit: Permit, report: LimitReport | null): void;
  penalise(ms: number): void;
}

export interface Simulation {
  now: () => number;
  setTimer: (run: () => void, ms: number) => void;
}

const EPOCH = 1_700_000_000_000;

/** Simulated time: what is planned happens in order, as fast as the machine can. */
class Timeline implements Simulation {
  #now = EPOCH;
  #events: { at: number; run: () => void }[] = [];
  now = () => this.#now;
  setTimer = (run: () => void, ms: number) => this.plan(this.#now + Math.max(0, ms), run);

  plan(at: number, run: () => void): void {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // The next one stands last; of those at the same time the one that was planned first.
      if ((this.#events[middle]?.at ?? 0) > at) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, { at, run });
  }

  /** False when nothing is planned any more. */
  async step(): Promise<boolean> {
    const event = this.#events.pop();
    if (event === undefined) return false;
    this.#now = Math.max(this.#now, event.at);
    event.run();
    await null;
    await null;
    return true;
  }
}

class Budget {
  readonly #shape: VendorShape;
  readonly used = new Map<number, number>();

  constructor(shape: VendorShape) {
    this.#shape = shape;
  }

  take(localNow: number): { allowed: boolean; report: LimitReport | null } {
    const { limit, windowMs, phaseMs, skewMs } = this.#shape;
    const at = localNow - skewMs;
    const window = Math.floor((at - phaseMs) / windowMs);
    const used = this.used.get(window) ?? 0;
    const allowed = used < limit;
    this.used.set(window, used + (allowed ? 1 : 0));
    const end = ((window + 1) * windowMs + phaseMs) / 1000;
    const round = { up: Math.ceil, down: Math.floor, nearest: Math.round }[this.#shape.rounding];
    const report = {
      remaining: limit - (this.used.get(window) ?? 0),
      resetAt: round(end) * 1000,
      serverTime: this.#shape.tellsDate ? Math.floor(at / 1000) * 1000 : null,
    };
    return { allowed, report: this.#shape.tellsLimit ? report : null };
  }
}

/** Sends `calls` calls through the limiter, all wanted at once or one every `everyMs`, and tells what became of them. */
export async function drain(
  shape: VendorShape,
  calls: number,
  random: () => number,
  create: (simulation: Simulation) => Limiter,
  everyMs = 0,
): Promise<Outcome & { waits: number[] }> {
  const time = new Timeline();
  const budget = new Budget(shape);
  const limiter = create(time);
  const outcome = { refused: 0, shares: [] as number[], took: 0, order: [] as number[], waits: [] as number[] };
  let open = calls;
  const oneWay = () => (shape.latency[0] + random() * (shape.latency[1] - shape.latency[0])) / 2;

  const send = async (index: number): Promise<void> => {
    const wantedAt = time.now();
    const permit = await limiter.acquire();
    outcome.waits.push(time.now() - wantedAt);
    outcome.order.push(index);
    time.setTimer(() => {
      const { allowed, report } = budget.take(time.now());
      time.setTimer(() => {
        open -= 1;
        limiter.observe(permit, report);
        if (!allowed) {
          outcome.refused += 1;
          limiter.penalise(500);
        }
      }, oneWay());
    }, oneWay());
  };

  const othersEvery = shape.windowMs / (shape.limit * shape.othersShare);
  const meddle = (): void => {
    budget.take(time.now());
    time.setTimer(meddle, -Math.log(1 - random()) * othersEvery);
  };
  if (shape.othersShare > 0) meddle();
  for (let index = 0; index < calls; index += 1) {
    time.setTimer(() => void send(index), index * everyMs);
  }
  while (open > 0 && (await time.step()));
  outcome.took = time.now() - EPOCH;
  const windows = [...budget.used].sort(([a], [b]) => a - b);
  outcome.shares = windows.slice(1, -1).map(([, used]) => used / shape.limit);
  return outcome;
}

/** Repeatable numbers from 0 to 1 (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
