// One HTTP exchange over kept-alive connections, with a deadline over headers and body, and a record of how it really ended.
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';

/** 500 parts with long texts stay below this; a larger answer is not Intercom's. */
const LARGEST_ANSWER = 32 * 1024 * 1024;

/** How a call ended, kept apart from the SDK's errors: those hold no more than a message text. */
export interface Exchange {
  /** Null when no answer came. */
  status: number | null;
  headers: IncomingHttpHeaders;
  /** The whole body of an answer that reported an error. */
  errorText: string;
  /** True from the moment the connection stood, so that the request may have reached Intercom. */
  sent: boolean;
  failure: 'timeout' | 'network' | 'bad_content' | null;
  /** Words for `failure`. */
  why: string;
}

export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

export type Exchanger = (request: OutgoingRequest, exchange: Exchange) => Promise<Buffer>;

export function createExchange(): Exchange {
  return { status: null, headers: {}, errorText: '', sent: false, failure: null, why: '' };
}

/** Records why there is no usable answer and gives the error to throw. */
export function fail(exchange: Exchange, failure: NonNullable<Exchange['failure']>, why: string): Error {
  exchange.failure ??= failure;
  exchange.why ||= why;
  return new Error(why);
}

/** Makes the function that carries out exchanges; `timeoutMs` covers everything from waiting for a socket to the last byte. */
export function createExchanger(timeoutMs: number): Exchanger {
  const options = { keepAlive: true, maxSockets: 128, maxFreeSockets: 32, scheduling: 'lifo' as const };
  const plain = { request: http.request, agent: new http.Agent(options), connected: 'connect' };
  const secure = { request: https.request, agent: new https.Agent(options), connected: 'secureConnect' };

  return (outgoing, exchange) =>
    new Promise((resolve, reject) => {
      const url = new URL(outgoing.url);
      const { request, agent, connected } = url.protocol === 'https:' ? secure : plain;
      const { method, body } = outgoing;
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const headers = { ...outgoing.headers, ...length };
      const sending = request(url, { method, headers, agent });
      const end = (error: Error): void => {
        clearTimeout(deadline);
        sending.destroy();
        reject(error);
      };
      const deadline = setTimeout(
        () => end(fail(exchange, 'timeout', `no complete answer within ${timeoutMs} ms`)),
        timeoutMs,
      );
      sending.on('socket', (socket) => {
        if (!socket.connecting) {
          exchange.sent = true;
        } else {
          socket.once(connected, () => {
            exchange.sent = true;
          });
        }
      });
      sending.on('error', (error) => end(fail(exchange, 'network', wordsOf(error))));
      sending.on('response', (response) => {
        exchange.status = response.statusCode ?? null;
        exchange.headers = response.headers;
        collect(response, (error, whole) => {
          if (error === null) {
            clearTimeout(deadline);
            resolve(whole);
          } else {
            end(fail(exchange, error.failure, error.why));
          }
        });
      });
      sending.end(body);
    });
}

/** Node's own words for a network error, which never hold headers; the code says most. */
function wordsOf(error: Error & { code?: string }): string {
  return error.code ?? error.message;
}

type Trouble = { failure: 'network' | 'bad_content'; why: string };

function collect(response: IncomingMessage, done: (error: Trouble | null, whole: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const empty = Buffer.alloc(0);
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > LARGEST_ANSWER) {
      done({ failure: 'bad_content', why: `the answer is larger than ${LARGEST_ANSWER} bytes` }, empty);
      return;
    }
    chunks.push(chunk);
  });
  response.on('end', () => {
    const whole = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size);
    done(null, whole);
  });
  response.on('error', (error) => done({ failure: 'network', why: `the answer broke off: ${wordsOf(error)}` }, empty));
}
