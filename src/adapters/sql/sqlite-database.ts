// SQLite with full durability: one writing connection behind the group commit, one for reading.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { NewEvent, RecordResult } from '../../application/ledger.ts';
import type { Database, Db } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { migrate, SQLITE_TYPES } from './migrations.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import type { Tables } from './schema.ts';

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  // FULL: a commit survives a power cut. WAL: readers never wait for the writer.
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000');
  database.exec('pragma cache_size = -16000; pragma foreign_keys = on; pragma temp_store = memory');
  return database;
}

interface HotPath {
  readonly insert: StatementSync;
  readonly byKey: StatementSync;
  readonly byHash: StatementSync;
}

/** Prepared by hand: one insert a webhook is the only query whose cost bounds how much we can take in. */
function prepareHotPath(database: DatabaseSync): HotPath {
  return {
    insert: database.prepare(
      `insert into received_events (id, connection, format, delivery_key, body_hash, lane, topic, headers, body,
         received_at, replay_of, state, attempt, due_at) values (?,?,?,?,?,?,?,?,?,?,?,'queued',0,?)
       on conflict do nothing`,
    ),
    byKey: database.prepare('select id from received_events where connection = ? and delivery_key = ?'),
    byHash: database.prepare('select id from received_events where connection = ? and body_hash = ?'),
  };
}

function recordNow(hot: HotPath, event: NewEvent): RecordResult {
  const { changes } = hot.insert.run(
    event.id,
    event.connection,
    event.format,
    event.deliveryKey,
    event.bodyHash,
    event.lane,
    event.topic,
    JSON.stringify(event.headers),
    event.body,
    event.receivedAt,
    event.replayOf,
    event.receivedAt,
  );
  if (changes === 1) return { kind: 'recorded', eventId: event.id };
  const byKey = event.deliveryKey === null ? undefined : hot.byKey.get(event.connection, event.deliveryKey);
  const earlier = byKey ?? hot.byHash.get(event.connection, event.bodyHash);
  return { kind: 'duplicate', eventId: String(earlier?.['id'] ?? event.id) };
}

/** Opens (or creates) the database file and brings its schema up to date. Throws when the file can't be used. */
export async function openSqlite(path: string): Promise<Database> {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const writing = open(path);
  const writer: Db = new Kysely<Tables>({ dialect: nodeSqliteDialect(writing) });
  await migrate(writer as Kysely<unknown> as Kysely<unknown>, SQLITE_TYPES);
  const reading = path === ':memory:' ? writing : open(path);
  const reader: Db = path === ':memory:' ? writer : new Kysely<Tables>({ dialect: nodeSqliteDialect(reading) });
  const hot = prepareHotPath(writing);
  const commits = new GroupCommit(writing);
  return {
    reader,
    write: (work) => commits.run(() => work(writer)),
    record: (event) => commits.run(() => recordNow(hot, event)),
    close: async () => {
      await commits.close();
      if (reading !== writing) reading.close();
      writing.close();
    },
  };
}
