// What keeps the ledger going, in SQL: due lanes, leases after a restart, alarms, cursors, retention.
import { sql } from 'kysely';
import type { Alarm, DueLane, Upkeep } from '../../application/ledger.ts';
import type { Database, Db } from './database.ts';
import { isDeliveryHead, isEventHead, isOpenDelivery, isOpenEvent, isScheduledEvent } from './open-states.ts';

/**
 * A lane is due when its head is: what stands behind a head that waits would fill the answer with lanes where nothing
 * can be done, and lanes that can be worked on would not be rung.
 */
async function dueLanes(reader: Db, now: number, limit: number, except: readonly string[]): Promise<DueLane[]> {
  const events = await reader
    .selectFrom('received_events')
    .select('lane')
    .where(isOpenEvent)
    .where('due_at', '<=', now)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now)]))
    .$if(except.length > 0, (query) => query.where('connection', 'not in', [...except]))
    .where(isEventHead)
    .limit(limit)
    .execute();
  const deliveries = await reader
    .selectFrom('deliveries')
    .select('lane')
    .where(isOpenDelivery)
    .where('due_at', '<=', now)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now)]))
    .$if(except.length > 0, (query) => query.where('connection', 'not in', [...except]))
    .where(isDeliveryHead)
    .limit(limit)
    .execute();
  return [
    ...events.map(({ lane }): DueLane => ({ queue: 'events', lane })),
    ...deliveries.map(({ lane }): DueLane => ({ queue: 'deliveries', lane })),
  ];
}

/** A look first: it costs a fraction of an empty transaction, and the poller comes every second. */
async function wakeScheduled(database: Database, now: number): Promise<void> {
  const due = database.reader.selectFrom('received_events').select('seq').where(isScheduledEvent);
  if ((await due.where('due_at', '<=', now).limit(1).executeTakeFirst()) === undefined) return;
  await database.write(async (db) => {
    const scheduled = db.updateTable('received_events').set({ state: 'queued' }).where(isScheduledEvent);
    await scheduled.where('due_at', '<=', now).execute();
  }, 'lazy');
}

async function releaseLeases(db: Db, now: number, doubtUntil: number): Promise<void> {
  await db
    .updateTable('received_events')
    .set({ lease_until: null, state: 'queued', due_at: now })
    .where('state', '=', 'working')
    .execute();
  await db
    .updateTable('deliveries')
    .set({ state: 'retrying', in_doubt: 1, lease_until: null, due_at: doubtUntil })
    .where('state', '=', 'sending')
    .execute();
}

async function counts(reader: Db): Promise<Record<string, number>> {
  const total: Record<string, number> = {};
  const events = await reader
    .selectFrom('received_events')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .where(isOpenEvent)
    .groupBy('state')
    .execute();
  for (const { state, count } of events) total[`events_${state}`] = Number(count);
  const later = reader.selectFrom('received_events').select((eb) => eb.fn.countAll<number>().as('count'));
  const scheduled = Number((await later.where(isScheduledEvent).executeTakeFirst())?.count ?? 0);
  if (scheduled > 0) total['events_scheduled'] = scheduled;
  const open = reader
    .selectFrom('deliveries')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .where(isOpenDelivery)
    .groupBy('state');
  const parked = reader
    .selectFrom('deliveries')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .where('state', '=', 'parked')
    .groupBy('state');
  const deliveries = [...(await open.execute()), ...(await parked.execute())];
  for (const { state, count } of deliveries) total[`deliveries_${state}`] = Number(count);
  return total;
}

async function raiseAlarm(db: Db, alarm: Alarm): Promise<void> {
  await db
    .insertInto('alarms')
    .values({ ...alarm, cleared_at: null })
    .onConflict((oc) => oc.doNothing())
    .execute();
}

// Each piece is a short transaction: senders of webhooks wait behind it.
const FORGOTTEN_AT_ONCE = 500;

/** An event is kept while it, or a delivery of its batch, can still be sent or replayed. */
async function forgetEvents(db: Db, before: number): Promise<number> {
  const rows = await db
    .selectFrom('received_events')
    .select('seq')
    .where('settled_at', '<', before)
    .where('state', '!=', 'parked')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('deliveries')
            .select('deliveries.seq')
            .where('deliveries.event_id', '=', sql<string>`coalesce(received_events.batch_id, received_events.id)`)
            .where('deliveries.state', 'not in', ['delivered', 'superseded']),
        ),
      ),
    )
    .limit(FORGOTTEN_AT_ONCE)
    .execute();
  const old = rows.map(({ seq }) => seq);
  if (old.length === 0) return 0;
  await db.deleteFrom('journal').where('seq', 'in', old).execute();
  await db.deleteFrom('received_events').where('seq', 'in', old).execute();
  await db.deleteFrom('decisions').where('seq', 'in', old).execute();
  return old.length;
}

async function forgetDeliveries(db: Db, before: number): Promise<number> {
  const old = db
    .selectFrom('deliveries')
    .select('seq')
    .where('state', 'in', ['delivered', 'superseded'])
    .where('settled_at', '<', before)
    .limit(FORGOTTEN_AT_ONCE);
  const { numDeletedRows } = await db.deleteFrom('deliveries').where('seq', 'in', old).executeTakeFirst();
  return Number(numDeletedRows);
}

async function forgetBefore(database: Database, before: number): Promise<number> {
  let total = 0;
  for (const forget of [forgetEvents, forgetDeliveries]) {
    for (;;) {
      const removed = await database.write((db) => forget(db, before), 'lazy');
      total += removed;
      if (removed < FORGOTTEN_AT_ONCE) break;
    }
  }
  await database.write(async (db) => void (await db.deleteFrom('alarms').where('cleared_at', '<', before).execute()));
  return total;
}

async function readAlarms(reader: Db): Promise<Alarm[]> {
  const rows = await reader.selectFrom('alarms').selectAll().where('cleared_at', 'is', null).orderBy('at').execute();
  return rows.map(({ id, at, kind, subject, message }) => ({
    id,
    at: Number(at),
    kind: kind as Alarm['kind'],
    subject,
    message,
  }));
}

export function createUpkeep(database: Database): Upkeep {
  const { reader } = database;
  return {
    dueLanes: (now, limit, except = []) => dueLanes(reader, now, limit, except),
    wakeScheduled: (now) => wakeScheduled(database, now),
    releaseLeases: (now, doubtUntil) => database.write((db) => releaseLeases(db, now, doubtUntil)),
    counts: () => counts(reader),
    raiseAlarm: (alarm) => database.write((db) => raiseAlarm(db, alarm)),
    clearAlarm: (kind, subject, now) =>
      database.write(async (db) => {
        const raised = db.updateTable('alarms').set({ cleared_at: now }).where('cleared_at', 'is', null);
        await raised.where('kind', '=', kind).where('subject', '=', subject).execute();
      }),
    alarms: () => readAlarms(reader),
    forgetBefore: (before) => forgetBefore(database, before),
    cursor: async (name) => {
      const row = await reader.selectFrom('cursors').select('value').where('name', '=', name).executeTakeFirst();
      return row?.value ?? null;
    },
    setCursor: (name, value) =>
      database.write(async (db) => {
        const insert = db.insertInto('cursors').values({ name, value });
        await insert.onConflict((oc) => oc.column('name').doUpdateSet({ value })).execute();
      }),
  };
}
