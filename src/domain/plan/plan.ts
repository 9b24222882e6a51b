// The shape of a decision: what will be done for a batch of events, what is remembered, and why.
import type { Action } from '../action.ts';
import type { IssueSnapshot } from '../issue.ts';
import type { KnownComment, KnownConversation, KnownIssue } from '../known.ts';
import type { LinkOrigin } from '../link.ts';
import type { Outcome } from '../outcome.ts';
import type { ConversationRef, IssueRef } from '../refs.ts';

export type LinkChange =
  | {
      readonly kind: 'link';
      readonly conversation: ConversationRef;
      readonly issue: IssueRef;
      readonly issueKey: string;
      readonly origin: LinkOrigin;
    }
  | { readonly kind: 'unlink'; readonly linkId: string }
  | { readonly kind: 'rename'; readonly issue: IssueRef; readonly issueKey: string };

export interface PlannedAction {
  readonly action: Action;
  /**
   * What makes this action the same one when it is planned again: the delivery's id is derived from it.
   * Null ties it to the events of the batch.
   */
  readonly once: string | null;
}

export interface Plan {
  /** One for each event of the batch, in the same order. */
  readonly outcomes: readonly Outcome[];
  readonly actions: readonly PlannedAction[];
  readonly links: readonly LinkChange[];
  /** What the dialogs of the batch's issue know after this plan. */
  readonly issue: KnownIssue | null;
  /** Issues that a dialog was just linked to: told as they are now, unless other dialogs follow them already. */
  readonly introduced: readonly IssueSnapshot[];
  readonly comments: readonly KnownComment[];
  readonly conversation: KnownConversation | null;
}

export const NO_PLAN: Plan = {
  outcomes: [],
  actions: [],
  links: [],
  issue: null,
  introduced: [],
  comments: [],
  conversation: null,
};
