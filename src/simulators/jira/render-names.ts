// Writes people, statuses, priorities, projects and the like as the REST API of each edition does.
import { byId, nameOf, projectOf, userOf } from './state.ts';
import type { Component, IssueType, JsonObject, Named, Project, Status, User, Version, View } from './types.ts';

const CATEGORIES = {
  new: { id: 2, colorName: 'blue-gray', name: 'To Do', russian: 'К выполнению' },
  indeterminate: { id: 4, colorName: 'yellow', name: 'In Progress', russian: 'В работе' },
  done: { id: 3, colorName: 'green', name: 'Done', russian: 'Готово' },
};

/** Atlassian writes times with milliseconds and an offset without a colon. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}

export function apiUrl(view: View, path: string): string {
  return `${view.state.baseUrl}/rest/api/${view.api}/${path}`;
}

function avatarUrls(view: View, path: string): JsonObject {
  const url = `${view.state.baseUrl}${path}`;
  return {
    '48x48': url,
    '24x24': `${url}&size=small`,
    '16x16': `${url}&size=xsmall`,
    '32x32': `${url}&size=medium`,
  };
}

/** A person; Cloud hides the e-mail address from others, so it comes only when asked for. */
export function person(view: View, accountId: string, withEmail = false): JsonObject {
  const user = userOf(view.state, accountId);
  const common = {
    avatarUrls: avatarUrls(view, `/secure/useravatar?avatarId=${user.name}`),
    displayName: user.displayName,
    active: user.active,
    timeZone: user.timeZone,
  };
  if (view.state.edition === 'data-center') {
    return {
      self: apiUrl(view, `user?username=${encodeURIComponent(user.name)}`),
      name: user.name,
      key: user.name,
      emailAddress: user.emailAddress,
      ...common,
    };
  }
  return {
    self: apiUrl(view, `user?accountId=${user.accountId}`),
    accountId: user.accountId,
    ...(withEmail ? { emailAddress: user.emailAddress } : {}),
    ...common,
    accountType: user.accountType,
  };
}

export function maybePerson(view: View, accountId: string | null): JsonObject | null {
  return accountId === null ? null : person(view, accountId);
}

/** The answer of /myself and /user: the person with locale, groups and roles. */
export function wholePerson(view: View, user: User): JsonObject {
  return {
    ...person(view, user.accountId, true),
    locale: view.state.language === 'ru' ? 'ru_RU' : 'en_US',
    groups: { size: user.groups.length, items: [] },
    applicationRoles: { size: 1, items: [] },
    expand: 'groups,applicationRoles',
  };
}

export function statusCategory(view: View, key: Status['category']): JsonObject {
  const { id, colorName, name, russian } = CATEGORIES[key];
  return {
    self: apiUrl(view, `statuscategory/${id}`),
    id,
    key,
    colorName,
    name: view.state.language === 'ru' ? russian : name,
  };
}

export function statusJson(view: View, status: Status): JsonObject {
  return {
    self: apiUrl(view, `status/${status.id}`),
    description: status.description,
    iconUrl: `${view.state.baseUrl}/images/icons/statuses/generic.png`,
    name: nameOf(view.state, status),
    id: status.id,
    statusCategory: statusCategory(view, status.category),
  };
}

export function statusById(view: View, id: string): JsonObject | null {
  const status = byId(view.state.statuses, id);
  return status === undefined ? null : statusJson(view, status);
}

export function priorityJson(view: View, priority: Named): JsonObject {
  return {
    self: apiUrl(view, `priority/${priority.id}`),
    iconUrl: `${view.state.baseUrl}/images/icons/priorities/${priority.name.toLowerCase()}.svg`,
    name: nameOf(view.state, priority),
    id: priority.id,
  };
}

export function resolutionJson(view: View, resolution: Named): JsonObject {
  return {
    self: apiUrl(view, `resolution/${resolution.id}`),
    id: resolution.id,
    description: resolution.description,
    name: nameOf(view.state, resolution),
  };
}

export function issueTypeJson(view: View, type: IssueType): JsonObject {
  return {
    self: apiUrl(view, `issuetype/${type.id}`),
    id: type.id,
    description: type.description,
    iconUrl: `${view.state.baseUrl}/secure/viewavatar?size=medium&avatarId=10315&avatarType=issuetype`,
    name: type.name,
    subtask: false,
    avatarId: 10_315,
    ...(view.state.edition === 'cloud' ? { hierarchyLevel: 0 } : {}),
  };
}

export function componentJson(view: View, component: Component): JsonObject {
  return { self: apiUrl(view, `component/${component.id}`), id: component.id, name: component.name };
}

/** A version inside an issue's fields. */
export function versionJson(view: View, version: Version): JsonObject {
  return {
    self: apiUrl(view, `version/${version.id}`),
    id: version.id,
    description: version.description,
    name: version.name,
    archived: version.archived,
    released: version.released,
    ...(version.releaseDate === null ? {} : { releaseDate: version.releaseDate }),
  };
}

/** A version with its project, as the project's resources and the webhooks have it. */
export function versionOfProject(view: View, project: Project, version: Version): JsonObject {
  const shown = version.releaseDate === null ? {} : { userReleaseDate: version.releaseDate };
  return { ...versionJson(view, version), overdue: false, ...shown, projectId: Number(project.id) };
}

/** A project inside an issue's fields. */
export function projectJson(view: View, projectId: string): JsonObject {
  const project = projectOf(view.state, projectId);
  return {
    self: apiUrl(view, `project/${project.id}`),
    id: project.id,
    key: project.key,
    name: project.name,
    projectTypeKey: 'software',
    ...(view.state.edition === 'cloud' ? { simplified: project.style === 'next-gen' } : {}),
    avatarUrls: avatarUrls(view, '/secure/projectavatar?avatarId=10324'),
  };
}
