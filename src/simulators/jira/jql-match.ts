// Decides which issues a JQL query means, from the search index: fields, times in the caller's zone, and order.
import { hasText, readTextQuery } from './jql-text.ts';
import type { Clause, Jql, Query } from './jql-parse.ts';
import { refuse } from './refusal.ts';
import { wikiOf } from './rich-text.ts';
import { findIssue, findUser } from './state.ts';
import type { IndexEntry, JiraState, User } from './types.ts';

interface Context {
  state: JiraState;
  user: User;
}
type Values = (context: Context, entry: IndexEntry) => string[];

const lower = (values: (string | null | undefined)[]): string[] =>
  values.flatMap((value) => (value === null || value === undefined ? [] : [value.toLowerCase()]));

function named(
  list: 'statuses' | 'priorities' | 'resolutions',
  id: 'statusId' | 'priorityId' | 'resolutionId',
): Values {
  return ({ state }, entry) => {
    const found = state[list].find((one) => one.id === entry[id]);
    return lower([found?.id, found?.name, found?.russian]);
  };
}

function userValues(id: 'assigneeId' | 'reporterId'): Values {
  return ({ state }, entry) => {
    const user = findUser(state, entry[id] ?? '');
    return lower([user?.accountId, user?.name, user?.displayName]);
  };
}

/** What a field of an issue may be called in `=` and `in`. */
const FIELDS: Record<string, Values> = {
  project: ({ state }, entry) => {
    const project = state.projects.find(({ id }) => id === entry.projectId);
    return lower([project?.id, project?.key, project?.name]);
  },
  key: (_, entry) => [entry.id],
  labels: (_, entry) => lower(entry.labels),
  status: named('statuses', 'statusId'),
  priority: named('priorities', 'priorityId'),
  resolution: named('resolutions', 'resolutionId'),
  statuscategory: ({ state }, entry) => {
    const category = state.statuses.find(({ id }) => id === entry.statusId)?.category;
    const names = { new: 'to do', indeterminate: 'in progress', done: 'done' };
    return category === undefined ? [] : [category, names[category]];
  },
  issuetype: ({ state }, entry) => {
    const type = state.issueTypes.find(({ id }) => id === entry.typeId);
    return lower([type?.id, type?.name]);
  },
  fixversion: ({ state }, entry) => {
    const all = state.projects.flatMap((project) => project.versions);
    return entry.fixVersionIds.flatMap((id) => lower([id, all.find((version) => version.id === id)?.name]));
  },
  assignee: userValues('assigneeId'),
  reporter: userValues('reporterId'),
};
const ALIASES: Record<string, string> = {
  id: 'key',
  issue: 'key',
  issuekey: 'key',
  type: 'issuetype',
  label: 'labels',
};
const TEXTS = new Set(['text', 'summary', 'description', 'comment']);
const TIMES = new Set(['updated', 'created']);

/** The offset of a time zone from UTC at a moment, in milliseconds. */
function zoneOffset(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(
    at,
  );
  return Date.parse(`${parts.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A moment of JQL: relative, epoch milliseconds, or a date whose minutes are read in the caller's own time zone. */
function moment(context: Context, value: string): number {
  const relative = /^([+-]?\d+)([mhdw])$/.exec(value);
  if (relative !== null) return context.state.now() + Number(relative[1]) * (UNITS[relative[2] ?? 'm'] ?? 0);
  if (/^\d{12,}$/.test(value)) return Number(value);
  const date = /^(\d{4})[/-](\d\d?)[/-](\d\d?)(?:[ T](\d\d?):(\d\d))?$/.exec(value);
  if (date === null) {
    const forms =
      "'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'";
    throw refuse(400, [`Date value '${value}' for field 'updated' is invalid. Valid formats include: ${forms}.`]);
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = date.slice(1).map((part) => Number(part ?? 0));
  const utc = Date.UTC(year, month - 1, day, hour, minute);
  return utc - zoneOffset(context.user.timeZone, utc);
}

function matchTime(context: Context, entry: IndexEntry, { field, operator, values }: Clause): boolean {
  const value = values[0] ?? '';
  const at = moment(context, value);
  // The index compares whole minutes, except against a number of milliseconds.
  const exact = /^\d{12,}$/.test(value);
  const own = exact ? entry[field as 'updated'] : Math.floor(entry[field as 'updated'] / 60_000) * 60_000;
  const other = exact ? at : Math.floor(at / 60_000) * 60_000;
  if (operator === '>=') return own >= other;
  if (operator === '>') return own > other;
  if (operator === '<=') return own <= other;
  if (operator === '<') return own < other;
  return operator === '=' ? own === other : own !== other;
}

function matchText(context: Context, entry: IndexEntry, { field, operator, values }: Clause): boolean {
  const issue = context.state.issues.get(entry.id);
  if (issue === undefined) return false;
  const parts: Record<string, string> = {
    summary: issue.summary,
    description: wikiOf(issue.description),
    comment: issue.comments.map((comment) => wikiOf(comment.body)).join('\n'),
  };
  const text = field === 'text' ? Object.values(parts).join('\n') : (parts[field] ?? '');
  const found = hasText(readTextQuery(values[0] ?? '', field), text);
  return operator === '~' ? found : !found;
}

function wantedValue(context: Context, name: string, value: string): string {
  const known = name === 'key' ? findIssue(context.state, value)?.id : undefined;
  if (value.toLowerCase() === 'currentuser') return context.user.accountId.toLowerCase();
  return known ?? value.toLowerCase();
}

function clausesOf(query: Query): Clause[] {
  if (query === null) return [];
  if ('and' in query) return query.and.flatMap(clausesOf);
  if ('or' in query) return query.or.flatMap(clausesOf);
  return 'not' in query ? clausesOf(query.not) : [query.clause];
}

/** Refuses a field, date or text that no issue could have, before any issue is looked at. */
function checkClause(context: Context, { field, values }: Clause): void {
  if (TIMES.has(field)) moment(context, values[0] ?? '');
  else if (TEXTS.has(field)) readTextQuery(values[0] ?? '', field);
  else if (FIELDS[ALIASES[field] ?? field] === undefined) {
    throw refuse(400, [`Field '${field}' does not exist or you do not have permission to view it.`]);
  }
}

/** Refuses projects and issues that the caller can't see, which Data Center can be told to let pass. */
function checkValues({ state }: Context, { field, values, operator }: Clause): void {
  if (operator.startsWith('is')) return;
  for (const value of values) {
    const isIssue = ALIASES[field] === 'key' || field === 'key';
    if (isIssue && (findIssue(state, value)?.hidden ?? true)) {
      throw refuse(400, [`An issue with key '${value}' does not exist for field '${field}'.`]);
    }
    const isNamed = (project: { id: string; key: string; name: string }) =>
      [project.id, project.key, project.name].some((name) => name.toLowerCase() === value.toLowerCase());
    if (field === 'project' && !state.projects.some(isNamed)) {
      throw refuse(400, [`The value '${value}' does not exist for the field 'project'.`]);
    }
  }
}

function matchValues(context: Context, entry: IndexEntry, clause: Clause): boolean {
  const name = ALIASES[clause.field] ?? clause.field;
  const own = FIELDS[name]?.(context, entry) ?? [];
  if (clause.operator === 'is') return own.length === 0;
  if (clause.operator === 'is not') return own.length > 0;
  const found = clause.values.some((value) => own.includes(wantedValue(context, name, value)));
  if (clause.operator === '=' || clause.operator === 'in') return found;
  // As in Jira, an empty field is on neither side of a negation.
  if (clause.operator === '!=' || clause.operator === 'not in') return own.length > 0 && !found;
  throw refuse(400, [`The operator '${clause.operator}' is not supported by the '${clause.field}' field.`]);
}

function matches(context: Context, entry: IndexEntry, query: Query): boolean {
  if (query === null) return true;
  if ('and' in query) return query.and.every((part) => matches(context, entry, part));
  if ('or' in query) return query.or.some((part) => matches(context, entry, part));
  if ('not' in query) return !matches(context, entry, query.not);
  const { clause } = query;
  if (TIMES.has(clause.field)) return matchTime(context, entry, clause);
  if (TEXTS.has(clause.field)) return matchText(context, entry, clause);
  return matchValues(context, entry, clause);
}

function rank(entry: IndexEntry, field: string): number {
  if (field === 'updated' || field === 'created') return entry[field];
  if (field === 'priority') return Number(entry.priorityId ?? 99);
  return Number(entry.id);
}

/** The entries that the query means, in its order; newest first when it names none. */
export function selectEntries(
  state: JiraState,
  user: User,
  { jql, lenient = false }: { jql: Jql; lenient?: boolean },
  entries: IndexEntry[],
): IndexEntry[] {
  const context = { state, user };
  for (const clause of clausesOf(jql.where)) {
    checkClause(context, clause);
    if (!lenient) checkValues(context, clause);
  }
  const found = entries.filter((entry) => matches(context, entry, jql.where));
  const order = jql.order.length > 0 ? jql.order : [{ field: 'key', descending: true }];
  return found.sort((left, right) => {
    for (const { field, descending } of order) {
      const difference = rank(left, field) - rank(right, field);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return Number(right.id) - Number(left.id);
  });
}
