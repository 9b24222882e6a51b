// Deliveries in SQL: the head of a lane is claimed by one statement, and settled only by whoever holds its lease.
import { type Selectable, sql } from 'kysely';
import type { Deliveries, DeliveryResult, StoredDelivery } from '../../application/ledger.ts';
import type { Database, Db } from './database.ts';
import { isOpenDelivery } from './open-states.ts';
import { deliveryOf, issueColumn } from './rows.ts';
import type { DeliveriesTable } from './schema.ts';

/** A delivery found in the middle of a call has lost its worker: its call may have happened. */
async function claim(db: Db, lane: string, now: number, until: number): Promise<StoredDelivery | null> {
  const { rows } = await sql<Selectable<DeliveriesTable>>`
    update deliveries set state = 'sending', lease_until = ${until}, attempt = attempt + 1,
      in_doubt = case when state = 'sending' then 1 else in_doubt end
    where id = (select id from deliveries where lane = ${lane} and state in ('queued', 'retrying', 'sending')
                order by seq limit 1)
      and ((state in ('queued', 'retrying') and due_at <= ${now}) or (state = 'sending' and lease_until < ${now}))
    returning *`.execute(db);
  const [row] = rows;
  return row === undefined ? null : deliveryOf(row);
}

async function storeReceipt(db: Db, delivery: StoredDelivery, receipt: string): Promise<void> {
  const { kind } = delivery.action;
  if (kind !== 'add_note' && kind !== 'comment') return;
  await db
    .insertInto('receipts')
    .values({ connection: delivery.connection, kind, remote_id: receipt, delivery_id: delivery.id })
    .onConflict((oc) => oc.doNothing())
    .execute();
}

async function settle(db: Db, result: DeliveryResult): Promise<boolean> {
  const row = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('id', '=', result.id)
    .where('attempt', '=', result.attempt)
    .where('state', '=', 'sending')
    .executeTakeFirst();
  if (row === undefined) return false;
  const delivery = deliveryOf(row);
  const final = result.state !== 'retrying';
  await db
    .updateTable('deliveries')
    .set({
      state: result.state,
      due_at: result.dueAt,
      lease_until: null,
      in_doubt: result.inDoubt ? 1 : 0,
      receipt: result.receipt,
      error: result.error,
      tries: JSON.stringify([...delivery.tries, result.try].slice(-50)),
      settled_at: final ? result.now : null,
    })
    .where('id', '=', result.id)
    .execute();
  if (result.receipt !== null) await storeReceipt(db, delivery, result.receipt);
  return true;
}

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
    claim: async (lane, now, leaseUntil) => {
      const looked = reader.selectFrom('deliveries').select('seq').where('lane', '=', lane).where(isOpenDelivery);
      if ((await looked.limit(1).executeTakeFirst()) === undefined) return null;
      // Durable, and with it the decision before it: a call that may have been made must not be forgotten.
      return database.write((db) => claim(db, lane, now, leaseUntil));
    },
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
      const rows = await reader
        .selectFrom('deliveries')
        .select((eb) => ['lane', eb.fn.countAll<number>().as('count')])
        .where('about', '=', issueColumn(issue))
        .where('created_at', '>', since)
        .groupBy('lane')
        .execute();
      return new Map(rows.map(({ lane, count }) => [lane, Number(count)]));
    },
  };
}
