// What the tests of the simulated Intercom share: a caller with a token, and a receiver of webhooks.
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type IntercomSimulator,
  type IntercomSimulatorOptions,
  startIntercomSimulator,
} from '../../src/simulators/intercom/index.ts';

export interface Answer {
  status: number;
  // Answers are read field by field in tests, as a client without a schema would.
  body: Record<string, unknown>;
  headers: Headers;
}

/** Calls the API as the bridge would, with the right token unless headers say otherwise. */
export async function call(
  simulator: IntercomSimulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(simulator.url + path, {
    method,
    headers: { Authorization: 'Bearer intercom-token', 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers };
}

/** The code of an `error.list`. */
export function codeOf(answer: Answer): unknown {
  return (answer.body['errors'] as { code: string }[] | undefined)?.[0]?.code;
}

/** The parts of an answered conversation. */
export function partsOf(answer: Answer): Record<string, unknown>[] {
  return (answer.body['conversation_parts'] as { conversation_parts: Record<string, unknown>[] }).conversation_parts;
}

export interface Notification {
  headers: http.IncomingHttpHeaders;
  raw: string;
  body: Record<string, unknown> & { topic: string; id: string | null; data: { item: Record<string, unknown> } };
}

export interface Receiver {
  url: string;
  received: Notification[];
  /** What it answers, may be changed; 0 never answers. */
  status: number;
  /** Waits until so many notifications came in; throws after two seconds. */
  waitFor(count: number): Promise<Notification[]>;
  close(): Promise<void>;
}

/** A server that keeps the notifications it gets. */
export async function startReceiver(): Promise<Receiver> {
  const received: Notification[] = [];
  const server = http.createServer((request, response) => {
    let raw = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      raw += chunk;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, raw, body: JSON.parse(raw) });
      if (receiver.status !== 0) response.writeHead(receiver.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/intercom`,
    received,
    status: 200,
    async waitFor(count) {
      const end = Date.now() + 2000;
      while (received.length < count) {
        if (Date.now() > end) throw new Error(`Only ${received.length} of ${count} notifications came`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return received;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return receiver;
}

/** Runs a test with a simulator of its own and one open conversation, and closes it afterwards. */
export async function withSimulator(
  options: IntercomSimulatorOptions,
  test: (simulator: IntercomSimulator, conversationId: string) => Promise<void>,
): Promise<void> {
  const simulator = await startIntercomSimulator(options);
  try {
    const { conversationId = '' } = simulator.customerWrites({ name: 'Ira', email: 'ira@example.com', body: 'Help' });
    await test(simulator, conversationId);
  } finally {
    await simulator.close();
  }
}

/** A note's body as the API wants it. */
export function noteOf(body: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { message_type: 'note', type: 'admin', admin_id: '900', body, ...more };
}
