// Answers the simulated REST API: token, version, rate limit, ordered faults, then the route's own work.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ConversationActions } from './conversation-actions.ts';
import type { ExchangeLog } from './exchange-log.ts';
import type { FaultPlan, Faults } from './faults.ts';
import type { RateLimiter } from './rate-limit.ts';
import { Refusal, refuseNotFound, toErrorList } from './refusal.ts';
import type { ApiReply, ApiRequest, createRouter, Match } from './router.ts';
import type { Json } from './types.ts';
import type { Workspace } from './workspace.ts';

/** What answering needs; the workspace is replaced on a reset. */
export interface Running {
  workspace: Workspace;
  actions: ConversationActions;
  accessToken: string;
  /** The app's own API version, for requests without the header. */
  defaultMinor: number;
  latencyMs: number;
  limiter: RateLimiter | null;
  readonly faults: Faults;
  readonly exchanges: ExchangeLog;
}

interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  message: IncomingMessage;
  rawBody: string;
  body: unknown;
  match: Match | null;
}

const workless: Readonly<Record<string, true>> = {
  'fail-before': true,
  'rate-limit': true,
  outage: true,
  'invalid-token': true,
  'non-json': true,
};

function refuseUnauthorized(): Refusal {
  return new Refusal(401, 'unauthorized', 'Access Token Invalid');
}

function readMinor(header: string | string[] | undefined, fallback: number): number {
  if (header === undefined) return fallback;
  if (header === 'Preview' || header === 'Unstable') return 17;
  const match = /^2\.(\d{1,2})$/.exec(String(header));
  const minor = match === null ? -1 : Number(match[1]);
  if (minor < 0 || minor > 16) throw new Refusal(400, 'intercom_version_invalid', 'The requested version is invalid');
  return minor;
}

function parseBody(raw: string): Json {
  if (raw === '') return {};
  try {
    const body: unknown = JSON.parse(raw);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Json;
  } catch {
    // Answered below like any other body that is not a JSON object.
  }
  throw new Refusal(400, 'bad_request', 'The request body is not valid JSON');
}

function checkAccept(accept: string | undefined): void {
  if (accept === undefined || /\*\/\*|application\/(\*|json|vnd\.[\w.+-]*json)/i.test(accept)) return;
  throw new Refusal(406, 'not_acceptable', 'The Accept header must allow application/json');
}

// The wording of Intercom: "Rate Limiting" (2.17 documentation).
function refuseTooMany(limiter: RateLimiter | null): Refusal {
  const windowSeconds = limiter?.options.windowSeconds ?? 10;
  const limit = limiter?.take(0).limit ?? 1666;
  return new Refusal(429, 'rate_limit_exceeded', `Exceeded rate limit of ${limit} in ${windowSeconds}_seconds`);
}

function doWork(running: Running, call: Call, allowed: boolean): ApiReply {
  checkAccept(call.message.headers.accept);
  if (call.message.headers.authorization !== `Bearer ${running.accessToken}`) throw refuseUnauthorized();
  if (!allowed) throw refuseTooMany(running.limiter);
  if (call.match === null) throw refuseNotFound();
  const body = parseBody(call.rawBody);
  if (call.rawBody !== '') call.body = body;
  const minor = readMinor(call.message.headers['intercom-version'], running.defaultMinor);
  const { workspace, actions } = running;
  const request: ApiRequest = { workspace, actions, params: call.match.params, query: call.query, body, minor };
  return call.match.route.handler(request);
}

function toReply(error: unknown): ApiReply {
  if (!(error instanceof Refusal)) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: 500, body: toErrorList('server_error', `Simulator bug: ${detail}`) };
  }
  return { status: error.status, body: toErrorList(error.code, error.message, error.field), headers: error.headers };
}

function spoilReply(running: Running, kind: string, status: number | undefined): ApiReply {
  const error = (code: number, name: string, text: string): ApiReply => ({
    status: status ?? code,
    body: toErrorList(name, text),
  });
  if (kind === 'rate-limit') return toReply(refuseTooMany(running.limiter));
  if (kind === 'outage') return error(503, 'service_unavailable', 'Sorry, the API service is temporarily unavailable');
  if (kind === 'invalid-token') return error(401, 'unauthorized', 'Access Token Invalid');
  if (kind === 'non-json') return { status: 200, body: '<html><body>Welcome to the proxy</body></html>' };
  if (kind === 'fail-after') return error(502, 'server_error', 'Server error');
  return error(500, 'server_error', 'Server error');
}

function decideReply(running: Running, call: Call, plan: FaultPlan): { reply: ApiReply; headers: Json } {
  const { fault } = plan;
  const works = fault === null || !workless[fault.kind];
  const isAuthorized = call.message.headers.authorization === `Bearer ${running.accessToken}`;
  // The headers are not sent without valid credentials (Intercom: "Rate Limiting").
  const limit = isAuthorized && running.limiter !== null ? running.limiter.take(works ? 1 : 0) : null;
  let reply: ApiReply | null = null;
  if (works) {
    try {
      reply = doWork(running, call, limit?.allowed ?? true);
    } catch (error) {
      reply = toReply(error);
    }
  }
  if (fault !== null && (reply === null || fault.kind === 'fail-after')) {
    reply = spoilReply(running, fault.kind, fault.status);
  }
  const headers: Json =
    limit === null
      ? {}
      : {
          'X-RateLimit-Limit': String(limit.limit),
          'X-RateLimit-Remaining': String(fault?.kind === 'rate-limit' ? 0 : limit.remaining),
          'X-RateLimit-Reset': String(limit.reset),
        };
  return { reply: reply ?? toReply(refuseNotFound()), headers };
}

function writeReply(response: ServerResponse, reply: ApiReply, headers: Record<string, string>, kind: string): number {
  if (kind === 'drop-after') {
    response.destroy();
    return 0;
  }
  if (kind === 'hang-after') return 0;
  const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  const bytes = Buffer.from(kind === 'empty' ? '' : text);
  response.writeHead(reply.status, { ...headers, 'Content-Length': String(bytes.length) });
  if (kind === 'stalled-body') response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)));
  else response.end(bytes);
  return reply.status;
}

function perform(running: Running, call: Call, plan: FaultPlan, response: ServerResponse): void {
  const kind = plan.fault?.kind ?? 'none';
  const { reply, headers } = decideReply(running, call, plan);
  const isPage = typeof reply.body === 'string';
  const all: Record<string, string> = {
    'Content-Type': isPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'Intercom-Version': `2.${running.defaultMinor}`,
    ...(headers as Record<string, string>),
    ...reply.headers,
  };
  const status = writeReply(response, reply, all, kind);
  const route = call.match === null ? null : call.match.route.path;
  running.exchanges.note(route === null ? 'unknown' : `${call.method} ${route}`, status, () => ({
    method: call.method,
    path: call.path,
    route,
    query: Object.fromEntries(call.query),
    requestHeaders: call.message.headers,
    requestBody: call.body ?? (call.rawBody === '' ? undefined : call.rawBody),
    status,
    responseHeaders: all,
    responseBody: kind === 'empty' ? undefined : reply.body,
    at: running.workspace.nowMs(),
    fault: kind === 'none' ? null : kind,
  }));
}

/** Makes the function that answers one request whose body has been read. */
export function createApiListener(
  running: Running,
  findRoute: ReturnType<typeof createRouter>,
): (message: IncomingMessage, response: ServerResponse, path: string, search: string, rawBody: string) => void {
  return (message, response, path, search, rawBody) => {
    const method = message.method ?? 'GET';
    const query = new URLSearchParams(search);
    const match = findRoute(method, path);
    const call: Call = { method, path, query, message, rawBody, body: undefined, match };
    const plan = running.faults.plan(method, path);
    const kind = plan.fault?.kind;
    const act = () => {
      // A caller who gave up meanwhile does not stop the work: that is how a timed-out write still happens.
      if (kind === 'hang') return;
      if (kind === 'drop-before') response.destroy();
      else perform(running, call, plan, response);
    };
    const delayMs = running.latencyMs + plan.delayMs;
    if (delayMs > 0) setTimeout(act, delayMs);
    else act();
  };
}
