// What belongs to the whole site over REST: people, permissions, fields, priorities, statuses, labels, server information.
import { findVisibleIssue, listOf, numberOf, page, requireUser } from './call.ts';
import { schemaOf } from './fields.ts';
import { refuse } from './refusal.ts';
import {
  issueTypeJson,
  person,
  priorityJson,
  resolutionJson,
  statusCategory,
  statusJson,
  wholePerson,
} from './render-names.ts';
import { findProject, findUser } from './state.ts';
import type { Answer, Call, Route, User } from './types.ts';

const cloud = (call: Call): boolean => call.state.edition === 'cloud';

function getMyself(call: Call): Answer {
  return { status: 200, body: wholePerson(call.view, requireUser(call)) };
}

function getServerInfo(call: Call): Answer {
  const time = new Date(call.state.now()).toISOString().replace('Z', '+0000');
  const common = {
    baseUrl: call.state.baseUrl,
    buildDate: '2026-10-01T00:00:00.000+0000',
    serverTime: time,
    serverTitle: 'Jira',
  };
  const own = cloud(call)
    ? { version: '1001.0.0-SNAPSHOT', versionNumbers: [1001, 0, 0], deploymentType: 'Cloud', buildNumber: 100_290 }
    : { version: '10.3.24', versionNumbers: [10, 3, 24], deploymentType: 'Server', buildNumber: 10_030_024 };
  return { status: 200, body: { ...common, ...own, scmInfo: '0'.repeat(40) } };
}

function getUser(call: Call): Answer {
  requireUser(call);
  const id = cloud(call) ? call.query.get('accountId') : (call.query.get('username') ?? call.query.get('key'));
  const user = findUser(call.state, id ?? '');
  if (user === undefined) throw refuse(404, ['Specified user does not exist or you do not have required permissions']);
  return { status: 200, body: wholePerson(call.view, user) };
}

function matches(user: User, query: string): boolean {
  const wanted = query.toLowerCase();
  const words = [user.displayName, ...user.displayName.split(' '), user.emailAddress, user.name];
  return wanted === '.' || words.some((word) => word.toLowerCase().startsWith(wanted));
}

function people(call: Call, list: User[]): Answer {
  const startAt = numberOf(call.query, 'startAt', 0);
  const maxResults = Math.min(numberOf(call.query, 'maxResults', 50), 1000);
  return {
    status: 200,
    body: list.slice(startAt, startAt + maxResults).map((user) => person(call.view, user.accountId)),
  };
}

/** Without "Browse users and groups", which an anonymous caller lacks, the list is empty rather than refused. */
function searchUsers(call: Call): Answer {
  const query = cloud(call) ? call.query.get('query') : call.query.get('username');
  const accountId = cloud(call) ? call.query.get('accountId') : null;
  if (query === null && accountId === null)
    throw refuse(400, ['The username or property query parameter must be provided']);
  if (call.user === null) return { status: 200, body: [] };
  const found = call.state.users.filter((user) =>
    accountId === null ? matches(user, query ?? '') : user.accountId === accountId,
  );
  return people(call, found);
}

function searchAssignable(call: Call): Answer {
  const { query, state } = call;
  const issueKey = query.get('issueKey') ?? query.get('issueId');
  const project = query.get('project');
  if (project === null && issueKey === null) throw refuse(400, ["'project' or 'issueKey' is required"]);
  if (call.user === null) return { status: 200, body: [] };
  if (issueKey !== null) findVisibleIssue(call, issueKey);
  else if (findProject(state, project ?? '') === undefined)
    throw refuse(404, [`No project could be found with key '${project}'.`]);
  const wanted = query.get('query') ?? query.get('username') ?? '';
  return people(
    call,
    state.users.filter((user) => user.active && (wanted === '' || matches(user, wanted))),
  );
}

const PERMISSIONS = [
  'BROWSE_PROJECTS',
  'CREATE_ISSUES',
  'EDIT_ISSUES',
  'TRANSITION_ISSUES',
  'ADD_COMMENTS',
  'EDIT_OWN_COMMENTS',
  'DELETE_OWN_COMMENTS',
  'LINK_ISSUES',
  'CREATE_ATTACHMENTS',
  'ASSIGN_ISSUES',
  'ASSIGNABLE_USER',
  'MODIFY_REPORTER',
  'USER_PICKER',
  'ADMINISTER',
  'ADMINISTER_PROJECTS',
];
const NOT_THE_BRIDGE = new Set(['ADMINISTER', 'ADMINISTER_PROJECTS', 'MODIFY_REPORTER']);

function getMyPermissions(call: Call): Answer {
  const asked = listOf(call.query, 'permissions');
  if (cloud(call) && asked.length === 0) throw refuse(400, ["The 'permissions' query parameter is required."]);
  const unknown = asked.find((key) => !PERMISSIONS.includes(key));
  if (unknown !== undefined) throw refuse(400, [`Unrecognized permission: ${unknown}`]);
  const keys = asked.length === 0 ? PERMISSIONS : asked;
  const permissions = Object.fromEntries(
    keys.map((key, at) => {
      const global = key === 'ADMINISTER' || key === 'USER_PICKER';
      const name = key.charAt(0) + key.slice(1).toLowerCase().replaceAll('_', ' ');
      const havePermission = call.user !== null && !NOT_THE_BRIDGE.has(key);
      return [
        key,
        { id: String(at + 1), key, name, type: global ? 'GLOBAL' : 'PROJECT', description: name, havePermission },
      ];
    }),
  );
  return { status: 200, body: { permissions } };
}

function getFields(call: Call): Answer {
  const body = call.state.fields.map((field) => ({
    id: field.id,
    ...(cloud(call) ? { key: field.id } : {}),
    name: field.name,
    custom: field.custom !== undefined,
    orderable: true,
    navigable: true,
    searchable: true,
    clauseNames: field.custom === undefined ? [field.id] : [`cf[${field.custom.number}]`, field.name],
    schema: schemaOf(field),
  }));
  return { status: 200, body };
}

function getPriorities(call: Call): Answer {
  return {
    status: 200,
    body: call.state.priorities.map((one) => ({
      ...priorityJson(call.view, one),
      description: '',
      statusColor: '#cccccc',
    })),
  };
}

function searchPriorities(call: Call): Answer {
  const write = (one: (typeof call.state.priorities)[number]) => ({
    ...priorityJson(call.view, one),
    description: '',
    statusColor: '#cccccc',
    isDefault: one.id === '3',
  });
  return { status: 200, body: page(call, call.state.priorities, 50, write) };
}

function getLabels(call: Call): Answer {
  const labels = new Set<string>();
  for (const issue of call.state.issues.values())
    if (!issue.hidden) for (const label of issue.labels) labels.add(label);
  const shown = call.user === null ? [] : [...labels].sort();
  return { status: 200, body: page(call, shown, 1000, (label) => label) };
}

const listing =
  (write: (call: Call) => unknown[]) =>
  (call: Call): Answer => ({ status: 200, body: write(call) });

export const siteRoutes: Route[] = [
  { method: 'GET', pattern: 'myself', run: getMyself },
  { method: 'GET', pattern: 'serverInfo', anonymous: true, run: getServerInfo },
  { method: 'GET', pattern: 'user', run: getUser },
  { method: 'GET', pattern: 'user/search', anonymous: true, run: searchUsers },
  { method: 'GET', pattern: 'user/assignable/search', anonymous: true, run: searchAssignable },
  { method: 'GET', pattern: 'mypermissions', anonymous: true, run: getMyPermissions },
  { method: 'GET', pattern: 'field', anonymous: true, run: getFields },
  { method: 'GET', pattern: 'priority', anonymous: true, run: getPriorities },
  { method: 'GET', pattern: 'priority/search', anonymous: true, only: 'cloud', run: searchPriorities },
  {
    method: 'GET',
    pattern: 'status',
    anonymous: true,
    run: listing((call) => call.state.statuses.map((one) => statusJson(call.view, one))),
  },
  {
    method: 'GET',
    pattern: 'statuscategory',
    anonymous: true,
    run: listing((call) => (['new', 'indeterminate', 'done'] as const).map((key) => statusCategory(call.view, key))),
  },
  {
    method: 'GET',
    pattern: 'resolution',
    anonymous: true,
    run: listing((call) => call.state.resolutions.map((one) => resolutionJson(call.view, one))),
  },
  {
    method: 'GET',
    pattern: 'issuetype',
    anonymous: true,
    run: listing((call) => call.state.issueTypes.map((one) => issueTypeJson(call.view, one))),
  },
  { method: 'GET', pattern: 'label', anonymous: true, only: 'cloud', run: getLabels },
];
