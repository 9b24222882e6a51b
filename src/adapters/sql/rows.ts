// Turns rows into what the use cases know, and back: JSON and integers are coded here only.
import type { Selectable } from 'kysely';
import type { DeliveryState, EventFormat, EventState, StoredDelivery, StoredEvent } from '../../application/ledger.ts';
import type { Action } from '../../domain/action.ts';
import type { KnownComment, KnownConversation, KnownIssue, KnownSummary } from '../../domain/known.ts';
import type { Link, LinkOrigin, LinkPromise } from '../../domain/link.ts';
import type { Actor, IssueRef } from '../../domain/refs.ts';
import type {
  DeliveriesTable,
  JournalTable,
  KnownCommentsTable,
  KnownConversationsTable,
  KnownIssuesTable,
  KnownSummariesTable,
  LinksTable,
  ReceivedEventsTable,
} from './schema.ts';

/** pg gives bigint as text; SQLite gives numbers. */
const int = (value: number): number => Number(value);
const intOrNull = (value: number | null): number | null => (value === null ? null : Number(value));

/** A row of received_events with the bytes that the journal keeps for it. */
export type EventRow = Selectable<ReceivedEventsTable> & Pick<Selectable<JournalTable>, 'headers' | 'body'>;

export function eventOf(row: EventRow): StoredEvent {
  return {
    seq: int(row.seq),
    id: row.id,
    connection: row.connection,
    format: row.format as EventFormat,
    deliveryKey: row.delivery_key,
    lane: row.lane,
    topic: row.topic,
    headers: JSON.parse(row.headers) as Record<string, string>,
    body: row.body,
    receivedAt: int(row.received_at),
    replayOf: row.replay_of,
    state: row.state as EventState,
    attempt: row.attempt,
    failures: row.failures,
    dueAt: int(row.due_at),
    reason: row.reason,
    detail: row.detail,
    batchId: row.batch_id,
    rulesVersion: row.rules_version,
    facts: row.facts,
    settledAt: intOrNull(row.settled_at),
  };
}

export function deliveryOf(row: Selectable<DeliveriesTable>): StoredDelivery {
  return {
    seq: int(row.seq),
    id: row.id,
    eventId: row.event_id,
    lane: row.lane,
    connection: row.connection,
    action: JSON.parse(row.action) as Action,
    state: row.state as DeliveryState,
    attempt: row.attempt,
    dueAt: int(row.due_at),
    leaseUntil: intOrNull(row.lease_until),
    inDoubt: row.in_doubt === 1,
    receipt: row.receipt,
    error: row.error,
    tries: JSON.parse(row.tries) as StoredDelivery['tries'],
    createdAt: int(row.created_at),
    settledAt: intOrNull(row.settled_at),
  };
}

function promiseOf(row: Selectable<LinksTable>): LinkPromise | null {
  if (row.promise_due_at === null || row.promise_by === null) return null;
  return { dueAt: int(row.promise_due_at), by: JSON.parse(row.promise_by) as Actor };
}

export function linkOf(row: Selectable<LinksTable>): Link {
  return {
    id: row.id,
    conversation: { connection: row.conversation_connection, conversationId: row.conversation_id },
    issue: { connection: row.issue_connection, issueId: row.issue_id },
    issueKey: row.issue_key,
    origin: row.origin as LinkOrigin,
    createdAt: int(row.created_at),
    by: row.set_by === null ? null : (JSON.parse(row.set_by) as Actor),
    promise: promiseOf(row),
    unlinkedAt: intOrNull(row.unlinked_at),
  };
}

/** Snapshots of earlier versions have no components and no labels. */
function snapshotOf(told: string): KnownIssue['told'] {
  const snapshot = JSON.parse(told) as KnownIssue['told'] & Partial<Pick<KnownIssue['told'], 'components' | 'labels'>>;
  return { ...snapshot, components: snapshot.components ?? [], labels: snapshot.labels ?? [] };
}

export function knownIssueOf(row: Selectable<KnownIssuesTable>): KnownIssue {
  return {
    connection: row.connection,
    issueId: row.issue_id,
    told: snapshotOf(row.told),
    state: row.state as KnownIssue['state'],
    lastNotedAt: intOrNull(row.last_noted_at),
  };
}

export function knownCommentOf(row: Selectable<KnownCommentsTable>): KnownComment {
  return {
    connection: row.connection,
    issueId: row.issue_id,
    commentId: row.comment_id,
    author: row.author,
    fingerprint: row.fingerprint,
    updatedAt: int(row.updated_at),
    state: row.state as KnownComment['state'],
  };
}

export function knownConversationOf(row: Selectable<KnownConversationsTable>): KnownConversation {
  return {
    connection: row.connection,
    conversationId: row.conversation_id,
    state: row.state as KnownConversation['state'],
    snoozedUntil: intOrNull(row.snoozed_until),
    deleted: row.deleted === 1,
    at: int(row.at),
  };
}

export function knownSummaryOf(row: Selectable<KnownSummariesTable>): KnownSummary {
  return {
    connection: row.connection,
    issueId: row.issue_id,
    commentId: row.comment_id,
    fingerprint: row.fingerprint,
    writtenAt: int(row.written_at),
  };
}

/** How an issue stands in one column. */
export function issueColumn(issue: IssueRef): string {
  return `${issue.connection}/${issue.issueId}`;
}
