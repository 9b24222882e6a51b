// Makes calls to Intercom: through the SDK or by hand, one request each, within the rate limit, failing only with VendorError.
import type { IntercomClient } from 'intercom-client';
import type { z } from 'zod';
import type { VendorError } from '../../application/vendor-error.ts';
import { type Priority, WindowLimiter } from '../../kit/window-limiter.ts';
import { type CallName, readRetryAfter, toVendorError } from './call-error.ts';
import { createExchange, type Exchange, fail } from './exchange.ts';
import { createGuardedFetch, type GuardedFetch } from './guarded-fetch.ts';
import { readLimitReport } from './limit-report.ts';

/** What one finished call was, for logs and metrics. */
export interface CallReport {
  readonly method: string;
  /** The path with names for its ids. */
  readonly route: string;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly ms: number;
  readonly error?: VendorError;
}

export interface CallerOptions {
  readonly connection: string;
  readonly apiUrl: string;
  readonly accessToken: string;
  /** Intercom's API version, such as "2.16". */
  readonly apiVersion: string;
  /** For a whole call, from waiting for a socket to the last byte. */
  readonly timeoutMs: number;
  /** The most calls a minute that we may make, when that is less than Intercom allows. */
  readonly requestsPerMinute?: number | undefined;
  readonly userAgent?: string | undefined;
  readonly now: () => number;
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
  readonly onCall?: ((call: CallReport) => void) | undefined;
}

export interface Call<T> extends CallName {
  readonly answer: z.ZodType<T>;
  readonly priority?: Priority;
  readonly perform: (client: IntercomClient) => PromiseLike<unknown>;
}

export interface Caller {
  /** One call through the SDK; its answer checked against `answer`. */
  call<T>(call: Call<T>): Promise<T>;
  /** One GET of a path that the SDK does not know, through the same guards. */
  get<T>(route: string, answer: z.ZodType<T>): Promise<T>;
  /** One POST of a path that the SDK does not know. */
  post<T>(route: string, body: unknown, answer: z.ZodType<T>): Promise<T>;
}

/** Intercom spreads its limit a minute over windows of 10 seconds (Intercom: "Rate limiting"). */
const WINDOWS_A_MINUTE = 6;
/** A private app's default limit (Intercom: "Rate limiting"). */
const CALLS_A_MINUTE = 10_000;

function createLimiter(options: CallerOptions): WindowLimiter {
  const { requestsPerMinute, sleep } = options;
  const limit = Math.max(1, Math.floor((requestsPerMinute ?? CALLS_A_MINUTE) / WINDOWS_A_MINUTE));
  return new WindowLimiter({
    now: options.now,
    defaultLimit: limit,
    windowMs: 60_000 / WINDOWS_A_MINUTE,
    ...(sleep !== undefined && { setTimer: (run, ms) => void sleep(ms).then(run) }),
    ...(requestsPerMinute !== undefined && { ceiling: limit }),
  });
}

function headersOf(options: CallerOptions): Record<string, string> {
  return {
    Accept: 'application/json',
    'Intercom-Version': options.apiVersion,
    'User-Agent': options.userAgent ?? 'deskbridge',
  };
}

/** The SDK costs 0.5 s and 35 MB to import, so it is loaded when first needed. */
async function loadClient(options: CallerOptions, guarded: GuardedFetch): Promise<IntercomClient> {
  const sdk = await import('intercom-client');
  return new sdk.IntercomClient({
    token: options.accessToken,
    baseUrl: options.apiUrl,
    // The SDK repeats POSTs on 408, 429 and 5xx: notes would double.
    maxRetries: 0,
    // Later than our own deadline, which covers the body too.
    timeoutInSeconds: options.timeoutMs / 1000 + 10,
    headers: headersOf(options),
    fetch: guarded.fetch,
  });
}

/** Makes the caller of one workspace. Nothing is sent or loaded before the first call. */
export function createCaller(options: CallerOptions): Caller {
  const guarded = createGuardedFetch(options.timeoutMs);
  const limiter = createLimiter(options);
  let client: Promise<IntercomClient> | null = null;

  async function carryOut<T>(
    name: CallName,
    answer: z.ZodType<T>,
    priority: Priority,
    send: () => PromiseLike<unknown>,
  ) {
    const permit = await limiter.acquire(priority);
    const exchange = createExchange();
    const startedAt = options.now();
    const data = await guarded
      .run(exchange, async () => send())
      .catch((error: unknown) => noteFailure(exchange, error));
    const now = options.now();
    if (exchange.status === null) {
      limiter.fail(permit);
    } else {
      limiter.observe(permit, readLimitReport(exchange.headers));
    }
    const parsed = isWell(exchange) ? answer.safeParse(data) : null;
    if (parsed !== null && !parsed.success) {
      fail(exchange, 'bad_content', `an answer of an unexpected shape (${parsed.error.issues[0]?.path.join('.')})`);
    }
    const report = { method: name.method, route: name.route, status: exchange.status, ms: now - startedAt };
    if (parsed?.success === true) {
      options.onCall?.(report);
      return parsed.data;
    }
    if (exchange.status === 429) {
      limiter.penalise(readRetryAfter(exchange, now) ?? 1000);
    }
    const isWrite = name.method !== 'GET' && !name.route.endsWith('/search');
    const error = toVendorError(options.connection, name, exchange, { isWrite, now, secret: options.accessToken });
    options.onCall?.({ ...report, error });
    throw error;
  }

  function byHand<T>(method: string, route: string, answer: z.ZodType<T>, body?: string): Promise<T> {
    return carryOut({ method, route }, answer, 'high', async () => {
      const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
      const headers = { ...headersOf(options), ...type, Authorization: `Bearer ${options.accessToken}` };
      const url = new URL(route.slice(1), withSlash(options.apiUrl)).href;
      const response = await guarded.fetch(url, { method, headers, ...(body !== undefined && { body }) });
      return JSON.parse(await response.text());
    });
  }

  return {
    async call({ perform, answer, priority = 'high', method, route }) {
      client ??= loadClient(options, guarded);
      const loaded = await client;
      return carryOut({ method, route }, answer, priority, () => perform(loaded));
    },
    get: (route, answer) => byHand('GET', route, answer),
    post: (route, body, answer) => byHand('POST', route, answer, JSON.stringify(body)),
  };
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

function isWell(exchange: Exchange): boolean {
  return exchange.failure === null && exchange.status !== null && exchange.status < 400;
}

/** The SDK throws for every status from 400 and for every failure; the exchange knows those, so only others count here. */
function noteFailure(exchange: Exchange, error: unknown): undefined {
  if (isWell(exchange) || exchange.status === null) {
    fail(exchange, exchange.status === null ? 'network' : 'bad_content', error instanceof Error ? error.name : 'Error');
  }
  return undefined;
}
