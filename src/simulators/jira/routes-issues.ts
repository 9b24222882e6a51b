// The issue itself over REST: create, get, edit, assign, delete, transitions and history.
import { editIssue } from './change-issue.ts';
import { findVisibleIssue, listOf, page, requireUser } from './call.ts';
import { addComment, createIssue, deleteIssue } from './issue-life.ts';
import { isObject, type Reading, readField, requireFields } from './read-fields.ts';
import { readUpdate } from './read-update.ts';
import { readComment } from './read-comment.ts';
import { refuse } from './refusal.ts';
import { historyJson, issueJson } from './render-issue.ts';
import { apiUrl, statusJson } from './render-names.ts';
import { fieldJson } from './routes-createmeta.ts';
import { byId, findProject, projectOf, requiredOf, screenOf } from './state.ts';
import type { Answer, Call, Issue, JsonObject, Project, Route, User } from './types.ts';
import { isTransitionId, moveToStatus, transitionsOf } from './workflow.ts';

function projectForCreate(call: Call, fields: JsonObject): Project {
  const given = isObject(fields.project) ? fields.project : {};
  const project = findProject(call.state, String(given.id ?? given.key ?? ''));
  if (project === undefined) throw refuse(400, [], { project: 'Specify a valid project ID or key' });
  return project;
}

function throwErrors(reading: Reading): void {
  if (Object.keys(reading.errors).length > 0) throw refuse(400, [], reading.errors);
}

function readProperties(given: unknown): [string, unknown][] {
  const list = Array.isArray(given) ? given.filter(isObject) : [];
  for (const { key, value } of list) {
    if (typeof key !== 'string' || key === '' || key.length > 255 || JSON.stringify(value ?? '').length > 32_768) {
      throw refuse(400, ['The property value is too long or its key is not valid.']);
    }
  }
  return list.map(({ key, value }) => [String(key), value]);
}

function postIssue(call: Call): Answer {
  const user = requireUser(call);
  const body = isObject(call.body) ? call.body : {};
  const fields = isObject(body.fields) ? body.fields : {};
  const project = projectForCreate(call, fields);
  const reading: Reading = { state: call.state, project, values: {}, errors: {} };
  // The type comes first: it says which fields there are.
  if ('issuetype' in fields) readField(reading, 'issuetype', fields.issuetype);
  for (const [id, value] of Object.entries(fields)) readField(reading, id, value);
  const comments = readUpdate(reading, null, body.update);
  requireFields(reading);
  throwErrors(reading);
  const bodies = comments.map((comment) => readComment(call, comment));
  const issue = createIssue(call.state, project, user, reading.values, readProperties(body.properties));
  for (const comment of bodies) addComment(call.state, issue, user, comment);
  return { status: 201, body: { id: issue.id, key: issue.key, self: apiUrl(call.view, `issue/${issue.id}`) } };
}

function getIssue(call: Call): Answer {
  const issue = findVisibleIssue(call);
  const choice = {
    fields: listOf(call.query, 'fields'),
    standard: '*all' as const,
    expand: listOf(call.query, 'expand'),
    properties: listOf(call.query, 'properties'),
  };
  return { status: 200, body: issueJson(call.view, issue, call.user, choice) };
}

function readEdit(call: Call, issue: Issue, body: JsonObject): { reading: Reading; comments: JsonObject[] } {
  const project = projectOf(call.state, issue.projectId);
  const reading: Reading = { state: call.state, project, typeId: issue.typeId, values: {}, errors: {} };
  for (const [id, value] of Object.entries(isObject(body.fields) ? body.fields : {})) readField(reading, id, value);
  const comments = readUpdate(reading, issue, body.update);
  return { reading, comments };
}

/** An edit may leave out what is required, but not empty it. */
function refuseEmptied({ state, project, values, errors }: Reading, issue: Issue): void {
  for (const id of requiredOf(project, issue.typeId)) {
    const value = id === 'components' ? values.componentIds : values.custom?.get(id);
    const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
    if (isEmpty) errors[id] ??= `${state.fields.find((field) => field.id === id)?.name ?? id} is required.`;
  }
}

function getEditMeta(call: Call): Answer {
  requireUser(call);
  const issue = findVisibleIssue(call);
  const project = projectOf(call.state, issue.projectId);
  const type = byId(call.state.issueTypes, issue.typeId);
  const screen = screenOf(project, issue.typeId);
  const fields: JsonObject = {};
  for (const field of call.state.fields) {
    if (type === undefined || field.id === 'project' || !screen.includes(field.id)) continue;
    const { fieldId, hasDefaultValue, defaultValue, ...described } = fieldJson(call, project, type, field);
    fields[field.id] = call.state.edition === 'cloud' ? described : { ...described, fieldId, hasDefaultValue };
  }
  const schema = { type: 'comments-page', system: 'comment' };
  const key = call.state.edition === 'cloud' ? { key: 'comment' } : { fieldId: 'comment' };
  fields['comment'] = { required: false, schema, name: 'Comment', ...key, operations: ['add', 'edit', 'remove'] };
  return { status: 200, body: { fields } };
}

function putIssue(call: Call): Answer {
  const user = requireUser(call);
  const issue = findVisibleIssue(call);
  const body = isObject(call.body) ? call.body : {};
  const { reading, comments } = readEdit(call, issue, body);
  if (reading.values.resolutionId !== undefined)
    reading.errors.resolution = "Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown.";
  refuseEmptied(reading, issue);
  throwErrors(reading);
  const bodies = comments.map((comment) => readComment(call, comment));
  const properties = readProperties(body.properties);
  editIssue(call.state, issue, user, reading.values);
  for (const [key, value] of properties) issue.properties.set(key, value);
  for (const comment of bodies) addComment(call.state, issue, user, comment);
  if (call.query.get('returnIssue') !== 'true' || call.state.edition !== 'cloud') return { status: 204 };
  const whole = { fields: [], standard: '*all' as const, expand: [], properties: [] };
  return { status: 200, body: issueJson(call.view, issue, user, whole) };
}

function putAssignee(call: Call): Answer {
  const user = requireUser(call);
  const issue = findVisibleIssue(call);
  const reading: Reading = {
    state: call.state,
    project: projectOf(call.state, issue.projectId),
    values: {},
    errors: {},
  };
  readField(reading, 'assignee', call.body);
  throwErrors(reading);
  editIssue(call.state, issue, user, reading.values);
  return { status: 204 };
}

function removeIssue(call: Call): Answer {
  const user = requireUser(call);
  deleteIssue(call.state, findVisibleIssue(call), user);
  return { status: 204 };
}

function transitionJson(call: Call, issue: Issue): JsonObject[] {
  const withFields = listOf(call.query, 'expand').includes('transitions.fields');
  const wanted = call.query.get('transitionId');
  return transitionsOf(call.state, issue)
    .filter(({ id }) => wanted === null || wanted === id)
    .map(({ id, to }) => ({
      id,
      name: to.name,
      to: statusJson(call.view, to),
      ...(call.state.edition === 'cloud'
        ? {
            hasScreen: to.category === 'done',
            isGlobal: false,
            isInitial: false,
            isAvailable: true,
            isConditional: false,
            looped: false,
          }
        : {}),
      ...(withFields ? { fields: to.category === 'done' ? { resolution: resolutionField(call) } : {} } : {}),
    }));
}

function resolutionField(call: Call): JsonObject {
  return {
    required: true,
    schema: { type: 'resolution', system: 'resolution' },
    name: 'Resolution',
    key: 'resolution',
    hasDefaultValue: true,
    operations: ['set'],
    allowedValues: call.state.resolutions.map(({ id, name }) => ({
      self: apiUrl(call.view, `resolution/${id}`),
      id,
      name,
    })),
  };
}

function getTransitions(call: Call): Answer {
  const issue = findVisibleIssue(call);
  // Recorded: an anonymous caller gets an empty list, not a refusal.
  const transitions = call.user === null ? [] : transitionJson(call, issue);
  return { status: 200, body: { expand: 'transitions', transitions } };
}

function refuseConflict(call: Call, issue: Issue): void {
  const left = call.state.transitionConflicts.get(issue.id) ?? 0;
  if (left === 0) return;
  call.state.transitionConflicts.set(issue.id, left - 1);
  throw refuse(409, ['The issue is being updated by another operation. Try again.']);
}

function postTransition(call: Call): Answer {
  const user = requireUser(call);
  const issue = findVisibleIssue(call);
  const body = isObject(call.body) ? call.body : {};
  const id = isObject(body.transition) ? String(body.transition.id ?? '') : '';
  if (id === '') throw refuse(400, ["Missing 'transition' identifier"]);
  refuseConflict(call, issue);
  const transition = transitionsOf(call.state, issue).find((one) => one.id === id);
  if (transition === undefined) throw refuse(400, [transitionRefusal(issue, id)]);
  const { reading, comments } = readEdit(call, issue, body);
  if (reading.values.resolutionId !== undefined && transition.to.category !== 'done') {
    reading.errors.resolution = "Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown.";
  }
  throwErrors(reading);
  applyTransition(call, issue, user, { transition, reading, comments });
  return { status: 204 };
}

function transitionRefusal(issue: Issue, id: string): string {
  if (!isTransitionId(id)) return `Transition id '${id}' is not valid for this issue.`;
  const head = `It seems that you have tried to perform a workflow operation that is not valid for the current state of this issue ${issue.key}.`;
  return `${head} The likely cause is that somebody has changed the issue recently, please look at the issue history for details.`;
}

interface Chosen {
  transition: ReturnType<typeof transitionsOf>[number];
  reading: Reading;
  comments: JsonObject[];
}

function applyTransition(call: Call, issue: Issue, user: User, { transition, reading, comments }: Chosen): void {
  const bodies = comments.map((comment) => readComment(call, comment));
  moveToStatus(call.state, issue, user, transition.to, reading.values);
  for (const comment of bodies) addComment(call.state, issue, user, comment);
}

function getChangelog(call: Call): Answer {
  const issue = findVisibleIssue(call);
  return { status: 200, body: page(call, issue.histories, 100, (history) => historyJson(call.view, history)) };
}

export const issueRoutes: Route[] = [
  { method: 'POST', pattern: 'issue', run: postIssue },
  { method: 'GET', pattern: 'issue/:id', anonymous: true, run: getIssue },
  { method: 'PUT', pattern: 'issue/:id', run: putIssue },
  { method: 'DELETE', pattern: 'issue/:id', run: removeIssue },
  { method: 'PUT', pattern: 'issue/:id/assignee', run: putAssignee },
  { method: 'GET', pattern: 'issue/:id/editmeta', run: getEditMeta },
  { method: 'GET', pattern: 'issue/:id/transitions', anonymous: true, run: getTransitions },
  { method: 'POST', pattern: 'issue/:id/transitions', run: postTransition },
  { method: 'GET', pattern: 'issue/:id/changelog', anonymous: true, only: 'cloud', run: getChangelog },
];
