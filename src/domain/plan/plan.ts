// The shape of a decision: what will be done for a batch of events, what is remembered, and why.
import type { Action } from '../action.ts';
import type { BridgeEvent } from '../event.ts';
import type { IssueSnapshot } from '../issue.ts';
import type { KnownComment, KnownConversation, KnownIssue } from '../known.ts';
import type { LinkOrigin, LinkPromise } from '../link.ts';
import type { Outcome } from '../outcome.ts';
import type { Actor, ConversationRef, Instant, IssueRef } from '../refs.ts';

export type LinkChange =
  | {
      readonly kind: 'link';
      readonly conversation: ConversationRef;
      readonly issue: IssueRef;
      readonly issueKey: string;
      readonly origin: LinkOrigin;
      /** The teammate who set it; null where nobody in the chat did. */
      readonly by: Actor | null;
    }
  | { readonly kind: 'promise'; readonly linkId: string; readonly promise: LinkPromise | null }
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

/** An event of our own that follows from a plan; stored with it, and handled when it is due. */
export interface FollowUp {
  /** Recorded once: a second one of the same key is dropped as a duplicate. */
  readonly key: string;
  readonly event: BridgeEvent;
  /** The lane that it is handled in. */
  readonly lane: string;
  readonly dueAt: Instant;
}

/** Which rules a plan has looked at, for people who ask why. */
export interface RuleTrace {
  readonly trigger: string;
  /** The dialog that it was decided for; null where none plays a part. */
  readonly conversationId: string | null;
  /** In the order in which they were tried; the last one is the one that matched, if any did. */
  readonly tried: readonly { readonly at: string; readonly matched: boolean; readonly why: string }[];
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
  readonly followUps: readonly FollowUp[];
  readonly trace: readonly RuleTrace[];
}

export const NO_PLAN: Plan = {
  outcomes: [],
  actions: [],
  links: [],
  issue: null,
  introduced: [],
  comments: [],
  conversation: null,
  followUps: [],
  trace: [],
};
