// The SQL truth as the use cases see it: received events, deliveries, links, and what is remembered.
import type { Action } from '../domain/action.ts';
import type { KnownComment, KnownConversation, KnownIssue } from '../domain/known.ts';
import type { Link } from '../domain/link.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { ConversationRef, Instant, IssueRef } from '../domain/refs.ts';

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

export type EventState = 'queued' | 'working' | 'waiting' | 'done' | 'ignored' | 'parked';

export interface StoredEvent extends Omit<NewEvent, 'bodyHash' | 'issueKey'> {
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
  readonly now: Instant;
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
  /** How many deliveries about this issue were planned since, by lane: what the loop budget counts. */
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
}

export interface Memory {
  issue(issue: IssueRef): Promise<KnownIssue | null>;
  comments(issue: IssueRef): Promise<readonly KnownComment[]>;
  conversations(refs: readonly ConversationRef[]): Promise<readonly KnownConversation[]>;
  /** The delivery that wrote this note or comment, if it was one of ours. */
  receipt(connection: string, kind: 'add_note' | 'comment', remoteId: string): Promise<string | null>;
}

export interface DueLane {
  readonly queue: 'events' | 'deliveries';
  readonly lane: string;
}

export interface Alarm {
  readonly id: string;
  readonly at: Instant;
  readonly kind: 'connection_paused' | 'delivery_parked' | 'event_parked';
  /** What it is about: a connection, a delivery, an event. */
  readonly subject: string;
  readonly message: string;
}

export interface Upkeep {
  /** Lanes whose head is due and free, without those of some connections. */
  dueLanes(now: Instant, limit: number, exceptConnections?: readonly string[]): Promise<readonly DueLane[]>;
  /**
   * After a restart of the only process: what was being worked on is nobody's any more. Events are due at once;
   * deliveries in the middle of a call are in doubt and due after `doubtUntil`.
   */
  releaseLeases(now: Instant, doubtUntil: Instant): Promise<void>;
  counts(): Promise<Readonly<Record<string, number>>>;
  raiseAlarm(alarm: Alarm): Promise<void>;
  clearAlarm(kind: Alarm['kind'], subject: string, now: Instant): Promise<void>;
  alarms(): Promise<readonly Alarm[]>;
  /** Removes settled events and deliveries older than this, never what can still be sent or replayed; gives how many. */
  forgetBefore(before: Instant): Promise<number>;
  cursor(name: string): Promise<string | null>;
  setCursor(name: string, value: string): Promise<void>;
}

export interface Ledger {
  readonly events: ReceivedEvents;
  readonly deliveries: Deliveries;
  readonly links: Links;
  readonly memory: Memory;
  readonly upkeep: Upkeep;
  /** Resolves when a write and a read work. */
  check(): Promise<void>;
  close(): Promise<void>;
}
