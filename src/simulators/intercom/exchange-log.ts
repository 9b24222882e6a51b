// Remembers the latest calls to the simulated API and counts them all, for tests and benchmarks.
import type { IncomingHttpHeaders } from 'node:http';

/** One call and its answer. */
export interface Exchange {
  method: string;
  path: string;
  /** The path as the specification writes it; null for an unknown one. */
  route: string | null;
  query: Record<string, string>;
  requestHeaders: IncomingHttpHeaders;
  /** Parsed JSON, the raw text where it was not parsed, undefined when nothing was sent. */
  requestBody: unknown;
  /** 0 when no answer was sent. */
  status: number;
  responseHeaders: Record<string, string>;
  responseBody: unknown;
  /** Milliseconds since 1970. */
  at: number;
  /** The ordered fault that spoilt the answer, if one did. */
  fault: string | null;
}

const size = 200;

export class ExchangeLog {
  recording: boolean;
  readonly requestsByRoute: Record<string, number> = {};
  readonly answersByStatus: Record<string, number> = {};
  total = 0;
  #latest: Exchange[] = [];
  readonly #listener: ((exchange: Exchange) => void) | undefined;

  constructor(recording: boolean, listener: ((exchange: Exchange) => void) | undefined) {
    this.recording = recording;
    this.#listener = listener;
  }

  /** Counts a call; the exchange is only built when somebody wants it. */
  note(route: string, status: number, build: () => Exchange): void {
    this.total += 1;
    this.requestsByRoute[route] = (this.requestsByRoute[route] ?? 0) + 1;
    this.answersByStatus[status] = (this.answersByStatus[status] ?? 0) + 1;
    if (!this.recording && this.#listener === undefined) return;
    const exchange = build();
    this.#listener?.(exchange);
    if (!this.recording) return;
    this.#latest.push(exchange);
    if (this.#latest.length > size) this.#latest.shift();
  }

  /** The latest calls, oldest first. */
  list(): Exchange[] {
    return [...this.#latest];
  }

  clear(): void {
    this.#latest = [];
    this.total = 0;
    for (const counts of [this.requestsByRoute, this.answersByStatus]) {
      for (const key of Object.keys(counts)) delete counts[key];
    }
  }
}
