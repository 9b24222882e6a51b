// Faults that a test or the demo switches on: which calls they hit, how often, and what then happens.

export type FaultKind =
  | 'latency'
  | 'fail-before'
  | 'fail-after'
  | 'drop-before'
  | 'drop-after'
  | 'hang'
  | 'hang-after'
  | 'rate-limited'
  | 'outage'
  | 'dead-token'
  | 'html'
  | 'login-redirect';

export interface Fault {
  id: number;
  kind: FaultKind;
  /** Method it hits; all when absent. */
  method: string | null;
  /** Regular expression over the path. */
  path: string;
  /** How many calls it still hits; null for no end. */
  count: number | null;
  /** Chance from 0 to 1 that a matching call is hit. */
  probability: number;
  /** Status of a failure. */
  status: number;
  /** Milliseconds of latency, or seconds of Retry-After for `rate-limited` and `outage`. */
  ms: number;
  retryAfter: number | null;
}

export interface Faults {
  list: () => Fault[];
  add: (given: Partial<Fault> & { kind: FaultKind }) => Fault;
  clear: (id?: number) => void;
  /** The faults that hit this call; each is counted down. */
  hit: (method: string, path: string) => Fault[];
}

export function createFaults(random: () => number): Faults {
  let faults: (Fault & { pattern: RegExp })[] = [];
  let last = 0;
  return {
    list: () => faults.map(({ pattern, ...fault }) => fault),
    add: (given) => {
      last += 1;
      const fault: Fault = {
        method: null,
        path: '.*',
        count: null,
        probability: 1,
        status: 503,
        ms: 0,
        retryAfter: null,
        ...given,
        id: last,
      };
      faults.push({ ...fault, pattern: new RegExp(fault.path) });
      return fault;
    },
    clear: (id) => {
      faults = id === undefined ? [] : faults.filter((fault) => fault.id !== id);
    },
    hit: (method, path) => {
      if (faults.length === 0) return [];
      const found = faults.filter(
        (fault) =>
          (fault.method === null || fault.method.toUpperCase() === method) &&
          fault.count !== 0 &&
          fault.pattern.test(path) &&
          (fault.probability >= 1 || random() < fault.probability),
      );
      for (const fault of found) if (fault.count !== null) fault.count -= 1;
      return found;
    },
  };
}
