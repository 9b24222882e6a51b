/** Checks that each rule can do what it says: its trigger, its conditions and its actions fit together. */
import type { ChangeEnd, Rule, RuleAction, Trigger } from '../domain/workflow/rule.ts';
import { BUILT_IN_TEXTS } from '../domain/texts/rule-texts.ts';
import { showFound, showText } from './display.ts';
import { type Finding, findAt, findingAt, findingAtKey, type Located, type Path } from './located.ts';
import { listRules, listWorkflows, type PlacedRule } from './list-rules.ts';
import { suggestNearest } from './nearest.ts';

/** What `from` and `to` may name, by trigger. */
const ENDS: Partial<Record<Trigger, readonly (keyof ChangeEnd)[]>> = {
  status_changed: ['status', 'category'],
  priority_changed: ['priority'],
  resolution_changed: ['resolution'],
  assignee_changed: ['assignee'],
  version_changed: ['version'],
};

/** Conditions that only some triggers can meet. */
const ONLY_WITH: Readonly<Record<string, readonly Trigger[]>> = {
  text: ['comment_added', 'comment_edited', 'comment_deleted'],
  mentions: ['comment_added', 'comment_edited'],
  rating: ['dialog_rated'],
};

export function checkRules(root: Located): Finding[] {
  return listWorkflows(root).flatMap((workflow) =>
    listRules(root, workflow).flatMap((placed) => [
      ...checkTrigger(root, placed),
      ...checkAfter(root, placed),
      ...checkEnds(root, placed),
      ...checkConditions(root, placed),
      ...checkActions(root, placed),
      ...checkNames(root, placed),
    ]),
  );
}

/** Intercom has no webhook topic for the untagging of a conversation (API 2.16, list of topics). */
function checkTrigger(root: Located, { path, rule }: PlacedRule): Finding[] {
  if (rule.on !== 'dialog_untagged') return [];
  const hint = 'Intercom tells nobody when a tag is taken off a conversation';
  return [{ ...findingAt(root, [...path, 'on'], 'dialog_untagged', 'what Intercom tells of', hint), warning: true }];
}

function checkAfter(root: Located, { path, rule }: PlacedRule): Finding[] {
  if (rule.on === 'no_change' && rule.after === null) {
    return [findingAt(root, [...path, 'after'], 'nothing', 'a time such as 5d', 'after how long without a change?')];
  }
  if (rule.on === 'no_change' || rule.after === null) return [];
  const at = [...path, 'after'];
  return [
    findingAtKey(
      root,
      at,
      `after, with on: ${rule.on}`,
      'after with on: no_change',
      'remove it, or write on: no_change',
    ),
  ];
}

function checkEnds(root: Located, { path, rule }: PlacedRule): Finding[] {
  const allowed = ENDS[rule.on] ?? [];
  const wrong = (['from', 'to'] as const).flatMap((end) => {
    if (findAt(root, [...path, end]) === undefined) return [];
    if (allowed.length === 0) {
      const found = `${end}, with on: ${rule.on}`;
      const words = `${end} with on: ${Object.keys(ENDS).join(' | ')}`;
      return [findingAtKey(root, [...path, end], found, words, 'write the condition under if')];
    }
    const keys = Object.keys(rule[end]).filter((key) => !allowed.some((name) => name === key));
    return keys.map((key) =>
      findingAtKey(
        root,
        [...path, end, key],
        `${key}, with on: ${rule.on}`,
        allowed.join(' | '),
        `write ${key} under if`,
      ),
    );
  });
  return [...wrong, ...checkSame(root, path, rule)];
}

/** A change to what it was is none; from one done status to another, or among several, it may be meant. */
function checkSame(root: Located, path: Path, { from, to }: Rule): Finding[] {
  const [before, after] = [JSON.stringify(from), JSON.stringify(to)];
  if (before !== after || before === '{}') return [];
  const named = Object.entries(to).filter(([key]) => key !== 'category');
  if (named.length === 0) return [];
  const one = named.some(([, choice]) => !choice.not && choice.anyOf.length === 1);
  const finding = findingAt(root, [...path, 'to'], 'the same in from and in to', 'a change', 'remove one of them');
  return [one ? finding : { ...finding, warning: true }];
}

function checkConditions(root: Located, { path, rule }: PlacedRule): Finding[] {
  const twice = rule.conditions.resolution !== undefined && findAt(root, [...path, 'if', 'resolution']) !== undefined;
  const both = twice && findAt(root, [...path, 'resolution']) !== undefined;
  const doubled = both
    ? [
        findingAtKey(
          root,
          [...path, 'resolution'],
          'resolution a second time',
          'it once, here or under if',
          'remove one of them',
        ),
      ]
    : [];
  const never = Object.keys(rule.conditions).flatMap((key) => {
    const triggers = ONLY_WITH[key];
    if (triggers === undefined || triggers.includes(rule.on)) return [];
    const at = [...path, 'if', key];
    return [findingAtKey(root, at, `${key}, with on: ${rule.on}`, `${key} with on: ${triggers.join(' | ')}`, '')];
  });
  return [...doubled, ...never];
}

/** What one rule must not do at once; what is written of both is compared where it names something. */
const CONTRADICTIONS: readonly (readonly [RuleAction['kind'], RuleAction['kind']])[] = [
  ['reopen', 'close'],
  ['close', 'snooze'],
  ['tag', 'untag'],
  ['label', 'unlabel'],
];
const ONCE = new Set<RuleAction['kind']>(['assign', 'snooze', 'ticketState', 'transition', 'reopen', 'close']);

function checkActions(root: Located, { path, rule }: PlacedRule): Finding[] {
  return rule.do.flatMap((action, index) => {
    const earlier = rule.do.slice(0, index).find((other) => contradict(other, action));
    if (earlier === undefined) return [];
    const at = [...path, 'do', index];
    const found = `${showAction(root, at, action)} after ${earlier.kind}`;
    const allowed = earlier.kind === action.kind ? `${action.kind} once in a rule` : 'one of the two in a rule';
    return [findingAt(root, at, found, allowed, 'remove one of them')];
  });
}

function contradict(a: RuleAction, b: RuleAction): boolean {
  if (a.kind === b.kind) return ONCE.has(a.kind);
  const pair = CONTRADICTIONS.some(([x, y]) => (a.kind === x && b.kind === y) || (a.kind === y && b.kind === x));
  return pair && nameOf(a) === nameOf(b);
}

function nameOf(action: RuleAction): string {
  if (action.kind === 'tag' || action.kind === 'untag') return action.tag.toLowerCase();
  return action.kind === 'label' || action.kind === 'unlabel' ? action.label.toLowerCase() : '';
}

function showAction(root: Located, path: Path, { kind }: RuleAction): string {
  const inner = findAt(root, [...path, kind]);
  return typeof inner?.value !== 'string' ? kind : `${kind} ${showFound(inner, [...path, kind])}`;
}

function checkNames(root: Located, { path, rule }: PlacedRule): Finding[] {
  const texts = [...(findAt(root, ['texts'])?.entries?.keys() ?? []), ...Object.keys(BUILT_IN_TEXTS)];
  const channels = [...(findAt(root, ['notifications'])?.entries?.keys() ?? [])];
  return rule.do.flatMap((action, index) => {
    if (action.kind === 'note' && action.text !== null) {
      return checkName(root, [...path, 'do', index, 'note'], action.text, texts, 'a name from texts');
    }
    if (action.kind !== 'notify') return [];
    return checkName(root, [...path, 'do', index, 'notify'], action.channel, channels, 'a name from notifications');
  });
}

function checkName(root: Located, path: Path, name: string, names: readonly string[], kind: string): Finding[] {
  const at = findAt(root, path);
  if (names.includes(name) || at?.told === true) return [];
  const known = [...new Set(names)];
  const allowed = known.length === 0 ? kind : `${kind}: ${known.map(showName).join(' | ')}`;
  return [findingAt(root, path, showFound(at, path), allowed, suggestNearest(name, known))];
}

function showName(name: string): string {
  return /^[\w-]{1,60}$/.test(name) ? name : showText(name);
}
