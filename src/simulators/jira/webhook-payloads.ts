// The bodies of Jira's webhooks, per edition, in the shapes of recorded deliveries. Rich text is wiki markup on both.
import { attachmentJson, commentJson } from './render-comment.ts';
import { changeJson, fieldsOf, WHOLE } from './render-issue.ts';
import { apiUrl, person, versionOfProject } from './render-names.ts';
import type { Change, History, Issue, JiraState, JsonObject, View } from './types.ts';

export interface Hook {
  event: string;
  flow: 'Primary' | 'Secondary';
  issueKey: string | null;
  payload: JsonObject;
}

export type CommentEvents = 'both' | 'comment' | 'issue';

/** Seen in recorded Cloud comment events: the issue is trimmed to these fields. */
const TRIMMED = ['summary', 'issuetype', 'project', 'assignee', 'priority', 'status'];
/** Recorded issue events of Cloud have no comments, but its deletions and Data Center's events have. */
const WITHOUT_COMMENTS = { ...WHOLE, fields: ['-comment'] };

function issuePart(view: View, issue: Issue, part: 'whole' | 'commentless' | 'trimmed'): JsonObject {
  const choice = { whole: WHOLE, commentless: WITHOUT_COMMENTS, trimmed: { ...WHOLE, fields: TRIMMED } }[part];
  return {
    id: issue.id,
    // Recorded in 2021: the self of a trimmed issue lacks the word `issue`.
    self: apiUrl(view, part === 'trimmed' ? issue.id : `issue/${issue.id}`),
    key: issue.key,
    fields: fieldsOf(view, issue, null, choice),
  };
}

/** Recorded on Cloud, March 2026: people's items say the account ids once more. */
function changelogPart(view: View, history: History): JsonObject {
  const items = history.items.map((item) => {
    const written = changeJson(view, item);
    if (view.state.edition === 'data-center' || !['assignee', 'reporter'].includes(item.fieldId)) return written;
    return { ...written, tmpFromAccountId: item.from, tmpToAccountId: item.to };
  });
  return { id: history.id, items };
}

function issueHook(view: View, change: Extract<Change, { issue: Issue }>, extra: JsonObject): Hook {
  const event =
    change.kind === 'comment' || change.kind === 'attachment_created' ? 'jira:issue_updated' : `jira:${change.kind}`;
  const { type, ...rest } = extra;
  const commentless = view.state.edition === 'cloud' && change.kind !== 'issue_deleted';
  const bulk = change.kind === 'issue_updated' && change.bulk === true;
  return {
    event,
    flow: bulk ? 'Secondary' : 'Primary',
    issueKey: change.issue.key,
    payload: {
      timestamp: view.state.now(),
      webhookEvent: event,
      ...(type === undefined ? {} : { issue_event_type_name: type }),
      user: person(view, change.by.accountId),
      issue: issuePart(view, change.issue, commentless ? 'commentless' : 'whole'),
      ...rest,
      ...(bulk ? { bulkOperationMetaData: { sendMail: true } } : {}),
    },
  };
}

/** Recorded: Cloud lists on creation what was set; Data Center does not. */
function createdChangelog(view: View, history: History): JsonObject {
  return view.state.edition === 'cloud' ? { changelog: changelogPart(view, history) } : {};
}

const COMMENT_TYPES = { created: 'issue_commented', updated: 'issue_comment_edited', deleted: 'issue_comment_deleted' };

function bareCommentHook(view: View, change: Extract<Change, { kind: 'comment' }>): Hook {
  const { verb, issue, comment, by } = change;
  const cloud = view.state.edition === 'cloud';
  const event = `comment_${verb}`;
  return {
    event,
    flow: change.cascade === true ? 'Secondary' : 'Primary',
    issueKey: issue.key,
    payload: {
      timestamp: view.state.now(),
      webhookEvent: event,
      ...(!cloud && verb !== 'created' ? { user: person(view, by.accountId) } : {}),
      comment: commentPart(view, change, comment.internal),
      ...(cloud ? { issue: issuePart(view, issue, 'trimmed') } : {}),
    },
  };
}

/** Reported from live sites: `jsdPublic` says true here even for an internal comment. */
function commentPart(view: View, change: Extract<Change, { kind: 'comment' }>, internal: boolean): JsonObject {
  const written = commentJson(view, change.issue, change.comment);
  return internal && view.state.edition === 'cloud' ? { ...written, jsdPublic: true } : written;
}

function commentHooks(view: View, change: Extract<Change, { kind: 'comment' }>, wanted: CommentEvents): Hook[] {
  const hooks: Hook[] = [];
  if (wanted !== 'issue' || change.cascade === true) hooks.push(bareCommentHook(view, change));
  if (wanted !== 'comment' && change.cascade !== true) {
    const part = change.verb === 'deleted' ? {} : { comment: commentPart(view, change, change.comment.internal) };
    hooks.push(issueHook(view, change, { type: COMMENT_TYPES[change.verb], ...part }));
  }
  return hooks;
}

function attachmentHook(view: View, change: Extract<Change, { kind: 'attachment_created' }>): Hook {
  const event = 'attachment_created';
  const attachment = attachmentJson(view, change.attachment);
  const payload = { timestamp: view.state.now(), webhookEvent: event, attachment };
  return { event, flow: 'Primary', issueKey: change.issue.key, payload };
}

function versionHook(view: View, change: Extract<Change, { kind: 'version_released' }>): Hook {
  const event = 'jira:version_released';
  const version = versionOfProject(view, change.project, change.version);
  return {
    event,
    flow: 'Primary',
    issueKey: null,
    payload: { timestamp: view.state.now(), webhookEvent: event, version },
  };
}

/** The webhooks that one change makes, in the order in which Jira sends them. */
export function hooksOf(state: JiraState, change: Change, wanted: CommentEvents): Hook[] {
  const view: View = { state, api: 2 };
  switch (change.kind) {
    case 'issue_created':
      return [issueHook(view, change, { type: 'issue_created', ...createdChangelog(view, change.history) })];
    case 'issue_updated':
      return [issueHook(view, change, { type: change.typeName, changelog: changelogPart(view, change.history) })];
    case 'issue_deleted':
      return [issueHook(view, change, {})];
    case 'comment':
      return commentHooks(view, change, wanted);
    case 'attachment_created':
      return [attachmentHook(view, change)];
    default:
      return [versionHook(view, change)];
  }
}
