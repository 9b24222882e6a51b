// Reads what an answer's headers say about Intercom's rate limit.
import type { IncomingHttpHeaders } from 'node:http';
import type { LimitReport } from '../../kit/window-limiter.ts';

/**
 * `X-RateLimit-Remaining` and `X-RateLimit-Reset` (unix seconds) stand on every answer (Intercom: "Rate limiting").
 * Null when they don't: a proxy's answer, or one from before the limit was looked at.
 */
export function readLimitReport(headers: IncomingHttpHeaders): LimitReport | null {
  const remaining = readNumber(headers['x-ratelimit-remaining']);
  const reset = readNumber(headers['x-ratelimit-reset']);
  if (remaining === null || reset === null) {
    return null;
  }
  const serverTime = Date.parse(headers.date ?? '');
  return { remaining, resetAt: reset * 1000, serverTime: Number.isNaN(serverTime) ? null : serverTime };
}

function readNumber(value: string | string[] | undefined): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) && number >= 0 ? number : null;
}
