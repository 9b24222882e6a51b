// What decisions were made from: written with each of them, read by people who ask why or what if.
import type { Selectable } from 'kysely';
import type { DecisionRecord, RecordedDecision, StoredEvent } from '../../application/ledger.ts';
import type { RuleTrace } from '../../domain/plan/plan.ts';
import type { Db } from './database.ts';
import { hotQuery } from './hot-query.ts';
import { eventOf, type EventRow } from './rows.ts';
import type { DecisionsTable } from './schema.ts';

const insertRecord = hotQuery<[seq: number, eventIds: string, facts: string | null, trace: string], unknown>(
  4,
  (db, seq, eventIds, facts, trace) =>
    db
      .insertInto('decisions')
      .values({ seq, event_ids: eventIds, facts, trace })
      .onConflict((oc) => oc.column('seq').doUpdateSet({ event_ids: eventIds, facts, trace })),
);

export async function storeRecord(
  db: Db,
  seq: number,
  batch: readonly { readonly id: string }[],
  { facts, trace }: DecisionRecord,
): Promise<void> {
  await insertRecord(db, seq, JSON.stringify(batch.map(({ id }) => id)), facts, JSON.stringify(trace));
}

type Row = Selectable<DecisionsTable>;

/** The rows of received_events with their bytes. */
export function withBytes(db: Db) {
  return db
    .selectFrom('received_events')
    .innerJoin('journal', 'journal.seq', 'received_events.seq')
    .selectAll('received_events')
    .select(['journal.headers', 'journal.body']);
}

const idsOf = (row: Row): readonly string[] => JSON.parse(row.event_ids) as string[];

function recordedOf(row: Row, events: ReadonlyMap<string, StoredEvent>): RecordedDecision {
  const ids = idsOf(row);
  return {
    seq: Number(row.seq),
    batchId: ids[0] ?? '',
    // Events of a batch are forgotten together, but not in the same transaction.
    events: ids.flatMap((id) => events.get(id) ?? []),
    facts: row.facts,
    trace: JSON.parse(row.trace) as RuleTrace[],
  };
}

async function withEvents(reader: Db, rows: readonly Row[]): Promise<RecordedDecision[]> {
  const ids = rows.flatMap(idsOf);
  if (ids.length === 0) return [];
  const found: EventRow[] = await withBytes(reader).where('received_events.id', 'in', ids).execute();
  const events = new Map(found.map((row) => [row.id, eventOf(row)]));
  return rows.map((row) => recordedOf(row, events));
}

// A batch has up to 50 events, and SQLite binds up to 32,766 values.
const MAX_AT_ONCE = 200;

/** Newest first. */
export async function readDecisions(reader: Db, beforeSeq: number | null, limit: number): Promise<RecordedDecision[]> {
  const newest = reader.selectFrom('decisions').selectAll().orderBy('seq', 'desc').limit(Math.min(limit, MAX_AT_ONCE));
  return withEvents(reader, await (beforeSeq === null ? newest : newest.where('seq', '<', beforeSeq)).execute());
}

/** The decision of the batch that the event was part of. */
export async function readDecisionOf(reader: Db, eventId: string): Promise<RecordedDecision | null> {
  const event = await reader
    .selectFrom('received_events')
    .select(['id', 'batch_id'])
    .where('id', '=', eventId)
    .executeTakeFirst();
  if (event === undefined) return null;
  const row = await reader
    .selectFrom('decisions')
    .innerJoin('received_events', 'received_events.seq', 'decisions.seq')
    .selectAll('decisions')
    .where('received_events.id', '=', event.batch_id ?? event.id)
    .executeTakeFirst();
  return row === undefined ? null : ((await withEvents(reader, [row]))[0] ?? null);
}
