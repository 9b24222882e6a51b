// Takes webhooks as raw bytes, beside Express: a body parser would cost several times what storing an event costs.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Bridge } from '../../application/bridge.ts';
import { type ReceiveOutcome, receiveEvent } from '../../application/receive-event.ts';
import { errorForLog } from '../../application/error-for-log.ts';

export interface ReceivingLimits {
  /** Largest body in bytes by kind of connection: the vendors' own maxima are 25 MB (Jira) and less for Intercom. */
  readonly maxBytes: { readonly jira: number; readonly intercom: number };
  readonly maxDepth: number;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const ANSWERS: Readonly<Record<ReceiveOutcome['kind'], Answer>> = {
  stored: { status: 200, text: 'stored' },
  unknown_connection: {
    status: 404,
    text: 'no such connection: the last part of the URL is a name in "connections" of the config',
  },
  bad_signature: { status: 401, text: 'the signature is not right: compare the secret here and there' },
  too_deep: { status: 400, text: 'the JSON nests too deep' },
  not_json: { status: 400, text: 'the body is not JSON: if "Exclude body" is on in the webhook, switch it off' },
  not_stored: { status: 503, text: 'the event could not be stored: please send it again' },
};

/** Answers with a line of text. Never 410 (Intercom would unsubscribe for good) and never a redirect. */
function answer(response: ServerResponse, { status, text }: Answer): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Vendors send JSON, some without saying so; forms, files and compressed bodies are none of theirs. */
function isAcceptable(request: IncomingMessage): boolean {
  const type = request.headers['content-type'] ?? '';
  const encoding = request.headers['content-encoding'] ?? 'identity';
  return encoding === 'identity' && (type === '' || type.includes('json') || type.startsWith('text/plain'));
}

/** The body, or null when it is larger than allowed. Rejects when the sender goes away. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else resolve(null);
    });
    request.on('end', () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    request.on('error', reject);
    request.on('close', () => reject(new Error('the sender went away')));
  });
}

async function receive(request: IncomingMessage, response: ServerResponse, bridge: Bridge, limits: ReceivingLimits) {
  const [path = ''] = (request.url ?? '').split('?', 1);
  const [, , name = '', secret = null] = path.split('/');
  const kind = bridge.connections.get(name)?.kind;
  if (kind === undefined) return answer(response, ANSWERS.unknown_connection);
  const maxBytes = limits.maxBytes[kind];
  const tooLarge = {
    status: 413,
    text: `the body is larger than ${maxBytes} bytes (receiving.${kind}MaxBytes in the config)`,
  };
  if (!isAcceptable(request)) return answer(response, { status: 415, text: 'send JSON, not compressed' });
  // What is left of the body is read and dropped, for the time that a request may take: a connection closed under a
  // sender that still sends takes the answer with it.
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return answer(response, tooLarge);
  const raw = await readBody(request, maxBytes);
  if (raw === null) return answer(response, tooLarge);
  const delivered = { connection: name, raw, headers: request.headers, urlSecret: secret, maxDepth: limits.maxDepth };
  const outcome = await receiveEvent(delivered, bridge);
  return answer(response, ANSWERS[outcome.kind]);
}

/** True when the request was for this endpoint. `HEAD` answers Intercom's check of the URL. */
export function handleWebhook(
  request: IncomingMessage,
  response: ServerResponse,
  bridge: Bridge,
  limits: ReceivingLimits,
): boolean {
  if (!request.url?.startsWith('/webhooks/')) return false;
  if (request.method === 'HEAD') {
    answer(response, { status: 200, text: '' });
  } else if (request.method !== 'POST') {
    response.setHeader('allow', 'POST, HEAD');
    answer(response, { status: 405, text: 'webhooks are sent by POST' });
  } else {
    receive(request, response, bridge, limits).catch((error: unknown) => {
      bridge.telemetry.log('warn', 'webhook.broken_off', { error: errorForLog(error) });
      if (!response.headersSent) answer(response, { status: 400, text: 'the body did not arrive whole' });
    });
  }
  return true;
}
