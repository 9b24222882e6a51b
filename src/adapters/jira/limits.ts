// Keeps calls inside Jira's rate limits: waits a little, or says at once how long to stay away.
import { VendorError } from '../../application/vendor-error.ts';
import { type Call, isWrite, type ReplyHeaders } from './call.ts';
import { headerOf, readRetryAfter } from './read-answer.ts';
import { createTokenBucket } from './token-bucket.ts';
import { createWriteWindows } from './write-windows.ts';

/** Longer than this a call does not wait here: its delivery is put back with the time to come again. */
const MOST_WAIT = 4_000;
/** Atlassian advises to begin with 2 to 5 seconds where an answer does not say how long. */
const DEFAULT_PAUSE = 5_000;
/** At least this long, because Data Center rounds down to 0. */
const LEAST_PAUSE = 500;

export interface LimitsOptions {
  readonly connection: string;
  readonly edition: 'cloud' | 'data-center';
  readonly now: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

export interface Limits {
  /** Comes back when the call may be made. Throws VendorError `rate_limited` when that is more than seconds away. */
  acquire(call: Call): Promise<void>;
  /** Must follow every `acquire` that came back; `headers` is null when there was no answer. */
  settle(call: Call, status: number | null, headers: ReplyHeaders | null): void;
}

/**
 * On Cloud `RateLimit-Reason` tells how far a 429 reaches: a quota stops the whole site, a burst one endpoint with one
 * method, the limit of writes one issue. Without a reason everything pauses. On Data Center a token bucket is kept as its
 * headers tell, which bear the same names as Cloud's with another meaning.
 * Sources: Atlassian, "Rate limiting" (Jira Cloud platform); "Adjusting your code for rate limiting" (Jira Data Center).
 */
export function createLimits(options: LimitsOptions): Limits {
  const { connection, edition, now, sleep = delay } = options;
  const pauses = new Map<string, number>();
  const writes = createWriteWindows();
  const bucket = createTokenBucket();

  const waitFor = (call: Call): number => {
    const at = now();
    let free = at;
    for (const scope of scopesOf(call)) {
      const until = pauses.get(scope) ?? 0;
      if (until <= at) pauses.delete(scope);
      free = Math.max(free, until);
    }
    if (edition === 'data-center') free = Math.max(free, bucket.freeAt(at));
    else if (call.writesTo !== undefined) free = Math.max(free, writes.freeAt(call.writesTo, at));
    return free - at;
  };

  return {
    async acquire(call) {
      const deadline = now() + MOST_WAIT;
      for (let wait = waitFor(call); wait > 0; wait = waitFor(call)) {
        if (now() + wait > deadline) throw tooMany(connection, call, wait);
        // In turn on purpose: what was free when the sleep began may have been taken by another call.
        await sleep(wait);
      }
      if (edition === 'data-center') bucket.take();
      else if (call.writesTo !== undefined) writes.add(call.writesTo, now());
    },
    settle(call, status, headers) {
      if (edition === 'data-center') bucket.settle(headers, now());
      if (status !== 429 || headers === null) return;
      const pause = Math.max(readRetryAfter(headers, now()) ?? DEFAULT_PAUSE, LEAST_PAUSE);
      const scope = scopeOf429(call, headerOf(headers, 'ratelimit-reason'));
      pauses.set(scope, Math.max(pauses.get(scope) ?? 0, now() + pause));
    },
  };
}

const ALL = 'all';
const endpoint = (call: Call) => `${call.method} ${call.route}`;
const issue = (id: string) => `issue ${id}`;

function scopesOf(call: Call): string[] {
  const scopes = [ALL, endpoint(call)];
  if (isWrite(call) && call.writesTo !== undefined) scopes.push(issue(call.writesTo));
  return scopes;
}

function scopeOf429(call: Call, reason: string | undefined): string {
  if (reason === 'jira-burst-based') return endpoint(call);
  if (reason === 'jira-per-issue-on-write' && call.writesTo !== undefined) return issue(call.writesTo);
  return ALL;
}

function tooMany(connection: string, call: Call, wait: number): VendorError {
  return new VendorError(`Jira's rate limit leaves no room for ${endpoint(call)} for ${Math.ceil(wait / 1000)} s`, {
    vendor: 'jira',
    connection,
    kind: 'rate_limited',
    inDoubt: false,
    retryAfterMs: Math.ceil(wait),
  });
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
