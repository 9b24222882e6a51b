// Reads the `fields` of a create or an edit as Jira does: each value is checked, and refused by the field's name.
import { adfProblem } from './adf-check.ts';
import type { IssueValues } from './change-issue.ts';
import { TEXT_LIMIT, TEXT_TOO_LONG, wikiOf } from './rich-text.ts';
import { findUser, requiredOf, screenOf } from './state.ts';
import type { Field, FieldOption, JiraState, JsonObject, Project, RichText, User } from './types.ts';

export interface Reading {
  state: JiraState;
  project: Project;
  values: IssueValues;
  /** The type of the issue that is edited; a new one brings its own. */
  typeId?: string;
  errors: Record<string, string>;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const notOnScreen = (field: string): string =>
  `Field '${field}' cannot be set. It is not on the appropriate screen, or unknown.`;

function readSummary(reading: Reading, value: unknown): void {
  if (typeof value !== 'string') reading.errors.summary = 'Operation value must be a string';
  else if (value.trim() === '') reading.errors.summary = 'You must specify a summary of the issue.';
  else if (/[\r\n]/.test(value))
    reading.errors.summary = 'The summary is invalid because it contains newline characters.';
  else if (value.length > 255) reading.errors.summary = 'Summary must be less than 255 characters.';
  else reading.values.summary = value;
}

/** What is wrong with a rich text, in the vendor's words; null for nothing. */
function richTextProblem(state: JiraState, value: unknown): string | null {
  if (value === null) return null;
  if (state.edition === 'cloud' && adfProblem(value) !== null) {
    return 'Operation value must be an Atlassian Document (see the Atlassian Document Format)';
  }
  if (state.edition === 'data-center' && typeof value !== 'string') return 'Operation value must be a string';
  return wikiOf(value as RichText).length > TEXT_LIMIT ? TEXT_TOO_LONG : null;
}

function readRich(reading: Reading, field: Field, value: unknown): void {
  const problem = richTextProblem(reading.state, value);
  if (problem !== null) reading.errors[field.id] = problem;
  else if (field.custom !== undefined) setCustom(reading, field, value);
  else if (field.id === 'description') reading.values.description = value as RichText;
  else reading.values.environment = value as RichText;
}

function setCustom(reading: Reading, field: Field, value: unknown): void {
  reading.values.custom ??= new Map();
  reading.values.custom.set(field.id, value);
}

/** The user that a value names in the edition's own way: `id` is what was given, `user` who that is. */
function pickUser(state: JiraState, value: unknown): { id: unknown; user: User | undefined } {
  const given = isObject(value) ? value : {};
  const id = state.edition === 'cloud' ? (given.accountId ?? given.id) : (given.name ?? given.key);
  return { id, user: typeof id === 'string' ? findUser(state, id) : undefined };
}

function readUsers(reading: Reading, field: Field, value: unknown): void {
  const picked = Array.isArray(value) ? value.map((one) => pickUser(reading.state, one).user) : [];
  if (!Array.isArray(value)) reading.errors[field.id] = 'Operation value must be an array';
  else if (picked.some((user) => user?.active !== true))
    reading.errors[field.id] = 'Could not find valid users in the list.';
  else
    setCustom(
      reading,
      field,
      picked.map((user) => user?.accountId),
    );
}

function readUser(reading: Reading, field: Field, value: unknown): void {
  const { state, values, errors } = reading;
  const { id, user } = pickUser(state, value);
  if (value !== null && id !== null && (user === undefined || !user.active)) {
    errors[field.id] =
      field.id === 'assignee' ? `User '${String(id)}' cannot be assigned issues.` : `Specify a valid '${field.id}'`;
    return;
  }
  const accountId = user?.accountId ?? null;
  if (field.id === 'assignee') values.assigneeId = accountId;
  else if (field.id !== 'reporter') setCustom(reading, field, accountId);
  else if (accountId !== null) values.reporterId = accountId;
}

/** A value given as `{id}` or `{name}`; undefined when the list has no such one. */
function pick<T extends { id: string; name: string }>(list: T[], value: unknown): T | undefined {
  if (!isObject(value)) return undefined;
  return list.find((one) => (value.id === undefined ? one.name === value.name : one.id === String(value.id)));
}

function readPriority(reading: Reading, value: unknown): void {
  const found = pick(reading.state.priorities, value);
  if (found === undefined) reading.errors.priority = 'The priority selected is invalid.';
  else reading.values.priorityId = found.id;
}

function readResolution(reading: Reading, value: unknown): void {
  const found = pick(reading.state.resolutions, value);
  if (found === undefined) reading.errors.resolution = 'The resolution selected is invalid.';
  else reading.values.resolutionId = found.id;
}

function readLabels(reading: Reading, id: string, value: unknown): void {
  const labels = Array.isArray(value) ? value : [];
  const spaced = labels.find((label) => /\s/.test(String(label)));
  const long = labels.find((label) => String(label).length > 255);
  if (!Array.isArray(value)) reading.errors[id] = 'Operation value must be an array';
  else if (labels.some((label) => typeof label !== 'string')) reading.errors[id] = 'Operation value must be a string';
  else if (spaced !== undefined) reading.errors[id] = `The label '${spaced}' contains spaces which is invalid.`;
  else if (long !== undefined)
    reading.errors[id] = `The label '${long}' exceeds the maximum length for labels of 255 characters.`;
  else if (id === 'labels') reading.values.labels = [...new Set(labels as string[])];
  else {
    reading.values.custom ??= new Map();
    reading.values.custom.set(id, [...new Set(labels as string[])]);
  }
}

function readSet(reading: Reading, kind: 'components' | 'versions', value: unknown): void {
  const [id, word] = kind === 'components' ? ['components', 'Component'] : ['fixVersions', 'Version'];
  const list: { id: string; name: string }[] = reading.project[kind];
  const given = Array.isArray(value) ? value : [null];
  const wrong = given.find((one) => pick(list, one) === undefined);
  if (wrong !== undefined) {
    const shown = isObject(wrong) ? (wrong.id ?? wrong.name) : wrong;
    reading.errors[id ?? ''] =
      `${word} ${isObject(wrong) && wrong.id === undefined ? 'name' : 'id'} '${String(shown)}' is not valid`;
    return;
  }
  const ids = given.flatMap((one) => pick(list, one)?.id ?? []);
  if (kind === 'components') reading.values.componentIds = ids;
  else reading.values.fixVersionIds = ids;
}

function pickOption(options: FieldOption[], value: unknown): FieldOption | undefined {
  if (!isObject(value)) return undefined;
  return options.find((one) => (value.id === undefined ? one.value === value.value : one.id === String(value.id)));
}

function readOption(reading: Reading, field: Field, value: unknown): void {
  const option = pickOption(field.options ?? [], value);
  if (value === null) setCustom(reading, field, null);
  else if (option === undefined) {
    const shown = isObject(value) ? (value.id ?? value.value) : value;
    reading.errors[field.id] =
      `Option ${isObject(value) && value.id === undefined ? 'value' : 'id'} '${String(shown)}' is not valid`;
  } else if (field.kind === 'select') setCustom(reading, field, option.id);
  else readChild(reading, field, option, value);
}

function readChild(reading: Reading, field: Field, parent: FieldOption, value: unknown): void {
  const given = isObject(value) ? value.child : undefined;
  const child = pickOption(parent.children ?? [], given);
  if (given === undefined || given === null) setCustom(reading, field, [parent.id]);
  else if (child === undefined) reading.errors[field.id] = `The option is not a child of '${parent.value}'`;
  else setCustom(reading, field, [parent.id, child.id]);
}

/** Versions as options, for a custom field that lists them. */
function releasesOf({ versions }: Project): FieldOption[] {
  return versions.map(({ id, name }) => ({ id, value: name }));
}

function readOptions(reading: Reading, field: Field, options: FieldOption[], value: unknown): void {
  const given = Array.isArray(value) ? value : [];
  const wrong = given.find((one) => pickOption(options, one) === undefined);
  if (!Array.isArray(value)) reading.errors[field.id] = 'Operation value must be an array';
  else if (wrong !== undefined)
    reading.errors[field.id] =
      `Option id '${isObject(wrong) ? String(wrong.id ?? wrong.value) : String(wrong)}' is not valid`;
  else
    setCustom(
      reading,
      field,
      given.flatMap((one) => pickOption(options, one)?.id ?? []),
    );
}

function readPlain(reading: Reading, field: Field, value: unknown): void {
  const wrong = value === null ? null : plainProblem(field, value);
  if (wrong !== null) reading.errors[field.id] = wrong;
  else if (field.id === 'duedate') reading.values.duedate = value as string | null;
  else setCustom(reading, field, value);
}

function plainProblem(field: Field, value: unknown): string | null {
  if (field.kind === 'number') return typeof value === 'number' ? null : 'Operation value must be a number';
  if (typeof value !== 'string') return 'Operation value must be a string';
  if (field.kind === 'datetime') {
    const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}$/.test(value);
    return isTime ? null : `Error parsing time: ${value}`;
  }
  if (field.kind === 'date') return /^\d{4}-\d\d-\d\d$/.test(value) ? null : `Error parsing date string: ${value}`;
  if (field.kind === 'url') return URL.canParse(value) ? null : `${value} is not a valid URL`;
  return value.length > 255 ? 'The entered text is too long. It exceeds the allowed limit of 255 characters.' : null;
}

/** Reads one field into `values`, or writes why it is refused into `errors`. */
export function readField(reading: Reading, id: string, value: unknown): void {
  const field = reading.state.fields.find((one) => one.id === id);
  const screen = screenOf(reading.project, reading.typeId ?? reading.values.typeId);
  const settable = field !== undefined && (screen.includes(id) || id === 'resolution');
  if (!settable) {
    reading.errors[id] = notOnScreen(id);
    return;
  }
  const readers: Partial<Record<Field['kind'], () => void>> = {
    string: () => readSummary(reading, value),
    rich: () => readRich(reading, field, value),
    user: () => readUser(reading, field, value),
    priority: () => readPriority(reading, value),
    resolution: () => readResolution(reading, value),
    labels: () => readLabels(reading, id, value),
    tags: () => readLabels(reading, id, value),
    users: () => readUsers(reading, field, value),
    multi: () => readOptions(reading, field, field.options ?? [], value),
    releases: () => readOptions(reading, field, releasesOf(reading.project), value),
    opaque: () => setCustom(reading, field, value),
    components: () => readSet(reading, 'components', value),
    versions: () => readSet(reading, 'versions', value),
    select: () => readOption(reading, field, value),
    cascading: () => readOption(reading, field, value),
    issuetype: () => readType(reading, value),
    project: () => undefined,
  };
  (readers[field.kind] ?? (() => readPlain(reading, field, value)))();
}

function readType(reading: Reading, value: unknown): void {
  const types = reading.state.issueTypes.filter((type) => reading.project.typeIds.includes(type.id));
  const found = pick(types, value);
  if (found === undefined) reading.errors.issuetype = 'The issue type selected is invalid.';
  else reading.values.typeId = found.id;
}

/** Whether a required field got a value. */
function isFilled(values: IssueValues, id: string): boolean {
  if (id === 'components') return (values.componentIds ?? []).length > 0;
  if (id === 'description') return values.description !== undefined && values.description !== null;
  if (id === 'labels') return (values.labels ?? []).length > 0;
  const value = values.custom?.get(id);
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';
}

/** Refuses what a create form requires and did not get. */
export function requireFields(reading: Reading): void {
  const { state, project, values, errors } = reading;
  if (values.summary === undefined) errors.summary ??= 'You must specify a summary of the issue.';
  if (values.typeId === undefined) errors.issuetype ??= 'Specify an issue type';
  for (const id of requiredOf(project, values.typeId)) {
    const field = state.fields.find((one) => one.id === id);
    if (!isFilled(values, id)) errors[id] ??= `${field?.name ?? id} is required.`;
  }
}
