/** Turns a rule of the file into the rule that plans work with. */
import type { ChangeEnd, Conditions, Rule, RuleAction } from '../domain/workflow/rule.ts';
import type { Template } from '../domain/workflow/template.ts';
import { dropMissing, mapRecord } from './records.ts';
import type { ActionInput, ConditionsInput, EndInput, RuleInput } from './schema-rules.ts';

export type Compile = (source: string) => Template;

/** `at` is where people find the rule: `workflows.incident.rules[3]`. */
export function buildRule(at: string, input: RuleInput, compile: Compile): Rule {
  const beside = input.resolution === undefined ? {} : { resolution: input.resolution };
  return {
    at,
    on: input.on,
    from: buildEnd(input.from),
    to: buildEnd(input.to),
    after: input.after ?? null,
    conditions: { ...buildConditions(input.if), ...beside },
    do: input.do.map((action) => buildAction(action, compile)),
  };
}

function buildEnd(input: EndInput | undefined): ChangeEnd {
  return dropMissing(input ?? {});
}

function buildConditions(input: ConditionsInput | undefined): Conditions {
  return dropMissing(input ?? {});
}

function buildAction(input: ActionInput, compile: Compile): RuleAction {
  if (input === 'note') return { kind: 'note', text: null };
  if (typeof input === 'string') return { kind: input };
  const { note, tag, untag, attributes, assign, ticketState, snooze, comment, transition, setField } = input;
  if (note !== undefined) return { kind: 'note', text: note };
  if (tag !== undefined) return { kind: 'tag', tag };
  if (untag !== undefined) return { kind: 'untag', tag: untag };
  if (attributes !== undefined) return { kind: 'attributes', values: mapRecord(attributes, compile) };
  if (assign !== undefined) return { kind: 'assign', to: buildAssignee(assign) };
  if (ticketState !== undefined) return { kind: 'ticketState', state: ticketState };
  if (snooze !== undefined) return { kind: 'snooze', ms: snooze };
  if (comment !== undefined) return { kind: 'comment', text: compile(comment) };
  if (transition !== undefined) return { kind: 'transition', to: transition };
  if (setField !== undefined) return { kind: 'setField', values: mapRecord(setField, compile) };
  return buildMark(input);
}

function buildMark({ label, unlabel, notify }: Exclude<ActionInput, string>): RuleAction {
  if (label !== undefined) return { kind: 'label', label };
  if (unlabel !== undefined) return { kind: 'unlabel', label: unlabel };
  return { kind: 'notify', channel: notify ?? '' };
}

type AssignInput = NonNullable<Exclude<ActionInput, string>['assign']>;

function buildAssignee(assign: AssignInput): Extract<RuleAction, { kind: 'assign' }>['to'] {
  if (typeof assign === 'string') return { kind: assign };
  if (assign.team !== undefined) return { kind: 'team', name: assign.team };
  return { kind: 'teammate', name: assign.teammate ?? '' };
}
