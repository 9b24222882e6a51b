// Reads the simulated vendors as the demo's page shows them: dialogs as an inbox, issues as a board.
import { readAdf } from '../domain/document/read-adf.ts';
import { toPlainText } from '../domain/document/plain-text.ts';
import type { Conversation, IntercomSimulator, Part } from '../simulators/intercom/index.ts';
import type { Issue as SimulatedIssue, JiraSimulator, JiraState } from '../simulators/jira/index.ts';
import { byId, nameOf } from '../simulators/jira/state.ts';
import { transitionsOf } from '../simulators/jira/workflow.ts';
import type { Dialog, DialogPart, Issue, IssueComment, IssueStatus, PartEvent, PartKind } from './page/demo-state.ts';
import { dialogUrl } from './sample-data.ts';

const EVENTS: Readonly<Record<string, PartEvent>> = {
  close: 'closed',
  open: 'opened',
  snoozed: 'snoozed',
  timer_unsnooze: 'unsnoozed',
  assignment: 'assigned',
  assign_and_reopen: 'opened',
};

function kindOf(part: Part, bridgeAdminId: string): PartKind {
  if (part.partType === 'note') return part.author.id === bridgeAdminId ? 'bridge_note' : 'note';
  return part.author.type === 'admin' ? 'teammate' : 'customer';
}

/** A part as the page shows it: a state change with a text is two. */
function toParts(part: Part, bridgeAdminId: string): DialogPart[] {
  const author = part.author.name ?? '';
  const event = EVENTS[part.partType] ?? null;
  const shared = { author, at: part.createdAt * 1000 };
  const shown: DialogPart[] = [];
  if (part.body !== null && part.body !== '') {
    shown.push({ ...shared, id: part.id, kind: kindOf(part, bridgeAdminId), html: part.body, event: null });
  }
  if (event !== null) shown.push({ ...shared, id: `${part.id}-event`, kind: 'event', html: '', event });
  return shown;
}

function countUnread(parts: readonly DialogPart[]): number {
  const lastReply = parts.findLastIndex((part) => part.kind === 'teammate');
  return parts.slice(lastReply + 1).filter((part) => part.kind === 'customer').length;
}

function toDialog(conversation: Conversation, intercom: IntercomSimulator, bridgeAdminId: string): Dialog {
  const { id, source, state, createdAt } = conversation;
  const first: DialogPart = {
    id: source.id,
    kind: 'customer',
    author: source.author.name ?? '',
    html: source.body,
    event: null,
    at: createdAt * 1000,
  };
  const parts = [first, ...conversation.parts.flatMap((part) => toParts(part, bridgeAdminId))];
  const title = conversation.title ?? source.subject;
  const url = dialogUrl(intercom, id);
  return { id, title, customer: first.author, state, url, unread: state === 'closed' ? 0 : countUnread(parts), parts };
}

/** All dialogs, in the order in which they began to exist here. */
export function readDialogs(intercom: IntercomSimulator, bridgeAdminId: string): Dialog[] {
  return [...intercom.state.conversations.values()].map((one) => toDialog(one, intercom, bridgeAdminId));
}

function statusOf(state: JiraState, statusId: string): IssueStatus {
  const status = byId(state.statuses, statusId);
  if (status === undefined) throw new Error(`the simulated Jira has no status ${statusId}`);
  return { id: status.id, name: nameOf(state, status), category: status.category };
}

function displayName(state: JiraState, accountId: string | null): string | null {
  return state.users.find((user) => user.accountId === accountId)?.displayName ?? null;
}

function toComment(state: JiraState, comment: SimulatedIssue['comments'][number]): IssueComment {
  return {
    id: comment.id,
    author: displayName(state, comment.authorId) ?? '',
    text: toPlainText(readAdf(comment.body)),
    at: comment.created,
    fromSupport: comment.authorId === state.bridgeAccountId,
  };
}

function toIssue(state: JiraState, issue: SimulatedIssue, linkedDialogs: readonly string[]): Issue {
  const priority = byId(state.priorities, issue.priorityId);
  return {
    id: issue.id,
    key: issue.key,
    url: `${state.baseUrl}/browse/${issue.key}`,
    type: byId(state.issueTypes, issue.typeId)?.name ?? '',
    summary: issue.summary,
    description: issue.description === null ? '' : toPlainText(readAdf(issue.description)),
    status: statusOf(state, issue.statusId),
    priority: priority === undefined ? null : nameOf(state, priority),
    assignee: displayName(state, issue.assigneeId),
    linkedDialogs,
    comments: issue.comments.map((comment) => toComment(state, comment)),
    canMoveTo: transitionsOf(state, issue).map((transition) => transition.to.id),
  };
}

/** All issues, oldest first, with the dialogs that the bridge has linked to each. */
export function readIssues(jira: JiraSimulator, dialogsOf: (issueId: string) => readonly string[]): Issue[] {
  return [...jira.state.issues.values()].map((issue) => toIssue(jira.state, issue, dialogsOf(issue.id)));
}

/** What a visitor can choose from. */
export function readChoices(jira: JiraSimulator) {
  const { state } = jira;
  return {
    statuses: state.statuses.map((status) => statusOf(state, status.id)),
    priorities: state.priorities.map((priority) => nameOf(state, priority)),
    people: state.users.filter((user) => user.accountId !== state.bridgeAccountId).map((user) => user.displayName),
  };
}
