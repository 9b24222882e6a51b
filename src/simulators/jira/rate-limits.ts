// Jira's rate limits: Cloud's burst buckets and per-issue write windows, Data Center's one bucket per user.
import { Refusal } from './refusal.ts';
import type { Edition } from './types.ts';

export interface RateLimits {
  /** Cloud: calls a second for each endpoint and method. */
  burst?: Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', number>> | null;
  /** Cloud: writes to one issue within windows of so many milliseconds. */
  perIssueWrites?: { most: number; windowMs: number }[] | null;
  /** Data Center: bucket size, tokens added every interval. */
  bucket?: { size: number; fillRate: number; intervalSeconds: number } | null;
}

/** Atlassian: Rate limiting, page of 2026-08-12. */
const CLOUD_LIMITS: Required<RateLimits> = {
  burst: { GET: 100, POST: 100, PUT: 50, DELETE: 50 },
  perIssueWrites: [
    { most: 20, windowMs: 2000 },
    { most: 100, windowMs: 30_000 },
  ],
  bucket: null,
};
/** The same page: endpoints with a limit of their own. */
const OWN_BURST: Record<string, number> = {
  'GET issue/:id': 150,
  'GET user': 150,
  'GET issue/:id/changelog': 200,
  'GET attachment/content/:id': 300,
};

interface Bucket {
  tokens: number;
  at: number;
}
type Headers = Record<string, string>;

function refill(bucket: Bucket, size: number, perSecond: number, now: number): void {
  bucket.tokens = Math.min(size, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
  bucket.at = now;
}

/** HTML, as the edge answers: a client must not take it for JSON. */
const TOO_MANY = '<html><head><title>429 Too Many Requests</title></head><body>Rate limit exceeded.</body></html>';

function cloudRefusal(reason: string, limit: number, waitMs: number, now: number): Refusal {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const body = reason === 'jira-burst-based' ? TOO_MANY : { errorMessages: ['Rate limit exceeded.'], errors: {} };
  return new Refusal(429, body, {
    'Retry-After': String(seconds),
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Reset': new Date(now + seconds * 1000).toISOString(),
    'X-RateLimit-NearLimit': 'true',
    'RateLimit-Reason': reason,
  });
}

export interface Limiter {
  /** Takes one call; gives the headers of the answer or throws the refusal. `issue` is null for reads. */
  take: (endpoint: string, method: string, issue: string | null) => Headers;
  refused: () => number;
}

function cloudLimiter(limits: RateLimits, now: () => number, onRefusal: () => void): Limiter['take'] {
  const buckets = new Map<string, Bucket>();
  const writes = new Map<string, number[]>();
  const refuse = (reason: string, limit: number, waitMs: number): Refusal => {
    onRefusal();
    return cloudRefusal(reason, limit, waitMs, now());
  };
  const takeWrite = (issue: string): void => {
    const at = now();
    const windows = limits.perIssueWrites ?? [];
    const longest = Math.max(0, ...windows.map((window) => window.windowMs));
    const past = (writes.get(issue) ?? []).filter((time) => time > at - longest);
    for (const { most, windowMs } of windows) {
      const inside = past.filter((time) => time > at - windowMs);
      const first = inside[inside.length - most];
      if (first !== undefined) throw refuse('jira-per-issue-on-write', most, first + windowMs - at);
    }
    past.push(at);
    writes.set(issue, past);
  };
  return (endpoint, method, issue) => {
    const standard = limits.burst?.[method as 'GET'];
    let headers: Headers = {};
    if (standard !== undefined) {
      const own = limits.burst === CLOUD_LIMITS.burst ? OWN_BURST[`${method} ${endpoint}`] : undefined;
      headers = takeBurst(buckets, `${method} ${endpoint}`, own ?? standard, now(), refuse);
    }
    if (issue !== null && limits.perIssueWrites) takeWrite(issue);
    return headers;
  };
}

function takeBurst(
  buckets: Map<string, Bucket>,
  key: string,
  size: number,
  now: number,
  refuse: (reason: string, limit: number, waitMs: number) => Refusal,
): Headers {
  const bucket = buckets.get(key) ?? { tokens: size, at: now };
  buckets.set(key, bucket);
  refill(bucket, size, size, now);
  if (bucket.tokens < 1) throw refuse('jira-burst-based', size, 1000);
  bucket.tokens -= 1;
  const remaining = Math.floor(bucket.tokens);
  return {
    'X-RateLimit-Limit': String(size),
    'X-RateLimit-Remaining': String(remaining),
    ...(remaining < size * 0.2 ? { 'X-RateLimit-NearLimit': 'true' } : {}),
  };
}

function bucketLimiter(
  given: NonNullable<RateLimits['bucket']>,
  now: () => number,
  onRefusal: () => void,
): Limiter['take'] {
  const { size, fillRate, intervalSeconds } = given;
  const bucket: Bucket = { tokens: size, at: now() };
  return () => {
    refill(bucket, size, fillRate / intervalSeconds, now());
    const empty = bucket.tokens < 1;
    if (!empty) bucket.tokens -= 1;
    const headers = {
      'X-RateLimit-Limit': String(size),
      'X-RateLimit-Remaining': String(Math.floor(bucket.tokens)),
      'X-RateLimit-Interval-Seconds': String(intervalSeconds),
      'X-RateLimit-FillRate': String(fillRate),
      'retry-after': empty ? String(Math.max(1, Math.ceil(((1 - bucket.tokens) * intervalSeconds) / fillRate))) : '0',
    };
    if (!empty) return headers;
    onRefusal();
    throw new Refusal(429, TOO_MANY, headers);
  };
}

/** Undefined takes the edition's standard (Cloud: on, Data Center: off); null switches limits off. */
export function createLimiter(edition: Edition, given: RateLimits | null | undefined, now: () => number): Limiter {
  let refused = 0;
  const onRefusal = () => {
    refused += 1;
  };
  const limits = given === undefined && edition === 'cloud' ? CLOUD_LIMITS : (given ?? {});
  const { bucket } = limits;
  const take = bucket ? bucketLimiter(bucket, now, onRefusal) : cloudLimiter(limits, now, onRefusal);
  return { take, refused: () => refused };
}
