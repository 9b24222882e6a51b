// Decides what follows from a promise to come back to a dialog.
import type { ReminderAsked, ReminderDue } from '../event.ts';
import type { Rules } from '../rules.ts';
import type { ConversationFacts } from './facts.ts';
import type { Plan } from './plan.ts';

/** Sets, moves or cancels the promise on a link. */
export function planReminderAsked(_event: ReminderAsked, _facts: ConversationFacts, _rules: Rules): Plan {
  throw new Error('planReminderAsked is not built yet');
}

/** The dialog gets a note with the issue as it is now, is reopened and assigned to the one who promised. */
export function planReminderDue(_event: ReminderDue, _facts: ConversationFacts, _rules: Rules): Plan {
  throw new Error('planReminderDue is not built yet');
}
