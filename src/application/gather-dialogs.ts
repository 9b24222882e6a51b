// Reads the linked dialogs where a rule or a text asks for more than their last known state.
import type { AnyIssueEvent, ConversationChanged } from '../domain/event.ts';
import type { ConversationFacts, IssueFacts } from '../domain/plan/facts.ts';
import type { Bridge } from './bridge.ts';

/** By link id; empty when nothing asks. Throws VendorError. */
export async function gatherDialogs(
  _events: readonly AnyIssueEvent[],
  _facts: IssueFacts,
  _bridge: Bridge,
): Promise<IssueFacts['dialogs']> {
  return {};
}

/** What rules ask of a dialog that changed. Throws VendorError. */
export async function gatherDialogChange(
  _event: ConversationChanged,
  _facts: ConversationFacts,
  _bridge: Bridge,
): Promise<Partial<ConversationFacts>> {
  return {};
}
