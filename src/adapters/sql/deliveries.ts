// Deliveries in SQL: the head of a lane is claimed by one statement, and settled only by whoever holds its lease.
import { type Selectable, sql } from 'kysely';
import type { ClaimedDelivery, Deliveries, DeliveryResult } from '../../application/ledger.ts';
import type { Database, Db } from './database.ts';
import { compilable, firstOf, hotQuery } from './hot-query.ts';
import { isOpenDelivery } from './open-states.ts';
import { deliveryOf, issueColumn } from './rows.ts';
import type { DeliveriesTable } from './schema.ts';

/** The state of the world in one row: the claimed delivery, and whether others wait behind it. */
type ClaimedRow = Selectable<DeliveriesTable> & { readonly more: number | null };

/** A delivery found in the middle of a call has lost its worker: its call may have happened. */
const claimHead = hotQuery<[lane: string, now: number, until: number], ClaimedRow>(3, (db, lane, now, until) =>
  compilable(
    db,
    sql<ClaimedRow>`
      update deliveries set state = 'sending', lease_until = ${until}, attempt = attempt + 1,
        in_doubt = case when state = 'sending' then 1 else in_doubt end
      where id = (select id from deliveries where lane = ${lane} and state in ('queued', 'retrying', 'sending')
                  order by seq limit 1)
        and ((state in ('queued', 'retrying') and due_at <= ${now}) or (state = 'sending' and lease_until < ${now}))
      returning *, (select 1 from deliveries as later where later.lane = deliveries.lane
        and later.state in ('queued', 'retrying', 'sending') and later.seq > deliveries.seq limit 1) as more`,
  ),
);

async function claim(db: Db, lane: string, now: number, until: number): Promise<ClaimedDelivery | null> {
  const row = await firstOf(claimHead(db, lane, now, until));
  return row === undefined ? null : { ...deliveryOf(row), more: row.more === 1 };
}

const insertReceipt = hotQuery<[connection: string, kind: string, remoteId: string, deliveryId: string], unknown>(
  4,
  (db, connection, kind, remoteId, deliveryId) =>
    db
      .insertInto('receipts')
      .values({ connection, kind, remote_id: remoteId, delivery_id: deliveryId })
      .onConflict((oc) => oc.doNothing()),
);

type Settlement = [
  state: string,
  dueAt: number,
  inDoubt: number,
  receipt: string | null,
  error: string | null,
  tries: string,
  settledAt: number | null,
  id: string,
  attempt: number,
];

const settleHeld = hotQuery<Settlement, { connection: string }>(
  9,
  (db, state, dueAt, inDoubt, receipt, error, tries, settledAt, id, attempt) =>
    db
      .updateTable('deliveries')
      .set({ state, due_at: dueAt, lease_until: null, in_doubt: inDoubt, receipt, error, tries, settled_at: settledAt })
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .where('state', '=', 'sending')
      .returning('connection'),
);

/** What comes back to us as an event, by the id that its receipt names. */
const WRITES: Readonly<Partial<Record<DeliveryResult['kind'], 'add_note' | 'comment' | 'attach_file'>>> = {
  add_note: 'add_note',
  comment: 'comment',
  put_summary: 'comment',
  attach_file: 'attach_file',
};

const MAX_TRIES_KEPT = 50;

async function settle(db: Db, result: DeliveryResult): Promise<boolean> {
  const { id, kind, receipt } = result;
  const tries = JSON.stringify([...result.earlier, result.try].slice(-MAX_TRIES_KEPT));
  const settledAt = result.state === 'retrying' ? null : result.now;
  const inDoubt = result.inDoubt ? 1 : 0;
  const { state, dueAt, error, attempt } = result;
  const row = await firstOf(settleHeld(db, state, dueAt, inDoubt, receipt, error, tries, settledAt, id, attempt));
  if (row === undefined) return false;
  const written = WRITES[kind];
  if (receipt !== null && written !== undefined) await insertReceipt(db, row.connection, written, receipt, id);
  return true;
}

// Upserts that every linked dialog brings, which no rule asks for and nothing answers: they can't be part of a loop.
const HARMLESS = ['put_remote_link', 'remove_remote_link', 'put_summary', 'attach_file'];

/** An action is stored with its kind first. */
const mayLoop = HARMLESS.map((kind) => sql<boolean>`action not like ${`{"kind":"${kind}"%`}`);

const countAbout = hotQuery<[about: string, since: number], { lane: string; count: number }>(2, (db, about, since) =>
  db
    .selectFrom('deliveries')
    .select((eb) => ['lane', eb.fn.countAll<number>().as('count')])
    .where('about', '=', about)
    .where('created_at', '>', since)
    .where((eb) => eb.and(mayLoop))
    .groupBy('lane'),
);

async function replay(db: Db, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ state: 'retrying', due_at: now, settled_at: null, error: null, created_at: now })
    .where('id', '=', id)
    .where('state', '=', 'parked')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export function createDeliveries(database: Database): Deliveries {
  const { reader } = database;
  return {
    // Durable, and with it the decision before it: a call that may have been made must not be forgotten.
    claim: (lane, now, leaseUntil) => database.write((db) => claim(db, lane, now, leaseUntil)),
    // A forgotten receipt leaves the delivery in doubt: it is looked up, not repeated.
    settle: (result) => database.write((db) => settle(db, result), 'lazy'),
    replay: (id, now) => database.write((db) => replay(db, id, now)),
    find: async (id) => {
      const row = await reader.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : deliveryOf(row);
    },
    ofEvents: async (eventIds) => {
      if (eventIds.length === 0) return [];
      const query = reader
        .selectFrom('deliveries')
        .selectAll()
        .where('event_id', 'in', [...eventIds]);
      return (await query.orderBy('seq').execute()).map(deliveryOf);
    },
    inState: async (state, limit) => {
      const all = reader.selectFrom('deliveries').selectAll().where('state', '=', state);
      const query = state === 'queued' || state === 'sending' || state === 'retrying' ? all.where(isOpenDelivery) : all;
      return (await query.orderBy('seq', 'desc').limit(limit).execute()).map(deliveryOf);
    },
    countSince: async (issue, since) => {
      const { rows } = await countAbout(reader, issueColumn(issue), since);
      return new Map(rows.map(({ lane, count }) => [lane, Number(count)]));
    },
  };
}
