// Projects over REST: list, search, one, its statuses, versions and components.
import { page, requireUser } from './call.ts';
import { refuse } from './refusal.ts';
import { componentJson, issueTypeJson, person, projectJson, statusJson, versionOfProject } from './render-names.ts';
import { byId, findProject } from './state.ts';
import type { Answer, Call, Component, IssueType, JsonObject, Project, Route, Version } from './types.ts';

function projectOfPath(call: Call): Project {
  const name = call.params[0] ?? '';
  const project = call.user === null ? undefined : findProject(call.state, name);
  if (project === undefined) throw refuse(404, [`No project could be found with key '${name}'.`]);
  return project;
}

function typesOf(call: Call, project: Project): IssueType[] {
  return project.typeIds.flatMap((id) => byId(call.state.issueTypes, id) ?? []);
}

function summary(call: Call, project: Project): JsonObject {
  const cloud = call.state.edition === 'cloud';
  return {
    ...projectJson(call.view, project.id),
    ...(cloud ? { style: project.style, isPrivate: false, properties: {} } : {}),
  };
}

function componentWhole(call: Call, project: Project, component: Component): JsonObject {
  return {
    ...componentJson(call.view, component),
    assigneeType: 'PROJECT_DEFAULT',
    realAssigneeType: 'PROJECT_DEFAULT',
    isAssigneeTypeValid: false,
    project: project.key,
    projectId: Number(project.id),
  };
}

function getProject(call: Call): Answer {
  const project = projectOfPath(call);
  const body = {
    expand: 'description,lead,issueTypes,url,projectKeys',
    ...summary(call, project),
    description: '',
    lead: person(
      call.view,
      call.state.users.find(({ name }) => name === project.leadId)?.accountId ?? call.state.bridgeAccountId,
    ),
    components: project.components.map((one) => componentJson(call.view, one)),
    issueTypes: typesOf(call, project).map((type) => issueTypeJson(call.view, type)),
    assigneeType: 'UNASSIGNED',
    versions: project.versions.map((one) => versionOfProject(call.view, project, one)),
    roles: {},
  };
  return { status: 200, body };
}

function visibleProjects(call: Call): Project[] {
  return call.user === null ? [] : call.state.projects;
}

/** Measured on Cloud: a dead token gets 200 with an empty page here. */
function searchProjects(call: Call): Answer {
  const wanted = call.query.get('query')?.toLowerCase() ?? '';
  const keys = call.query.getAll('keys');
  const found = visibleProjects(call).filter(
    ({ key, name }) => `${key} ${name}`.toLowerCase().includes(wanted) && (keys.length === 0 || keys.includes(key)),
  );
  return { status: 200, body: page(call, found, 50, (project) => summary(call, project)) };
}

function getProjects(call: Call): Answer {
  return { status: 200, body: visibleProjects(call).map((project) => summary(call, project)) };
}

function getStatuses(call: Call): Answer {
  const statuses = call.state.statuses.map((one) => statusJson(call.view, one));
  const body = typesOf(call, projectOfPath(call)).map((type) => {
    const { self, id, name, subtask } = issueTypeJson(call.view, type);
    return { self, id, name, subtask, statuses };
  });
  return { status: 200, body };
}

function getVersions(call: Call): Answer {
  const project = projectOfPath(call);
  return { status: 200, body: project.versions.map((one) => versionOfProject(call.view, project, one)) };
}

function isWanted(version: Version, statuses: string[]): boolean {
  const status = version.archived ? 'archived' : version.released ? 'released' : 'unreleased';
  return statuses.length === 0 || statuses.includes(status);
}

function pageVersions(call: Call): Answer {
  const project = projectOfPath(call);
  const statuses = (call.query.get('status') ?? '').split(',').filter((one) => one !== '');
  const found = project.versions.filter((one) => isWanted(one, statuses));
  return { status: 200, body: page(call, found, 50, (one) => versionOfProject(call.view, project, one)) };
}

function getVersion(call: Call): Answer {
  requireUser(call);
  for (const project of call.state.projects) {
    const version = byId(project.versions, call.params[0] ?? '');
    if (version !== undefined) return { status: 200, body: versionOfProject(call.view, project, version) };
  }
  throw refuse(404, [`Could not find version for id '${call.params[0]}'`]);
}

function getComponents(call: Call): Answer {
  const project = projectOfPath(call);
  return { status: 200, body: project.components.map((one) => componentWhole(call, project, one)) };
}

export const projectRoutes: Route[] = [
  { method: 'GET', pattern: 'project', anonymous: true, run: getProjects },
  { method: 'GET', pattern: 'project/search', anonymous: true, only: 'cloud', run: searchProjects },
  { method: 'GET', pattern: 'project/:project', anonymous: true, run: getProject },
  { method: 'GET', pattern: 'project/:project/statuses', anonymous: true, run: getStatuses },
  { method: 'GET', pattern: 'project/:project/versions', anonymous: true, run: getVersions },
  { method: 'GET', pattern: 'project/:project/version', anonymous: true, run: pageVersions },
  { method: 'GET', pattern: 'project/:project/components', anonymous: true, run: getComponents },
  { method: 'GET', pattern: 'version/:version', anonymous: true, run: getVersion },
];
