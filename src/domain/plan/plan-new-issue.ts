// Decides what follows when somebody wants an issue made of a dialog, and when it exists.
import type { IssueCreatedByUs, IssueRequested } from '../event.ts';
import type { Rules } from '../rules.ts';
import type { ConversationFacts } from './facts.ts';
import type { Plan } from './plan.ts';

/** The issue is composed from the dialog and created; or the operator is told why it can not be. */
export function planIssueRequested(_event: IssueRequested, _facts: ConversationFacts, _rules: Rules): Plan {
  throw new Error('planIssueRequested is not built yet');
}

/** The new issue is linked with its dialog, and the files of the dialog follow it. */
export function planIssueCreated(_event: IssueCreatedByUs, _facts: ConversationFacts, _rules: Rules): Plan {
  throw new Error('planIssueCreated is not built yet');
}
