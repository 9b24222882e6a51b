// Faults that a test can order: what the simulated Intercom does instead of answering properly.

/**
 * - `latency`: answers `delayMs` later.
 * - `fail-before`: answers `status` (default 500) without doing the work.
 * - `fail-after`: does the work, then answers `status` (default 502).
 * - `drop-before`, `drop-after`: cuts the connection before or after the work.
 * - `hang`: never answers and does no work. `hang-after`: does the work and never answers.
 * - `rate-limit`: answers 429. `outage`: answers 503. `invalid-token`: answers 401.
 * - `non-json`: answers 200 with an HTML page, without work. `empty`: does the work, then answers 200 with no body.
 * - `stalled-body`: does the work, sends the headers and half of the body, then nothing.
 */
const faultKinds = [
  'latency',
  'fail-before',
  'fail-after',
  'drop-before',
  'drop-after',
  'hang',
  'hang-after',
  'rate-limit',
  'outage',
  'invalid-token',
  'non-json',
  'empty',
  'stalled-body',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface FaultOptions {
  kind: FaultKind;
  /** A regular expression over "METHOD /path"; everything when absent. */
  match?: string;
  /** How many requests it hits before it is gone; without end when absent. */
  count?: number;
  /** The chance that a matching request is hit, 0 to 1. */
  probability?: number;
  status?: number;
  delayMs?: number;
}

export interface Fault extends FaultOptions {
  id: number;
  hits: number;
}

/** What will happen to one request. */
export interface FaultPlan {
  delayMs: number;
  fault: Fault | null;
}

const noFault: FaultPlan = { delayMs: 0, fault: null };

export class Faults {
  readonly #random: () => number;
  #faults: { fault: Fault; pattern: RegExp | null }[] = [];
  #nextId = 1;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Orders a fault; throws on an unknown kind or a broken expression. */
  add(options: FaultOptions): Fault {
    if (!faultKinds.includes(options.kind)) throw new Error(`Unknown fault kind ${options.kind}`);
    const fault: Fault = { ...options, id: this.#nextId, hits: 0 };
    const pattern = options.match === undefined ? null : new RegExp(options.match);
    this.#nextId += 1;
    this.#faults.push({ fault, pattern });
    return fault;
  }

  /** Takes back one fault, or all of them. */
  clear(id?: number): void {
    this.#faults = id === undefined ? [] : this.#faults.filter(({ fault }) => fault.id !== id);
  }

  list(): Fault[] {
    return this.#faults.map(({ fault }) => fault);
  }

  /** Decides what happens to a request: delays add up, of the other kinds the first that matches wins. */
  plan(method: string, path: string): FaultPlan {
    if (this.#faults.length === 0) return noFault;
    let delayMs = 0;
    let chosen: Fault | null = null;
    const target = `${method} ${path}`;
    for (const { fault, pattern } of this.#faults) {
      if (chosen !== null && fault.kind !== 'latency') continue;
      if (pattern !== null && !pattern.test(target)) continue;
      if (fault.probability !== undefined && this.#random() >= fault.probability) continue;
      fault.hits += 1;
      delayMs += fault.delayMs ?? 0;
      if (fault.kind !== 'latency') chosen = fault;
    }
    this.#faults = this.#faults.filter(({ fault }) => fault.count === undefined || fault.hits < fault.count);
    return { delayMs, fault: chosen };
  }
}
