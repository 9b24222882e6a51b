// What Deskbridge can do to the outside world: each action is one outbound call and one delivery.
import type { Document } from './document/document.ts';
import { type ConversationRef, conversationLane, type Instant, type IssueRef, issueLane } from './refs.ts';

export interface AddNote {
  readonly kind: 'add_note';
  readonly conversation: ConversationRef;
  /** The issue that the note is about; null for an answer to the operator that is about none. */
  readonly about: IssueRef | null;
  readonly body: Document;
}

/** Opens a closed conversation, wakes a snoozed one, leaves an open one alone. */
export interface ReopenConversation {
  readonly kind: 'reopen';
  readonly conversation: ConversationRef;
  readonly about: IssueRef | null;
}

/** Puts a conversation back to sleep when our own note has woken it. */
export interface SnoozeAgain {
  readonly kind: 'snooze_again';
  readonly conversation: ConversationRef;
  readonly about: IssueRef | null;
  readonly until: Instant;
  /** When it was put to sleep: whoever has written since then has woken it on purpose. */
  readonly since: Instant;
}

/** Sets a conversation attribute if the workspace has one of that name. */
export interface SetConversationAttribute {
  readonly kind: 'set_attribute';
  readonly conversation: ConversationRef;
  readonly about: IssueRef | null;
  readonly name: string;
  /** Null stands for the keys of all issues that are linked when the call is made. */
  readonly value: string | null;
}

/** Tags or untags a conversation if the workspace has a tag of that name. */
export interface TagConversation {
  readonly kind: 'tag';
  readonly conversation: ConversationRef;
  readonly about: IssueRef | null;
  readonly tag: string;
  readonly remove: boolean;
}

/** Adds or updates the link on the issue that opens the conversation. */
export interface PutRemoteLink {
  readonly kind: 'put_remote_link';
  readonly issue: IssueRef;
  readonly conversation: ConversationRef;
  /** Struck through in Jira when true. */
  readonly resolved: boolean;
}

export interface RemoveRemoteLink {
  readonly kind: 'remove_remote_link';
  readonly issue: IssueRef;
  readonly conversation: ConversationRef;
}

/** Writes an operator's note to the developers as a comment. */
export interface CommentOnIssue {
  readonly kind: 'comment';
  readonly issue: IssueRef;
  readonly conversation: ConversationRef;
  readonly partId: string;
  readonly body: Document;
}

export type Action =
  | AddNote
  | ReopenConversation
  | SnoozeAgain
  | SetConversationAttribute
  | TagConversation
  | PutRemoteLink
  | RemoveRemoteLink
  | CommentOnIssue;

/** The lane an action is delivered in: the thing that it writes to. */
export function laneOfAction(action: Action): string {
  switch (action.kind) {
    case 'put_remote_link':
    case 'remove_remote_link':
    case 'comment':
      return issueLane(action.issue);
    case 'add_note':
    case 'reopen':
    case 'snooze_again':
    case 'set_attribute':
    case 'tag':
      return conversationLane(action.conversation);
  }
}

/** The issue that an action concerns, if any. */
export function issueOfAction(action: Action): IssueRef | null {
  return 'issue' in action ? action.issue : action.about;
}
