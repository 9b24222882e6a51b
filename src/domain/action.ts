// What Deskbridge can do to the outside world: each action is one outbound call and one delivery.
import type { DialogAttachment } from './dialog.ts';
import type { Document } from './document/document.ts';
import type { IssueRequested } from './event.ts';
import type { NewIssue } from './new-issue.ts';
import { type Actor, type ConversationRef, conversationLane, type Instant, type IssueRef, issueLane } from './refs.ts';

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

/** Closes a conversation that is open or asleep. */
export interface CloseConversation {
  readonly kind: 'close';
  readonly conversation: ConversationRef;
  readonly about: IssueRef | null;
}

/** Puts a conversation to sleep, whatever its state. */
export interface SnoozeConversation {
  readonly kind: 'snooze';
  readonly conversation: ConversationRef;
  readonly about: IssueRef | null;
  readonly until: Instant;
}

export interface AssignConversation {
  readonly kind: 'assign';
  readonly conversation: ConversationRef;
  readonly about: IssueRef | null;
  /** By name or id. */
  readonly to: { readonly kind: 'team' | 'teammate'; readonly name: string };
}

/** Sets the state of the ticket that the conversation is. */
export interface SetTicketState {
  readonly kind: 'ticket_state';
  readonly conversation: ConversationRef;
  readonly about: IssueRef | null;
  readonly state: string;
}

/** Creates the issue that an operator, a note or a rule asked for; linking follows when it exists. */
export interface CreateIssue {
  readonly kind: 'create_issue';
  readonly conversation: ConversationRef;
  /** Null: there is no issue yet. */
  readonly about: null;
  readonly workflow: string;
  readonly draft: NewIssue;
  /** Files of the dialog that follow the issue. */
  readonly files: readonly DialogAttachment[];
  readonly by: Actor;
  /** Who asked: the inbox app shows a refusal itself, anybody else gets a note. */
  readonly origin: IssueRequested['origin'];
}

/** Copies a file of the dialog to the issue. */
export interface AttachFile {
  readonly kind: 'attach_file';
  readonly issue: IssueRef;
  readonly conversation: ConversationRef;
  readonly file: DialogAttachment;
  readonly maxBytes: number;
}

/** Writes the one summary that an issue has of its dialogs: a comment edited in place, and a property. */
export interface PutSummary {
  readonly kind: 'put_summary';
  readonly issue: IssueRef;
  /** The comment that held it when this was planned; null for the first time. */
  readonly commentId: string | null;
  /** Null: the comment is as it should be, or there is none; the property alone is written. */
  readonly body: Document | null;
  /** False: a comment that is gone is not written anew. */
  readonly mayAdd: boolean;
  /** For machines: counts and times, no names. */
  readonly property: Readonly<Record<string, unknown>>;
  /** What is remembered of it once it is written. */
  readonly fingerprint: string;
}

/** A change of the issue that a rule asks for. */
export interface ChangeIssue {
  readonly kind: 'transition' | 'set_field' | 'add_label' | 'remove_label';
  readonly issue: IssueRef;
  readonly conversation: ConversationRef | null;
  /** The transition or status, or the field by id or name; null for labels. */
  readonly name: string | null;
  /** The field's value or the label; null for a transition. */
  readonly value: string | null;
}

/** Tells a channel of the config (a webhook) that something happened. */
export interface NotifyChannel {
  readonly kind: 'notify';
  readonly channel: string;
  readonly issue: IssueRef;
  /** Key and page of the issue, for people. */
  readonly key: string;
  readonly url: string;
  readonly text: string;
}

export type Action =
  | CloseConversation
  | SnoozeConversation
  | AssignConversation
  | SetTicketState
  | CreateIssue
  | AttachFile
  | PutSummary
  | ChangeIssue
  | NotifyChannel
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
    case 'attach_file':
    case 'put_summary':
    case 'transition':
    case 'set_field':
    case 'add_label':
    case 'remove_label':
      return issueLane(action.issue);
    case 'notify':
      // Not the bare name: a connection may have the same, and its pause is not the channel's.
      return `channel/channel:${action.channel}/-`;
    case 'add_note':
    case 'reopen':
    case 'snooze_again':
    case 'set_attribute':
    case 'tag':
    case 'close':
    case 'snooze':
    case 'assign':
    case 'ticket_state':
    case 'create_issue':
      return conversationLane(action.conversation);
  }
}

/** The issue that an action concerns, if any. */
export function issueOfAction(action: Action): IssueRef | null {
  return 'issue' in action ? action.issue : action.about;
}
