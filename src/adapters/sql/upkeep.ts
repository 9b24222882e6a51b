// What keeps the ledger going, in SQL: due lanes, leases after a restart, alarms, cursors, retention.
import type { Alarm, DueLane, Upkeep } from '../../application/ledger.ts';
import type { Database, Db } from './database.ts';
import { isOpenDelivery, isOpenEvent } from './open-states.ts';

async function dueLanes(reader: Db, now: number, limit: number): Promise<DueLane[]> {
  const events = await reader
    .selectFrom('received_events')
    .select('lane')
    .distinct()
    .where(isOpenEvent)
    .where('due_at', '<=', now)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now)]))
    .limit(limit)
    .execute();
  const deliveries = await reader
    .selectFrom('deliveries')
    .select('lane')
    .distinct()
    .where(isOpenDelivery)
    .where('due_at', '<=', now)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now)]))
    .limit(limit)
    .execute();
  return [
    ...events.map(({ lane }): DueLane => ({ queue: 'events', lane })),
    ...deliveries.map(({ lane }): DueLane => ({ queue: 'deliveries', lane })),
  ];
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

async function forgetBefore(db: Db, before: number): Promise<number> {
  const old = db.selectFrom('received_events').select('seq').where('settled_at', '<', before);
  await db.deleteFrom('journal').where('seq', 'in', old).execute();
  const events = await db.deleteFrom('received_events').where('settled_at', '<', before).executeTakeFirst();
  const deliveries = await db
    .deleteFrom('deliveries')
    .where('state', 'in', ['delivered', 'superseded'])
    .where('settled_at', '<', before)
    .executeTakeFirst();
  await db.deleteFrom('alarms').where('cleared_at', '<', before).execute();
  return Number(events.numDeletedRows) + Number(deliveries.numDeletedRows);
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
    dueLanes: (now, limit) => dueLanes(reader, now, limit),
    releaseLeases: (now, doubtUntil) => database.write((db) => releaseLeases(db, now, doubtUntil)),
    counts: () => counts(reader),
    raiseAlarm: (alarm) => database.write((db) => raiseAlarm(db, alarm)),
    clearAlarm: (kind, subject, now) =>
      database.write(async (db) => {
        const raised = db.updateTable('alarms').set({ cleared_at: now }).where('cleared_at', 'is', null);
        await raised.where('kind', '=', kind).where('subject', '=', subject).execute();
      }),
    alarms: () => readAlarms(reader),
    forgetBefore: (before) => database.write((db) => forgetBefore(db, before)),
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
