// The SQL truth as the use cases see it: received events, deliveries, links, and what is remembered.
import type { Action } from '../domain/action.ts';
import type { KnownComment, KnownConversation, KnownIssue, KnownSummary } from '../domain/known.ts';
import type { Link } from '../domain/link.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Plan, RuleTrace } from '../domain/plan/plan.ts';
import type { ConversationRef, Instant, IssueRef } from '../domain/refs.ts';
import type { ConfigVersions, Upkeep } from './upkeep.ts';

export type { Alarm, ConfigVersion, ConfigVersions, DueLane, Upkeep } from './upkeep.ts';

/** `vendor`: the body is a webhook's; `bridge`: it is a BridgeEvent of our own (API, sweep, command line). */
export type EventFormat = 'vendor' | 'bridge';

export interface NewEvent {
  readonly id: string;
  readonly connection: string;
  readonly format: EventFormat;
  /** The vendor's delivery id, or our own name of what this event is; null where there is none. */
  readonly deliveryKey: string | null;
  /** Null for events of our own making: their key is enough. */
  readonly bodyHash: string | null;
  readonly lane: string;
  readonly topic: string;
  /** The key of the issue as the payload told it; null where it told none. */
  readonly issueKey: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly receivedAt: Instant;
  readonly replayOf: string | null;
  /** When it is to be handled; at once unless given. Until then it holds nobody in its lane. */
  readonly dueAt?: Instant;
}

/** A webhook as it came in: let in and on disk, but not looked into yet. */
export interface Arrival {
  readonly id: string;
  readonly connection: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly receivedAt: Instant;
}

/** What looking into an arrival tells: enough to put it into its lane. */
export interface Identity {
  readonly deliveryKey: string | null;
  readonly bodyHash: string;
  readonly lane: string;
  readonly topic: string;
  readonly issueKey: string | null;
}

export interface Filed {
  readonly arrivalId: string;
  /** The event it became, or the earlier event that it is a duplicate of. */
  readonly eventId: string;
  readonly connection: string;
  readonly lane: string;
  readonly result: 'recorded' | 'duplicate';
}

export type RecordResult = { readonly kind: 'recorded' | 'duplicate'; readonly eventId: string };

/** `scheduled`: its time has not come, and it does not stand in its lane yet. */
export type EventState = 'scheduled' | 'queued' | 'working' | 'waiting' | 'done' | 'ignored' | 'parked';

export interface StoredEvent extends Omit<NewEvent, 'bodyHash' | 'issueKey' | 'dueAt'> {
  readonly seq: number;
  readonly state: EventState;
  /** Grows with every claim: whoever holds the number of the last claim may settle. */
  readonly attempt: number;
  /** How often working on it failed. */
  readonly failures: number;
  readonly dueAt: Instant;
  readonly reason: string | null;
  readonly detail: string | null;
  /** The first event of the batch that it was decided with; deliveries belong to that one. */
  readonly batchId: string | null;
  readonly rulesVersion: string | null;
  readonly facts: string | null;
  readonly settledAt: Instant | null;
}

export type DeliveryState = 'queued' | 'sending' | 'retrying' | 'delivered' | 'superseded' | 'parked';

export interface NewDelivery {
  readonly id: string;
  readonly lane: string;
  readonly connection: string;
  readonly action: Action;
}

/** One try of a delivery, for the trace. */
export interface DeliveryTry {
  readonly at: Instant;
  readonly ms: number;
  /** `delivered`, `found` (read back), or the kind of the error with its message. */
  readonly result: string;
}

export interface StoredDelivery extends NewDelivery {
  readonly seq: number;
  readonly eventId: string;
  readonly state: DeliveryState;
  readonly attempt: number;
  readonly dueAt: Instant;
  readonly leaseUntil: Instant | null;
  /** The call may have happened: look for our mark before repeating it. */
  readonly inDoubt: boolean;
  readonly receipt: string | null;
  readonly error: string | null;
  readonly tries: readonly DeliveryTry[];
  readonly createdAt: Instant;
  readonly settledAt: Instant | null;
}

export interface Decision {
  readonly batch: readonly { readonly id: string; readonly attempt: number }[];
  readonly plan: Plan;
  readonly deliveries: readonly NewDelivery[];
  /** Ids for the plan's new links, in its order. */
  readonly linkIds: readonly string[];
  readonly rulesVersion: string;
  /** What was known when it was decided, in short, for the trace (no texts of people). */
  readonly facts: string;
  /** What `plan` and `explain` need of it; null where no facts were asked for. */
  readonly record: DecisionRecord | null;
  /** The plan's follow-ups as events: each is recorded once, in the same transaction. */
  readonly followUps: readonly NewEvent[];
  readonly now: Instant;
}

export interface DecisionRecord {
  /** The whole facts as JSON, so that other rules can be tried on them; null when they are too large to keep. */
  readonly facts: string | null;
  readonly trace: readonly RuleTrace[];
}

/** A decision of the past with all that it was made from. */
export interface RecordedDecision extends DecisionRecord {
  readonly seq: number;
  /** The id of the first event; deliveries belong to it. */
  readonly batchId: string;
  /** In the order in which they were decided. */
  readonly events: readonly StoredEvent[];
}

/** Why an event has to wait. A failed event is tried alone from then on, so that it can't hold others. */
export interface Wait {
  readonly dueAt: Instant;
  readonly reason: 'digest' | 'connection_paused' | 'vendor_failed' | 'crashed';
  readonly detail: string | null;
  readonly failed: boolean;
}

export interface ReceivedEvents {
  /** Appends a webhook to the journal. Resolves only after it is on disk; throws when it can't be stored. */
  accept(arrival: Arrival): Promise<void>;
  /**
   * Puts the oldest arrivals of the journal into their lanes, at most `limit`, each exactly once; one that is known
   * already is dropped as a duplicate. An empty answer means that the journal is empty.
   */
  file(identify: (arrival: Arrival) => Identity, limit: number): Promise<readonly Filed[]>;
  /** Puts an event of our own into its lane. Resolves only after the event is on disk. Throws when it can't be stored. */
  record(event: NewEvent): Promise<RecordResult>;
  /** The events at the head of a lane that are due, in order, at most `limit`; they are leased until `leaseUntil`. */
  claim(lane: string, now: Instant, leaseUntil: Instant, limit: number): Promise<readonly StoredEvent[]>;
  /** Stores outcomes, links, deliveries and what is remembered in one transaction; false when a lease was lost. */
  decide(decision: Decision): Promise<boolean>;
  /** Puts claimed events back, with the reason that people read. */
  postpone(batch: readonly { readonly id: string; readonly attempt: number }[], wait: Wait): Promise<void>;
  /** Ends one event without a plan: unreadable, or parked after too many tries. */
  settle(id: string, attempt: number, outcome: Outcome, now: Instant): Promise<void>;
  find(id: string): Promise<StoredEvent | null>;
  /** The decision about this event (or about the batch that it was part of); null when there is no record of it. */
  decisionOf(eventId: string): Promise<RecordedDecision | null>;
  /** Recorded decisions, newest first, older than `beforeSeq` where it is given. */
  decisions(beforeSeq: number | null, limit: number): Promise<readonly RecordedDecision[]>;
  /** When the vendor of this connection last delivered something; null when it never did. */
  lastDelivered(connection: string): Promise<Instant | null>;
  /** The lanes of the newest events whose payload told this issue key, linked or not. */
  lanesOfKey(key: string, connections: readonly string[], limit: number): Promise<readonly string[]>;
  /** The newest events of these lanes, newest first. */
  ofLanes(lanes: readonly string[], limit: number): Promise<readonly StoredEvent[]>;
}

export interface ClaimedDelivery extends StoredDelivery {
  /** Others wait behind it in its lane. */
  readonly more: boolean;
}

export interface Deliveries {
  claim(lane: string, now: Instant, leaseUntil: Instant): Promise<ClaimedDelivery | null>;
  /** Stores how a try ended; ignored (false) when the lease was lost. */
  settle(result: DeliveryResult): Promise<boolean>;
  /** Puts a parked delivery back into its lane; false when it isn't parked. */
  replay(id: string, now: Instant): Promise<boolean>;
  find(id: string): Promise<StoredDelivery | null>;
  ofEvents(eventIds: readonly string[]): Promise<readonly StoredDelivery[]>;
  inState(state: DeliveryState, limit: number): Promise<readonly StoredDelivery[]>;
  /**
   * How many deliveries about this issue were planned since, by lane: what the loop budget counts. Links on the issue,
   * its summary and its files don't count.
   */
  countSince(issue: IssueRef, since: Instant): Promise<ReadonlyMap<string, number>>;
}

export interface DeliveryResult {
  readonly id: string;
  readonly kind: Action['kind'];
  readonly attempt: number;
  readonly state: 'delivered' | 'retrying' | 'parked';
  readonly dueAt: Instant;
  readonly inDoubt: boolean;
  readonly receipt: string | null;
  readonly error: string | null;
  /** The tries before this one. */
  readonly earlier: readonly DeliveryTry[];
  readonly try: DeliveryTry;
  readonly now: Instant;
}

export interface Links {
  /** Links of an issue, those taken away included. */
  ofIssue(issue: IssueRef): Promise<readonly Link[]>;
  ofConversation(conversation: ConversationRef): Promise<readonly Link[]>;
  find(id: string): Promise<Link | null>;
  /** The active links whose issue has this key. */
  ofKey(key: string): Promise<readonly Link[]>;
  /** Issues with an active link, in the order of their ids, after this one; for the sweep. */
  linkedIssues(connection: string, afterIssueId: string, limit: number): Promise<readonly string[]>;
  /** Active links whose promise is due, the earliest first. */
  duePromises(now: Instant, limit: number): Promise<readonly Link[]>;
  /** How many dialogs wait for each of these issues, in their order. */
  waiting(issues: readonly IssueRef[]): Promise<readonly number[]>;
}

/** Where a list of unchanged issues goes on. */
export interface UnchangedCursor {
  readonly changedAt: Instant;
  readonly issueId: string;
}

export interface Memory {
  issue(issue: IssueRef): Promise<KnownIssue | null>;
  /** Since when the issue has the status that the dialogs were last told, as far as we saw; null when never told. */
  statusSince(issue: IssueRef): Promise<Instant | null>;
  /** Issues with an active link that can be seen and have not changed since `before`, the longest first. */
  unchangedIssues(
    connection: string,
    before: Instant,
    after: UnchangedCursor | null,
    limit: number,
  ): Promise<readonly KnownIssue[]>;
  /** Issues with an active link that are to be fixed in the version of this name, in the order of their ids. */
  issuesWithVersion(connection: string, version: string, limit: number): Promise<readonly KnownIssue[]>;
  /** The living summary as we wrote it last; null when there is none. */
  summary(issue: IssueRef): Promise<KnownSummary | null>;
  rememberSummary(summary: KnownSummary): Promise<void>;
  comments(issue: IssueRef): Promise<readonly KnownComment[]>;
  conversations(refs: readonly ConversationRef[]): Promise<readonly KnownConversation[]>;
  /** The delivery that wrote this note or comment (a summary's too), if it was one of ours. */
  receipt(connection: string, kind: 'add_note' | 'comment' | 'attach_file', remoteId: string): Promise<string | null>;
}

export interface Ledger {
  readonly events: ReceivedEvents;
  readonly deliveries: Deliveries;
  readonly links: Links;
  readonly memory: Memory;
  readonly upkeep: Upkeep;
  readonly configs: ConfigVersions;
  /** Resolves when a write and a read work. */
  check(): Promise<void>;
  close(): Promise<void>;
}
