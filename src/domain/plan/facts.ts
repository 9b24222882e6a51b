// What is known when a batch of events is decided: read by API or from the ledger just before.
import type { ConversationSnapshot } from '../conversation.ts';
import type { Document } from '../document/document.ts';
import type { DialogContent, DialogDetails } from '../dialog.ts';
import type { Comment, IssueSnapshot } from '../issue.ts';
import type { KnownComment, KnownConversation, KnownIssue, KnownSummary } from '../known.ts';
import type { Link } from '../link.ts';
import type { CreateForm } from '../new-issue.ts';
import type { Instant } from '../refs.ts';
import type { OpenQuestion } from '../summary/compose-summary.ts';

export interface CommentFact {
  readonly commentId: string;
  /** Null when it isn't there for the bridge's account (deleted, or restricted to others). */
  readonly comment: Comment | null;
  readonly known: KnownComment | null;
  /** One of our own deliveries wrote it. */
  readonly ours: boolean;
}

export type IssueReading =
  | { readonly state: 'found'; readonly value: IssueSnapshot }
  | { readonly state: 'missing' }
  /** Not worth a call: no link, and no conversation URL in sight. */
  | { readonly state: 'not_read' };

/** Facts about one issue, for all events that wait in its lane. */
export interface IssueFacts {
  readonly now: Instant;
  readonly reading: IssueReading;
  readonly known: KnownIssue | null;
  /** Links of this issue, those taken away included. */
  readonly links: readonly Link[];
  readonly comments: readonly CommentFact[];
  /** Last known states of the conversations that are linked or named. */
  readonly conversations: readonly KnownConversation[];
  /** Actions that each link (by its id) caused within the budget's period. */
  readonly spent: Readonly<Record<string, number>>;
  /** The linked dialogs as read, by link id, where a rule or a text asks for more than their state. */
  readonly dialogs: Readonly<Record<string, DialogDetails>>;
  /** The living summary as we wrote it last, where one is due and there is one. */
  readonly summary: KnownSummary | null;
  /** What support wrote to the developers since their last comment, oldest first, where a summary is due. */
  readonly unanswered: readonly OpenQuestion[];
  /** Name of the bridge's own account in the tracker, where a rule asks whom a comment mentions. */
  readonly account: string | null;
}

export type NoteReading =
  | { readonly state: 'found'; readonly value: Document }
  | { readonly state: 'missing' }
  /** Not worth a call: nothing of its text is passed on. */
  | { readonly state: 'not_read' };

/** Facts about one event of a conversation. */
export interface ConversationFacts {
  readonly now: Instant;
  /** Links of this conversation, those taken away included. */
  readonly links: readonly Link[];
  /** Its last known state, if any. */
  readonly conversations: readonly KnownConversation[];
  /** The note is one of ours, by its receipt or by its mark. */
  readonly ours: boolean;
  /** Issues that the note or the request names, as they were read; null when the tracker shows no such issue. */
  readonly named: readonly {
    readonly asked: string;
    readonly connection: string;
    readonly issue: IssueSnapshot | null;
  }[];
  /** The note's text as the API gives it, with its formatting. */
  readonly note: NoteReading;
  /** Ids of links whose issue can't be seen any more, where the note is a message to its developers. */
  readonly gone: readonly string[];
  /** The conversation as read, where the event asks for a link; null when the chat shows no such conversation. */
  readonly conversation: ConversationSnapshot | null;
  /** Where a rule, a text or a new issue asks for more than its state. */
  readonly details: DialogDetails | null;
  /** Issues of active links as last known, by link id. */
  readonly issues: Readonly<Record<string, IssueSnapshot>>;
  /** Where the event asks for a new issue. */
  readonly newIssue: NewIssueFacts | null;
  /** Actions that each link (by its id) caused within the budget's period, where rules may act on the event. */
  readonly spent: Readonly<Record<string, number>>;
}

/** What a new issue is made of, as read. */
export interface NewIssueFacts {
  /** Null when the chat shows no such conversation. */
  readonly content: DialogContent | null;
  /** Null when the tracker has no such project or type for the bridge's account. */
  readonly form: CreateForm | null;
}
