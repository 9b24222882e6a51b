// Keeps what a decision was made from, so that people can ask why, and other rules can be tried on it.
import type { ConversationFacts, IssueFacts } from '../domain/plan/facts.ts';
import type { RuleTrace } from '../domain/plan/plan.ts';
import type { DecisionRecord } from './ledger.ts';

/** In characters. The usual facts have 2,000; those of a dialog with a long transcript may have a million. */
const MAX_FACTS_CHARS = 64 * 1024;

/** Facts that are too large to keep are left out: such a decision can be explained, but not tried again. */
export function recordOf(facts: IssueFacts | ConversationFacts, trace: readonly RuleTrace[]): DecisionRecord {
  const text = JSON.stringify(facts);
  return { facts: text.length > MAX_FACTS_CHARS ? null : text, trace };
}
