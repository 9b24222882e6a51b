// Turns the record of a failed exchange into the one error that leaves the adapter.
import { VendorError, type VendorErrorKind } from '../../application/vendor-error.ts';
import type { Exchange } from './exchange.ts';

/** A call as people know it: `POST /conversations/{id}/reply`. */
export interface CallName {
  readonly method: string;
  readonly route: string;
}

const LONGEST_QUOTE = 300;
const codesOf = new WeakMap<VendorError, readonly string[]>();
const linkOf = new WeakMap<VendorError, string>();
/** Never ask to wait longer than this for a rate limit: its windows last 10 seconds. */
const LONGEST_WAIT_MS = 3_600_000;

interface ErrorWords {
  readonly codes: readonly string[];
  readonly text: string;
  readonly requestId: string | undefined;
}

/** Reads an `error.list`; anything else is quoted as it is. */
function readErrorWords(errorText: string): ErrorWords {
  try {
    const body = JSON.parse(errorText) as { errors?: unknown; request_id?: unknown };
    const errors = (Array.isArray(body.errors) ? body.errors : []) as { code?: unknown; message?: unknown }[];
    const codes = errors.map((error) => String(error?.code ?? ''));
    const text = errors.map((error) => [error?.code, error?.message].filter(Boolean).join(': ')).join('; ');
    const requestId = typeof body.request_id === 'string' ? body.request_id : undefined;
    return { codes, text: text.slice(0, LONGEST_QUOTE), requestId };
  } catch {
    return { codes: [], text: errorText.replace(/\s+/g, ' ').trim().slice(0, LONGEST_QUOTE), requestId: undefined };
  }
}

/** How long Intercom asks to wait, in milliseconds: `Retry-After` in seconds or as a date, else `X-RateLimit-Reset`. */
export function readRetryAfter(exchange: Exchange, now: number): number | undefined {
  const retryAfter = exchange.headers['retry-after'];
  const reset = Number(exchange.headers['x-ratelimit-reset']);
  let wait = Number.NaN;
  if (retryAfter !== undefined) {
    wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  } else if (exchange.status === 429 && Number.isFinite(reset)) {
    wait = reset * 1000 - now;
  }
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_WAIT_MS);
}

function kindOf(exchange: Exchange): VendorErrorKind {
  if (exchange.failure !== null) {
    return exchange.failure === 'timeout' ? 'timeout' : 'unavailable';
  }
  const status = exchange.status ?? 0;
  const known: Readonly<Record<number, VendorErrorKind>> = {
    401: 'auth',
    403: 'forbidden',
    404: 'gone',
    408: 'timeout',
    410: 'gone',
    429: 'rate_limited',
  };
  return known[status] ?? (status >= 500 ? 'unavailable' : 'rejected');
}

/** True when a write may have been carried out: it was sent, and no answer denies that. */
function isInDoubt(exchange: Exchange): boolean {
  if (exchange.failure !== null) {
    return exchange.sent;
  }
  const status = exchange.status ?? 0;
  return status >= 500 || status === 408;
}

/** What went wrong with a call, without any part of the request and without `secret`: so no token can get out. */
export function toVendorError(
  connection: string,
  call: CallName,
  exchange: Exchange,
  options: { readonly isWrite: boolean; readonly now: number; readonly secret: string },
): VendorError {
  // A proxy's error page may quote the request, headers included.
  const words = readErrorWords(exchange.errorText.replaceAll(options.secret, '[token]'));
  const kind = kindOf(exchange);
  const retryAfterMs = readRetryAfter(exchange, options.now);
  const requestId = words.requestId ?? exchange.headers['x-request-id'];
  const outcome = exchange.failure === null ? `answered ${exchange.status}` : `failed: ${exchange.why}`;
  const hint = kind === 'auth' ? ' (a dead token, or a token of another region)' : '';
  const quote = exchange.failure === null && words.text !== '' ? `: ${words.text}` : '';
  const error = new VendorError(`${call.method} ${call.route} ${outcome}${hint}${quote}`, {
    vendor: 'intercom',
    connection,
    kind,
    inDoubt: options.isWrite && isInDoubt(exchange),
    ...(exchange.status !== null && { status: exchange.status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(typeof requestId === 'string' && { requestId }),
  });
  codesOf.set(error, words.codes);
  const { link } = exchange.headers;
  if (link !== undefined) {
    linkOf.set(error, String(link));
  }
  return error;
}

/** Intercom's own codes, such as `tag_not_found`, of an error that this file made. */
export function readErrorCodes(error: VendorError): readonly string[] {
  return codesOf.get(error) ?? [];
}

/** The `Link` header of the answer that an error was made of; null without one. */
export function readErrorLink(error: VendorError): string | null {
  return linkOf.get(error) ?? null;
}
