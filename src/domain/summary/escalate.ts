// Decides whether so many customers, or one of their plans, raise the priority of an issue.
import type { RuleTrace } from '../plan/plan.ts';
import { choiceHolds, sameName } from '../workflow/choice.ts';
import type { Escalation, Workflow } from '../workflow/workflow.ts';
import type { Affected } from './affected.ts';

type Tried = RuleTrace['tried'][number];

interface Step {
  readonly tried: Tried;
  /** Null when this step is not taken. */
  readonly raise: { readonly priority: string; readonly rank: number } | null;
}

export interface Raise {
  /** The priority to set; null for none. */
  readonly priority: string | null;
  readonly tried: readonly Tried[];
}

/** The place in the order of the config, the highest first; -1 for a priority that it does not name. */
function rankOf(priority: string, choices: readonly string[]): number {
  return choices.findIndex((choice) => sameName(choice, priority));
}

function reachedBy(step: Escalation, affected: Affected): string | null {
  const customers = affected.customers ?? 0;
  if (step.customers !== null && customers >= step.customers) return `${customers} customers`;
  const { plan } = step;
  const found = plan === null ? undefined : affected.plans.find((one) => choiceHolds(plan, [one.plan]));
  return found === undefined ? null : `a customer with the plan ${found.plan}`;
}

function tryStep(
  step: Escalation,
  affected: Affected,
  current: string | null,
  raised: readonly string[],
  choices: readonly string[],
): Step {
  const no = (why: string): Step => ({ tried: { at: step.at, matched: false, why }, raise: null });
  const reason = reachedBy(step, affected);
  if (reason === null) return no(`${affected.customers ?? 0} customers, none with such a plan`);
  if (current === null) return no('the issue has no priority');
  const rank = rankOf(step.priority, choices);
  const from = rankOf(current, choices);
  if (rank < 0) return no(`${step.priority} is not among the priorities of the workflow`);
  if (from < 0) return no(`the issue's priority, ${current}, is not among the priorities of the workflow`);
  if (rank >= from) return no(`${reason}, but the priority is ${current} already`);
  if (raised.some((priority) => sameName(priority, step.priority))) {
    return no(`${reason}, but it was raised to ${step.priority} before and somebody has lowered it`);
  }
  const why = `${reason}: ${current} becomes ${step.priority}`;
  return { tried: { at: step.at, matched: true, why }, raise: { priority: step.priority, rank } };
}

/** Only upwards, each step once, and to the highest priority of those that are reached. */
export function raisePriority(
  { escalate, priority: { choices } }: Pick<Workflow, 'escalate' | 'priority'>,
  affected: Affected,
  current: string | null,
  raised: readonly string[],
): Raise {
  const steps = escalate.map((step) => tryStep(step, affected, current, raised, choices));
  const raises = steps.flatMap(({ raise }) => raise ?? []).sort((a, b) => a.rank - b.rank);
  return { priority: raises[0]?.priority ?? null, tried: steps.map(({ tried }) => tried) };
}
