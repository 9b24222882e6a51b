// Decides what follows from a promise to come back to a dialog.
import { documentOf, lineBreak, link as linkTo, paragraph, text } from '../document/build.ts';
import type { Document, TextInline } from '../document/document.ts';
import { cutText } from '../document/truncate.ts';
import type { ReminderAsked, ReminderDue } from '../event.ts';
import type { IssueSnapshot } from '../issue.ts';
import type { Link } from '../link.ts';
import { answerNote } from '../note.ts';
import { done, ignored } from '../outcome.ts';
import { conversationLane } from '../refs.ts';
import type { Rules } from '../rules.ts';
import { reminderTextsOf } from '../texts/reminder-texts.ts';
import { formatInstant, textsOf } from '../texts/texts.ts';
import type { ConversationFacts } from './facts.ts';
import { reachedDone } from './field-changes.ts';
import { issueLabel } from './issue-label.ts';
import { type FollowUp, type LinkChange, NO_PLAN, type Plan, type PlannedAction } from './plan.ts';
import { keepAsleep } from './sleep.ts';

// A leap year: "in a year" must not fail by a day.
const FARTHEST_MS = 366 * 86_400_000;

function activeLink(linkId: string, facts: ConversationFacts): Link | undefined {
  return facts.links.find(({ id, unlinkedAt }) => id === linkId && unlinkedAt === null);
}

function answer(event: ReminderAsked, link: Link, sentence: string, facts: ConversationFacts, rules: Rules) {
  const { conversation } = event;
  const about = link.issue;
  const note: PlannedAction = {
    once: null,
    action: { kind: 'add_note', conversation, about, body: answerNote(sentence) },
  };
  return [note, ...keepAsleep(conversation, about, facts, rules)];
}

/** The event at the time of a promise; one promise for a time is one event, however often it is made. */
function dueEvent(event: ReminderAsked, dueAt: number): FollowUp {
  const { conversation, linkId } = event;
  return {
    key: `promise/${linkId}/${dueAt}`,
    event: { kind: 'reminder_due', conversation, linkId, at: dueAt },
    lane: conversationLane(conversation),
    dueAt,
  };
}

function planCancelled(event: ReminderAsked, link: Link, facts: ConversationFacts, rules: Rules): Plan {
  const texts = reminderTextsOf(rules.locale);
  const { issueKey, promise } = link;
  if (promise === null) {
    const actions = answer(event, link, texts.noneToCancel(issueKey), facts, rules);
    return { ...NO_PLAN, outcomes: [done('answered', 'no reminder')], actions };
  }
  const when = formatInstant(promise.dueAt, rules.locale, rules.timezone);
  return {
    ...NO_PLAN,
    outcomes: [done('promise_cancelled', issueKey)],
    actions: answer(event, link, texts.cancelled(issueKey, when), facts, rules),
    links: [{ kind: 'promise', linkId: link.id, promise: null }],
  };
}

/**
 * Sets, moves or cancels the promise on a link, and says so in the dialog. The time is judged by when it was asked: a
 * promise whose time has passed while we were held up is kept late rather than refused.
 */
export function planReminderAsked(event: ReminderAsked, facts: ConversationFacts, rules: Rules): Plan {
  const link = activeLink(event.linkId, facts);
  if (link === undefined) return { ...NO_PLAN, outcomes: [ignored('not_linked_any_more')] };
  const { dueAt, by } = event;
  if (dueAt === null) return planCancelled(event, link, facts, rules);
  const texts = reminderTextsOf(rules.locale);
  if (!(dueAt > event.at && dueAt <= event.at + FARTHEST_MS)) {
    const actions = answer(event, link, texts.wrongTime, facts, rules);
    return { ...NO_PLAN, outcomes: [done('answered', 'wrong time')], actions };
  }
  const { issueKey, promise } = link;
  const followUps = [dueEvent(event, dueAt)];
  const when = formatInstant(dueAt, rules.locale, rules.timezone);
  if (promise?.dueAt === dueAt && promise.by.id === by.id) {
    // A second click: the dialog has been told already.
    return { ...NO_PLAN, outcomes: [done('promised', `${issueKey}: ${when}`)], followUps };
  }
  const sentence = (promise === null ? texts.set : texts.moved)(issueKey, when, by.name);
  return {
    ...NO_PLAN,
    outcomes: [done('promised', `${issueKey}: ${when}`)],
    actions: answer(event, link, sentence, facts, rules),
    links: [{ kind: 'promise', linkId: link.id, promise: { dueAt, by } }],
    followUps,
  };
}

/** Status, resolution, priority and assignee in one line. */
function standing(issue: IssueSnapshot, rules: Rules): TextInline[] {
  const { fields, nobody } = textsOf(rules.locale);
  const facts: (readonly [string, string | null])[] = [
    [fields.status, issue.status.name],
    [fields.resolution, issue.resolution],
    [fields.priority, issue.priority],
    [fields.assignee, issue.assignee ?? nobody],
  ];
  return facts
    .flatMap(([name, value]) => (value === null ? [] : [{ name, value }]))
    .flatMap(({ name, value }, index) => [
      text(`${index === 0 ? '' : ' · '}${name}: `),
      text(cutText(value, 120), 'strong'),
    ]);
}

/** Who promised, and where the issue stands now; without an issue that can be seen, that it can't. */
function dueNote(link: Link, issue: IssueSnapshot | undefined, rules: Rules): Document {
  const texts = reminderTextsOf(rules.locale);
  const first = paragraph(text(texts.due(link.promise?.by.name ?? null), 'strong'));
  if (issue === undefined) {
    return documentOf(first, paragraph(issueLabel(link, rules), lineBreak(), text(texts.issueGone)));
  }
  const heading = [linkTo(issue.key, issue.url, 'strong'), text(` ${cutText(issue.summary, 120)}`)];
  return documentOf(first, paragraph(...heading, lineBreak(), ...standing(issue, rules)));
}

/** The dialog gets a note with the issue as it is now, is reopened and assigned to the one who promised. */
export function planReminderDue(event: ReminderDue, facts: ConversationFacts, rules: Rules): Plan {
  const { conversation } = event;
  const link = activeLink(event.linkId, facts);
  const promise = link?.promise ?? null;
  if (link === undefined || promise === null || promise.dueAt !== event.at) {
    return { ...NO_PLAN, outcomes: [ignored('promise_over')] };
  }
  const about = link.issue;
  const once = `promise/${link.id}/${promise.dueAt}`;
  const body = dueNote(link, facts.issues[link.id], rules);
  const actions: PlannedAction[] = [
    { once, action: { kind: 'add_note', conversation, about, body } },
    { once, action: { kind: 'reopen', conversation, about } },
  ];
  if (promise.by.id !== null) {
    const to = { kind: 'teammate', name: promise.by.id } as const;
    actions.push({ once, action: { kind: 'assign', conversation, about, to } });
  }
  return {
    ...NO_PLAN,
    outcomes: [done('reminded', link.issueKey)],
    actions,
    links: [{ kind: 'promise', linkId: link.id, promise: null }],
  };
}

/**
 * The promises that end because the issue has reached done since the dialogs last heard of it: its own note tells them
 * to come back. One made about an issue that was done already stays.
 */
export function promiseChanges(told: IssueSnapshot | null, now: IssueSnapshot, links: readonly Link[]): LinkChange[] {
  if (told === null || !reachedDone(told, now)) return [];
  return clearedPromises(links.filter(({ unlinkedAt }) => unlinkedAt === null));
}

/** What takes away the promises of links. */
export function clearedPromises(links: readonly Link[]): LinkChange[] {
  return links.flatMap(({ id, promise }) => (promise === null ? [] : [{ kind: 'promise', linkId: id, promise: null }]));
}
