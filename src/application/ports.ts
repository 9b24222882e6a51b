// What the use cases need from the outside: each port is declared here by its consumer and implemented in adapters/.
import type { Readable } from 'node:stream';
import type { ConversationSnapshot } from '../domain/conversation.ts';
import type { DialogContent, DialogDetails, Named } from '../domain/dialog.ts';
import type { Document } from '../domain/document/document.ts';
import type { BridgeEvent } from '../domain/event.ts';
import type { Comment, IssueSnapshot } from '../domain/issue.ts';
import type { CreateForm, NewIssue } from '../domain/new-issue.ts';
import type { Instant, IssueRef } from '../domain/refs.ts';
import type { ChatVocabulary, TrackerVocabulary } from '../domain/vocabulary.ts';
import type { InboxRequest } from '../domain/screen/request.ts';
import type { Screen } from '../domain/screen/screen.ts';

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
  /** What a form of this project and type (name or id) asks; missing when the account sees no such project or type. */
  createForm(projectKey: string, type: string): Promise<Found<CreateForm> | Missing>;
  /** Users whom a user field of this project takes, by the beginning of a name. At most 10. */
  findUsers(projectKey: string, query: string): Promise<readonly Named[]>;
  /** Creates an issue that carries `deliveryId` as its marks (label and property). A refusal names the fields. */
  createIssue(issue: NewIssue, deliveryId: string): Promise<CreatedIssue>;
  /** The issue that carries this mark, if it was created. */
  findOurIssue(projectKey: string, deliveryId: string): Promise<CreatedIssue | null>;
  /** Issues by words in their summary or by key, newest change first, in these projects (all when empty). */
  searchIssues(query: string, projectKeys: readonly string[], limit: number): Promise<readonly IssueSnapshot[]>;
  /** Issues with a summary in which any of these beginnings of words stands, newest change first, in these projects. */
  searchSummaries(
    beginnings: readonly string[],
    projectKeys: readonly string[],
    limit: number,
  ): Promise<readonly IssueSnapshot[]>;
  /** Uploads a file; gives the attachment's id. */
  attach(issue: IssueRef, file: OutgoingFile): Promise<string>;
  /** Moves the issue by a transition or to a status of this name or id; says what was done, or why nothing could be. */
  transition(issue: IssueRef, to: string): Promise<Applied>;
  /** Sets a field by its id or name from a text, as the field's type takes it. */
  setField(issue: IssueRef, field: string, value: string): Promise<Applied>;
  setLabel(issue: IssueRef, label: string, present: boolean): Promise<Applied>;
  /** Replaces the text of a comment of ours. False when the comment is not there any more. */
  editComment(issue: IssueRef, commentId: string, body: Document): Promise<boolean>;
  putProperty(issue: IssueRef, key: string, value: unknown): Promise<void>;
  /** What can be named in rules and conditions: for `config check --online` and the doctor. */
  vocabulary(): Promise<TrackerVocabulary>;
}

export interface CreatedIssue {
  readonly issueId: string;
  readonly key: string;
}

/** `done: false` when the vendor has no such thing or refuses it for good; `note` says which, for the receipt. */
export interface Applied {
  readonly done: boolean;
  readonly note: string;
}

export interface OutgoingFile {
  readonly name: string;
  readonly contentType: string | null;
  readonly size: number | null;
  /** Read once. */
  readonly stream: Readable;
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
  close(conversationId: string): Promise<void>;
  /** Assigns to a team or a teammate by id or name. */
  assign(conversationId: string, to: { readonly kind: 'team' | 'teammate'; readonly name: string }): Promise<Applied>;
  /** Sets the state of the ticket that the conversation is, by the state's name or id. */
  setTicketState(conversationId: string, state: string): Promise<Applied>;
  /** The dialog with its customer, company, tags and attributes. */
  details(conversationId: string): Promise<Found<DialogDetails> | Missing>;
  /** The same with all messages and their files. */
  content(conversationId: string): Promise<Found<DialogContent> | Missing>;
  /** Opens the file of a message for reading; only over https and from the vendor's own hosts, at most `maxBytes`. */
  download(url: string, maxBytes: number): Promise<OutgoingFile>;
  vocabulary(): Promise<ChatVocabulary>;
  /** Makes what doesn't exist yet: a tag, or an attribute of conversations or contacts. */
  create(kind: 'tag' | 'conversation_attribute' | 'contact_attribute', name: string): Promise<void>;
  /** Ids of conversations changed since, oldest first, at most `limit`. */
  changedSince(since: Instant, limit: number): Promise<readonly { conversationId: string; updatedAt: Instant }[]>;
}

/** Speaks the format of the inbox app: reads what was pressed, writes what is shown. */
export interface InboxFormat {
  /** Tolerant: only a body that is no object at all is unreadable. */
  read(flow: 'initialize' | 'submit', body: unknown): InboxRequest | Unreadable;
  /** `problems` is empty for an answer that keeps to every rule of the format; else it must not be sent. */
  write(screen: Screen): { readonly answer: unknown; readonly problems: readonly string[] };
}

/** The ports of one connection. */
export type Connection =
  | { readonly kind: 'jira'; readonly name: string; readonly source: WebhookSource; readonly issues: Issues }
  | {
      readonly kind: 'intercom';
      readonly name: string;
      readonly source: WebhookSource;
      readonly conversations: Conversations;
      readonly inboxApp: InboxAppAccess;
    };

/** Who may ask for the inbox app of a connection. */
export interface InboxAppAccess {
  readonly workspaceId: string;
  /** True when the signature of the raw bytes is right for any configured secret. */
  verify(raw: Buffer, headers: Headers): boolean;
}

/** The channels of the config, such as a chat of the team on duty. Throws VendorError. Nothing is retried inside. */
export interface Channels {
  /** `done: false` when the config has no such channel. */
  post(
    channel: string,
    message: { readonly text: string; readonly issue: string; readonly url: string },
  ): Promise<Applied>;
}

/** Wakes the worker of a lane. It carries a name only: losing a ring costs seconds, never data. */
export interface Doorbell {
  ring(lane: string): void;
  /** Calls `work` for every lane that rang; never twice at once for the same lane. */
  answer(work: (lane: string) => Promise<void>): void;
  /** Stops taking rings and waits until the work under way is done. */
  stop(): Promise<void>;
}
