// Says in Deskbridge's own words what a Jira webhook tells.
import type { Unreadable } from '../../application/ports.ts';
import type { BridgeEvent, IssueCommented } from '../../domain/event.ts';
import type { IssueChange } from '../../domain/issue.ts';
import type { Actor } from '../../domain/refs.ts';
import { readChanges } from './changelog.ts';
import { findConversationUrls } from './find-urls.ts';
import { actorOf } from './people.ts';
import { type Payload, readPayload } from './webhook-payload.ts';

/**
 * Known events that change nothing a dialog is told; of versions only the release does. `attachment_*` are among them because they often name no issue, and
 * the same attachment always comes in a `jira:issue_updated` too.
 */
const NOT_MIRRORED =
  /^(jira:)?(worklog|issuelink|issue_link|issue_property|version|project|user|sprint|board|option|attachment|component|filter)_/;

/**
 * Stands for a comment that came together with changes of fields (a transition with a comment): an event says one thing,
 * so it is `issue_changed` with this change at the end, and whoever sees `vendorField` 'comment' reads the newest comments.
 */
const WITH_COMMENT: IssueChange = { field: 'other', vendorField: 'comment', from: null, to: null };

type What = IssueCommented['what'];

/** Reads a webhook of either edition; never throws. `ourAccountId` is the bridge's own account, where known. */
export function readEvent(raw: unknown, connection: string, ourAccountId: string | null): BridgeEvent | Unreadable {
  const payload = readPayload(raw);
  if (payload === null) return { kind: 'unreadable', why: describeNonObject(raw) };
  const { name, issueId } = payload;
  if (name === 'jira:version_released') return readRelease(payload, connection);
  if (name !== null && NOT_MIRRORED.test(name)) return { kind: 'nothing_follows', reason: 'not_mirrored', name };
  const said = whatIsSaid(payload);
  if (said === 'unknown') return { kind: 'nothing_follows', reason: 'unknown_event', name: name ?? '' };
  if (issueId === null) return { kind: 'unreadable', why: describeMissingIssue(payload) };
  const issue = { connection, issueId, key: payload.issueKey };
  return say(said, payload, { issue, at: payload.at, conversationUrls: findConversationUrls(raw) }, ourAccountId);
}

function readRelease({ version, at }: Payload, connection: string): BridgeEvent | Unreadable {
  if (version?.id === undefined)
    return { kind: 'unreadable', why: 'jira:version_released does not tell which version it is about.' };
  const { id, name = id, projectId = null } = version;
  return { kind: 'version_released', connection, projectId, version: { id, name }, at };
}

type Said = 'changed' | 'created' | 'deleted' | 'unknown' | { comment: What };

function whatIsSaid(payload: Payload): Said {
  switch (payload.name) {
    case 'jira:issue_created':
      return 'created';
    case 'jira:issue_deleted':
      return 'deleted';
    case 'comment_created':
      return { comment: 'added' };
    case 'comment_updated':
      return { comment: 'edited' };
    case 'comment_deleted':
      return { comment: 'deleted' };
    case 'jira:issue_updated':
    case 'jira:issue_moved':
      return whatWasUpdated(payload);
    case null:
      return 'changed';
    default:
      return 'unknown';
  }
}

function whatWasUpdated(payload: Payload): Said {
  if (readChanges(payload.items).length > 0) return 'changed';
  if (payload.type === 'issue_comment_deleted') return { comment: 'deleted' };
  const { comment } = payload;
  if (comment?.id === undefined) return 'changed';
  if (payload.type === 'issue_comment_edited') return { comment: 'edited' };
  if (payload.type === 'issue_commented') return { comment: 'added' };
  // Old servers send no type: an edited comment is one whose times differ.
  return { comment: comment.updated === comment.created ? 'added' : 'edited' };
}

function say(
  said: Exclude<Said, 'unknown'>,
  payload: Payload,
  base: Pick<IssueCommented, 'issue' | 'at' | 'conversationUrls'>,
  ourAccountId: string | null,
): BridgeEvent {
  const user = actorOf(payload.user, ourAccountId);
  if (typeof said === 'object') {
    const by = payload.user === undefined ? actorOfComment(payload, said.comment, ourAccountId) : user;
    return { kind: 'issue_commented', ...base, by, what: said.comment, commentId: payload.comment?.id ?? null };
  }
  if (said === 'deleted') return { kind: 'issue_deleted', ...base, by: user };
  const changes = readChanges(payload.items);
  if (payload.comment !== undefined || payload.type === 'issue_commented') changes.push(WITH_COMMENT);
  return { kind: 'issue_changed', ...base, by: user, created: said === 'created', changes };
}

/** Cloud's comment events hold no `user`, and do not tell who deleted a comment: its author need not be the one. */
function actorOfComment(payload: Payload, what: What, ourAccountId: string | null): Actor {
  if (what === 'deleted') return actorOf(undefined);
  const { author, updateAuthor } = payload.comment ?? {};
  return actorOf(what === 'edited' ? (updateAuthor ?? author) : author, ourAccountId);
}

function describeNonObject(raw: unknown): string {
  if (raw === undefined || raw === null) {
    return 'The webhook came without a body: switch "Exclude body" off in the settings of the webhook in Jira.';
  }
  return `The body is ${Array.isArray(raw) ? 'a list' : `a ${typeof raw}`}, not an object as Jira sends it.`;
}

function describeMissingIssue(payload: Payload): string {
  const name = payload.name ?? 'a payload without a name';
  if (payload.issueKey !== null) {
    return `${name} names the issue ${payload.issueKey} by its key alone; its numeric id is needed. In Jira Automation, choose "Issue data" as the body of the web request.`;
  }
  if (payload.name === null) return 'Nothing in the body looks like a Jira webhook: no event name and no issue.';
  return `${name} does not tell which issue it is about.`;
}
