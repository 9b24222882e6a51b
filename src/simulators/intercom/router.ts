// A small router: method and path to a handler, with the path's named parts.
import type { ConversationActions } from './conversation-actions.ts';
import { refuseMissing } from './refusal.ts';
import type { Json } from './types.ts';
import type { Workspace } from './workspace.ts';

/** A request as handlers see it. */
export interface ApiRequest {
  workspace: Workspace;
  actions: ConversationActions;
  params: Record<string, string>;
  query: URLSearchParams;
  body: Json;
  /** The version after "2." that the request or the app's setting asks for. */
  minor: number;
}

export interface ApiReply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export type Handler = (request: ApiRequest) => ApiReply;

export interface Route {
  method: string;
  /** A path with `{name}` for its variable parts, as the vendor's specification writes it. */
  path: string;
  handler: Handler;
}

export interface Match {
  route: Route;
  params: Record<string, string>;
}

type Candidate = { route: Route; segments: string[] };

function matchSegments(pattern: readonly string[], actual: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const value = actual[index] ?? '';
    if (expected.startsWith('{')) params[expected.slice(1, -1)] = decodeURIComponent(value);
    else if (expected !== value) return null;
  }
  return params;
}

/** Makes the function that finds a path's route; earlier routes win, so fixed paths stand before variable ones. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match | null {
  const candidates = new Map<string, Candidate[]>();
  for (const route of routes) {
    const segments = route.path.split('/').slice(1);
    const key = `${route.method} ${segments.length}`;
    candidates.set(key, [...(candidates.get(key) ?? []), { route, segments }]);
  }
  return (method, path) => {
    const actual = path.split('/').slice(1);
    if (actual.length > 1 && actual.at(-1) === '') actual.pop();
    for (const { route, segments } of candidates.get(`${method} ${actual.length}`) ?? []) {
      const params = matchSegments(segments, actual);
      if (params !== null) return { route, params };
    }
    return null;
  };
}

/** A 200 with this body. */
export function answer(body: unknown): ApiReply {
  return { status: 200, body };
}

/** A named part of the path. */
export function readParam(request: ApiRequest, name: string): string {
  return request.params[name] ?? '';
}

/** An id from a body, where Intercom accepts a string or a number; undefined when absent. */
export function readId(body: Json, field: string): string | undefined {
  const value = body[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** A string from a body; throws 400 when it is absent or empty. */
export function requireText(body: Json, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || value.trim() === '') throw refuseMissing(field);
  return value;
}

/** An object from a body; empty when absent. */
export function readObject(body: Json, field: string): Json {
  const value = body[field];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
