// Finds which conversations an issue newly names, and what linking one of them entails.
import { urlsIn } from '../document/urls.ts';
import type { IssueSnapshot } from '../issue.ts';
import type { Link, LinkOrigin } from '../link.ts';
import { composeNote, stateEntries } from '../note.ts';
import { ignored, type Outcome } from '../outcome.ts';
import { type Actor, type ConversationRef, type IssueRef, sameConversation } from '../refs.ts';
import type { Rules } from '../rules.ts';
import { readConversationUrl } from '../vendor-urls.ts';
import type { IssueFacts } from './facts.ts';
import type { LinkChange, PlannedAction } from './plan.ts';
import { keepAsleep } from './sleep.ts';

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

/** All that linking means: the note, the link on the issue, the dialog's attribute and tag. */
export function linkActions(
  issue: IssueSnapshot,
  conversation: ConversationRef,
  facts: Pick<IssueFacts, 'now' | 'conversations' | 'links'>,
  rules: Rules,
): PlannedAction[] {
  const about: IssueRef = { connection: issue.connection, issueId: issue.issueId };
  const marks = rules.marks[conversation.connection];
  const once = nameOf(conversation, about, facts.links);
  const actions: PlannedAction[] = [
    {
      once,
      action: { kind: 'add_note', conversation, about, body: composeNote(issue, stateEntries(issue), rules.locale) },
    },
    ...keepAsleep(conversation, about, facts, rules),
    {
      once,
      action: { kind: 'put_remote_link', issue: about, conversation, resolved: issue.status.category === 'done' },
    },
  ];
  if (marks?.attribute != null) {
    const action = { kind: 'set_attribute', conversation, about, name: marks.attribute, value: null } as const;
    actions.push({ once, action });
  }
  if (marks?.tag != null) {
    actions.push({ once, action: { kind: 'tag', conversation, about, tag: marks.tag, remove: false } });
  }
  return actions;
}

/** The change of the ledger that goes with {@link linkActions}. */
export function linkChange(
  issue: IssueSnapshot,
  conversation: ConversationRef,
  origin: LinkOrigin,
  by: Actor | null,
): LinkChange {
  const { connection, issueId } = issue;
  return { kind: 'link', conversation, issue: { connection, issueId }, issueKey: issue.key, origin, by };
}
