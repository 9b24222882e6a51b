// Small readings of an answer: a header, how long to wait, and what Jira says is wrong.
import type { ReplyHeaders } from './call.ts';

const DAY = 24 * 60 * 60 * 1000;

export function headerOf(headers: ReplyHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * How many milliseconds the vendor asks us to wait; undefined when it does not say. `Retry-After` is seconds or a date; a
 * quota of Cloud tells its end in `X-RateLimit-Reset`, which on Data Center does not exist.
 */
export function readRetryAfter(headers: ReplyHeaders, now: number): number | undefined {
  const waits = [headerOf(headers, 'retry-after'), headerOf(headers, 'beta-retry-after')].map((text) =>
    waitOf(text, now),
  );
  const isQuota = headerOf(headers, 'ratelimit-reason')?.startsWith('jira-quota') === true;
  if (isQuota) waits.push(untilDate(headerOf(headers, 'x-ratelimit-reset'), now));
  const known = waits.filter((wait) => wait !== undefined);
  return known.length === 0 ? undefined : Math.min(Math.max(...known), DAY);
}

function waitOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,9}(\.\d+)?$/.test(text) ? Math.ceil(Number(text) * 1000) : untilDate(text, now);
}

function untilDate(text: string | undefined, now: number): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isFinite(time) ? Math.max(0, time - now) : undefined;
}

/** Jira's own words about an error in at most 200 characters; nothing of a web page. */
export function describeBody(data: unknown): string {
  const said = typeof data === 'string' ? plain(data) : wordsOf(data);
  return said.replace(/\s+/g, ' ').trim().slice(0, 200);
}

function plain(text: string): string {
  return /^\s*</.test(text) ? 'a web page' : text;
}

function wordsOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  const { errorMessages, errors, message, detail } = data as Partial<Record<string, unknown>>;
  const words = Array.isArray(errorMessages) ? errorMessages.filter((word) => typeof word === 'string') : [];
  if (typeof errors === 'object' && errors !== null) {
    for (const [field, word] of Object.entries(errors)) if (typeof word === 'string') words.push(`${field}: ${word}`);
  }
  const other = message ?? detail;
  if (words.length === 0 && typeof other === 'string') words.push(other);
  return words.join('; ');
}

const MOST_FIELDS = 50;
const LONGEST_WORDS = 300;

/** What Jira says is wrong with which field, by field id: at most 50 fields, 300 characters each. */
export function readFieldErrors(data: unknown): Record<string, string> {
  const errors: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'errors') : null;
  if (typeof errors !== 'object' || errors === null || Array.isArray(errors)) return {};
  const words = Object.entries(errors).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(words.slice(0, MOST_FIELDS).map(([id, text]) => [id, text.slice(0, LONGEST_WORDS)]));
}
