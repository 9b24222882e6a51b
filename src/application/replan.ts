// Decides a recorded decision once more, with other rules, from the facts that were read then: nothing is asked of anyone.
import type { BridgeEvent } from '../domain/event.ts';
import type { ConversationFacts, IssueFacts } from '../domain/plan/facts.ts';
import { NO_PLAN, type Plan } from '../domain/plan/plan.ts';
import { planConversationEvent } from '../domain/plan/plan-conversation-event.ts';
import { planIssueEvents } from '../domain/plan/plan-issue-events.ts';
import type { Rules } from '../domain/rules.ts';
import { needsAccount, needsDetails } from '../domain/workflow/needs-details.ts';
import { DIALOG_TRIGGERS, ISSUE_TRIGGERS, type Trigger } from '../domain/workflow/rule.ts';
import { workflowOf } from '../domain/workflow/workflow-of.ts';
import type { NewDelivery, RecordedDecision, StoredEvent } from './ledger.ts';
import { deliveryOf, meantBy, type ReadEvent, withOutcomes } from './plan-batch.ts';
import type { Unreadable } from './ports.ts';

/** Why it can't be told how a decision would end with other rules. */
export type Untold =
  /** The facts were too large to keep. */
  | 'facts_not_kept'
  /** The new rules ask for a dialog that was not read then. */
  | 'dialog_not_read'
  /** The new rules ask for the bridge's own account in the tracker, which was not read then. */
  | 'account_not_read'
  /** The facts are of an earlier version, or the event's connection is not in the new config. */
  | 'not_readable';

export type Replanned =
  | { readonly kind: 'planned'; readonly plan: Plan; readonly deliveries: readonly NewDelivery[] }
  | { readonly kind: 'untold'; readonly why: Untold };

export type ReadStored = (stored: StoredEvent) => BridgeEvent | Unreadable;

const TRIGGERS: readonly Trigger[] = [...ISSUE_TRIGGERS, ...DIALOG_TRIGGERS];

/** The triggers that a plan has held against rules; a change's key begins with its trigger. */
function triggersOf(plan: Plan): readonly Trigger[] {
  const keys = new Set(plan.trace.map(({ trigger }) => trigger.split('/', 1)[0]));
  return TRIGGERS.filter((trigger) => keys.has(trigger));
}

function lackOfIssue(plan: Plan, facts: IssueFacts, rules: Rules): Untold | null {
  const triggers = triggersOf(plan);
  const issue = facts.reading.state === 'found' ? facts.reading.value : facts.known?.told;
  if (triggers.length === 0 || issue === undefined) return null;
  const workflow = workflowOf(issue, rules);
  const unread = facts.links.some((link) => link.unlinkedAt === null && facts.dialogs[link.id] === undefined);
  if (unread && needsDetails(workflow, rules, triggers)) return 'dialog_not_read';
  const commented = triggers.some((trigger) => trigger.startsWith('comment_'));
  return commented && facts.account === null && needsAccount(workflow) ? 'account_not_read' : null;
}

function lackOfDialog(plan: Plan, facts: ConversationFacts, rules: Rules): Untold | null {
  const triggers = triggersOf(plan);
  if (triggers.length === 0 || facts.details !== null) return null;
  const issues = Object.values(facts.issues);
  const asks = issues.some((issue) => needsDetails(workflowOf(issue, rules), rules, triggers));
  return asks ? 'dialog_not_read' : null;
}

interface Tried {
  readonly plan: Plan;
  readonly lack: Untold | null;
}

function tryRules(batch: readonly ReadEvent[], facts: unknown, rules: Rules): Tried {
  const meant = meantBy(batch);
  switch (meant.kind) {
    case 'issue': {
      const plan = planIssueEvents(meant.events, facts as IssueFacts, rules);
      return {
        plan: withOutcomes(plan, batch, meant.events),
        lack: lackOfIssue(plan, facts as IssueFacts, rules),
      };
    }
    case 'conversation': {
      const plan = planConversationEvent(meant.event, facts as ConversationFacts, rules);
      return {
        plan: withOutcomes(plan, batch, [meant.event]),
        lack: lackOfDialog(plan, facts as ConversationFacts, rules),
      };
    }
    default:
      return { plan: withOutcomes(NO_PLAN, batch, []), lack: null };
  }
}

/** Pure but for `read`, which understands the stored bytes. Never throws. */
export function replan(decision: RecordedDecision, rules: Rules, read: ReadStored): Replanned {
  if (decision.facts === null) return { kind: 'untold', why: 'facts_not_kept' };
  const batch = decision.events.map((stored): ReadEvent => ({ stored, event: read(stored) }));
  const changed = batch.some(({ stored, event }) => event.kind === 'unreadable' && stored.reason !== 'unreadable');
  if (changed) return { kind: 'untold', why: 'not_readable' };
  try {
    const { plan, lack } = tryRules(batch, JSON.parse(decision.facts), rules);
    if (lack !== null) return { kind: 'untold', why: lack };
    const deliveries = plan.actions.map((action, index) => deliveryOf(action, decision.events, index));
    return { kind: 'planned', plan, deliveries };
  } catch {
    return { kind: 'untold', why: 'not_readable' };
  }
}
