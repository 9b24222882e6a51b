// Decides what follows when a dialog changes: its state is remembered, and rules may carry it over to the issue.
import type { ConversationChanged } from '../event.ts';
import { done, ignored } from '../outcome.ts';
import type { Rules } from '../rules.ts';
import type { ConversationFacts } from './facts.ts';
import { NO_PLAN, type Plan } from './plan.ts';

/** The state is remembered without a link too: a dialog that sleeps may be linked later, and must not be woken then. */
export function planDialogChange(event: ConversationChanged, facts: ConversationFacts, _rules: Rules): Plan {
  const linked = facts.links.filter((link) => link.unlinkedAt === null).length > 0;
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
