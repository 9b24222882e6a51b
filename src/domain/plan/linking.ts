// Finds which conversations an issue newly names, and what linking one of them entails.
import { urlsIn } from '../document/urls.ts';
import type { IssueSnapshot } from '../issue.ts';
import type { Link, LinkOrigin } from '../link.ts';
import type { DialogDetails } from '../dialog.ts';
import { stateEntries } from '../note.ts';
import { ignored, type Outcome } from '../outcome.ts';
import { type Actor, type ConversationRef, type IssueRef, sameConversation, UNKNOWN_ACTOR } from '../refs.ts';
import type { Rules } from '../rules.ts';
import { readConversationUrl } from '../vendor-urls.ts';
import { changeOf } from '../workflow/change.ts';
import { matchRules } from '../workflow/match-rules.ts';
import { workflowOf } from '../workflow/workflow-of.ts';
import { viewOf } from './apply-rules.ts';
import type { IssueFacts } from './facts.ts';
import type { LinkChange, PlannedAction, RuleTrace } from './plan.ts';
import { issueActions, markActions, noteActions, stateActions, type Target } from './rule-actions.ts';
import { type IssueWishes, noWishes, wish } from './wishes.ts';

interface Mention {
  readonly url: string;
  readonly origin: LinkOrigin;
  /** When it was written; null where that is not known (a field of the issue). */
  readonly at: number | null;
}

export interface NewLinks {
  readonly conversations: readonly { readonly conversation: ConversationRef; readonly origin: LinkOrigin }[];
  /** Why a URL that was seen does not link; the last of them, for an event that does nothing else. */
  readonly refusal: Outcome | null;
}

function mentionsOf(issue: IssueSnapshot, facts: IssueFacts, rules: Rules): Mention[] {
  const inFields = issue.urls.map((url): Mention => ({ url, origin: 'issue_text', at: null }));
  const inComments = facts.comments.flatMap(({ comment, ours }): Mention[] => {
    if (comment === null || ours || comment.ourDelivery !== null) return [];
    if (comment.restrictedTo !== null && !rules.restrictedCommentsFrom.includes(issue.projectKey)) return [];
    return urlsIn(comment.body).map((url) => ({ url, origin: 'comment', at: comment.updatedAt }));
  });
  return [...inFields, ...inComments];
}

/** A link that somebody took away comes back only by a URL written after that. */
function isBlocked(mention: Mention, conversation: ConversationRef, links: readonly Link[]): Outcome | null {
  const same = links.filter((link) => sameConversation(link.conversation, conversation));
  if (same.some((link) => link.unlinkedAt === null)) return ignored('already_linked');
  const ended = same.map((link) => link.unlinkedAt ?? 0);
  if (ended.length === 0) return null;
  return mention.at !== null && mention.at > Math.max(...ended) ? null : ignored('was_unlinked');
}

/** The conversations that the issue names and that are not linked yet. */
export function findNewLinks(issue: IssueSnapshot, facts: IssueFacts, rules: Rules): NewLinks {
  const conversations: { conversation: ConversationRef; origin: LinkOrigin }[] = [];
  let refusal: Outcome | null = null;
  for (const mention of mentionsOf(issue, facts, rules)) {
    const url = readConversationUrl(mention.url, rules.chatSites);
    if (url === null) continue;
    if (url.kind === 'other_host') refusal = ignored('other_host', url.host);
    if (url.kind === 'other_workspace') refusal = ignored('other_workspace', url.workspaceId);
    if (url.kind !== 'ours') continue;
    const { conversation } = url;
    if (conversations.some((other) => sameConversation(other.conversation, conversation))) continue;
    const blocked = isBlocked(mention, conversation, facts.links);
    if (blocked === null) conversations.push({ conversation, origin: mention.origin });
    else if (blocked.reason === 'was_unlinked') refusal = blocked;
  }
  return { conversations, refusal };
}

/**
 * The same pair may be linked from two sides at the same moment, by a URL in the issue and on request: what they do has
 * one name until the link is taken away, so that it is done once.
 */
function nameOf(conversation: ConversationRef, issue: IssueRef, links: readonly Link[]): string {
  const pair = links.filter(
    (link) =>
      sameConversation(link.conversation, conversation) &&
      link.issue.connection === issue.connection &&
      link.issue.issueId === issue.issueId,
  );
  const ended = pair.filter((link) => link.unlinkedAt !== null).map(({ id }) => id);
  const after = ended.toSorted().at(-1) ?? 'first';
  return ['link', conversation.connection, conversation.conversationId, issue.connection, issue.issueId, after].join(
    '/',
  );
}

export interface LinkPlan {
  readonly actions: readonly PlannedAction[];
  readonly trace: RuleTrace;
}

type LinkFacts = Pick<IssueFacts, 'now' | 'conversations' | 'links'> & {
  readonly dialogs?: IssueFacts['dialogs'];
  readonly details?: DialogDetails | null;
};

/** What the connection sets on a linked dialog, unless a rule of the workflow says what linking means. */
function connectionMarks(target: Target, once: string, rules: Rules): PlannedAction[] {
  const { conversation, about } = target;
  const marks = rules.marks[conversation.connection];
  const actions: PlannedAction[] = [];
  if (marks?.attribute != null) {
    const action = { kind: 'set_attribute', conversation, about, name: marks.attribute, value: null } as const;
    actions.push({ once, action });
  }
  if (marks?.tag != null) {
    actions.push({ once, action: { kind: 'tag', conversation, about, tag: marks.tag, remove: false } });
  }
  return actions;
}

/**
 * All that linking means: the note, the link on the issue, the dialog's attribute and tag, or what a rule on `linked`
 * says in place of note and marks. The link on the issue is always put.
 */
export function planLink(
  issue: IssueSnapshot,
  conversation: ConversationRef,
  facts: LinkFacts,
  rules: Rules,
  by: Actor | null = null,
): LinkPlan {
  const about: IssueRef = { connection: issue.connection, issueId: issue.issueId };
  const once = nameOf(conversation, about, facts.links);
  const target: Target = { conversation, about, subject: issue, once: (what) => `${once}${what}` };
  const change = changeOf('linked', issue, issue, by ?? UNKNOWN_ACTOR, { entries: stateEntries(issue) });
  const view = viewOf(conversation, facts.conversations, [
    facts.details ?? null,
    ...Object.values(facts.dialogs ?? {}),
  ]);
  const context = { workflow: workflowOf(issue, rules), rules, now: facts.now, account: null };
  const { rule, own, trace } = matchRules(change, view, context);
  const wishes = noWishes();
  const ofIssue: IssueWishes = new Map();
  if (rule !== null)
    wish(rule, change, view, { by, promise: null }, { dialog: wishes, issue: ofIssue }, rules, facts.now);
  const resolved = issue.status.category === 'done';
  const actions: PlannedAction[] = [
    ...noteActions(wishes, target, rules),
    ...stateActions(wishes, target, facts, rules),
    { once, action: { kind: 'put_remote_link', issue: about, conversation, resolved } },
    ...(own ? [] : connectionMarks(target, once, rules)),
    ...markActions(wishes, target),
    ...issueActions(ofIssue, target, rules),
  ];
  return { actions, trace };
}

/** The change of the ledger that goes with {@link planLink}. */
export function linkChange(
  issue: IssueSnapshot,
  conversation: ConversationRef,
  origin: LinkOrigin,
  by: Actor | null,
): LinkChange {
  const { connection, issueId } = issue;
  return { kind: 'link', conversation, issue: { connection, issueId }, issueKey: issue.key, origin, by };
}
