// What happens to an issue besides edits: created, moved, deleted, commented, attached to; and a version's release.
import { randomUUID } from 'node:crypto';
import { assignValues, changeItem, changesOf, type IssueValues, recordUpdate } from './change-issue.ts';
import { byId, nameOf, nextId, projectOf, reindex } from './state.ts';
import type {
  Attachment,
  ChangeItem,
  Comment,
  Issue,
  JiraState,
  Project,
  RichText,
  User,
  Version,
  Visibility,
} from './types.ts';

function blankIssue(state: JiraState, project: Project, by: User): Issue {
  project.lastNumber += 1;
  const now = state.now();
  return {
    id: nextId(state),
    key: `${project.key}-${project.lastNumber}`,
    formerKeys: [],
    projectId: project.id,
    typeId: project.typeIds[0] ?? '',
    statusId: state.statuses[0]?.id ?? '',
    summary: '',
    description: null,
    environment: null,
    priorityId: project.screen.includes('priority') ? '3' : null,
    resolutionId: null,
    resolved: null,
    categoryChanged: now,
    assigneeId: null,
    reporterId: by.accountId,
    creatorId: by.accountId,
    labels: [],
    componentIds: [],
    fixVersionIds: [],
    duedate: null,
    custom: new Map(),
    created: now,
    updated: now,
    comments: [],
    remoteLinks: [],
    attachments: [],
    histories: [],
    properties: new Map(),
    hidden: false,
  };
}

/** Recorded: creation lists all that was set, by whom too, and calls the status `Status`, with a capital letter. */
function creationItems(state: JiraState, issue: Issue, values: IssueValues): ChangeItem[] {
  const { typeId, ...listed } = { priorityId: issue.priorityId, reporterId: issue.reporterId, ...values };
  const items = changesOf(state, { ...issue, priorityId: null, reporterId: '' }, listed);
  const status = byId(state.statuses, issue.statusId);
  const toText = status === undefined ? null : nameOf(state, status);
  items.splice(1, 0, changeItem('Status', 'status', { to: issue.statusId, toText }));
  return items;
}

export function createIssue(
  state: JiraState,
  project: Project,
  by: User,
  values: IssueValues,
  properties: [string, unknown][] = [],
): Issue {
  const issue = blankIssue(state, project, by);
  const items = creationItems(state, issue, values);
  assignValues(issue, values);
  for (const [key, value] of properties) issue.properties.set(key, value);
  state.issues.set(issue.id, issue);
  state.keys.set(issue.key, issue.id);
  reindex(state, issue);
  const history = { id: nextId(state), authorId: by.accountId, created: issue.created, items };
  state.emit({ kind: 'issue_created', issue, by, history });
  return issue;
}

/** The issue keeps its id and gets the next key of the other project; the old key goes on leading to it. */
export function moveIssue(state: JiraState, issue: Issue, by: User, to: Project): void {
  const from = projectOf(state, issue.projectId);
  const oldKey = issue.key;
  to.lastNumber += 1;
  issue.formerKeys.push(oldKey);
  issue.key = `${to.key}-${to.lastNumber}`;
  issue.projectId = to.id;
  issue.componentIds = [];
  issue.fixVersionIds = [];
  state.keys.set(issue.key, issue.id);
  const items = [
    changeItem('project', 'project', { from: from.id, fromText: from.name, to: to.id, toText: to.name }),
    changeItem('Key', 'Key', { fromText: oldKey, toText: issue.key }),
  ];
  recordUpdate(state, issue, by, items, 'issue_moved');
}

/** The comments are reported as deleted too, later. */
export function deleteIssue(state: JiraState, issue: Issue, by: User): void {
  state.issues.delete(issue.id);
  state.index.delete(issue.id);
  for (const key of [issue.key, ...issue.formerKeys]) state.keys.delete(key);
  state.emit({ kind: 'issue_deleted', issue, by });
  for (const comment of issue.comments) {
    state.emit({ kind: 'comment', verb: 'deleted', issue, comment, by, cascade: true });
  }
}

export interface NewComment {
  body: RichText;
  visibility?: Visibility | null;
  internal?: boolean;
  properties?: [string, unknown][];
}

export function addComment(state: JiraState, issue: Issue, by: User, given: NewComment): Comment {
  const now = state.now();
  const properties = new Map(given.properties ?? []);
  const mark = properties.get('sd.public.comment') as { internal?: boolean } | undefined;
  const comment: Comment = {
    id: nextId(state),
    authorId: by.accountId,
    updateAuthorId: by.accountId,
    body: given.body,
    created: now,
    updated: now,
    visibility: given.visibility ?? null,
    internal: given.internal ?? mark?.internal === true,
    properties,
  };
  issue.comments.push(comment);
  touch(state, issue);
  state.emit({ kind: 'comment', verb: 'created', issue, comment, by });
  return comment;
}

function touch(state: JiraState, issue: Issue): void {
  issue.updated = state.now();
  reindex(state, issue);
}

export function editComment(
  state: JiraState,
  issue: Issue,
  by: User,
  comment: Comment,
  change: { body?: RichText; visibility?: Visibility | null },
): void {
  if (change.body !== undefined) comment.body = change.body;
  if (change.visibility !== undefined) comment.visibility = change.visibility;
  comment.updateAuthorId = by.accountId;
  // Two edits within one millisecond must still differ: `updated` is how an edit is told from a repeat.
  comment.updated = Math.max(state.now(), comment.updated + 1);
  touch(state, issue);
  state.emit({ kind: 'comment', verb: 'updated', issue, comment, by });
}

export function deleteComment(state: JiraState, issue: Issue, by: User, comment: Comment): void {
  issue.comments.splice(issue.comments.indexOf(comment), 1);
  touch(state, issue);
  state.emit({ kind: 'comment', verb: 'deleted', issue, comment, by });
}

export function attachFile(
  state: JiraState,
  issue: Issue,
  by: User,
  file: { filename: string; mimeType: string; content: Buffer },
): Attachment {
  const attachment = {
    ...file,
    id: nextId(state),
    created: state.now(),
    authorId: by.accountId,
    mediaId: randomUUID(),
  };
  issue.attachments.push(attachment);
  state.emit({ kind: 'attachment_created', issue, attachment, by });
  const item = changeItem('Attachment', 'attachment', { to: attachment.id, toText: attachment.filename });
  recordUpdate(state, issue, by, [item], 'issue_updated');
  return attachment;
}

export function releaseVersion(state: JiraState, project: Project, version: Version): void {
  version.released = true;
  version.releaseDate = new Date(state.now()).toISOString().slice(0, 10);
  state.emit({ kind: 'version_released', project, version });
}
