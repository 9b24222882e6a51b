// What can happen, in Deskbridge's own words: adapters translate the vendors' payloads into these.
import type { ConversationPart } from './conversation.ts';
import type { DialogAttachment } from './dialog.ts';
import type { IssueChange } from './issue.ts';
import type { FieldValue } from './new-issue.ts';
import type { Actor, ConversationRef, Instant, IssueRef } from './refs.ts';
import type { DialogTrigger } from './workflow/rule.ts';

/** An issue as an event names it: the key is a hint for people and may be out of date. */
export interface IssuePointer extends IssueRef {
  readonly key: string | null;
}

interface IssueEvent {
  readonly issue: IssuePointer;
  readonly by: Actor;
  readonly at: Instant;
  /** Conversation URLs seen anywhere in the payload: a hint that the issue is worth reading. */
  readonly conversationUrls: readonly string[];
}

export interface IssueChanged extends IssueEvent {
  readonly kind: 'issue_changed';
  readonly created: boolean;
  readonly changes: readonly IssueChange[];
}

export interface IssueCommented extends IssueEvent {
  readonly kind: 'issue_commented';
  /** Null when the vendor tells that a comment was deleted, but not which. */
  readonly commentId: string | null;
  readonly what: 'added' | 'edited' | 'deleted';
}

export interface IssueDeleted extends IssueEvent {
  readonly kind: 'issue_deleted';
}

/** Nothing has changed on the issue for so long; made by a timer for rules on `no_change`. */
export interface IssueUnchanged extends IssueEvent {
  readonly kind: 'issue_unchanged';
  readonly since: Instant;
}

/** A version that the issue is to be fixed in was released. */
export interface IssueReleased extends IssueEvent {
  readonly kind: 'issue_released';
  readonly version: string;
}

/** The living summary of the issue is to be brought up to date; made by a timer or by links that change. */
export interface SummaryDue extends IssueEvent {
  readonly kind: 'summary_due';
}

/** The sweep found an issue that differs from what we last told about it. */
export interface IssueObserved extends IssueEvent {
  readonly kind: 'issue_observed';
}

export interface ConversationNoted {
  readonly kind: 'conversation_noted';
  readonly conversation: ConversationRef;
  readonly part: ConversationPart;
  readonly at: Instant;
}

/** A conversation changed in a way that only its last known state cares about. */
export interface ConversationChanged {
  readonly kind: 'conversation_changed';
  readonly conversation: ConversationRef;
  /** The vendor's topic, for the trace. */
  readonly topic: string;
  readonly state: 'open' | 'closed' | 'snoozed' | null;
  readonly snoozedUntil: Instant | null;
  /** What happened, as far as rules may ask for it. */
  readonly change: DialogChange | null;
  readonly by: Actor;
  readonly at: Instant;
}

export type DialogChange =
  | { readonly trigger: Exclude<DialogTrigger, 'dialog_tagged' | 'dialog_untagged' | 'dialog_rated'> }
  | { readonly trigger: 'dialog_tagged' | 'dialog_untagged'; readonly tag: string }
  | { readonly trigger: 'dialog_rated'; readonly rating: number | null };

export interface ConversationDeleted {
  readonly kind: 'conversation_deleted';
  readonly conversation: ConversationRef;
  readonly at: Instant;
}

/** Somebody asked for a link, by the API or in a note. `issue` is a key or an id. */
export interface LinkRequested {
  readonly kind: 'link_requested';
  readonly conversation: ConversationRef;
  readonly issue: { readonly connection: string; readonly keyOrId: string };
  readonly by: Actor;
  readonly at: Instant;
}

export interface UnlinkRequested {
  readonly kind: 'unlink_requested';
  readonly linkId: string;
  readonly conversation: ConversationRef;
  readonly issue: IssueRef;
  readonly by: Actor;
  readonly at: Instant;
}

/** Somebody (or a rule) wants an issue made of a conversation. */
export interface IssueRequested {
  readonly kind: 'issue_requested';
  readonly conversation: ConversationRef;
  readonly workflow: string;
  readonly origin: 'inbox_app' | 'note' | 'rule';
  /** Where it is to go when the operator chose; null: as the workflow's routes say. */
  readonly target: { readonly project: string; readonly type: string } | null;
  /** Null: made from the conversation. */
  readonly summary: string | null;
  readonly description: string | null;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly by: Actor;
  readonly at: Instant;
}

/** An issue that we created exists now: it is linked with its conversation. */
export interface IssueCreatedByUs {
  readonly kind: 'issue_created_by_us';
  readonly conversation: ConversationRef;
  readonly issue: { readonly connection: string; readonly keyOrId: string };
  readonly workflow: string;
  readonly files: readonly DialogAttachment[];
  readonly by: Actor;
  readonly at: Instant;
}

/** The tracker refused an issue that a note or a rule had asked for: the operator is told in a note. */
export interface IssueRefused {
  readonly kind: 'issue_refused';
  readonly conversation: ConversationRef;
  readonly workflow: string;
  readonly message: string;
  /** What is wrong, by the name of the field. */
  readonly fields: Readonly<Record<string, string>>;
  readonly at: Instant;
}

/** An operator promised to come back to a dialog at a time; null cancels the promise. */
export interface ReminderAsked {
  readonly kind: 'reminder_asked';
  readonly conversation: ConversationRef;
  readonly linkId: string;
  readonly dueAt: Instant | null;
  readonly by: Actor;
  readonly at: Instant;
}

/** The time of a promise has come. */
export interface ReminderDue {
  readonly kind: 'reminder_due';
  readonly conversation: ConversationRef;
  readonly linkId: string;
  readonly at: Instant;
}

/** An operator's message to the developers from the inbox app. */
export interface MessageSent {
  readonly kind: 'message_sent';
  readonly conversation: ConversationRef;
  readonly linkId: string;
  readonly text: string;
  readonly by: Actor;
  readonly at: Instant;
}

/** An event that was understood, and from which nothing follows. */
export interface NothingFollows {
  readonly kind: 'nothing_follows';
  readonly reason: 'ping' | 'not_mirrored' | 'unknown_event';
  /** The vendor's own name of it. */
  readonly name: string;
}

export type BridgeEvent =
  | IssueChanged
  | IssueCommented
  | IssueDeleted
  | IssueObserved
  | ConversationNoted
  | ConversationChanged
  | ConversationDeleted
  | LinkRequested
  | UnlinkRequested
  | IssueRequested
  | IssueCreatedByUs
  | IssueRefused
  | ReminderAsked
  | ReminderDue
  | MessageSent
  | IssueUnchanged
  | IssueReleased
  | SummaryDue
  | VersionReleased
  | NothingFollows;

/** A version of a project was released: the issues that name it are found and told one by one. */
export interface VersionReleased {
  readonly kind: 'version_released';
  readonly connection: string;
  readonly projectId: string | null;
  readonly version: { readonly id: string; readonly name: string };
  readonly at: Instant;
}

export type AnyIssueEvent =
  | IssueChanged
  | IssueCommented
  | IssueDeleted
  | IssueObserved
  | IssueUnchanged
  | IssueReleased
  | SummaryDue;

export function isIssueEvent(event: BridgeEvent): event is AnyIssueEvent {
  return (
    event.kind === 'issue_changed' ||
    event.kind === 'issue_commented' ||
    event.kind === 'issue_deleted' ||
    event.kind === 'issue_unchanged' ||
    event.kind === 'issue_released' ||
    event.kind === 'summary_due' ||
    event.kind === 'issue_observed'
  );
}
