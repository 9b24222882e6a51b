// What the rules that were met want for one dialog and for the issue, before it becomes actions.
import type { AssignConversation } from '../action.ts';
import type { NoteEntry } from '../note.ts';
import type { Actor, Instant } from '../refs.ts';
import type { Rules } from '../rules.ts';
import type { Change } from '../workflow/change.ts';
import type { DialogView } from '../workflow/conditions.ts';
import type { AssignTarget, Rule, RuleAction } from '../workflow/rule.ts';
import type { LinkPromise } from '../link.ts';
import { ruleValues } from './rule-values.ts';

/** The more urgent of two wishes for one dialog stands: whoever must see it now outweighs whoever may rest. */
export type StateWish = { readonly kind: 'close' | 'reopen' } | { readonly kind: 'snooze'; readonly until: Instant };
const URGENCY = { close: 0, snooze: 1, reopen: 2 } as const;

/** Of two wishes for the same thing (an assignee, a tag, an attribute) the later change's stands. */
export interface DialogWishes {
  readonly entries: NoteEntry[];
  state: StateWish | null;
  assign: AssignConversation['to'] | null;
  ticketState: string | null;
  /** True: put on; false: take off. */
  readonly tags: Map<string, boolean>;
  readonly attributes: Map<string, string>;
}

export type IssueWish =
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'transition'; readonly to: string }
  | { readonly kind: 'set_field'; readonly field: string; readonly value: string }
  | { readonly kind: 'add_label' | 'remove_label'; readonly label: string }
  | { readonly kind: 'notify'; readonly channel: string; readonly entries: readonly NoteEntry[] };

/** By what makes two wishes the same one, so that several dialogs ask for it once. */
export type IssueWishes = Map<string, IssueWish>;

export function noWishes(): DialogWishes {
  return { entries: [], state: null, assign: null, ticketState: null, tags: new Map(), attributes: new Map() };
}

/** Whom a rule may assign a dialog to, beside those whom it names. */
export interface Assignees {
  readonly by: Actor | null;
  readonly promise: LinkPromise | null;
}

// Documented limit of a string attribute.
const MAX_ATTRIBUTE_CHARS = 255;

function assigneeOf(to: AssignTarget, link: Assignees): AssignConversation['to'] | null {
  if (to.kind === 'team' || to.kind === 'teammate') return to;
  const actor = to.kind === 'owner' ? link.by : (link.promise?.by ?? null);
  const name = actor === null || actor.kind === 'bot' ? null : (actor.id ?? actor.name);
  return name === null ? null : { kind: 'teammate', name };
}

/** The lines of a rule's note: the usual ones, or the admin's words and what they must not hide. */
function noteEntries(name: string | null, change: Change, dialog: DialogView, rules: Rules): NoteEntry[] {
  const template = name === null ? undefined : rules.texts[name]?.[rules.locale];
  const words = template?.render(ruleValues(change, dialog)).trim() ?? '';
  if (words === '') return [...change.entries];
  // A status that was only passed through would be lost, because rules look at the ends of the way.
  const way = change.entries.filter(
    (entry) => entry.kind === 'field' && entry.field === 'status' && entry.path.length > 2,
  );
  return [{ kind: 'text', text: words }, ...way];
}

function wishForDialog(
  action: RuleAction,
  change: Change,
  dialog: DialogView,
  link: Assignees,
  wishes: DialogWishes,
  rules: Rules,
  now: Instant,
): void {
  const wishState = (state: StateWish): void => {
    if (wishes.state === null || URGENCY[state.kind] >= URGENCY[wishes.state.kind]) wishes.state = state;
  };
  switch (action.kind) {
    case 'note':
      wishes.entries.push(...noteEntries(action.text, change, dialog, rules));
      return;
    case 'reopen':
    case 'close':
      wishState({ kind: action.kind });
      return;
    case 'snooze':
      wishState({ kind: 'snooze', until: now + action.ms });
      return;
    case 'assign':
      wishes.assign = assigneeOf(action.to, link) ?? wishes.assign;
      return;
    case 'tag':
    case 'untag':
      wishes.tags.set(action.tag, action.kind === 'tag');
      return;
    case 'ticketState':
      wishes.ticketState = action.state;
      return;
    case 'attributes':
      for (const [name, value] of Object.entries(action.values)) {
        wishes.attributes.set(name, value.render(ruleValues(change, dialog)).slice(0, MAX_ATTRIBUTE_CHARS));
      }
      return;
    default:
      return;
  }
}

function wishForIssue(action: RuleAction, at: string, change: Change, dialog: DialogView, wishes: IssueWishes): void {
  // The first dialog's words stand for all: the issue is told once of one change.
  const once = (wish: IssueWish): void => {
    if (!wishes.has(at)) wishes.set(at, wish);
  };
  switch (action.kind) {
    case 'comment': {
      const text = action.text.render(ruleValues(change, dialog));
      if (text.trim() !== '') once({ kind: 'comment', text });
      return;
    }
    case 'notify':
      once({ kind: 'notify', channel: action.channel, entries: change.entries });
      return;
    case 'transition':
      wishes.set('transition', { kind: 'transition', to: action.to });
      return;
    case 'label':
    case 'unlabel':
      wishes.set(`label/${action.label}`, {
        kind: action.kind === 'label' ? 'add_label' : 'remove_label',
        label: action.label,
      });
      return;
    case 'setField':
      for (const [field, value] of Object.entries(action.values)) {
        wishes.set(`field/${field}`, {
          kind: 'set_field',
          field,
          value: value.render(ruleValues(change, dialog)),
        });
      }
      return;
    default:
      return;
  }
}

/** Adds what a rule does about a change. */
export function wish(
  rule: Rule,
  change: Change,
  dialog: DialogView,
  link: Assignees,
  wishes: { readonly dialog: DialogWishes; readonly issue: IssueWishes },
  rules: Rules,
  now: Instant,
): void {
  for (const [index, action] of rule.do.entries()) {
    wishForDialog(action, change, dialog, link, wishes.dialog, rules, now);
    wishForIssue(action, `${change.key}/${rule.at}/${index}`, change, dialog, wishes.issue);
  }
}
