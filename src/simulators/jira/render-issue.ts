// Writes an issue as the REST API does: the chosen fields, rendered fields, history and properties.
import { schemaOf } from './fields.ts';
import { attachmentJson, commentJson, commentsVisibleTo } from './render-comment.ts';
import {
  apiUrl,
  componentJson,
  issueTypeJson,
  maybePerson,
  person,
  priorityJson,
  projectJson,
  resolutionJson,
  statusById,
  statusCategory,
  timeText,
  versionJson,
} from './render-names.ts';
import { renderedHtml, wikiOf } from './rich-text.ts';
import { byId, projectOf, screenOf } from './state.ts';
import type { ChangeItem, Field, History, Issue, JsonObject, RichText, User, View } from './types.ts';

/** A rich text in the form of this view: a document in version 3, wiki markup in version 2. */
function richValue(view: View, rich: RichText): RichText {
  if (rich === null) return null;
  return view.api === 3 ? rich : wikiOf(rich);
}

function optionJson(view: View, field: Field, id: unknown): JsonObject | null {
  const all = field.options?.flatMap((option) => [option, ...(option.children ?? [])]) ?? [];
  const option = all.find((one) => one.id === id);
  return option === undefined
    ? null
    : { self: apiUrl(view, `customFieldOption/${option.id}`), value: option.value, id: option.id };
}

const listed = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function releaseJson(view: View, id: string): JsonObject | null {
  const found = byId(
    view.state.projects.flatMap(({ versions }) => versions),
    id,
  );
  return found === undefined ? null : versionJson(view, found);
}

/** A custom field's value: options and people are kept as ids and written out here. */
function customValue(view: View, field: Field, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (field.kind === 'select') return optionJson(view, field, value);
  if (field.kind === 'multi') return listed(value).map((id) => optionJson(view, field, id));
  if (field.kind === 'users') return listed(value).map((id) => person(view, id));
  if (field.kind === 'releases') return listed(value).map((id) => releaseJson(view, id));
  if (field.kind === 'user') return person(view, String(value));
  if (field.kind === 'rich') return richValue(view, value as RichText);
  if (field.kind !== 'cascading') return value;
  const [parent, child] = value as [string, string | undefined];
  const written = optionJson(view, field, parent);
  return child === undefined ? written : { ...written, child: optionJson(view, field, child) };
}

type Writer = (view: View, issue: Issue, user: User | null) => unknown;

const SYSTEM: Record<string, Writer> = {
  summary: (_, issue) => issue.summary,
  issuetype: (view, issue) => {
    const type = byId(view.state.issueTypes, issue.typeId);
    return type === undefined ? null : issueTypeJson(view, type);
  },
  project: (view, issue) => projectJson(view, issue.projectId),
  description: (view, issue) => richValue(view, issue.description),
  environment: (view, issue) => richValue(view, issue.environment),
  priority: (view, issue) => {
    const priority = byId(view.state.priorities, issue.priorityId);
    return priority === undefined ? null : priorityJson(view, priority);
  },
  resolution: (view, issue) => {
    const resolution = byId(view.state.resolutions, issue.resolutionId);
    return resolution === undefined ? null : resolutionJson(view, resolution);
  },
  statusCategory: (view, issue) => {
    const status = byId(view.state.statuses, issue.statusId);
    return view.state.edition === 'cloud' && status !== undefined ? statusCategory(view, status.category) : undefined;
  },
  resolutiondate: (_, issue) => (issue.resolved === null ? null : timeText(issue.resolved)),
  status: (view, issue) => statusById(view, issue.statusId),
  statuscategorychangedate: (view, issue) =>
    view.state.edition === 'cloud' ? timeText(issue.categoryChanged) : undefined,
  assignee: (view, issue) => maybePerson(view, issue.assigneeId),
  reporter: (view, issue) => person(view, issue.reporterId),
  creator: (view, issue) => person(view, issue.creatorId),
  labels: (_, issue) => issue.labels,
  components: (view, issue) =>
    projectOf(view.state, issue.projectId)
      .components.filter(({ id }) => issue.componentIds.includes(id))
      .map((component) => componentJson(view, component)),
  fixVersions: (view, issue) =>
    projectOf(view.state, issue.projectId)
      .versions.filter(({ id }) => issue.fixVersionIds.includes(id))
      .map((version) => versionJson(view, version)),
  versions: () => [],
  duedate: (_, issue) => issue.duedate,
  created: (_, issue) => timeText(issue.created),
  updated: (_, issue) => timeText(issue.updated),
  attachment: (view, issue) => issue.attachments.map((attachment) => attachmentJson(view, attachment)),
  issuelinks: () => [],
  subtasks: () => [],
  workratio: () => -1,
  lastViewed: () => null,
  timespent: () => null,
  timeestimate: () => null,
  timetracking: () => ({}),
  progress: () => ({ progress: 0, total: 0 }),
  aggregateprogress: () => ({ progress: 0, total: 0 }),
  security: () => null,
  watches: (view, issue) => ({
    self: apiUrl(view, `issue/${issue.key}/watchers`),
    watchCount: 1,
    isWatching: false,
  }),
  votes: (view, issue) => ({ self: apiUrl(view, `issue/${issue.key}/votes`), votes: 0, hasVoted: false }),
  comment: (view, issue, user) => {
    const comments = commentsVisibleTo(view.state, issue, user).map((comment) => commentJson(view, issue, comment));
    return {
      comments,
      self: apiUrl(view, `issue/${issue.id}/comment`),
      maxResults: comments.length,
      total: comments.length,
      startAt: 0,
    };
  },
};

/** Left out of a webhook on Cloud and of `*navigable`. */
const HEAVY = new Set(['comment', 'attachment']);

function chosen(ids: string[], asked: string[], standard: '*all' | '*navigable' | 'none'): string[] {
  const without = new Set(asked.filter((one) => one.startsWith('-')).map((one) => one.slice(1)));
  const wanted = asked.filter((one) => !one.startsWith('-'));
  if (wanted.length === 0) wanted.push(standard);
  const picked = new Set<string>();
  for (const one of wanted) {
    if (one === '*all') for (const id of ids) picked.add(id);
    else if (one === '*navigable') for (const id of ids) if (!HEAVY.has(id)) picked.add(id);
    if (ids.includes(one)) picked.add(one);
  }
  return [...picked].filter((id) => !without.has(id));
}

export interface IssueChoice {
  fields: string[];
  /** What `fields` means when it is empty; search on Cloud gives ids only. */
  standard: '*all' | '*navigable' | 'none';
  expand: string[];
  properties: string[];
}
export const WHOLE: IssueChoice = { fields: [], standard: '*all', expand: [], properties: [] };

const SYSTEM_IDS = Object.keys(SYSTEM);

/** The `fields` part of an issue. */
export function fieldsOf(view: View, issue: Issue, user: User | null, choice: IssueChoice): JsonObject {
  const onScreen = screenOf(projectOf(view.state, issue.projectId), issue.typeId);
  // A field that is not for this project is absent, unless a move left it a value.
  const custom = view.state.fields.filter(
    ({ id, custom: own }) => own !== undefined && (onScreen.includes(id) || issue.custom.has(id)),
  );
  const ids = [...SYSTEM_IDS, ...custom.map((field) => field.id)];
  const out: JsonObject = {};
  for (const id of chosen(ids, choice.fields, choice.standard)) {
    if (id === 'priority' && !onScreen.includes(id)) continue;
    const system = SYSTEM[id];
    const field = system === undefined ? custom.find((one) => one.id === id) : undefined;
    const value = system?.(view, issue, user);
    if (value !== undefined) out[id] = value;
    else if (field !== undefined) out[id] = customValue(view, field, issue.custom.get(id));
  }
  return out;
}

function renderedFields(view: View, issue: Issue, user: User | null, ids: string[]): JsonObject {
  const out: JsonObject = {};
  for (const id of ids) out[id] = null;
  for (const field of view.state.fields) {
    if (field.kind !== 'rich' || !ids.includes(field.id)) continue;
    const value = field.custom ? issue.custom.get(field.id) : issue[field.id as 'description' | 'environment'];
    out[field.id] = renderedHtml(view.state, issue, (value ?? null) as RichText);
  }
  if (ids.includes('comment')) {
    const comments = commentsVisibleTo(view.state, issue, user).map((comment) => ({
      ...commentJson(view, issue, comment),
      body: renderedHtml(view.state, issue, comment.body),
    }));
    out.comment = { comments, maxResults: comments.length, total: comments.length, startAt: 0 };
  }
  return out;
}

/** One changed field, with null for what is empty; Data Center has no `fieldId`. */
export function changeJson(view: View, item: ChangeItem): JsonObject {
  return {
    field: item.field,
    fieldtype: item.fieldtype,
    ...(view.state.edition === 'cloud' ? { fieldId: item.fieldId } : {}),
    from: item.from,
    fromString: item.fromText,
    to: item.to,
    toString: item.toText,
  };
}

export function historyJson(view: View, history: History): JsonObject {
  return {
    id: history.id,
    author: person(view, history.authorId),
    created: timeText(history.created),
    items: history.items.map((item) => changeJson(view, item)),
  };
}

function changelog(view: View, issue: Issue): JsonObject {
  const newestFirst = view.state.edition === 'cloud';
  const histories = issue.histories.map((history) => historyJson(view, history));
  if (newestFirst) histories.reverse();
  return { startAt: 0, maxResults: histories.length, total: histories.length, histories };
}

const STANDARD_EXPAND = 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations';

function schemas(view: View, ids: string[]): JsonObject {
  return Object.fromEntries(
    view.state.fields.filter(({ id }) => ids.includes(id)).map((one) => [one.id, schemaOf(one)]),
  );
}

function names(view: View, ids: string[]): JsonObject {
  return Object.fromEntries(view.state.fields.filter(({ id }) => ids.includes(id)).map((one) => [one.id, one.name]));
}

/** An issue as GET issue and the searches write it. */
export function issueJson(view: View, issue: Issue, user: User | null, choice: IssueChoice): JsonObject {
  const fields = fieldsOf(view, issue, user, choice);
  const ids = Object.keys(fields);
  const { expand } = choice;
  const out: JsonObject = {
    expand: STANDARD_EXPAND,
    id: issue.id,
    self: apiUrl(view, `issue/${issue.id}`),
    key: issue.key,
  };
  if (choice.standard !== 'none' || choice.fields.length > 0) out.fields = fields;
  if (expand.includes('renderedFields')) out.renderedFields = renderedFields(view, issue, user, ids);
  if (expand.includes('changelog')) out.changelog = changelog(view, issue);
  if (expand.includes('names')) out.names = names(view, ids);
  if (expand.includes('schema')) out.schema = schemas(view, ids);
  if (choice.properties.length > 0) {
    const all = choice.properties.includes('*all');
    const kept = [...issue.properties].filter(([key]) => all || choice.properties.includes(key));
    out.properties = Object.fromEntries(kept);
  }
  return out;
}
