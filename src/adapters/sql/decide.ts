// Stores a decision in one transaction: outcomes, links, deliveries, and what is remembered.
import type { Decision } from '../../application/ledger.ts';
import { issueOfAction } from '../../domain/action.ts';
import type { KnownComment, KnownConversation, KnownIssue } from '../../domain/known.ts';
import { parked } from '../../domain/outcome.ts';
import type { LinkChange } from '../../domain/plan/plan.ts';
import { sql } from 'kysely';
import type { Database, Db } from './database.ts';
import { storeRecord } from './decision-records.ts';
import { storeFollowUp } from './follow-ups.ts';
import { firstOf, hotQuery } from './hot-query.ts';
import { issueColumn } from './rows.ts';

/** Thrown inside the transaction to roll it back: another worker has taken the events over. */
class LeaseLost extends Error {}

type EventEnd = [
  state: string,
  reason: string,
  detail: string | null,
  now: number,
  batchId: string,
  rulesVersion: string,
  facts: string,
  id: string,
  attempt: number,
];

const endEvent = hotQuery<EventEnd, { seq: number }>(
  9,
  (db, state, reason, detail, now, batchId, rulesVersion, facts, id, attempt) =>
    db
      .updateTable('received_events')
      .set({
        ...{ state, reason, detail, facts },
        ...{ settled_at: now, lease_until: null, batch_id: batchId, rules_version: rulesVersion },
      })
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .where('state', '=', 'working')
      .returning('seq'),
);

/** Gives the place of the first event in the journal. */
async function storeOutcomes(db: Db, decision: Decision): Promise<number> {
  let first: number | null = null;
  const { batch, plan, now, rulesVersion, facts } = decision;
  for (const [index, { id, attempt }] of batch.entries()) {
    const outcome = plan.outcomes[index] ?? parked('crashed', 'no outcome was planned');
    const { state, reason, detail } = outcome;
    const batchId = batch[0]?.id ?? id;
    const ended = endEvent(db, state, reason, detail, now, batchId, rulesVersion, facts, id, attempt);
    const row = await firstOf(ended);
    if (row === undefined) throw new LeaseLost();
    first ??= row.seq;
  }
  if (first === null) throw new LeaseLost();
  return first;
}

/** An issue's own webhook may have linked it before it was known who had asked for it. */
async function adoptLink(db: Db, change: Extract<LinkChange, { kind: 'link' }>): Promise<void> {
  if (change.origin !== 'created' || change.by === null) return;
  await db
    .updateTable('links')
    .set({ origin: change.origin, set_by: JSON.stringify(change.by) })
    .where('conversation_connection', '=', change.conversation.connection)
    .where('conversation_id', '=', change.conversation.conversationId)
    .where('issue_connection', '=', change.issue.connection)
    .where('issue_id', '=', change.issue.issueId)
    .where('unlinked_at', 'is', null)
    .where('set_by', 'is', null)
    .execute();
}

async function storeLink(db: Db, change: LinkChange, id: string, now: number): Promise<void> {
  switch (change.kind) {
    case 'link':
      await db
        .insertInto('links')
        .values({
          id,
          conversation_connection: change.conversation.connection,
          conversation_id: change.conversation.conversationId,
          issue_connection: change.issue.connection,
          issue_id: change.issue.issueId,
          issue_key: change.issueKey,
          origin: change.origin,
          created_at: now,
          unlinked_at: null,
          set_by: change.by === null ? null : JSON.stringify(change.by),
          promise_due_at: null,
          promise_by: null,
        })
        .onConflict((oc) => oc.doNothing())
        .execute();
      await adoptLink(db, change);
      return;
    case 'promise':
      await db
        .updateTable('links')
        .set({
          promise_due_at: change.promise?.dueAt ?? null,
          promise_by: change.promise === null ? null : JSON.stringify(change.promise.by),
        })
        .where('id', '=', change.linkId)
        .execute();
      return;
    case 'unlink':
      await db
        .updateTable('links')
        .set({ unlinked_at: now })
        .where('id', '=', change.linkId)
        .where('unlinked_at', 'is', null)
        .execute();
      return;
    case 'rename':
      await db
        .updateTable('links')
        .set({ issue_key: change.issueKey })
        .where('issue_connection', '=', change.issue.connection)
        .where('issue_id', '=', change.issue.issueId)
        .execute();
  }
}

type IssueRow = [
  connection: string,
  issueId: string,
  told: string,
  state: string,
  lastNotedAt: number | null,
  changedAt: number,
  statusId: string,
  statusSince: number,
  versions: string | null,
];

const upsertIssue = hotQuery<IssueRow, unknown>(
  9,
  (db, connection, issueId, told, state, lastNotedAt, changedAt, statusId, statusSince, versions) => {
    const values = { told, state, last_noted_at: lastNotedAt, changed_at: changedAt, status_id: statusId, versions };
    return db
      .insertInto('known_issues')
      .values({ connection, issue_id: issueId, ...values, status_since: statusSince })
      .onConflict((oc) =>
        oc.columns(['connection', 'issue_id']).doUpdateSet({
          ...values,
          // The change of a status changes the issue: its time is the best that is known.
          status_since: sql<number>`case when known_issues.status_id = excluded.status_id
            then known_issues.status_since else excluded.status_since end`,
        }),
      );
  },
);

async function storeIssue(db: Db, known: KnownIssue, now: number): Promise<void> {
  const { connection, issueId, told, state, lastNotedAt } = known;
  const { updatedAt, status, fixVersions } = told;
  const versions = fixVersions.length === 0 ? null : JSON.stringify(fixVersions);
  const since = Math.min(updatedAt, now);
  const row = [JSON.stringify(told), state, lastNotedAt, updatedAt, status.id, since, versions] as const;
  await upsertIssue(db, connection, issueId, ...row);
}

/** A freshly linked issue is told as it is now; where other dialogs follow it, their own reading stays. */
async function introduceIssue(db: Db, told: KnownIssue['told'], now: number): Promise<void> {
  const followed = await db
    .selectFrom('links')
    .select('id')
    .where('issue_connection', '=', told.connection)
    .where('issue_id', '=', told.issueId)
    .where('unlinked_at', 'is', null)
    .executeTakeFirst();
  if (followed !== undefined) return;
  const { connection, issueId } = told;
  await storeIssue(db, { connection, issueId, told, state: 'seen', lastNotedAt: null }, now);
}

async function storeComment(db: Db, known: KnownComment): Promise<void> {
  const { author, fingerprint, state } = known;
  const values = { author, fingerprint, state, updated_at: known.updatedAt };
  await db
    .insertInto('known_comments')
    .values({ connection: known.connection, issue_id: known.issueId, comment_id: known.commentId, ...values })
    .onConflict((oc) => oc.columns(['connection', 'issue_id', 'comment_id']).doUpdateSet(values))
    .execute();
}

async function storeConversation(db: Db, known: KnownConversation): Promise<void> {
  const { state, at } = known;
  const values = { state, at, snoozed_until: known.snoozedUntil, deleted: known.deleted ? 1 : 0 };
  await db
    .insertInto('known_conversations')
    .values({ connection: known.connection, conversation_id: known.conversationId, ...values })
    .onConflict((oc) =>
      oc.columns(['connection', 'conversation_id']).doUpdateSet(values).where('known_conversations.at', '<=', at),
    )
    .execute();
}

type DeliveryRow = [
  id: string,
  eventId: string,
  lane: string,
  connection: string,
  about: string | null,
  action: string,
  now: number,
];

const insertDelivery = hotQuery<DeliveryRow, unknown>(7, (db, id, eventId, lane, connection, about, action, now) =>
  db
    .insertInto('deliveries')
    .values({
      ...{ id, lane, connection, about, action, event_id: eventId, due_at: now, created_at: now },
      ...{ state: 'queued', attempt: 0, in_doubt: 0, tries: '[]' },
      ...{ lease_until: null, receipt: null, error: null, settled_at: null },
    })
    .onConflict((oc) => oc.column('id').doNothing()),
);

async function storeDeliveries(db: Db, decision: Decision): Promise<void> {
  const eventId = decision.batch[0]?.id ?? '';
  // One row a statement: an issue with thousands of dialogs would pass SQLite's limit of bound values.
  for (const { id, lane, connection, action } of decision.deliveries) {
    const issue = issueOfAction(action);
    const about = issue === null ? null : issueColumn(issue);
    await insertDelivery(db, id, eventId, lane, connection, about, JSON.stringify(action), decision.now);
  }
}

async function storeAll(db: Db, decision: Decision): Promise<void> {
  const { plan, now } = decision;
  const seq = await storeOutcomes(db, decision);
  if (decision.record !== null) await storeRecord(db, seq, decision.batch, decision.record);
  for (const told of plan.introduced) await introduceIssue(db, told, now);
  for (const [index, change] of plan.links.entries()) {
    await storeLink(db, change, decision.linkIds[index] ?? '', now);
  }
  if (plan.issue !== null) await storeIssue(db, plan.issue, now);
  for (const comment of plan.comments) await storeComment(db, comment);
  if (plan.conversation !== null) await storeConversation(db, plan.conversation);
  await storeDeliveries(db, decision);
  for (const event of decision.followUps) await storeFollowUp(db, event);
}

/** False when a lease was lost: nothing was stored. */
export async function decide(database: Database, decision: Decision): Promise<boolean> {
  try {
    await database.write((db) => storeAll(db, decision), 'lazy');
    return true;
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    throw error;
  }
}
