// Whether a rule's conditions hold for a change in a dialog; for each that doesn't, the few words that `explain` shows.
import { toPlainText } from '../document/plain-text.ts';
import type { DialogDetails } from '../dialog.ts';
import type { ConversationState } from '../conversation.ts';
import type { IssueSnapshot, StatusCategory } from '../issue.ts';
import type { Instant } from '../refs.ts';
import type { Rules } from '../rules.ts';
import { isOpen } from './business-hours.ts';
import type { Change } from './change.ts';
import { choiceHolds } from './choice.ts';
import { attributeNamed, customerValue } from './customer-value.ts';
import type { ChangeEnd, Choice, Conditions } from './rule.ts';
import type { Workflow } from './workflow.ts';

/** A linked dialog as far as it is known. */
export interface DialogView {
  readonly conversationId: string;
  /** Null where we never heard of it. */
  readonly state: ConversationState | null;
  /** Null where nothing asked for it, or the chat shows no such conversation. */
  readonly details: DialogDetails | null;
}

/** What is the same for all rules that are tried. */
export interface RuleContext {
  readonly workflow: Workflow | null;
  readonly rules: Pick<Rules, 'timezone' | 'businessHours' | 'supportNames' | 'reopenOnDone'>;
  readonly now: Instant;
  /** Name of the bridge's own account in the tracker. */
  readonly account: string | null;
}

/** Something by which a thing may be named: the first is what people read, the others are ids. */
type Names = readonly (string | number | boolean | null | undefined)[];

/** Null when the choice holds, or there is none. */
function mismatch(what: string, choice: Choice | undefined, things: readonly Names[]): string | null {
  if (choice === undefined || choiceHolds(choice, things.flat())) return null;
  const shown = things.flatMap(([name]) => (name == null ? [] : [String(name)])).join(', ');
  return `${what} is ${shown === '' ? 'empty' : shown}, ${choice.not ? 'one of' : 'not one of'} ${choice.anyOf.join(', ')}`;
}

const named = (name: string | null, id: string | null | undefined = null): readonly Names[] =>
  name === null ? [] : [[name, id]];
const each = (names: readonly string[]): readonly Names[] => names.map((name) => [name]);

interface CategoryChoice {
  readonly anyOf: readonly StatusCategory[];
  readonly not: boolean;
}

const inCategory = (choice: CategoryChoice, { status }: IssueSnapshot): boolean =>
  choice.anyOf.includes(status.category) !== choice.not;

function categoryMismatch(choice: CategoryChoice | undefined, issue: IssueSnapshot): string | null {
  if (choice === undefined || inCategory(choice, issue)) return null;
  return `category of ${issue.status.name} is ${issue.status.category}, ${choice.not ? 'one of' : 'not one of'} ${choice.anyOf.join(', ')}`;
}

/** A step from one done status to the next neither reaches done nor leaves it. */
function crossingMismatch(change: Change, end: 'from' | 'to', choice: CategoryChoice, other: ChangeEnd): string | null {
  if (choice.not || other.category !== undefined || change.trigger !== 'status_changed') return null;
  const there = end === 'to' ? change.from : change.to;
  if (!inCategory(choice, there)) return null;
  return `it was ${end === 'to' ? 'in' : 'and stays in'} ${there.status.category} ${end === 'to' ? 'already' : ''}`.trim();
}

/** Of versions, those that the change itself added or took away. */
function versionsOf(change: Change, end: 'from' | 'to'): readonly string[] {
  const [here, there] = end === 'to' ? [change.to, change.from] : [change.from, change.to];
  if (change.trigger === 'version_released') return change.version === null ? [] : [change.version];
  if (change.trigger !== 'version_changed') return here.fixVersions;
  return here.fixVersions.filter((name) => !there.fixVersions.includes(name));
}

/** Why one end of a change does not fit; null when it does. */
export function endMismatch(change: Change, end: 'from' | 'to', wanted: ChangeEnd, other: ChangeEnd): string | null {
  const issue = change[end];
  const { status } = issue;
  const passed = wanted.status !== undefined && !wanted.status.not && choiceHolds(wanted.status, [...change.passed]);
  const statusWhy = mismatch(`${end} status`, wanted.status, [[status.name, status.id]]);
  return (
    (statusWhy !== null && passed ? `${statusWhy}: that was only passed through` : statusWhy) ??
    categoryMismatch(wanted.category, issue) ??
    (wanted.category === undefined ? null : crossingMismatch(change, end, wanted.category, other)) ??
    mismatch(`${end} priority`, wanted.priority, named(issue.priority, issue.ids?.priority)) ??
    mismatch(`${end} resolution`, wanted.resolution, named(issue.resolution, issue.ids?.resolution)) ??
    mismatch(`${end} assignee`, wanted.assignee, named(issue.assignee, issue.ids?.assignee)) ??
    mismatch(`${end} version`, wanted.version, each(versionsOf(change, end)))
  );
}

function issueMismatch(wanted: Conditions, change: Change, workflow: Workflow | null): string | null {
  const { to } = change;
  const versions = change.version === null ? to.fixVersions : [change.version];
  return (
    mismatch('workflow', wanted.workflow, named(workflow?.name ?? null)) ??
    mismatch('project', wanted.project, [[to.projectKey]]) ??
    mismatch('type', wanted.type, named(to.type, to.ids?.type)) ??
    mismatch('status', wanted.status, [[to.status.name, to.status.id]]) ??
    categoryMismatch(wanted.category, to) ??
    mismatch('resolution', wanted.resolution, named(to.resolution, to.ids?.resolution)) ??
    mismatch('priority', wanted.priority, named(to.priority, to.ids?.priority)) ??
    mismatch('component', wanted.component, each(to.components)) ??
    mismatch('label', wanted.label, each(to.labels)) ??
    mismatch('version', wanted.version, each(versions)) ??
    mismatch('author', wanted.author, [[change.by.name, change.by.id]])
  );
}

const LETTER = /[\p{L}\p{N}_]/u;

/** Whether whole words stand in a text, whatever their case. */
function hasWords(text: string, words: string): boolean {
  const [hay, needle] = [text.normalize('NFC').toLowerCase(), words.normalize('NFC').trim().toLowerCase()];
  if (needle === '') return false;
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1)) {
    const before = /[\p{L}\p{N}_@]/u.test(needle.charAt(0)) && LETTER.test(hay.charAt(at - 1));
    const after = LETTER.test(needle.at(-1) ?? '') && LETTER.test(hay.charAt(at + needle.length));
    if (!before && !after) return true;
  }
  return false;
}

function commentMismatch(wanted: Conditions, change: Change, context: RuleContext): string | null {
  const { text, mentions } = wanted;
  if (text === undefined && mentions === undefined) return null;
  const body = change.comment?.body ?? null;
  if (body === null) return 'there is no text of a comment';
  const plain = toPlainText(body);
  if (text !== undefined && text.anyOf.some((words) => hasWords(plain, words)) === text.not) {
    return `the comment ${text.not ? 'says' : 'does not say'} ${text.anyOf.join(', ')}`;
  }
  if (mentions === undefined) return null;
  const support = [...context.rules.supportNames, ...(context.account === null ? [] : [context.account])];
  const people = mentions.anyOf.flatMap((name) => (name.toLowerCase() === 'support' ? support : [name]));
  const mentioned = people.some((name) => hasWords(plain, `@${name.replace(/^@/, '')}`));
  if (mentioned !== mentions.not) return null;
  return `the comment ${mentions.not ? 'mentions' : 'does not mention'} ${mentions.anyOf.join(', ')}`;
}

const DETAILS = ['team', 'teammate', 'customer', 'attribute'] as const;

function dialogMismatch(wanted: Conditions, change: Change, dialog: DialogView): string | null {
  const { details } = dialog;
  const state = details?.state ?? dialog.state;
  if (wanted.dialog !== undefined && state === null) return 'the state of the dialog is not known';
  const stateWhy = mismatch('dialog', wanted.dialog, named(state));
  if (stateWhy !== null) return stateWhy;
  if (change.tag !== null || change.rating !== null || change.trigger === 'dialog_rated') {
    const why =
      mismatch('tag', change.tag === null ? undefined : wanted.tag, named(change.tag)) ??
      mismatch('rating', wanted.rating, [[change.rating]]);
    if (why !== null) return why;
  }
  const asksTags = wanted.tag !== undefined && change.tag === null;
  const asksRating = wanted.rating !== undefined && change.trigger !== 'dialog_rated';
  if (!asksTags && !asksRating && DETAILS.every((name) => wanted[name] === undefined)) return null;
  if (details === null) return 'the dialog could not be read';
  return detailsMismatch(asksTags ? wanted : { ...wanted, tag: undefined }, details, asksRating);
}

type MaybeTagged = Omit<Conditions, 'tag'> & { readonly tag?: Choice | undefined };

function detailsMismatch(wanted: MaybeTagged, details: DialogDetails, asksRating: boolean): string | null {
  const { team, teammate, tags } = details;
  const thing = (one: { id: string; name: string } | null): readonly Names[] =>
    one === null ? [] : [[one.name, one.id]];
  const customer = Object.entries(wanted.customer ?? {}).map(([name, choice]) =>
    mismatch(`customer ${name}`, choice, [[customerValue(details.customer, name)]]),
  );
  const attributes = Object.entries(wanted.attribute ?? {}).map(([name, choice]) =>
    mismatch(`attribute ${name}`, choice, [[attributeNamed(details.attributes, name)]]),
  );
  return (
    mismatch('team', wanted.team, thing(team)) ??
    mismatch('teammate', wanted.teammate, thing(teammate)) ??
    mismatch(
      'tag',
      wanted.tag,
      tags.map(({ name, id }) => [name, id]),
    ) ??
    mismatch('rating', asksRating ? wanted.rating : undefined, [[details.rating]]) ??
    [...customer, ...attributes].find((why) => why !== null) ??
    null
  );
}

/** Why the conditions do not hold; null when all do. */
export function conditionMismatch(
  wanted: Conditions,
  change: Change,
  dialog: DialogView,
  context: RuleContext,
): string | null {
  const { rules, now } = context;
  const open = wanted.businessHours === undefined ? null : isOpen(rules.businessHours, rules.timezone, now);
  return (
    issueMismatch(wanted, change, context.workflow) ??
    commentMismatch(wanted, change, context) ??
    (open === null || open === wanted.businessHours ? null : `the office is ${open ? 'open' : 'closed'}`) ??
    dialogMismatch(wanted, change, dialog)
  );
}
