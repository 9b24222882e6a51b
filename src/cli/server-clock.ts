// Reads the clock of a server from the Date header of its answer, whatever the answer is.
import type { Instant } from '../domain/refs.ts';

const TIMEOUT_MS = 10_000;

/** Cut to the second, as the header is. Null when there is no answer or no such header. */
export async function readServerClock(url: string): Promise<Instant | null> {
  try {
    // No credentials, and a redirect is an answer too.
    const request = { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) } as const;
    const { headers } = await fetch(url, request);
    const at = Date.parse(headers.get('date') ?? '');
    return Number.isNaN(at) ? null : at;
  } catch {
    return null;
  }
}
