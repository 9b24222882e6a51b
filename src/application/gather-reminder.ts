// Reads what a promise is about: the linked issue as it is now.
import type { ReminderAsked, ReminderDue } from '../domain/event.ts';
import type { ConversationFacts } from '../domain/plan/facts.ts';
import type { Bridge } from './bridge.ts';

/** Throws VendorError. */
export async function gatherReminder(
  _event: ReminderAsked | ReminderDue,
  _facts: ConversationFacts,
  _bridge: Bridge,
): Promise<Partial<ConversationFacts>> {
  return {};
}
