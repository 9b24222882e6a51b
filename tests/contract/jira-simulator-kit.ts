// What the tests of the simulated Jira share: a caller with the account's credentials, and a receiver of webhooks.
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { Edition, JiraSimulator } from '../../src/simulators/jira/index.ts';

export const EDITIONS: Edition[] = ['cloud', 'data-center'];

/** Parsed JSON, read freely: the test asserts its shape. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Json;
}

export function credentials(edition: Edition): string {
  return edition === 'cloud'
    ? `Basic ${Buffer.from('bridge@example.com:jira-token').toString('base64')}`
    : 'Bearer jira-pat';
}

/** Calls below /rest/api/N with the right credentials, unless `headers` say otherwise. */
export async function call(
  jira: JiraSimulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { edition } = jira.state;
  const response = await fetch(`${jira.url}/rest/api/${edition === 'cloud' ? 3 : 2}/${path}`, {
    method,
    redirect: 'manual',
    headers: { Authorization: credentials(edition), 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : null,
  };
}

/** A text in the form that the edition writes: a document on Cloud, wiki markup on Data Center. */
export function rich(jira: JiraSimulator, text: string): unknown {
  if (jira.state.edition === 'data-center') return text;
  return { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
}

/** The fields of an issue that SUP takes, with changes; a field set to undefined is left out. */
export function issueFields(changes: Record<string, unknown> = {}): { fields: Record<string, unknown> } {
  return { fields: { project: { key: 'SUP' }, issuetype: { name: 'Bug' }, summary: 'Checkout fails', ...changes } };
}

export interface Received {
  headers: IncomingHttpHeaders;
  raw: string;
  body: Json;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** Statuses of the next answers; 200 after that. */
  answers: number[];
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = { url: '', received: [], answers: [], close: async () => undefined };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      receiver.received.push({ headers: request.headers, raw, body: JSON.parse(raw) });
      response.writeHead(receiver.answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/jira`;
  receiver.close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(() => done()));
  };
  return receiver;
}

const FIXTURES = resolve(process.env['VENDOR_FIXTURES_DIR'] ?? join(import.meta.dirname, '../../../shared/fixtures'));

/** A recorded payload by its folder and name, or null when the recordings are not on this machine. */
export function fixture(folder: string, name: string): Json | null {
  const path = join(FIXTURES, folder, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

export const fixturesFolder = (folder: string): string => join(FIXTURES, folder);
