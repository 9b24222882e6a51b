// Decides what follows from a command in a note: what was asked for, or a note with the right form.
import { documentOf, lineBreak, link as linkTo, paragraph, text } from '../document/build.ts';
import type { Block, Document, Inline } from '../document/document.ts';
import { cutText } from '../document/truncate.ts';
import type { ConversationNoted, IssueRequested } from '../event.ts';
import type { IssueSnapshot } from '../issue.ts';
import type { Link } from '../link.ts';
import { answerNote } from '../note.ts';
import type { AskedIssue } from '../note-ask.ts';
import { commandWordOf, type NoteCommand } from '../note-command.ts';
import { done } from '../outcome.ts';
import { conversationLane } from '../refs.ts';
import { readRemindTime } from '../remind-time.ts';
import type { Rules } from '../rules.ts';
import { noteCommandTextsOf } from '../texts/note-command-texts.ts';
import { formatInstant, textsOf } from '../texts/texts.ts';
import type { ConversationFacts } from './facts.ts';
import { issueLabel } from './issue-label.ts';
import { type FollowUp, NO_PLAN, type Plan, type PlannedAction } from './plan.ts';
import { clearedPromises } from './plan-reminder.ts';
import { planUnlink } from './unlinking.ts';

type Command<K extends NoteCommand['kind']> = Extract<NoteCommand, { kind: K }>;

/** What a command is decided with. */
interface Asked {
  readonly event: ConversationNoted;
  readonly facts: ConversationFacts;
  readonly rules: Rules;
}

function activeLinks(facts: ConversationFacts): readonly Link[] {
  return facts.links.filter((link) => link.unlinkedAt === null);
}

function nameOf({ conversation, part }: ConversationNoted): string {
  return `${conversation.connection}/${conversation.conversationId}/${part.id}`;
}

function note({ event }: Asked, body: Document): PlannedAction {
  const action = { kind: 'add_note', conversation: event.conversation, about: null, body } as const;
  return { once: `answer/${nameOf(event)}`, action };
}

function answered(asked: Asked, detail: string, sentence: string): Plan {
  return { ...NO_PLAN, outcomes: [done('answered', detail)], actions: [note(asked, answerNote(sentence))] };
}

function planCreate(command: Command<'create'>, asked: Asked): Plan {
  const { event, facts, rules } = asked;
  if (command.summary === null) {
    return answered(asked, 'no summary', noteCommandTextsOf(rules.locale).noSummary(command.word));
  }
  const { conversation, part } = event;
  const request: IssueRequested = {
    kind: 'issue_requested',
    conversation,
    workflow: command.workflow,
    origin: 'note',
    target: null,
    summary: command.summary,
    description: command.description,
    fields: {},
    by: part.author,
    at: part.createdAt,
  };
  const followUp: FollowUp = {
    // The sweep and a webhook may both bring this note: one issue comes of it.
    key: `command/${nameOf(event)}`,
    event: request,
    lane: conversationLane(conversation),
    dueAt: facts.now,
  };
  return { ...NO_PLAN, outcomes: [done('requested', command.workflow)], followUps: [followUp] };
}

function planLinking(command: Command<'link'>, asked: Asked, planNamed: () => Plan): Plan {
  const { facts, rules } = asked;
  const texts = noteCommandTextsOf(rules.locale);
  if (command.unread.length > 0) return answered(asked, 'no key', texts.notAKey(command.word, command.unread));
  if (command.issues.length === 0) return answered(asked, 'no key', texts.noKey(command.word));
  const found = facts.named.flatMap(({ issue }) => (issue === null ? [] : [issue]));
  const linked = found.filter((issue) => activeLinks(facts).some((link) => isLinkOf(link, issue)));
  if (found.length === facts.named.length && linked.length === found.length) {
    return answered(asked, 'already linked', texts.alreadyLinked(linked.map(({ key }) => key)));
  }
  return planNamed();
}

function isLinkOf(link: Link, issue: Pick<IssueSnapshot, 'connection' | 'issueId'>): boolean {
  return link.issue.connection === issue.connection && link.issue.issueId === issue.issueId;
}

interface Chosen {
  readonly links: readonly Link[];
  readonly unknown: readonly string[];
}

/** The links that keys mean: by the key of the link, or by the key that the issue has today. */
function linksMeant(issues: readonly AskedIssue[], facts: ConversationFacts): Chosen {
  const links: Link[] = [];
  const unknown: string[] = [];
  for (const { key, connection } of issues) {
    const found = activeLinks(facts).find(
      (link) =>
        (connection === null || link.issue.connection === connection) &&
        (link.issueKey === key || facts.issues[link.id]?.key === key),
    );
    if (found === undefined) unknown.push(key);
    else links.push(found);
  }
  return { links, unknown };
}

/** The links that a command is about: the named ones, else the only one; or the answer that asks which. */
function chooseLinks(
  command: Command<'unlink'> | Command<'remind'>,
  asked: Asked,
  after: string,
): readonly Link[] | Plan {
  const { facts, rules } = asked;
  const texts = noteCommandTextsOf(rules.locale);
  const active = activeLinks(facts);
  if (active.length === 0) return answered(asked, 'no issue', texts.nothingLinked);
  if (command.issues.length === 0) {
    const keys = active.map(({ issueKey }) => issueKey);
    return active.length === 1 ? active : answered(asked, 'which issue', texts.whichLink(command.word, keys, after));
  }
  const { links, unknown } = linksMeant(command.issues, facts);
  return unknown.length > 0 ? answered(asked, 'not linked', texts.notLinked(unknown)) : links;
}

function planUnlinking(command: Command<'unlink'>, asked: Asked): Plan {
  const { event, facts, rules } = asked;
  const texts = noteCommandTextsOf(rules.locale);
  if (command.unread.length > 0) return answered(asked, 'no key', texts.notAKey(command.word, command.unread));
  const links = chooseLinks(command, asked, '');
  if ('outcomes' in links) return links;
  // Each as if those before it were gone: the last one takes the tag of the dialog along.
  const unlinked = links.map((link, index) => {
    const gone = new Set(links.slice(0, index).map(({ id }) => id));
    const left = { ...facts, links: facts.links.filter(({ id }) => !gone.has(id)) };
    return planUnlink(link, event.part.author, left, rules);
  });
  return {
    ...NO_PLAN,
    outcomes: [done('unlinked', links.map(({ issueKey }) => issueKey).join(', '))],
    actions: unlinked.flatMap(({ actions }) => actions),
    links: [...links.map((link) => ({ kind: 'unlink', linkId: link.id }) as const), ...clearedPromises(links)],
    trace: unlinked.flatMap(({ trace }) => trace),
  };
}

function planRemind(command: Command<'remind'>, asked: Asked): Plan {
  const { event, facts, rules } = asked;
  const texts = noteCommandTextsOf(rules.locale);
  const { word, when, off } = command;
  if (when === '') return answered(asked, 'no time', texts.noTime(word));
  const dueAt = off ? null : readRemindTime(when, event.part.createdAt, rules.timezone);
  if (dueAt === null && !off) return answered(asked, 'wrong time', texts.wrongTime(word, cutText(when, 60)));
  const links = chooseLinks(command, asked, ` ${when}`);
  if ('outcomes' in links) return links;
  const { conversation, part } = event;
  const followUps = links.map(
    (link): FollowUp => ({
      key: `command/${nameOf(event)}/${link.id}`,
      event: { kind: 'reminder_asked', conversation, linkId: link.id, dueAt, by: part.author, at: part.createdAt },
      lane: conversationLane(conversation),
      dueAt: facts.now,
    }),
  );
  const keys = links.map(({ issueKey }) => issueKey).join(', ');
  return { ...NO_PLAN, outcomes: [done(off ? 'promise_cancelled' : 'promised', keys)], followUps };
}

const MAX_VALUE = 120;

/** Two lines: what it is, and how it stands. */
function statusOf(link: Link, { facts, rules }: Asked): Block {
  const issue = facts.issues[link.id];
  const texts = textsOf(rules.locale);
  const commands = noteCommandTextsOf(rules.locale);
  if (issue === undefined) return paragraph(issueLabel(link, rules), ` — ${commands.cannotBeSeen}`);
  const { fields } = texts;
  const facets: readonly (readonly [string, string | null])[] = [
    [fields.status, issue.status.name],
    [fields.resolution, issue.resolution],
    [fields.priority, issue.priority],
    [fields.assignee, issue.assignee ?? texts.nobody],
    [fields.fixVersions, issue.fixVersions.length === 0 ? null : issue.fixVersions.join(', ')],
  ];
  const shown = facets
    .flatMap(([name, value]) => (value === null ? [] : [{ name, value }]))
    .flatMap(({ name, value }, index): Inline[] => [
      text(`${index === 0 ? '' : ' · '}${name}: `),
      text(cutText(value, MAX_VALUE), 'strong'),
    ]);
  const changed = formatInstant(issue.updatedAt, rules.locale, rules.timezone);
  return paragraph(
    linkTo(issue.key, issue.url, 'strong'),
    ` ${cutText(issue.summary, MAX_VALUE)}`,
    lineBreak(),
    ...shown,
    text(` · ${commands.changed(changed)}`),
  );
}

function planStatus(asked: Asked): Plan {
  const { facts, rules } = asked;
  const texts = noteCommandTextsOf(rules.locale);
  const links = activeLinks(facts);
  if (links.length === 0) return answered(asked, 'no issue', texts.nothingLinked);
  const body = documentOf(paragraph(texts.status), ...links.map((link) => statusOf(link, asked)));
  const keys = links.map(({ issueKey }) => issueKey).join(', ');
  return { ...NO_PLAN, outcomes: [done('answered', keys)], actions: [note(asked, body)] };
}

const BUILT_IN = { en: ['link', 'unlink', 'status', 'remind'], ru: ['связать', 'отвязать', 'статус', 'напомнить'] };

function planHelp(asked: Asked): Plan {
  const { workflows, locale } = asked.rules;
  const words = workflows.map((workflow) => commandWordOf(workflow, locale));
  return answered(asked, 'help', noteCommandTextsOf(locale).help(words));
}

function planUnknown({ word, meant }: Command<'unknown'>, asked: Asked): Plan {
  const { rules } = asked;
  const texts = noteCommandTextsOf(rules.locale);
  const known = [...rules.workflows.map(({ name }) => name), ...BUILT_IN[rules.locale]];
  const sentence = meant === null ? texts.unknown(word, known) : texts.unknownNear(word, meant);
  return answered(asked, 'no such command', sentence);
}

/** `planNamed` links the issues that the facts name, as any other note that names issues does. */
export function planNoteCommand(
  command: NoteCommand,
  event: ConversationNoted,
  facts: ConversationFacts,
  rules: Rules,
  planNamed: () => Plan,
): Plan {
  const asked: Asked = { event, facts, rules };
  switch (command.kind) {
    case 'create':
      return planCreate(command, asked);
    case 'link':
      return planLinking(command, asked, planNamed);
    case 'unlink':
      return planUnlinking(command, asked);
    case 'status':
      return planStatus(asked);
    case 'remind':
      return planRemind(command, asked);
    case 'help':
      return planHelp(asked);
    case 'unknown':
      return planUnknown(command, asked);
  }
}
