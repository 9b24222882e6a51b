// A comment by which an operator speaks to the developers of an issue.
import type { Document } from '../document/document.ts';
import type { ConversationRef, IssueRef } from '../refs.ts';
import type { Rules } from '../rules.ts';
import { textsOf } from '../texts/texts.ts';
import type { PlannedAction } from './plan.ts';

export interface DeveloperMessage {
  readonly conversation: ConversationRef;
  /** The note that it was written in, or a word for where else; only comments of rules have none. */
  readonly partId: string;
  /** The teammate's name. */
  readonly author: string | null;
  readonly body: Document;
}

/** A comment that says who wrote it: developers see the bridge's account as its author. */
function attributed(message: Document, teammate: string | null, rules: Rules): Document {
  const texts = textsOf(rules.locale);
  const heading = texts.fromSupport(teammate ?? texts.somebody);
  return {
    blocks: [{ type: 'paragraph', content: [{ type: 'text', text: heading, marks: ['strong'] }] }, ...message.blocks],
  };
}

/** The comment that a message becomes; `once` as in {@link PlannedAction}. */
export function developerComment(
  issue: IssueRef,
  message: DeveloperMessage,
  once: string | null,
  rules: Rules,
): PlannedAction {
  const { conversation, partId } = message;
  return {
    once,
    action: {
      kind: 'comment',
      issue: { connection: issue.connection, issueId: issue.issueId },
      conversation,
      partId,
      body: attributed(message.body, message.author, rules),
    },
  };
}
