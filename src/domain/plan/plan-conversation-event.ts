// Decides what follows from one event of a conversation: a teammate's note, a request for a link, a change of state.
import type {
  ConversationChanged,
  ConversationDeleted,
  ConversationNoted,
  IssueCreatedByUs,
  IssueRefused,
  IssueRequested,
  LinkRequested,
  MessageSent,
  ReminderAsked,
  ReminderDue,
  UnlinkRequested,
} from '../event.ts';
import type { Document } from '../document/document.ts';
import { toPlainText } from '../document/plain-text.ts';
import type { IssueSnapshot } from '../issue.ts';
import type { Link } from '../link.ts';
import { answerNote } from '../note.ts';
import { prefixLength, readNoteAsk } from '../note-ask.ts';
import { readNoteCommand } from '../note-command.ts';
import { done, ignored, type Outcome } from '../outcome.ts';
import type { ConversationRef, IssueRef } from '../refs.ts';
import type { Rules } from '../rules.ts';
import { textsOf } from '../texts/texts.ts';
import { withSummariesDue } from '../summary/summary-due.ts';
import { prefixesOf } from '../workflow/workflow-of.ts';
import { developerComment } from './developer-comment.ts';
import type { ConversationFacts } from './facts.ts';
import { linkChange, planLink } from './linking.ts';
import { planDialogChange } from './plan-dialog-change.ts';
import { planIssueCreated, planIssueRefused, planIssueRequested } from './plan-new-issue.ts';
import { planMessageSent } from './plan-message-sent.ts';
import { planNoteCommand } from './plan-note-command.ts';
import { clearedPromises, planReminderAsked, planReminderDue } from './plan-reminder.ts';
import { type LinkChange, NO_PLAN, type Plan, type PlannedAction, type RuleTrace } from './plan.ts';
import { planUnlink } from './unlinking.ts';

export type AnyConversationEvent =
  | ConversationNoted
  | ConversationChanged
  | ConversationDeleted
  | LinkRequested
  | UnlinkRequested
  | IssueRequested
  | IssueCreatedByUs
  | IssueRefused
  | ReminderAsked
  | ReminderDue
  | MessageSent;

const sameIssue = (a: IssueRef, b: IssueRef): boolean => a.connection === b.connection && a.issueId === b.issueId;

function activeLinks(facts: ConversationFacts): readonly Link[] {
  return facts.links.filter((link) => link.unlinkedAt === null);
}

function answer(event: ConversationNoted, sentence: string): PlannedAction {
  const { conversation, part } = event;
  return {
    once: `answer/${conversation.connection}/${conversation.conversationId}/${part.id}`,
    action: { kind: 'add_note', conversation, about: null, body: answerNote(sentence) },
  };
}

function commentAction(event: ConversationNoted, issue: IssueRef, message: Document, rules: Rules): PlannedAction {
  const { conversation, part } = event;
  // The sweep and a webhook may both bring this note: one comment comes of it.
  const once = `comment/${conversation.connection}/${conversation.conversationId}/${part.id}/${issue.connection}/${issue.issueId}`;
  const said = { conversation, partId: part.id, author: part.author.name, body: message };
  return developerComment(issue, said, once, rules);
}

/** A message without a named issue goes to the only linked one; with several the operator is asked which. */
function planMessage(event: ConversationNoted, message: Document, facts: ConversationFacts, rules: Rules): Plan {
  const links = activeLinks(facts);
  const texts = textsOf(rules.locale);
  const [only, second] = links;
  if (only === undefined) {
    return { ...NO_PLAN, outcomes: [done('answered', 'no issue')], actions: [answer(event, texts.answers.noIssue)] };
  }
  if (second !== undefined) {
    // Several links: a guess could tell one team what was meant for another.
    const sentence = texts.answers.whichIssue(links.map((link) => link.issueKey));
    return { ...NO_PLAN, outcomes: [done('answered', 'which issue')], actions: [answer(event, sentence)] };
  }
  if (facts.gone.includes(only.id)) {
    const sentence = texts.answers.issueGone(only.issueKey);
    return { ...NO_PLAN, outcomes: [done('answered', 'issue gone')], actions: [answer(event, sentence)] };
  }
  const actions = [commentAction(event, only.issue, message, rules)];
  return { ...NO_PLAN, outcomes: [done('commented', only.issueKey)], actions };
}

/** Links the named issues that are not linked yet; the message, if any, goes to each named issue. */
function planNamed(event: ConversationNoted, message: Document | null, facts: ConversationFacts, rules: Rules): Plan {
  const actions: PlannedAction[] = [];
  const links: LinkChange[] = [];
  const found: IssueSnapshot[] = [];
  const introduced: IssueSnapshot[] = [];
  const trace: RuleTrace[] = [];
  const unknown = facts.named.flatMap(({ asked, issue }) => (issue === null ? [asked] : []));
  // One answer for all: two would have the same name, and only the first would be written.
  if (unknown.length > 0) {
    actions.push(answer(event, textsOf(rules.locale).answers.issueNotFound(unknown)));
  }
  for (const { issue } of facts.named) {
    if (issue === null || found.some((other) => sameIssue(other, issue))) continue;
    found.push(issue);
    if (!activeLinks(facts).some((link) => sameIssue(link.issue, issue))) {
      const linking = planLink(issue, event.conversation, facts, rules, event.part.author);
      actions.push(...linking.actions);
      trace.push(linking.trace);
      links.push(linkChange(issue, event.conversation, 'note', event.part.author));
      introduced.push(issue);
    }
    if (message !== null) actions.push(commentAction(event, issue, message, rules));
  }
  const keys = found.map((issue) => issue.key).join(', ');
  let outcome: Outcome = ignored('issue_not_found', unknown.join(', '));
  if (found.length > 0) outcome = ignored('already_linked', keys);
  if (message !== null && found.length > 0) outcome = done('commented', keys);
  if (links.length > 0) outcome = done('linked', keys);
  return { ...NO_PLAN, outcomes: [outcome], actions, links, introduced, trace };
}

// A fresh note may be missing only because the vendor's readers are behind its writers.
const FRESH_MS = 60_000;

/** A note that was deleted or redacted since it was written must not cross, however late we are. */
function isTakenBack(event: ConversationNoted, { note, now }: ConversationFacts, rules: Rules): boolean {
  // A redacted note is still there, with the vendor's own words in place of the teammate's.
  if (note.state === 'found') {
    const start = toPlainText(note.value);
    const prefixes = prefixesOf(rules);
    // Marks of formatting may stand before the prefix.
    return (
      prefixLength(start, prefixes) === null && prefixLength(start.replace(/^[^\p{L}\p{N}]*/u, ''), prefixes) === null
    );
  }
  return note.state === 'missing' && now - event.part.createdAt > FRESH_MS;
}

/** The message as it was formatted, where the API shows it; webhooks bring plain text. */
function formattedMessage(message: Document | null, facts: ConversationFacts, rules: Rules): Document | null {
  if (message === null || facts.note.state !== 'found') return message;
  return readNoteAsk(facts.note.value, rules.trackerSites, prefixesOf(rules)).message ?? message;
}

function planNoted(event: ConversationNoted, facts: ConversationFacts, rules: Rules): Plan {
  if (facts.ours) return { ...NO_PLAN, outcomes: [ignored('own_echo')] };
  const command = readNoteCommand(event.part.body, rules);
  if (command !== null) {
    return planNoteCommand(command, event, facts, rules, () => planNamed(event, null, facts, rules));
  }
  const ask = readNoteAsk(event.part.body, rules.trackerSites, prefixesOf(rules));
  if (ask.message !== null && isTakenBack(event, facts, rules)) return { ...NO_PLAN, outcomes: [ignored('note_gone')] };
  const message = formattedMessage(ask.message, facts, rules);
  if (ask.issues.length > 0) return planNamed(event, message, facts, rules);
  if (!ask.addressed) return { ...NO_PLAN, outcomes: [ignored('plain_note')] };
  if (message !== null) return planMessage(event, message, facts, rules);
  const sentence = textsOf(rules.locale).answers.emptyMessage;
  return { ...NO_PLAN, outcomes: [done('answered', 'empty message')], actions: [answer(event, sentence)] };
}

function planLinkRequested(event: LinkRequested, facts: ConversationFacts, rules: Rules): Plan {
  const issue = facts.named[0]?.issue ?? null;
  if (issue === null) return { ...NO_PLAN, outcomes: [ignored('issue_not_found', event.issue.keyOrId)] };
  if (facts.conversation === null) {
    return { ...NO_PLAN, outcomes: [ignored('conversation_not_found', event.conversation.conversationId)] };
  }
  if (activeLinks(facts).some((link) => sameIssue(link.issue, issue))) {
    return { ...NO_PLAN, outcomes: [ignored('already_linked', issue.key)] };
  }
  const { actions, trace } = planLink(issue, event.conversation, facts, rules, event.by);
  return {
    ...NO_PLAN,
    outcomes: [done('linked', issue.key)],
    actions,
    links: [linkChange(issue, event.conversation, 'api', event.by)],
    introduced: [issue],
    trace: [trace],
  };
}

function planUnlinkRequested(event: UnlinkRequested, facts: ConversationFacts, rules: Rules): Plan {
  const link = activeLinks(facts).find((candidate) => candidate.id === event.linkId);
  if (link === undefined) return { ...NO_PLAN, outcomes: [ignored('not_linked_any_more')] };
  const { actions, trace } = planUnlink(link, event.by, facts, rules);
  return {
    ...NO_PLAN,
    outcomes: [done('unlinked', link.issueKey)],
    actions,
    links: [{ kind: 'unlink', linkId: link.id }, ...clearedPromises([link])],
    trace,
  };
}

/** A deleted conversation takes its links with it: nobody is left to tell, and the issue loses the dead address. */
function planDeleted(conversation: ConversationRef, facts: ConversationFacts): Plan {
  const links = activeLinks(facts);
  if (links.length === 0) return { ...NO_PLAN, outcomes: [ignored('dialog_not_linked')] };
  return {
    ...NO_PLAN,
    outcomes: [done('unlinked', links.map((link) => link.issueKey).join(', '))],
    actions: links.map(({ issue }) => ({ once: null, action: { kind: 'remove_remote_link', issue, conversation } })),
    links: [...links.map((link): LinkChange => ({ kind: 'unlink', linkId: link.id })), ...clearedPromises(links)],
    conversation: { ...conversation, state: 'closed', snoozedUntil: null, deleted: true, at: facts.now },
  };
}

/** What follows from one event of a conversation. Pure: the same input gives the same plan. */
export function planConversationEvent(event: AnyConversationEvent, facts: ConversationFacts, rules: Rules): Plan {
  const wrote = event.kind === 'conversation_changed' && event.change?.trigger === 'customer_replied';
  return withSummariesDue(decide(event, facts, rules), facts.links, wrote ? activeLinks(facts) : [], facts.now);
}

function decide(event: AnyConversationEvent, facts: ConversationFacts, rules: Rules): Plan {
  switch (event.kind) {
    case 'conversation_noted':
      return planNoted(event, facts, rules);
    case 'conversation_changed':
      return planDialogChange(event, facts, rules);
    case 'conversation_deleted':
      return planDeleted(event.conversation, facts);
    case 'link_requested':
      return planLinkRequested(event, facts, rules);
    case 'unlink_requested':
      return planUnlinkRequested(event, facts, rules);
    case 'issue_requested':
      return planIssueRequested(event, facts, rules);
    case 'issue_created_by_us':
      return planIssueCreated(event, facts, rules);
    case 'issue_refused':
      return planIssueRefused(event, facts, rules);
    case 'reminder_asked':
      return planReminderAsked(event, facts, rules);
    case 'reminder_due':
      return planReminderDue(event, facts, rules);
    case 'message_sent':
      return planMessageSent(event, facts, rules);
  }
}
