// Whether rules ask more of a dialog than what is remembered of it, so that it has to be read.
import type { Rules } from '../rules.ts';
import type { Conditions, Rule, RuleAction, Trigger } from './rule.ts';
import type { Workflow } from './workflow.ts';

const OF_DIALOG = [
  'dialog',
  'team',
  'teammate',
  'tag',
  'customer',
  'attribute',
  'rating',
] as const satisfies readonly (keyof Conditions)[];
const NAMES_DIALOG = /\b(dialog|customer)\b/;

function sourcesOf(action: RuleAction, rules: Pick<Rules, 'texts'>): readonly string[] {
  switch (action.kind) {
    case 'note': {
      const texts = action.text === null ? undefined : rules.texts[action.text];
      return texts === undefined ? [] : [texts.en.source, texts.ru.source];
    }
    case 'attributes':
    case 'setField':
      return Object.values(action.values).map(({ source }) => source);
    case 'comment':
      return [action.text.source];
    default:
      return [];
  }
}

function asks(rule: Rule, rules: Pick<Rules, 'texts'>): boolean {
  if (OF_DIALOG.some((name) => rule.conditions[name] !== undefined)) return true;
  return rule.do.some((action) => sourcesOf(action, rules).some((source) => NAMES_DIALOG.test(source)));
}

/** True when a rule about one of these triggers (all, when none are given) asks for the dialog or its customer. */
export function needsDetails(
  workflow: Workflow | null,
  rules: Pick<Rules, 'texts'>,
  triggers: readonly Trigger[] | null = null,
): boolean {
  const tried = (workflow?.rules ?? []).filter(({ on }) => triggers === null || triggers.includes(on));
  return tried.some((rule) => asks(rule, rules));
}

/** True when a rule asks whether a comment mentions the bridge's own account. */
export function needsAccount(workflow: Workflow | null): boolean {
  return (workflow?.rules ?? []).some(({ conditions }) =>
    conditions.mentions?.anyOf.some((name) => name.toLowerCase() === 'support'),
  );
}
