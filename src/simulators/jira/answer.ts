// Answers one API call: the path, who calls, the limits, the body, the route; a refusal becomes the vendor's answer.
import type { IncomingHttpHeaders } from 'node:http';
import { unauthenticated } from './call.ts';
import { Refusal } from './refusal.ts';
import type { Router } from './router.ts';
import type { Site } from './site.ts';
import { bridgeUser } from './state.ts';
import type { Answer, Call, Route, User } from './types.ts';

export interface Incoming {
  method: string;
  /** Path without the context path. */
  path: string;
  query: string;
  headers: IncomingHttpHeaders;
  raw: Buffer;
  /** The body as JSON, once a route has had it read. */
  json?: unknown;
}

type Caller = { user: User | null; headers: Record<string, string> };

/** The header by which Jira tells of a token that no longer counts, on an answer that may well be 200. */
const FAILED = { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' };

function expected(site: Site): string {
  const { edition, email, apiToken, personalAccessToken } = site.options;
  if (edition === 'data-center') return `Bearer ${personalAccessToken}`;
  return `Basic ${Buffer.from(`${email}:${apiToken}`).toString('base64')}`;
}

/** Cloud takes an e-mail and a token, Data Center a personal access token; anything else is nobody. */
export function callerOf(site: Site, headers: IncomingHttpHeaders, deadToken: boolean): Caller {
  const given = headers.authorization;
  if (given === undefined) return { user: null, headers: {} };
  if (deadToken || given !== expected(site)) return { user: null, headers: FAILED };
  const user = bridgeUser(site.state);
  const name = site.options.edition === 'cloud' ? { 'X-AACCOUNTID': user.accountId } : { 'X-AUSERNAME': user.name };
  return { user, headers: name };
}

function readBody(incoming: Incoming): unknown {
  if (incoming.raw.length === 0) return undefined;
  const type = incoming.headers['content-type'] ?? '';
  if (type.startsWith('multipart/')) return undefined;
  if (!type.includes('json')) throw new Refusal(415, { errorMessages: ['Unsupported Media Type'], errors: {} });
  try {
    incoming.json = JSON.parse(incoming.raw.toString('utf8'));
    return incoming.json;
  } catch {
    throw new Refusal(400, {
      errorMessages: ['There was an error parsing JSON. Check that your request body is valid.'],
    });
  }
}

function notFound(site: Site, incoming: Incoming): Answer {
  const { method, path } = incoming;
  if (site.options.edition === 'data-center')
    return { status: 404, body: { message: 'null for uri: '.concat(path), 'status-code': 404 } };
  const body = {
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: `No endpoint ${method} ${path}.`,
    instance: path,
  };
  return { status: 404, body, headers: { 'Content-Type': 'application/problem+json;charset=UTF-8' } };
}

/** A write to one issue counts against that issue's own limit. */
function issueOfWrite(method: string, route: Route, params: string[], site: Site): string | null {
  if (method === 'GET' || !route.pattern.startsWith('issue/:id')) return null;
  const given = params[0] ?? '';
  return site.state.keys.get(given) ?? given;
}

function runRoute(site: Site, call: Call, route: Route): Answer {
  if (call.user === null && route.anonymous !== true) throw unauthenticated();
  const limits = site.limiter.take(route.pattern, call.method, issueOfWrite(call.method, route, call.params, site));
  const answer = route.run(call);
  return { ...answer, headers: { ...limits, ...answer.headers } };
}

function refused(error: unknown): Answer {
  if (error instanceof Refusal) return { status: error.status, body: error.body, headers: error.headers };
  throw error;
}

/** The answer to a call below /rest/api, with the route's pattern for the counters. */
export function answerApi(
  site: Site,
  router: Router,
  incoming: Incoming,
  deadToken: boolean,
): { answer: Answer; route: string } {
  const api = site.options.edition === 'cloud' ? 3 : 2;
  const prefix = `/rest/api/${api}/`;
  const found = incoming.path.startsWith(prefix)
    ? router.find(incoming.method, incoming.path.slice(prefix.length))
    : null;
  if (found === null) return { answer: notFound(site, incoming), route: 'unknown' };
  if (found === 'wrong-method')
    return { answer: { status: 405, body: { errorMessages: ['Method not allowed'], errors: {} } }, route: 'unknown' };
  const { route, params } = found;
  if (route.only !== undefined && route.only !== site.options.edition)
    return { answer: notFound(site, incoming), route: 'unknown' };
  const caller = callerOf(site, incoming.headers, deadToken);
  let answer: Answer;
  try {
    answer = runRoute(site, callOf(site, incoming, params, caller.user, api), route);
  } catch (error) {
    answer = refused(error);
  }
  return { answer: { ...answer, headers: { ...caller.headers, ...answer.headers } }, route: route.pattern };
}

function callOf(site: Site, incoming: Incoming, params: string[], user: User | null, api: 2 | 3): Call {
  const { method, path, headers, raw } = incoming;
  const query = new URLSearchParams(incoming.query);
  const { state } = site;
  return { state, view: { state, api }, method, path, params, query, headers, body: readBody(incoming), raw, user };
}
