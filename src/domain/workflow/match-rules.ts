// Finds the rule that a change meets in a dialog: the first that fits, the particular before the general.
import type { RuleTrace } from '../plan/plan.ts';
import type { Change } from './change.ts';
import { conditionMismatch, type DialogView, endMismatch, type RuleContext } from './conditions.ts';
import { defaultRules } from './default-rules.ts';
import type { Rule } from './rule.ts';

export interface Match {
  /** Null: no rule speaks of it. */
  readonly rule: Rule | null;
  /** True when the workflow's own rule was met, not a default one. */
  readonly own: boolean;
  readonly trace: RuleTrace;
}

const HOUR = 3_600_000;

function spell(ms: number): string {
  const hours = Math.round(ms / HOUR);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** Of several waits only the longest that is over counts, so that each is told once. */
function waitMismatch(rule: Rule, change: Change, rules: readonly Rule[]): string | null {
  if (change.trigger !== 'no_change') return null;
  const elapsed = change.rested ?? 0;
  const over = rules.flatMap(({ on, after }) =>
    on === 'no_change' && after !== null && after <= elapsed ? [after] : [],
  );
  if (rule.after === null || rule.after > elapsed) return `nothing has changed for ${spell(elapsed)} only`;
  return rule.after === Math.max(...over) ? null : `nothing has changed for ${spell(elapsed)}: that was told before`;
}

function whyNot(
  rule: Rule,
  change: Change,
  dialog: DialogView,
  rules: readonly Rule[],
  context: RuleContext,
): string | null {
  return (
    waitMismatch(rule, change, rules) ??
    endMismatch(change, 'from', rule.from, rule.to) ??
    endMismatch(change, 'to', rule.to, rule.from) ??
    conditionMismatch(rule.conditions, change, dialog, context)
  );
}

/**
 * The first rule of the workflow that fits the change in this dialog; when none does, the first default rule, unless the
 * admin has switched those off. Rules about other triggers are not tried, and so not in the trace.
 */
export function matchRules(change: Change, dialog: DialogView, context: RuleContext): Match {
  const { workflow } = context;
  const own = workflow?.rules ?? [];
  const defaults = workflow?.defaults === false ? [] : defaultRules(context.rules);
  const tried: RuleTrace['tried'][number][] = [];
  let met: Rule | null = null;
  for (const rule of [...own, ...defaults]) {
    if (rule.on !== change.trigger) continue;
    const why = whyNot(rule, change, dialog, own, context);
    tried.push({ at: rule.at, matched: why === null, why: why ?? 'everything that it asks for holds' });
    if (why !== null) continue;
    met = rule;
    break;
  }
  const trace = { trigger: change.key, conversationId: dialog.conversationId, tried };
  return { rule: met, own: met !== null && own.includes(met), trace };
}
