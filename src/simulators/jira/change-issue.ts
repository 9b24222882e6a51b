// Changes an issue: writes the history, moves the search index and tells the webhooks. Both API and people go through here.
import { nameOf, nextId, reindex } from './state.ts';
import type { ChangeItem, Field, Issue, JiraState, RichText, User } from './types.ts';
import { wikiOf } from './rich-text.ts';

/** The values an edit may set, already checked and turned into ids. */
export interface IssueValues {
  summary?: string;
  description?: RichText;
  environment?: RichText;
  priorityId?: string | null;
  assigneeId?: string | null;
  reporterId?: string;
  labels?: string[];
  componentIds?: string[];
  fixVersionIds?: string[];
  duedate?: string | null;
  typeId?: string;
  statusId?: string;
  resolutionId?: string | null;
  custom?: Map<string, unknown>;
}

export function changeItem(field: string, fieldId: string, parts: Partial<ChangeItem>): ChangeItem {
  return { field, fieldtype: 'jira', fieldId, from: null, fromText: null, to: null, toText: null, ...parts };
}

function userItem(state: JiraState, fieldId: string, before: string | null, after: string | null): ChangeItem {
  const find = (id: string | null) => state.users.find((user) => user.accountId === id);
  const idOf = (id: string | null) => (state.edition === 'cloud' ? find(id)?.accountId : find(id)?.name) ?? null;
  return changeItem(fieldId, fieldId, {
    from: idOf(before),
    fromText: find(before)?.displayName ?? null,
    to: idOf(after),
    toText: find(after)?.displayName ?? null,
  });
}

function namedItem(
  state: JiraState,
  list: 'priorities' | 'resolutions' | 'statuses',
  fieldId: string,
  change: [string | null, string | null],
): ChangeItem {
  const named = (id: string | null) => {
    const found = state[list].find((one) => one.id === id);
    return found === undefined ? null : nameOf(state, found);
  };
  const [from, to] = change;
  return changeItem(fieldId, fieldId, { from, fromText: named(from), to, toText: named(to) });
}

/** Fix versions and components make one item for each that came or went. */
function setItems(state: JiraState, kind: 'versions' | 'components', before: string[], after: string[]): ChangeItem[] {
  const [field, fieldId] = kind === 'versions' ? ['Fix Version', 'fixVersions'] : ['Component', 'components'];
  const all = state.projects.flatMap((project): { id: string; name: string }[] => project[kind]);
  const name = (id: string) => all.find((one) => one.id === id)?.name ?? id;
  const gone = before.filter((id) => !after.includes(id));
  const come = after.filter((id) => !before.includes(id));
  return [
    ...gone.map((id) => changeItem(field ?? '', fieldId ?? '', { from: id, fromText: name(id) })),
    ...come.map((id) => changeItem(field ?? '', fieldId ?? '', { to: id, toText: name(id) })),
  ];
}

function textItem(fieldId: string, before: RichText, after: RichText): ChangeItem {
  return changeItem(fieldId, fieldId, {
    fromText: before === null ? null : wikiOf(before),
    toText: after === null ? null : wikiOf(after),
  });
}

function customText(field: Field, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (field.kind === 'rich') return wikiOf(value as RichText);
  const options = field.options?.flatMap((option) => [option, ...(option.children ?? [])]) ?? [];
  const ids = Array.isArray(value) ? value : [value];
  return ids.map((id) => options.find((option) => option.id === id)?.value ?? String(id)).join(' - ');
}

function customItems(state: JiraState, issue: Issue, values: Map<string, unknown>): ChangeItem[] {
  const items: ChangeItem[] = [];
  for (const [id, value] of values) {
    const field = state.fields.find((one) => one.id === id);
    const before = issue.custom.get(id);
    if (field === undefined || JSON.stringify(before ?? null) === JSON.stringify(value ?? null)) continue;
    const parts = { fromText: customText(field, before), toText: customText(field, value) };
    items.push({ ...changeItem(field.name, id, parts), fieldtype: 'custom' });
  }
  return items;
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

type ItemMaker = (state: JiraState, issue: Issue, values: IssueValues) => ChangeItem[];

/** In the order in which the editions were seen to list them. */
const MAKERS: { key: keyof IssueValues; make: ItemMaker }[] = [
  {
    key: 'summary',
    make: (_, issue, { summary }) => [
      changeItem('summary', 'summary', { fromText: issue.summary, toText: summary ?? null }),
    ],
  },
  {
    key: 'description',
    make: (_, issue, values) => [textItem('description', issue.description, values.description ?? null)],
  },
  {
    key: 'environment',
    make: (_, issue, values) => [textItem('environment', issue.environment, values.environment ?? null)],
  },
  { key: 'typeId', make: (state, issue, { typeId }) => [typeItem(state, issue.typeId, typeId ?? '')] },
  {
    key: 'priorityId',
    make: (state, issue, values) => [
      namedItem(state, 'priorities', 'priority', [issue.priorityId, values.priorityId ?? null]),
    ],
  },
  {
    key: 'assigneeId',
    make: (state, issue, values) => [userItem(state, 'assignee', issue.assigneeId, values.assigneeId ?? null)],
  },
  {
    key: 'reporterId',
    make: (state, issue, values) => [userItem(state, 'reporter', issue.reporterId, values.reporterId ?? null)],
  },
  {
    key: 'labels',
    make: (_, issue, { labels }) => [
      changeItem('labels', 'labels', { fromText: issue.labels.join(' '), toText: (labels ?? []).join(' ') }),
    ],
  },
  {
    key: 'componentIds',
    make: (state, issue, values) => setItems(state, 'components', issue.componentIds, values.componentIds ?? []),
  },
  {
    key: 'fixVersionIds',
    make: (state, issue, values) => setItems(state, 'versions', issue.fixVersionIds, values.fixVersionIds ?? []),
  },
  { key: 'duedate', make: (_, issue, { duedate }) => [dateItem(issue.duedate, duedate ?? null)] },
  {
    key: 'resolutionId',
    make: (state, issue, values) => [
      namedItem(state, 'resolutions', 'resolution', [issue.resolutionId, values.resolutionId ?? null]),
    ],
  },
  {
    key: 'statusId',
    make: (state, issue, values) => [namedItem(state, 'statuses', 'status', [issue.statusId, values.statusId ?? null])],
  },
];

function typeItem(state: JiraState, from: string, to: string): ChangeItem {
  const name = (id: string) => state.issueTypes.find((type) => type.id === id)?.name ?? null;
  return changeItem('issuetype', 'issuetype', { from, fromText: name(from), to, toText: name(to) });
}

function dateItem(from: string | null, to: string | null): ChangeItem {
  const text = (date: string | null) => (date === null ? null : `${date} 00:00:00.0`);
  return changeItem('duedate', 'duedate', { from, fromText: text(from), to, toText: text(to) });
}

/** What would change, as history items; nothing for a value that is already so. */
export function changesOf(state: JiraState, issue: Issue, values: IssueValues): ChangeItem[] {
  const items = MAKERS.flatMap(({ key, make }) =>
    values[key] === undefined || same(values[key], issue[key]) ? [] : make(state, issue, values),
  );
  return [...items, ...(values.custom === undefined ? [] : customItems(state, issue, values.custom))];
}

/** Writes the values into the issue without history. */
export function assignValues(issue: Issue, values: IssueValues): void {
  const { custom, ...plain } = values;
  Object.assign(issue, plain);
  for (const [id, value] of custom ?? []) issue.custom.set(id, value);
}

/** Adds a history entry, touches the issue and tells the webhooks of the update. */
export function recordUpdate(
  state: JiraState,
  issue: Issue,
  by: User,
  items: ChangeItem[],
  typeName: string,
  bulk = false,
): void {
  issue.updated = state.now();
  const history = { id: nextId(state), authorId: by.accountId, created: issue.updated, items };
  issue.histories.push(history);
  reindex(state, issue);
  state.emit({ kind: 'issue_updated', issue, by, history, typeName, bulk });
}

/** Edits fields; an edit that changes nothing makes no event. */
export function editIssue(state: JiraState, issue: Issue, by: User, values: IssueValues, bulk = false): void {
  const items = changesOf(state, issue, values);
  if (items.length === 0) return;
  assignValues(issue, values);
  const onlyAssignee = items.length === 1 && items[0]?.fieldId === 'assignee';
  recordUpdate(state, issue, by, items, onlyAssignee ? 'issue_assigned' : 'issue_updated', bulk);
}
