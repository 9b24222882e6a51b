// What most routes ask of a call: who calls, which issue is meant, lists in the query, and pages.
import { issueNotFound, Refusal } from './refusal.ts';
import { findIssue } from './state.ts';
import type { Call, Issue, JsonObject, User } from './types.ts';

/** Words recorded from Cloud for a call that needs an account. */
export function unauthenticated(): Refusal {
  return new Refusal(
    401,
    { message: 'Client must be authenticated to access this resource.', 'status-code': 401 },
    { 'WWW-Authenticate': 'OAuth realm="jira"' },
  );
}

export function requireUser(call: Call): User {
  if (call.user === null) throw unauthenticated();
  return call.user;
}

/** The issue of the path, by id or by any key it had; 404 when there is none or the caller may not see it. */
export function findVisibleIssue(call: Call, idOrKey: string = call.params[0] ?? ''): Issue {
  const issue = findIssue(call.state, idOrKey);
  if (issue === undefined || call.user === null) throw issueNotFound();
  if (issue.hidden && call.user.accountId === call.state.bridgeAccountId) throw issueNotFound();
  return issue;
}

/** A comma-separated parameter, which may also be repeated. */
export function listOf(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

export function numberOf(query: URLSearchParams, name: string, standard: number): number {
  const given = Number(query.get(name) ?? standard);
  return Number.isInteger(given) && given >= 0 ? given : standard;
}

/** A list in Atlassian's page form, by `startAt` and `maxResults`. */
export function page<T>(call: Call, all: T[], most: number, write: (one: T) => unknown): JsonObject {
  const startAt = numberOf(call.query, 'startAt', 0);
  const maxResults = Math.min(numberOf(call.query, 'maxResults', most), most);
  const values = all.slice(startAt, startAt + maxResults).map(write);
  return {
    self: `${call.state.baseUrl}${call.path}`,
    maxResults,
    startAt,
    total: all.length,
    isLast: startAt + values.length >= all.length,
    values,
  };
}
