// Decides when and how the living summary of an issue is written: one comment of ours, numbers, and the priority.
import type { AnyIssueEvent } from '../event.ts';
import { fingerprint } from '../known.ts';
import { done, ignored, type Outcome } from '../outcome.ts';
import type { IssueRef } from '../refs.ts';
import type { Rules } from '../rules.ts';
import { affectedBy } from '../summary/affected.ts';
import { composeSummary, type SummaryInput, summaryProperty } from '../summary/compose-summary.ts';
import { concealFor } from '../summary/conceal.ts';
import { raisePriority } from '../summary/escalate.ts';
import { withSummariesDue } from '../summary/summary-due.ts';
import { decodeWritten, encodeWritten, NOTHING_WRITTEN, type Written } from '../summary/written.ts';
import { workflowOf } from '../workflow/workflow-of.ts';
import type { Workflow } from '../workflow/workflow.ts';
import type { IssueFacts } from './facts.ts';
import type { Plan, PlannedAction, RuleTrace } from './plan.ts';

/** One dialog tells developers nothing that its link on the issue doesn't: the comment begins with the second. */
const DIALOGS_WORTH_A_COMMENT = 2;

/** Without a reading the issue as it was last told says where it belongs. */
function issueOf({ reading, known }: IssueFacts) {
  return reading.state === 'found' ? reading.value : (known?.told ?? null);
}

interface Draft {
  readonly actions: readonly PlannedAction[];
  readonly tried: RuleTrace['tried'];
}

/** The count in the field of the config, where it is another than we wrote last. */
function countAction(
  workflow: Workflow | null,
  customers: number | null,
  before: Written,
  issue: IssueRef,
): PlannedAction[] {
  const field = workflow?.countField ?? null;
  if (field === null || customers === null || customers === before.customers) return [];
  const value = String(customers);
  return [{ once: null, action: { kind: 'set_field', issue, conversation: null, name: field, value } }];
}

function priorityActions(workflow: Workflow | null, input: SummaryInput, before: Written, facts: IssueFacts) {
  const { reading } = facts;
  const closed = reading.state !== 'found' || reading.value.status.category === 'done';
  if (workflow === null || workflow.escalate.length === 0 || closed) return { actions: [], raised: [], tried: [] };
  const { connection, issueId, priority: current } = reading.value;
  const { priority, tried } = raisePriority(workflow, input.affected, current, before.raised);
  if (priority === null) return { actions: [], raised: [], tried };
  const issue = { connection, issueId };
  const action = { kind: 'set_field', issue, conversation: null, name: 'priority', value: priority } as const;
  // A batch that is decided twice before its summary is written raises it once.
  const once = `escalate/${connection}/${issueId}/${priority}`;
  return { actions: [{ once, action }], raised: [priority], tried };
}

/** What stands on the issue as far as we know. */
function writtenBefore({ summary }: IssueFacts): Written {
  if (summary === null) return NOTHING_WRITTEN;
  const written = decodeWritten(summary.fingerprint);
  return summary.commentId === null ? { ...written, comment: null } : written;
}

function draft(ref: IssueRef, input: SummaryInput, facts: IssueFacts, rules: Rules): Draft {
  const issue = issueOf(facts);
  const workflow = issue === null ? null : workflowOf(issue, rules);
  const before = writtenBefore(facts);
  const commentId = facts.summary?.commentId ?? null;
  const { dialogs, customers } = input.affected;
  const count = dialogs.length === 0 ? 0 : customers;
  const { actions: raising, raised, tried } = priorityActions(workflow, input, before, facts);
  const body = composeSummary(input, rules);
  const mayAdd = dialogs.length >= DIALOGS_WORTH_A_COMMENT;
  const isWorth = mayAdd || commentId !== null;
  const property = summaryProperty(input);
  const written: Written = {
    comment: isWorth ? fingerprint(JSON.stringify(body)) : null,
    property: fingerprint(JSON.stringify(property)),
    customers: workflow?.countField == null ? null : (count ?? before.customers),
    raised: [...before.raised, ...raised],
  };
  if (encodeWritten(written) === encodeWritten(before)) return { actions: [], tried };
  const put: PlannedAction = {
    once: null,
    action: {
      kind: 'put_summary',
      issue: ref,
      commentId,
      body: written.comment === before.comment ? null : body,
      mayAdd,
      property,
      fingerprint: encodeWritten(written),
    },
  };
  return { actions: [put, ...countAction(workflow, count, before, ref), ...raising], tried };
}

function decide(ref: IssueRef, facts: IssueFacts, rules: Rules): { outcome: Outcome; draft: Draft | null } {
  // An issue that can't be seen can't be written to; one without any link only where something was written before.
  if (facts.reading.state === 'missing') return { outcome: ignored('issue_not_found'), draft: null };
  if (facts.reading.state === 'not_read' && facts.summary === null)
    return { outcome: ignored('not_linked'), draft: null };
  const issue = issueOf(facts);
  const affected = affectedBy(facts.links, facts.dialogs);
  const input: SummaryInput = {
    affected,
    questions: facts.unanswered,
    issueUrl: issue?.url ?? null,
    conceal: concealFor(issue === null ? null : workflowOf(issue, rules), affected, rules.locale),
  };
  const made = draft(ref, input, facts, rules);
  const detail = `${input.affected.dialogs.length} dialogs`;
  return {
    outcome: made.actions.length === 0 ? ignored('summary_unchanged') : done('summarised', detail),
    draft: made,
  };
}

/**
 * Completes the plan of an issue's batch: links that it sets make a summary due a little later, and a summary that is
 * due now is written. What dialogs are told is not touched.
 */
export function withSummary(plan: Plan, events: readonly AnyIssueEvent[], facts: IssueFacts, rules: Rules): Plan {
  const planned = withSummariesDue(plan, facts.links, [], facts.now);
  const due = events.find((event) => event.kind === 'summary_due');
  if (due === undefined) return planned;
  const { connection, issueId } = due.issue;
  const { outcome, draft: made } = decide({ connection, issueId }, facts, rules);
  const outcomes = events.map((event, index) =>
    event.kind === 'summary_due' ? outcome : (planned.outcomes[index] ?? ignored('nothing_visible')),
  );
  if (made === null) return { ...planned, outcomes };
  const trace: RuleTrace[] =
    made.tried.length === 0 ? [] : [{ trigger: 'escalate', conversationId: null, tried: made.tried }];
  return {
    ...planned,
    outcomes,
    actions: [...planned.actions, ...made.actions],
    trace: [...planned.trace, ...trace],
  };
}
