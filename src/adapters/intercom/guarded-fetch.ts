// The `fetch` that the Intercom SDK and our own calls go through: it guards against what the SDK gets wrong.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createExchange, createExchanger, type Exchange, type Exchanger, fail } from './exchange.ts';

export interface GuardedFetch {
  /** For the SDK's `fetch` option. */
  readonly fetch: typeof fetch;
  /** Runs `call`, whose one request through `fetch` is recorded in the exchange given to `settle`. */
  run<T>(exchange: Exchange, call: () => Promise<T>): Promise<T>;
}

/**
 * Guards, each against a behaviour measured with intercom-client 7.0.3 on Node 20:
 * - the SDK's time-out ends with the headers, so a stalled body hangs for ever: here one deadline covers both;
 * - the SDK keeps only the text of a network error: the exchange remembers its kind and whether anything was sent;
 * - a 200 with HTML, broken JSON or nothing resolves as data: here it is an error;
 * - redirects are followed with the token: here a redirect is an error.
 */
export function createGuardedFetch(timeoutMs: number): GuardedFetch {
  const exchanges = new AsyncLocalStorage<Exchange>();
  const send = createExchanger(timeoutMs);
  return {
    fetch: (input, init = {}) => guardedFetch(send, exchanges.getStore() ?? createExchange(), String(input), init),
    run: (exchange, call) => exchanges.run(exchange, call),
  };
}

async function guardedFetch(send: Exchanger, exchange: Exchange, url: string, init: RequestInit): Promise<Response> {
  const headers = Object.fromEntries(
    init.headers instanceof Headers ? init.headers : Object.entries(init.headers ?? {}),
  );
  const body = typeof init.body === 'string' ? init.body : undefined;
  const bytes = await send({ url, method: init.method ?? 'GET', headers, body }, exchange);
  const text = bytes.toString('utf8');
  const status = exchange.status ?? 0;
  if (status >= 200 && status < 300) {
    checkContent(exchange, text);
  } else if (status < 400 || status > 599) {
    throw fail(exchange, 'bad_content', `an answer with status ${status}`);
  } else {
    exchange.errorText = text;
  }
  return toResponse(status, exchange.headers['content-type'] ?? '', text, url);
}

function checkContent(exchange: Exchange, text: string): void {
  const type = exchange.headers['content-type'] ?? 'none';
  if (!/^application\/(.+\+)?json\b/i.test(type)) {
    throw fail(exchange, 'bad_content', `an answer that is not JSON (content type ${type.slice(0, 60)})`);
  }
  if (text === '') {
    throw fail(exchange, 'bad_content', 'an empty answer');
  }
}

/** No more of a Response than the SDK touches: a real one puts the body through a web stream, 3 times the CPU time. */
function toResponse(status: number, contentType: string, text: string, url: string): Response {
  const headers = new Headers({ 'content-type': contentType });
  const ok = status < 400;
  const part = { status, ok, headers, url, redirected: false, statusText: '', type: 'basic', text: async () => text };
  return part as unknown as Response;
}
