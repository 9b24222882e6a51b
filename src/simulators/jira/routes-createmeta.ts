// Create metadata over REST: the issue types of a project and the fields of each, in pages.
import { page } from './call.ts';
import { schemaOf } from './fields.ts';
import { refuse } from './refusal.ts';
import { apiUrl, componentJson, issueTypeJson, priorityJson, projectJson, versionJson } from './render-names.ts';
import { byId, findProject, requiredOf, screenOf } from './state.ts';
import type { Answer, Call, Field, IssueType, JsonObject, Project, Route } from './types.ts';

function projectOfPath(call: Call): Project {
  const name = call.params[0] ?? '';
  const project = call.user === null ? undefined : findProject(call.state, name);
  if (project === undefined) throw refuse(400, [`No project could be found with key '${name}'.`]);
  return project;
}

/** Cloud names its list; Data Center calls it `values` and says whether it is the last page. */
function named(call: Call, name: 'issueTypes' | 'fields', body: JsonObject): JsonObject {
  const { values, startAt, maxResults, total, isLast } = body;
  if (call.state.edition === 'cloud') return { startAt, maxResults, total, [name]: values };
  return { maxResults, startAt, total, isLast, values };
}

function getTypes(call: Call): Answer {
  const project = projectOfPath(call);
  const types = project.typeIds.flatMap((id) => byId(call.state.issueTypes, id) ?? []);
  return {
    status: 200,
    body: named(
      call,
      'issueTypes',
      page(call, types, 50, (type) => issueTypeJson(call.view, type)),
    ),
  };
}

function optionList(call: Call, field: Field): JsonObject[] {
  const write = ({ id, value }: { id: string; value: string }) => ({
    self: apiUrl(call.view, `customFieldOption/${id}`),
    value,
    id,
  });
  return (field.options ?? []).map((option) => ({
    ...write(option),
    ...(option.children === undefined ? {} : { children: option.children.map(write) }),
  }));
}

function allowedValues(call: Call, project: Project, type: IssueType, field: Field): JsonObject[] | null {
  switch (field.kind) {
    case 'priority':
      return call.state.priorities.map((one) => priorityJson(call.view, one));
    case 'components':
      return project.components.map((one) => componentJson(call.view, one));
    case 'versions':
    case 'releases':
      return project.versions.map((one) => ({ ...versionJson(call.view, one), projectId: Number(project.id) }));
    case 'project':
      return [projectJson(call.view, project.id)];
    case 'issuetype':
      return [issueTypeJson(call.view, type)];
    case 'select':
    case 'cascading':
    case 'multi':
      return optionList(call, field);
    default:
      return null;
  }
}

const LISTS = new Set(['labels', 'components', 'versions', 'multi', 'users', 'tags', 'releases']);

/** A field as create metadata describes it; edit metadata of Cloud lacks the `fieldId`. */
export function fieldJson(call: Call, project: Project, type: IssueType, field: Field): JsonObject {
  const values = allowedValues(call, project, type, field);
  const required =
    ['summary', 'issuetype', 'project'].includes(field.id) || requiredOf(project, type.id).includes(field.id);
  const hasDefault = ['priority', 'reporter'].includes(field.id);
  const autoComplete =
    field.kind === 'user' || field.kind === 'users' ? { autoCompleteUrl: apiUrl(call.view, 'user/search?query=') } : {};
  return {
    required: required || field.id === 'reporter',
    schema: schemaOf(field),
    name: field.name,
    ...(call.state.edition === 'cloud' ? { key: field.id } : {}),
    fieldId: field.id,
    ...autoComplete,
    hasDefaultValue: hasDefault,
    operations: LISTS.has(field.kind) ? ['add', 'set', 'remove'] : ['set'],
    ...(values === null ? {} : { allowedValues: values }),
    ...(field.id === 'priority' ? { defaultValue: values?.find(({ id }) => id === '3') } : {}),
  };
}

/** Every create screen has these two, and no form of ours asks for them. */
function seldomFields(call: Call): JsonObject[] {
  return [
    ['attachment', 'Attachment', 'attachment'],
    ['issuelinks', 'Linked Issues', 'issuelinks'],
  ].map(([id, name, items]) => ({
    required: false,
    schema: { type: 'array', items, system: id },
    name,
    ...(call.state.edition === 'cloud' ? { key: id } : {}),
    fieldId: id,
    hasDefaultValue: false,
    operations: ['set'],
  }));
}

function getFields(call: Call): Answer {
  const project = projectOfPath(call);
  const id = call.params[1] ?? '';
  const type = project.typeIds.includes(id) ? byId(call.state.issueTypes, id) : undefined;
  if (type === undefined) throw refuse(400, [`The issue type with id '${id}' is not valid for this project.`]);
  const screen = screenOf(project, type.id);
  const fields = call.state.fields.filter((field) => screen.includes(field.id));
  const described = [...fields.map((field) => fieldJson(call, project, type, field)), ...seldomFields(call)];
  const body = page(call, described, 50, (field) => field);
  return { status: 200, body: named(call, 'fields', body) };
}

export const createMetaRoutes: Route[] = [
  { method: 'GET', pattern: 'issue/createmeta/:project/issuetypes', anonymous: true, run: getTypes },
  { method: 'GET', pattern: 'issue/createmeta/:project/issuetypes/:type', anonymous: true, run: getFields },
];
