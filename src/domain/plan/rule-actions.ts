// Wishes of rules become actions: those on a dialog in the order in which a person would do them, those on the issue once.
import type { Action } from '../action.ts';
import { toPlainText } from '../document/plain-text.ts';
import { readPlainText } from '../document/read-plain-text.ts';
import { composeNote, divideEntries, type NoteSubject } from '../note.ts';
import type { ConversationRef, IssueRef } from '../refs.ts';
import type { Rules } from '../rules.ts';
import type { IssueFacts } from './facts.ts';
import { keepAsleep } from './sleep.ts';
import type { PlannedAction } from './plan.ts';
import type { DialogWishes, IssueWish, IssueWishes } from './wishes.ts';

export interface Target {
  readonly conversation: ConversationRef;
  readonly about: IssueRef;
  readonly subject: NoteSubject;
  /** Gives an action its name when it must be the same one whenever it is planned; null ties it to its events. */
  readonly once: ((what: string) => string) | null;
}

type SleepFacts = Pick<IssueFacts, 'now' | 'conversations'>;

function planned({ once }: Target, what: string, action: Action): PlannedAction {
  return { once: once === null ? null : once(what), action };
}

/** The notes that the wishes ask for. */
export function noteActions(wishes: DialogWishes, target: Target, rules: Rules): PlannedAction[] {
  if (wishes.entries.length === 0) return [];
  const { conversation, about, subject } = target;
  return divideEntries(wishes.entries).map((entries, index) => {
    const body = composeNote(subject, entries, rules.locale);
    return planned(target, index === 0 ? '' : `/note/${index}`, { kind: 'add_note', conversation, about, body });
  });
}

/** The ticket first, because a resolved one may close its dialog; then the dialog itself. */
export function stateActions(
  wishes: DialogWishes,
  target: Target,
  facts: SleepFacts,
  rules: Rules,
): readonly PlannedAction[] {
  const { conversation, about } = target;
  const { state, ticketState } = wishes;
  const ticket =
    ticketState === null
      ? []
      : [planned(target, '', { kind: 'ticket_state', conversation, about, state: ticketState })];
  if (state?.kind === 'snooze') {
    return [...ticket, planned(target, '', { kind: 'snooze', conversation, about, until: state.until })];
  }
  if (state !== null) return [...ticket, planned(target, '', { kind: state.kind, conversation, about })];
  // Only a note of ours may have woken it.
  return [...ticket, ...(wishes.entries.length === 0 ? [] : keepAsleep(conversation, about, facts, rules))];
}

/** Assignee, tags and attributes. */
export function markActions(wishes: DialogWishes, target: Target): readonly PlannedAction[] {
  const { conversation, about } = target;
  const { assign } = wishes;
  return [
    ...(assign === null ? [] : [planned(target, '', { kind: 'assign', conversation, about, to: assign })]),
    ...[...wishes.tags].map(([tag, on]) =>
      planned(target, `/tag/${tag}`, { kind: 'tag', conversation, about, tag, remove: !on }),
    ),
    ...[...wishes.attributes].map(([name, value]) =>
      planned(target, `/attribute/${name}`, { kind: 'set_attribute', conversation, about, name, value }),
    ),
  ];
}

/** All actions on one dialog: the notes first, then its state, then its marks. */
export function dialogActions(wishes: DialogWishes, target: Target, facts: SleepFacts, rules: Rules): PlannedAction[] {
  return [
    ...noteActions(wishes, target, rules),
    ...stateActions(wishes, target, facts, rules),
    ...markActions(wishes, target),
  ];
}

function issueAction(wish: IssueWish, target: Target, rules: Rules): Action {
  const { about: issue, conversation, subject } = target;
  switch (wish.kind) {
    case 'comment':
      // Nobody in the chat wrote it: it has no part.
      return { kind: 'comment', issue, conversation, partId: '', body: readPlainText(wish.text) };
    case 'notify': {
      const text = toPlainText(composeNote(subject, wish.entries, rules.locale));
      return { kind: 'notify', channel: wish.channel, issue, key: subject.key, url: subject.url, text };
    }
    case 'transition':
      return { kind: 'transition', issue, conversation, name: wish.to, value: null };
    case 'set_field':
      return { kind: 'set_field', issue, conversation, name: wish.field, value: wish.value };
    case 'add_label':
    case 'remove_label':
      return { kind: wish.kind, issue, conversation, name: null, value: wish.label };
  }
}

/** The actions on the issue itself, in the order in which they were first asked for. */
export function issueActions(wishes: IssueWishes, target: Target, rules: Rules): PlannedAction[] {
  return [...wishes].map(([key, wish]) => planned(target, `/${key}`, issueAction(wish, target, rules)));
}
