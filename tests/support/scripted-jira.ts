// A Jira that answers what a test tells it to, for answers that no well-behaved server gives.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIssues, type IssuesOptions } from '../../src/adapters/jira/index.ts';
import { VendorError } from '../../src/application/vendor-error.ts';

export interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Handler = (response: ServerResponse, seen: Seen) => void;

export const CANARY = 'canary-token-7f3a';
export const MYSELF = { accountId: 'acc-bridge', key: 'JIRAUSER1', displayName: 'Deskbridge' };

/** Answers with JSON, as Jira does. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json;charset=UTF-8', ...headers });
    response.end(JSON.stringify(body));
  };

/** Answers with anything. */
export const raw =
  (status: number, body: string, headers: Record<string, string> = {}): Handler =>
  (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

/** The handlers of a path answer one call each, the last of them every further call. `/myself` is well unless scripted. */
export async function startScriptedJira(context = '') {
  const script = new Map<string, Handler[]>();
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const entry = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(entry);
      const path = entry.url
        .slice(context.length)
        .replace(/^\/rest\/api\/[23]\//, '')
        .replace(/\?.*$/, '');
      const handlers = script.get(`${entry.method} ${path}`) ?? [];
      const handler = handlers.length > 1 ? handlers.shift() : handlers[0];
      const fallback =
        path === 'myself' ? json(200, MYSELF) : json(404, { errorMessages: ['Not scripted'], errors: {} });
      (handler ?? fallback)(response, entry);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${context}`;
  return {
    url,
    seen,
    on: (route: string, ...handlers: Handler[]) => script.set(route, handlers),
    reset: () => {
      script.clear();
      seen.length = 0;
    },
    calls: (route: string) =>
      seen.filter(({ method, url: path }) => `${method} ${path.replace(/\?.*$/, '')}`.endsWith(route)),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The adapter against an address, with a token that must never be seen again. */
export function issuesAt(url: string, more: Partial<IssuesOptions> = {}) {
  return createIssues({
    connection: 'jira',
    edition: 'cloud',
    siteUrl: url,
    apiUrl: url,
    email: 'bridge@example.com',
    apiToken: CANARY,
    personalAccessToken: CANARY,
    authentication: 'basic',
    timeoutMs: 500,
    userAgent: 'Deskbridge/test',
    now: () => Date.now(),
    ...more,
  });
}

/** The VendorError that a call ends in; fails when there is none, or another. */
export async function failureOf(call: Promise<unknown>): Promise<VendorError> {
  const thrown: unknown = await call.then(
    (value) => new Error(`it went well: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (thrown instanceof VendorError) return thrown;
  throw thrown;
}
