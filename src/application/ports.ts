// What the use cases need from the outside: each port is declared here by its consumer and implemented in adapters/.
import type { ConversationSnapshot } from '../domain/conversation.ts';
import type { Document } from '../domain/document/document.ts';
import type { BridgeEvent } from '../domain/event.ts';
import type { Comment, IssueSnapshot } from '../domain/issue.ts';
import type { Instant, IssueRef } from '../domain/refs.ts';

/** Headers with lower-case names, as node:http gives them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

export type Unreadable = { readonly kind: 'unreadable'; readonly why: string };

export interface Identified {
  /** The vendor's id of this delivery, the same when it is sent again; null where the vendor gives none. */
  readonly deliveryKey: string | null;
  readonly lane: string;
  /** The vendor's own name of the event, for the log and the trace. */
  readonly topic: string;
  /** The key of the issue, where the payload tells it: so that people find the event by it. */
  readonly issueKey?: string | null;
}

/** Understands one vendor's webhooks. Never throws for a payload, however strange. */
export interface WebhookSource {
  /** True when the signature of the raw bytes (or the secret part of the URL) is right for any configured secret. */
  verify(raw: Buffer, headers: Headers, urlSecret: string | null): boolean;
  /** Names a delivery without reading it whole; cheap, because the sender is waiting. */
  identify(payload: unknown, headers: Headers): Identified;
  read(payload: unknown): BridgeEvent | Unreadable;
}

export interface Account {
  readonly id: string;
  readonly name: string;
}

/** The vendor has no such thing, or hides it from the bridge's account; the account itself was checked and is well. */
export type Missing = { readonly state: 'missing' };
export type Found<T> = { readonly state: 'found'; readonly value: T };

/** Every method throws VendorError. Nothing is retried inside. */
export interface Issues {
  /** The bridge's own account; an `auth` error when the token is dead. */
  account(): Promise<Account>;
  read(issueIdOrKey: string): Promise<Found<IssueSnapshot> | Missing>;
  /** Ids and times of change of the issues that can be seen, for the sweep. At most 100 ids a call. */
  readUpdates(issueIds: readonly string[]): Promise<readonly { issueId: string; updatedAt: Instant }[]>;
  readComment(issue: IssueRef, commentId: string): Promise<Found<Comment> | Missing>;
  /** All comments, newest first, at most `limit`. */
  readComments(issue: IssueRef, limit: number): Promise<readonly Comment[]>;
  /** Writes a comment that carries `deliveryId` as its mark; gives its id. */
  addComment(issue: IssueRef, body: Document, deliveryId: string): Promise<string>;
  /** The id of the comment that carries this mark, if it was written. */
  findOurComment(issue: IssueRef, deliveryId: string): Promise<string | null>;
  /** An upsert by `globalId`; gives the remote link's id. */
  putRemoteLink(issue: IssueRef, link: RemoteLink): Promise<string>;
  /** Removing what is not there is a success. */
  removeRemoteLink(issue: IssueRef, globalId: string): Promise<void>;
}

export interface RemoteLink {
  readonly globalId: string;
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly resolved: boolean;
}

/** Every method throws VendorError. Nothing is retried inside. */
export interface Conversations {
  /** The teammate in whose name notes are written, and the workspace; an `auth` error when the token is dead. */
  account(): Promise<Account & { readonly workspaceId: string }>;
  read(conversationId: string): Promise<Found<ConversationSnapshot> | Missing>;
  /** Adds an internal note; `html` is clean already and carries our mark. Gives the id of the new part. */
  addNote(conversationId: string, html: string): Promise<string>;
  /** The id of the note whose body holds `mark`, if it was written. */
  findOurNote(conversationId: string, mark: string): Promise<string | null>;
  open(conversationId: string): Promise<void>;
  snooze(conversationId: string, until: Instant): Promise<void>;
  /** False when the workspace has no such conversation attribute: nothing was changed. */
  setAttribute(conversationId: string, name: string, value: string): Promise<boolean>;
  /** False when the workspace has no such tag: nothing was changed. */
  setTag(conversationId: string, tag: string, present: boolean): Promise<boolean>;
  /** Ids of conversations changed since, oldest first, at most `limit`. */
  changedSince(since: Instant, limit: number): Promise<readonly { conversationId: string; updatedAt: Instant }[]>;
}

/** The ports of one connection. */
export type Connection =
  | { readonly kind: 'jira'; readonly name: string; readonly source: WebhookSource; readonly issues: Issues }
  | {
      readonly kind: 'intercom';
      readonly name: string;
      readonly source: WebhookSource;
      readonly conversations: Conversations;
    };

/** Wakes the worker of a lane. It carries a name only: losing a ring costs seconds, never data. */
export interface Doorbell {
  ring(lane: string): void;
  /** Calls `work` for every lane that rang; never twice at once for the same lane. */
  answer(work: (lane: string) => Promise<void>): void;
  /** Stops taking rings and waits until the work under way is done. */
  stop(): Promise<void>;
}
