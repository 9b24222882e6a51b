// The site's memory: making an empty site, taking ids, finding things in it, and keeping the search index behind it.
import type { Edition, IndexEntry, Issue, JiraState, Named, Project, User } from './types.ts';

/** An empty site: `seedState` fills it. */
export function createState(edition: Edition): JiraState {
  return {
    edition,
    language: 'en',
    baseUrl: '',
    users: [],
    bridgeAccountId: '',
    statuses: [],
    priorities: [],
    resolutions: [],
    issueTypes: [],
    fields: [],
    projects: [],
    issues: new Map(),
    keys: new Map(),
    index: new Map(),
    pendingIndex: [],
    indexLagMs: 0,
    commentLimit: 5000,
    uploadLimit: 10_485_760,
    transitionConflicts: new Map(),
    sequence: 10_000,
    now: () => Date.now(),
    emit: () => undefined,
  };
}

export function nextId(state: JiraState): string {
  state.sequence += 1;
  return String(state.sequence);
}

export function nameOf(state: JiraState, named: Named): string {
  return state.language === 'ru' ? named.russian : named.name;
}

/** By account id, user name or e-mail address. */
export function findUser(state: JiraState, id: string): User | undefined {
  return state.users.find((user) => user.accountId === id || user.name === id || user.emailAddress === id);
}

export function userOf(state: JiraState, accountId: string): User {
  const user = findUser(state, accountId);
  if (user === undefined) throw new Error(`the simulated site has no user ${accountId}`);
  return user;
}

export function bridgeUser(state: JiraState): User {
  return userOf(state, state.bridgeAccountId);
}

export function findProject(state: JiraState, idOrKey: string): Project | undefined {
  return state.projects.find((project) => project.id === idOrKey || project.key === idOrKey);
}

export function projectOf(state: JiraState, id: string): Project {
  const project = findProject(state, id);
  if (project === undefined) throw new Error(`the simulated site has no project ${id}`);
  return project;
}

export function byId<T extends { id: string }>(list: T[], id: string | null): T | undefined {
  return id === null ? undefined : list.find((one) => one.id === id);
}

/** The fields on the create and edit screens of this type of issue. */
export function screenOf(project: Project, typeId: string | null | undefined): string[] {
  return [...project.screen, ...(project.screenByType[typeId ?? ''] ?? [])];
}

/** The fields that such an issue must have, besides summary, project and issuetype. */
export function requiredOf(project: Project, typeId: string | null | undefined): string[] {
  return [...project.required, ...(project.requiredByType[typeId ?? ''] ?? [])];
}

/** By id or by any key the issue has or had, in any case of letters. */
export function findIssue(state: JiraState, idOrKey: string): Issue | undefined {
  return state.issues.get(idOrKey) ?? state.issues.get(state.keys.get(idOrKey.toUpperCase()) ?? '');
}

/** What the search index would hold of this issue now; its words are looked up in the issue itself. */
export function indexEntry(issue: Issue): IndexEntry {
  const { id, projectId, typeId, statusId, priorityId, resolutionId, assigneeId, reporterId } = issue;
  const { labels, fixVersionIds, created, updated } = issue;
  return {
    id,
    projectId,
    typeId,
    statusId,
    priorityId,
    resolutionId,
    assigneeId,
    reporterId,
    labels,
    fixVersionIds,
    created,
    updated,
  };
}

/** Notes that an issue changed, so that search learns of it after the lag. */
export function reindex(state: JiraState, issue: Issue): void {
  if (state.indexLagMs === 0) state.index.set(issue.id, indexEntry(issue));
  else state.pendingIndex.push({ at: state.now() + state.indexLagMs, entry: indexEntry(issue) });
}

/** Lets search learn what is due. */
export function catchUpIndex(state: JiraState): void {
  const now = state.now();
  let due = 0;
  for (const pending of state.pendingIndex) {
    if (pending.at > now) break;
    state.index.set(pending.entry.id, pending.entry);
    due += 1;
  }
  if (due > 0) state.pendingIndex.splice(0, due);
}
