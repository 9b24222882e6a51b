// The rules that stand where an admin wrote none, in the very words that admins use.
import { ISSUE_TRIGGERS, type Rule, type RuleAction, type Trigger } from './rule.ts';

const NOTE: RuleAction = { kind: 'note', text: null };

/** What a timer or a release brings is told only where a rule asks; everything that the issue itself shows is told. */
const NOT_TOLD: readonly Trigger[] = ['version_released', 'no_change'];

function rule(on: Trigger, given: Partial<Rule>): Rule {
  return { at: `default: ${on}`, on, from: {}, to: {}, after: null, conditions: {}, do: [NOTE], ...given };
}

const TELL_ALL: readonly Rule[] = ISSUE_TRIGGERS.filter((on) => !NOT_TOLD.includes(on)).map((on) => rule(on, {}));

const REOPEN_ON_DONE = rule('status_changed', {
  at: 'default: done',
  to: { category: { anyOf: ['done'], not: false } },
  do: [NOTE, { kind: 'reopen' }],
});

/** A change is told with a note; an issue that gets done also brings its dialogs back, unless the admin wants none. */
export function defaultRules(rules: { readonly reopenOnDone: boolean }): readonly Rule[] {
  return rules.reopenOnDone ? [REOPEN_ON_DONE, ...TELL_ALL] : TELL_ALL;
}
