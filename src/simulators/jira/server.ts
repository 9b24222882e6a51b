// The HTTP side of a site: reads requests, lets faults act, writes answers and keeps the record of both.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerAdmin } from './admin.ts';
import { answerApi, callerOf, type Incoming } from './answer.ts';
import { answerBinary } from './binary.ts';
import type { Fault, FaultKind } from './faults.ts';
import { createRouter, type Router } from './router.ts';
import { apiRoutes } from './routes.ts';
import type { Site } from './site.ts';
import type { Answer } from './types.ts';

const HTML =
  '<html><head><title>Log in - Jira</title></head><body><form action="/login.jsp">Log in</form></body></html>';

function readAll(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function failure(fault: Fault): Answer {
  const retry = fault.retryAfter === null ? {} : { 'Retry-After': String(fault.retryAfter) };
  switch (fault.kind) {
    case 'html':
      return { status: 200, body: HTML };
    case 'login-redirect':
      return { status: 302, headers: { Location: '/login.jsp?os_destination=%2Fdefault.jsp' } };
    case 'rate-limited':
      return {
        status: 429,
        body: { errorMessages: ['Rate limit exceeded.'], errors: {} },
        headers: {
          'Retry-After': String(fault.retryAfter ?? 1),
          'RateLimit-Reason': 'jira-burst-based',
          'X-RateLimit-Remaining': '0',
        },
      };
    case 'outage':
      return { status: 503, body: '<html><body><h1>503 Service Unavailable</h1></body></html>', headers: retry };
    default:
      return { status: fault.status, body: { errorMessages: ['Internal server error'], errors: {} }, headers: retry };
  }
}

const BEFORE: FaultKind[] = ['fail-before', 'rate-limited', 'outage', 'html', 'login-redirect'];

/** What became of a call: an answer, or silence of some kind. */
type Outcome = { answer: Answer; route: string; made: boolean } | 'hang' | 'drop';

async function perform(site: Site, router: Router, incoming: Incoming): Promise<Outcome> {
  const faults = site.faults.hit(incoming.method, incoming.path);
  const has = (kind: FaultKind) => faults.some((fault) => fault.kind === kind);
  const slow = faults.filter((fault) => fault.kind === 'latency').reduce((sum, fault) => sum + fault.ms, 0);
  const wait = site.options.latencyMs + slow;
  if (wait > 0) await pause(wait);
  if (has('hang')) return 'hang';
  if (has('drop-before')) return 'drop';
  const before = faults.find((fault) => BEFORE.includes(fault.kind));
  if (before !== undefined) return { answer: failure(before), route: 'fault', made: true };
  const result = work(site, router, incoming, has('dead-token'));
  if (has('hang-after')) return 'hang';
  if (has('drop-after')) return 'drop';
  const after = faults.find((fault) => fault.kind === 'fail-after');
  return after === undefined ? { ...result, made: false } : { answer: failure(after), route: result.route, made: true };
}

function work(site: Site, router: Router, incoming: Incoming, deadToken: boolean): { answer: Answer; route: string } {
  const { path } = incoming;
  if (path.startsWith('/rest/api/')) return answerApi(site, router, incoming, deadToken);
  const caller = callerOf(site, incoming.headers, deadToken);
  return { answer: answerBinary(site, incoming, caller.user), route: 'page' };
}

/** The bytes of an answer and its content type. */
function encode(body: unknown): { bytes: Buffer | string; type: string | null } {
  if (body === undefined) return { bytes: '', type: null };
  if (Buffer.isBuffer(body)) return { bytes: body, type: 'application/octet-stream' };
  if (typeof body === 'string') return { bytes: body, type: 'text/html;charset=UTF-8' };
  return { bytes: JSON.stringify(body), type: 'application/json;charset=UTF-8' };
}

function write(response: ServerResponse, answer: Answer): Record<string, string> {
  const { bytes, type } = encode(answer.body);
  const headers: Record<string, string> = {
    ...(type === null ? {} : { 'Content-Type': type }),
    'X-AREQUESTID': String(Date.now()),
    'Cache-Control': 'no-cache, no-store, no-transform',
    ...answer.headers,
  };
  if (answer.status !== 204) headers['Content-Length'] = String(Buffer.byteLength(bytes));
  response.writeHead(answer.status, headers);
  response.end(bytes);
  return headers;
}

function parsed(incoming: Incoming): unknown {
  if (incoming.raw.length === 0 || incoming.json !== undefined) return incoming.json;
  try {
    return JSON.parse(incoming.raw.toString('utf8'));
  } catch {
    return incoming.raw;
  }
}

function parsedQuery(query: string): Record<string, string | string[]> {
  const all = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(all.keys())].map((name) => {
      const values = all.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

interface Written {
  answer: Answer;
  headers: Record<string, string>;
  /** Whether a fault made the answer up, so that it says nothing of how the site answers. */
  made: boolean;
}

function record(site: Site, incoming: Incoming, written: Written | null): void {
  const { keepExchanges, onExchange } = site.options;
  if (keepExchanges === 0 && onExchange === undefined) return;
  const exchange = {
    method: incoming.method,
    path: incoming.path,
    query: parsedQuery(incoming.query),
    requestHeaders: incoming.headers,
    requestBody: parsed(incoming),
    status: written?.answer.status ?? 0,
    responseHeaders: written?.headers ?? {},
    responseBody: written?.answer.body,
    at: Date.now(),
  };
  if (keepExchanges > 0) site.exchanges.push(exchange);
  if (site.exchanges.length > keepExchanges * 2) site.exchanges.splice(0, keepExchanges);
  if (written?.made === false && incoming.path.startsWith('/rest/')) onExchange?.(exchange);
}

function count(site: Site, method: string, route: string, status: number): void {
  const { counts } = site;
  const name = `${method} ${route}`;
  counts.calls += 1;
  counts.byRoute[name] = (counts.byRoute[name] ?? 0) + 1;
  counts.byStatus[status] = (counts.byStatus[status] ?? 0) + 1;
}

async function serve(site: Site, router: Router, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [whole = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const raw = await readAll(request);
  const method = request.method ?? 'GET';
  const incoming: Incoming = { method, path: whole, query, headers: request.headers, raw };
  if (whole.startsWith('/_simulator')) {
    write(response, answerAdmin(site, incoming));
    return;
  }
  const { contextPath } = site.options;
  if (!whole.startsWith(`${contextPath}/`)) {
    write(response, { status: 404, body: '<html><body>Not found</body></html>' });
    return;
  }
  incoming.path = whole.slice(contextPath.length);
  const outcome = await perform(site, router, incoming);
  if (outcome === 'hang' || outcome === 'drop') {
    count(site, method, outcome, 0);
    record(site, incoming, null);
    if (outcome === 'drop') request.socket.destroy();
    return;
  }
  const { answer, route, made } = outcome;
  count(site, method, route, answer.status);
  record(site, incoming, { answer, headers: write(response, answer), made });
}

/** An HTTP server for the site; the caller listens and closes. */
export function createSiteServer(site: Site): Server {
  const router = createRouter(apiRoutes);
  const server = createServer((request, response) => {
    serve(site, router, request, response).catch((error: unknown) => {
      if (!response.headersSent) write(response, { status: 500, body: { errorMessages: [String(error)], errors: {} } });
    });
  });
  server.keepAliveTimeout = 60_000;
  return server;
}
