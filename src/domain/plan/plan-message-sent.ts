// Decides what follows from a message that an operator sends to the developers in the inbox app.
import type { MessageSent } from '../event.ts';
import type { Rules } from '../rules.ts';
import type { ConversationFacts } from './facts.ts';
import type { Plan } from './plan.ts';

/** The message becomes a comment of the linked issue. */
export function planMessageSent(_event: MessageSent, _facts: ConversationFacts, _rules: Rules): Plan {
  throw new Error('planMessageSent is not built yet');
}
