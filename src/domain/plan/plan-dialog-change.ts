// Decides what follows when a dialog changes: its state is remembered, and rules may carry it over to the issue.
import type { ConversationChanged, DialogChange } from '../event.ts';
import type { IssueSnapshot } from '../issue.ts';
import type { Link } from '../link.ts';
import type { NoteEntry } from '../note.ts';
import { done, ignored, parked } from '../outcome.ts';
import type { Actor } from '../refs.ts';
import type { Locale, Rules } from '../rules.ts';
import { ruleLinesOf } from '../texts/rule-lines.ts';
import { type Change, changeOf } from '../workflow/change.ts';
import { workflowOf } from '../workflow/workflow-of.ts';
import { applyRules, type Fate, outcomeOfFates, viewOf } from './apply-rules.ts';
import { requestsByRule } from './create-when.ts';
import type { ConversationFacts } from './facts.ts';
import { NO_PLAN, type Plan, type PlannedAction, type RuleTrace } from './plan.ts';

/** The state is remembered without a link too: a dialog that sleeps may be linked later, and must not be woken then. */
function remember(event: ConversationChanged, linked: boolean): Plan {
  const { conversation, state, snoozedUntil, at } = event;
  if (state === null) {
    return { ...NO_PLAN, outcomes: [linked ? ignored('nothing_visible', event.topic) : ignored('dialog_not_linked')] };
  }
  return {
    ...NO_PLAN,
    outcomes: [linked ? done('remembered', `${event.topic}: ${state}`) : ignored('dialog_not_linked')],
    conversation: { ...conversation, state, snoozedUntil, deleted: false, at },
  };
}

function changeFor(change: DialogChange, issue: IssueSnapshot, by: Actor, locale: Locale): Change {
  const tag = 'tag' in change ? change.tag : null;
  const rating = 'rating' in change ? change.rating : null;
  const line = ruleLinesOf(locale).dialog[change.trigger](tag ?? (rating === null ? '?' : String(rating)));
  const entries: NoteEntry[] = [{ kind: 'text', text: line }];
  return changeOf(change.trigger, issue, issue, by, { entries, tag, rating });
}

interface Carried {
  readonly actions: readonly PlannedAction[];
  readonly trace: readonly RuleTrace[];
  readonly fates: readonly Fate[];
}

/** What the rules of the issue's workflow say; there are no default ones for what happens in a dialog. */
function carryOver(
  link: Link,
  issue: IssueSnapshot,
  event: ConversationChanged,
  facts: ConversationFacts,
  rules: Rules,
): Carried {
  if (event.change === null) return { actions: [], trace: [], fates: [] };
  const known = viewOf(event.conversation, facts.conversations, [facts.details]);
  const view = { ...known, state: event.state ?? known.state };
  const context = { workflow: workflowOf(issue, rules), rules, now: facts.now, account: null };
  const change = changeFor(event.change, issue, event.by, rules.locale);
  const applied = applyRules([change], [link], link.issue, issue, () => view, context, facts, rules);
  return { ...applied, fates: [...applied.fates.values()] };
}

/** A link that has spent its budget carries nothing over; the state is remembered all the same, because it is true. */
export function planDialogChange(event: ConversationChanged, facts: ConversationFacts, rules: Rules): Plan {
  const links = facts.links.filter((link) => link.unlinkedAt === null);
  const remembered = remember(event, links.length > 0);
  const carried = links.flatMap((link) => {
    const issue = facts.issues[link.id];
    return issue === undefined ? [] : [{ link, ...carryOver(link, issue, event, facts, rules) }];
  });
  const trace = carried.flatMap((one) => one.trace);
  const actions = carried.flatMap((one) => one.actions);
  const spent = carried.filter(
    (one) => one.actions.length > 0 && (facts.spent[one.link.id] ?? 0) >= rules.budgetActions,
  );
  if (spent.length > 0) {
    const pairs = spent.map(({ link }) => `${link.issueKey} ↔ ${link.conversation.conversationId}`).join(', ');
    return { ...remembered, outcomes: [parked('budget_spent', pairs)], trace };
  }
  const ended = outcomeOfFates(carried.flatMap((one) => one.fates));
  const followUps = requestsByRule(event, facts, rules);
  const asked = followUps.flatMap((one) => (one.event.kind === 'issue_requested' ? [one.event.workflow] : []));
  let outcomes = ended?.state === 'done' ? [ended] : remembered.outcomes;
  if (asked.length > 0) outcomes = [done('requested', asked.join(', '))];
  return { ...remembered, outcomes, actions, trace, followUps };
}
