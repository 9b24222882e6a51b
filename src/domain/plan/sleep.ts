// Lets a dialog that was put aside sleep on, though a note of ours may wake it.
import type { KnownConversation } from '../known.ts';
import { type ConversationRef, type Instant, type IssueRef, sameConversation } from '../refs.ts';
import type { Rules } from '../rules.ts';
import type { PlannedAction } from './plan.ts';

/** The action that follows a note in a dialog which, as far as we know, is asleep; none in one that is awake. */
export function keepAsleep(
  conversation: ConversationRef,
  about: IssueRef,
  facts: { readonly now: Instant; readonly conversations: readonly KnownConversation[] },
  rules: Rules,
): PlannedAction[] {
  if (!rules.keepSnoozed) return [];
  const known = facts.conversations.find((candidate) => sameConversation(candidate, conversation));
  if (known?.state !== 'snoozed' || known.snoozedUntil === null || known.snoozedUntil <= facts.now) return [];
  const action = { kind: 'snooze_again', conversation, about, until: known.snoozedUntil, since: known.at } as const;
  return [{ once: null, action }];
}
