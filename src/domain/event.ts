// What can happen, in Deskbridge's own words: adapters translate the vendors' payloads into these.
import type { ConversationPart } from './conversation.ts';
import type { IssueChange } from './issue.ts';
import type { Actor, ConversationRef, Instant, IssueRef } from './refs.ts';

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
  readonly at: Instant;
}

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
  | NothingFollows;

export type AnyIssueEvent = IssueChanged | IssueCommented | IssueDeleted | IssueObserved;

export function isIssueEvent(event: BridgeEvent): event is AnyIssueEvent {
  return (
    event.kind === 'issue_changed' ||
    event.kind === 'issue_commented' ||
    event.kind === 'issue_deleted' ||
    event.kind === 'issue_observed'
  );
}
