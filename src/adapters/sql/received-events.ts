// Received events in SQL: claimed from the head of their lane, ended exactly once.
import type { ReceivedEvents, StoredEvent, Wait } from '../../application/ledger.ts';
import type { Database, Db } from './database.ts';
import { decide } from './decide.ts';
import { readDecisionOf, readDecisions, withBytes } from './decision-records.ts';
import { firstOf, hotQuery } from './hot-query.ts';
import { isOpenEvent, isScheduledEvent } from './open-states.ts';
import { type EventRow, eventOf } from './rows.ts';

const selectOpen = hotQuery<[lane: string, limit: number], EventRow>(2, (db, lane, limit) =>
  withBytes(db).where('received_events.lane', '=', lane).where(isOpenEvent).orderBy('received_events.seq').limit(limit),
);

const lease = hotQuery<[until: number, seq: number], unknown>(2, (db, until, seq) =>
  db
    .updateTable('received_events')
    .set((eb) => ({ state: 'working', lease_until: until, attempt: eb('attempt', '+', 1) }))
    .where('seq', '=', seq),
);

const look = hotQuery<[lane: string], { seq: number }>(1, (db, lane) =>
  db.selectFrom('received_events').select('seq').where('lane', '=', lane).where(isOpenEvent).limit(1),
);

/** The events from the head on that may be worked on now: none when the head is leased or not due. */
async function claimableOf(db: Db, lane: string, now: number, limit: number): Promise<StoredEvent[]> {
  const { rows } = await selectOpen(db, lane, limit);
  const claimable: StoredEvent[] = [];
  for (const row of rows) {
    const event = eventOf(row);
    const free = event.state === 'working' ? Number(row.lease_until) < now : true;
    const isHead = claimable.length === 0;
    // Behind a head that is due, later events of the lane join its batch whatever their own time.
    if (!free || (isHead && event.state !== 'working' && event.dueAt > now)) break;
    claimable.push(event);
    if (isHead && event.failures > 0) break;
  }
  return claimable;
}

async function claim(db: Db, lane: string, now: number, leaseUntil: number, limit: number): Promise<StoredEvent[]> {
  const events = await claimableOf(db, lane, now, limit);
  if (events.length === 0) return [];
  for (const { seq } of events) await lease(db, leaseUntil, seq);
  return events.map((event) => ({ ...event, state: 'working', attempt: event.attempt + 1 }));
}

async function postpone(db: Db, batch: Parameters<ReceivedEvents['postpone']>[0], wait: Wait): Promise<void> {
  const { dueAt, reason, detail, failed } = wait;
  for (const { id, attempt } of batch) {
    await db
      .updateTable('received_events')
      .set((eb) => ({
        state: 'waiting',
        lease_until: null,
        due_at: dueAt,
        reason,
        detail,
        failures: eb('failures', '+', failed ? 1 : 0),
      }))
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .where('state', '=', 'working')
      .execute();
  }
}

// Claims, decisions and waits are lazy: what a power cut forgets of them is decided again, with the same ids.
export function createReceivedEvents(database: Database): ReceivedEvents {
  const { reader } = database;
  return {
    accept: database.accept,
    file: database.file,
    record: database.record,
    claim: async (lane, now, leaseUntil, limit) => {
      // A look costs a quarter of an empty transaction, and lanes are rung more often than they hold something.
      if ((await firstOf(look(reader, lane))) === undefined) return [];
      return database.write((db) => claim(db, lane, now, leaseUntil, limit), 'lazy');
    },
    decide: (decision) => decide(database, decision),
    postpone: (batch, wait) => database.write((db) => postpone(db, batch, wait), 'lazy'),
    settle: (id, attempt, outcome, now) =>
      database.write(async (db) => {
        await db
          .updateTable('received_events')
          .set({ ...outcome, settled_at: now, lease_until: null })
          .where('id', '=', id)
          .where('attempt', '=', attempt)
          .where('state', '=', 'working')
          .execute();
      }),
    find: async (id) => {
      const row = await withBytes(reader).where('received_events.id', '=', id).executeTakeFirst();
      return row === undefined ? null : eventOf(row);
    },
    decisionOf: (eventId) => readDecisionOf(reader, eventId),
    decisions: (beforeSeq, limit) => readDecisions(reader, beforeSeq, limit),
    lastDelivered: async (connection) => {
      const row = await reader
        .selectFrom('received_events')
        .select('received_at')
        .where('connection', '=', connection)
        .where('format', '=', 'vendor')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : Number(row.received_at);
    },
    lanesOfKey: async (key, connections, limit) => {
      if (connections.length === 0) return [];
      const rows = await reader
        .selectFrom('received_events')
        .select('lane')
        .where('issue_key', '=', key)
        .where('connection', 'in', [...connections])
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute();
      return [...new Set(rows.map(({ lane }) => lane))];
    },
    ofLanes: async (lanes, limit) => {
      if (lanes.length === 0) return [];
      const newest = () =>
        withBytes(reader)
          .where('received_events.lane', 'in', lanes)
          .orderBy('received_events.seq', 'desc')
          .limit(limit);
      // A query each, because scheduled, open and ended events stand in indexes of their own.
      const scheduled = await newest().where(isScheduledEvent).execute();
      const open = await newest().where(isOpenEvent).execute();
      const ended = await newest().where('received_events.settled_at', 'is not', null).execute();
      const events = [...scheduled, ...open, ...ended].map(eventOf);
      return events.sort((a, b) => b.seq - a.seq).slice(0, limit);
    },
  };
}
