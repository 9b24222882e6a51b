// SQLite with full durability: one writing connection behind the group commit, one for reading.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Database, Db } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { migrate, SQLITE_TYPES } from './migrations.ts';
import { acceptNow, fileNow, prepareJournal, recordNow } from './sqlite-journal.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import type { Tables } from './schema.ts';

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  // FULL: a commit survives a power cut. WAL: readers never wait for the writer.
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000');
  // Fewer checkpoints than the default of 1000 pages: each costs two syncs more.
  database.exec('pragma wal_autocheckpoint = 4000');
  database.exec('pragma cache_size = -16000; pragma foreign_keys = on; pragma temp_store = memory');
  return database;
}

/** Opens (or creates) the database file and brings its schema up to date. Throws when the file can't be used. */
export async function openSqlite(path: string): Promise<Database> {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const writing = open(path);
  const writer: Db = new Kysely<Tables>({ dialect: nodeSqliteDialect(writing) });
  await migrate(writer as Kysely<unknown> as Kysely<unknown>, SQLITE_TYPES);
  const reading = path === ':memory:' ? writing : open(path);
  const reader: Db = path === ':memory:' ? writer : new Kysely<Tables>({ dialect: nodeSqliteDialect(reading) });
  const journal = prepareJournal(writing);
  const commits = new GroupCommit(writing);
  return {
    reader,
    write: (work, durability = 'durable') => commits.run(() => work(writer), durability),
    accept: (arrival) => commits.append(() => acceptNow(journal, arrival)),
    file: (identify, limit) => commits.run(() => fileNow(journal, identify, limit), 'lazy'),
    record: (event) => commits.run(() => recordNow(journal, event), 'durable'),
    close: async () => {
      await commits.close();
      if (reading !== writing) reading.close();
      writing.close();
    },
  };
}
