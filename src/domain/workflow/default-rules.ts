// The rules that stand where an admin wrote none, in the very words that admins use.
import type { Rule, RuleAction, Trigger } from './rule.ts';

const NOTE: RuleAction = { kind: 'note', text: null };

/** Everything that the issue itself shows is told. What a timer or a release brings is told only where a rule asks. */
const TOLD = [
  'linked',
  'unlinked',
  'status_changed',
  'resolution_changed',
  'priority_changed',
  'assignee_changed',
  'version_changed',
  'due_date_changed',
  'summary_changed',
  'moved',
  'attachment_added',
  'comment_added',
  'comment_edited',
  'comment_deleted',
  'deleted',
  'inaccessible',
  'restored',
] as const satisfies readonly Trigger[];

function rule(on: Trigger, given: Partial<Rule>): Rule {
  return { at: `default: ${on}`, on, from: {}, to: {}, after: null, conditions: {}, do: [NOTE], ...given };
}

const TELL_ALL: readonly Rule[] = TOLD.map((on) => rule(on, {}));

const REOPEN_ON_DONE = rule('status_changed', {
  at: 'default: done',
  to: { category: { anyOf: ['done'], not: false } },
  do: [NOTE, { kind: 'reopen' }],
});

/** A change is told with a note; an issue that gets done also brings its dialogs back, unless the admin wants none. */
export function defaultRules(rules: { readonly reopenOnDone: boolean }): readonly Rule[] {
  return rules.reopenOnDone ? [REOPEN_ON_DONE, ...TELL_ALL] : TELL_ALL;
}
