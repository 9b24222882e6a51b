// Search over REST: tokens and ids-only on Cloud with an index that lags, offsets and totals on Data Center.
import { listOf } from './call.ts';
import { selectEntries } from './jql-match.ts';
import { parseJql } from './jql-parse.ts';
import { isObject } from './read-fields.ts';
import { ISSUE_NOT_FOUND, refuse } from './refusal.ts';
import { type IssueChoice, issueJson } from './render-issue.ts';
import { catchUpIndex, findIssue, indexEntry } from './state.ts';
import type { Answer, Call, IndexEntry, Issue, JsonObject, Route, User } from './types.ts';

interface Asked {
  jql: string;
  fields: string[];
  expand: string[];
  properties: string[];
  maxResults: number;
  startAt: number;
  nextPageToken: string | null;
  reconcile: string[];
  /** Data Center: values that do not exist are warned of instead of refused. */
  lenient: boolean;
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(',') : [];

function isLenient(call: Call, validateQuery: unknown): boolean {
  return call.state.edition === 'data-center' && [false, 'false', 'none', 'warn'].includes(validateQuery as string);
}

function askedInBody(call: Call): Asked {
  const body = isObject(call.body) ? call.body : {};
  return {
    jql: String(body.jql ?? ''),
    fields: strings(body.fields),
    expand: strings(body.expand),
    properties: strings(body.properties),
    maxResults: Number(body.maxResults ?? 50),
    startAt: Number(body.startAt ?? 0),
    nextPageToken: typeof body.nextPageToken === 'string' ? body.nextPageToken : null,
    reconcile: strings(body.reconcileIssues),
    lenient: isLenient(call, body.validateQuery),
  };
}

function askedInQuery(call: Call): Asked {
  const { query } = call;
  return {
    jql: query.get('jql') ?? '',
    fields: listOf(query, 'fields'),
    expand: listOf(query, 'expand'),
    properties: listOf(query, 'properties'),
    maxResults: Number(query.get('maxResults') ?? 50),
    startAt: Number(query.get('startAt') ?? 0),
    nextPageToken: query.get('nextPageToken'),
    reconcile: listOf(query, 'reconcileIssues'),
    lenient: isLenient(call, query.get('validateQuery')),
  };
}

const asked = (call: Call): Asked => (call.method === 'GET' ? askedInQuery(call) : askedInBody(call));

/** What search knows: the index as far as it has come, and these ids as they are now. */
function entriesFor(call: Call, reconcile: string[]): IndexEntry[] {
  const { state } = call;
  catchUpIndex(state);
  if (reconcile.length > 50) throw refuse(400, ['reconcileIssues can hold at most 50 issue ids.']);
  const fresh = new Map<string, IndexEntry>();
  for (const id of reconcile) {
    const issue = state.issues.get(id);
    if (issue !== undefined) fresh.set(id, indexEntry(issue));
  }
  const entries = [...state.index.values()].map((entry) => fresh.get(entry.id) ?? entry);
  for (const [id, entry] of fresh) if (!state.index.has(id)) entries.push(entry);
  return entries;
}

function find(call: Call, user: User, wanted: Asked): Issue[] {
  const jql = parseJql(wanted.jql);
  if (call.state.edition === 'cloud' && jql.where === null) {
    throw refuse(400, ['Unbounded JQL queries are not allowed here. Please add a search restriction to your query.']);
  }
  return selectEntries(call.state, user, { jql, lenient: wanted.lenient }, entriesFor(call, wanted.reconcile)).flatMap(
    ({ id }) => {
      const issue = call.state.issues.get(id);
      return issue === undefined || issue.hidden ? [] : [issue];
    },
  );
}

/** A page token is the place to go on from, with the query it belongs to. */
function tokenOf(jql: string, at: number): string {
  return Buffer.from(JSON.stringify([jql, at])).toString('base64url');
}

function placeOf(token: string | null, jql: string): number {
  if (token === null) return 0;
  try {
    const [query, at] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as [unknown, unknown];
    if (query === jql && typeof at === 'number') return at;
  } catch {
    // Falls through to the refusal below.
  }
  throw refuse(400, ['The provided next page token is invalid or expired.']);
}

function searchCloud(call: Call): Answer {
  const wanted = asked(call);
  // Recorded: an anonymous search answers 200 and finds nothing, whatever it asks for.
  if (call.user === null) return { status: 200, body: { issues: [], isLast: true } };
  const { user } = call;
  const start = placeOf(wanted.nextPageToken, wanted.jql);
  const found = find(call, user, wanted);
  if (!(wanted.maxResults >= 1 && wanted.maxResults <= 5000))
    throw refuse(400, ['maxResults must be between 1 and 5000.']);
  const end = start + wanted.maxResults;
  const choice: IssueChoice = { ...wanted, standard: 'none' };
  const issues = found.slice(start, end).map((issue) => briefly(issueJson(call.view, issue, user, choice), wanted));
  const isLast = end >= found.length;
  return { status: 200, body: { issues, ...(isLast ? {} : { nextPageToken: tokenOf(wanted.jql, end) }), isLast } };
}

/** With no fields asked for, Cloud's search gives ids and nothing else. */
function briefly(issue: JsonObject, wanted: Asked): JsonObject {
  if (wanted.fields.length > 0 || wanted.expand.length > 0 || wanted.properties.length > 0) return issue;
  return { id: issue.id };
}

function countCloud(call: Call): Answer {
  if (call.user === null) return { status: 200, body: { count: 0 } };
  return { status: 200, body: { count: find(call, call.user, askedInBody(call)).length } };
}

const RETIRED =
  'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046';

function searchServer(call: Call): Answer {
  if (call.state.edition === 'cloud') throw refuse(410, [RETIRED]);
  const wanted = asked(call);
  const maxResults = Math.min(Math.max(wanted.maxResults, 0), 1000);
  const found = call.user === null ? [] : find(call, call.user, wanted);
  const choice: IssueChoice = { ...wanted, standard: '*navigable' };
  const shown = found.slice(wanted.startAt, wanted.startAt + maxResults);
  const issues = shown.map((issue) => issueJson(call.view, issue, call.user, choice));
  return {
    status: 200,
    body: { expand: 'schema,names', startAt: wanted.startAt, maxResults, total: found.length, issues },
  };
}

function bulkFetch(call: Call): Answer {
  const body = isObject(call.body) ? call.body : {};
  const ids = strings(body.issueIdsOrKeys);
  if (ids.length === 0 || ids.length > 100) throw refuse(400, ['issueIdsOrKeys must hold 1 to 100 issues.']);
  const choice: IssueChoice = { ...askedInBody(call), standard: '*navigable' };
  const issues: JsonObject[] = [];
  const issueErrors: JsonObject[] = [];
  for (const id of new Set(ids)) {
    const issue = findIssue(call.state, id);
    if (issue === undefined || issue.hidden || call.user === null)
      issueErrors.push({ id, errorMessage: ISSUE_NOT_FOUND });
    else issues.push(issueJson(call.view, issue, call.user, choice));
  }
  return { status: 200, body: { issues, issueErrors } };
}

export const searchRoutes: Route[] = [
  { method: 'GET', pattern: 'search/jql', anonymous: true, only: 'cloud', run: searchCloud },
  { method: 'POST', pattern: 'search/jql', anonymous: true, only: 'cloud', run: searchCloud },
  { method: 'POST', pattern: 'search/approximate-count', anonymous: true, only: 'cloud', run: countCloud },
  { method: 'GET', pattern: 'search', anonymous: true, run: searchServer },
  { method: 'POST', pattern: 'search', anonymous: true, run: searchServer },
  { method: 'POST', pattern: 'issue/bulkfetch', anonymous: true, only: 'cloud', run: bulkFetch },
];
