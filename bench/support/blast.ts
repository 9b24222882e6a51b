// Writes prepared requests to keep-alive sockets as fast as they are answered, with next to no cost of its own.
import { connect } from 'node:net';

export interface BlastResult {
  readonly answered: number;
  readonly seconds: number;
  /** Milliseconds from writing a request to its answer, sorted. */
  readonly latencies: readonly number[];
  readonly statuses: ReadonlyMap<string, number>;
}

/** Sends all requests over `connections` sockets, one request at a time on each. */
export async function blast(port: number, requests: readonly Buffer[], connections: number): Promise<BlastResult> {
  const latencies: number[] = [];
  const statuses = new Map<string, number>();
  let next = 0;
  const startedAt = performance.now();
  const lane = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      let sentAt = 0;
      const send = (): void => {
        const request = requests[next++];
        if (request === undefined) {
          socket.end();
          resolve();
          return;
        }
        sentAt = performance.now();
        socket.write(request);
      };
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        latencies.push(performance.now() - sentAt);
        const status = chunk.toString('latin1', 9, 12);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        send();
      });
    });
  await Promise.all(Array.from({ length: connections }, lane));
  const seconds = (performance.now() - startedAt) / 1000;
  return { answered: latencies.length, seconds, latencies: latencies.sort((a, b) => a - b), statuses };
}

/** The value below which a share of the sorted values lies. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
