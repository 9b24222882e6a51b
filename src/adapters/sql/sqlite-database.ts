// SQLite with full durability: one connection, writes behind the group commit, reads between its transactions.
import { mkdirSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { beginImmediate } from './begin-immediate.ts';
import type { Database, Db } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { migrate, SQLITE_TYPES } from './migrations.ts';
import { acceptNow, fileNow, prepareJournal, recordNow } from './sqlite-journal.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import type { Tables } from './schema.ts';
import { shareSync } from './shared-sync.ts';

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  // WAL: readers never wait for the writer. NORMAL: a commit only writes, and what must survive a power cut waits for
  // our own sync of the WAL, which is what FULL would do inside the commit, with the event loop standing still.
  database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 5000');
  // Fewer checkpoints than the default of 1000 pages: each costs two syncs more.
  database.exec('pragma wal_autocheckpoint = 4000');
  database.exec('pragma cache_size = -16000; pragma foreign_keys = on; pragma temp_store = memory');
  return database;
}

// A start may have to wait while another process brings a large database up to date.
const START_PATIENCE_MS = 30_000;

/** All or nothing: a process that dies in the middle, or two that start at once, leave no half schema behind. */
async function bringUpToDate(writing: DatabaseSync, writer: Db): Promise<void> {
  await beginImmediate(writing, START_PATIENCE_MS);
  try {
    await migrate(writer as Kysely<unknown>, SQLITE_TYPES);
    writing.exec('commit');
  } catch (error) {
    if (writing.isTransaction) writing.exec('rollback');
    throw error;
  }
}

/** Opens (or creates) the database file and brings its schema up to date. Throws when the file can't be used. */
export async function openSqlite(path: string): Promise<Database> {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const writing = open(path);
  const writer: Db = new Kysely<Tables>({ dialect: nodeSqliteDialect(writing) });
  // From here on we wait for other processes ourselves, without stopping this one.
  writing.exec('pragma busy_timeout = 0');
  await bringUpToDate(writing, writer);
  // Reads go through the same connection, between transactions: another one would lose its page cache at every commit.
  const reader: Db = new Kysely<Tables>({ dialect: nodeSqliteDialect(writing, true) });
  const journal = prepareJournal(writing);
  const wal = path === ':memory:' ? null : await openFile(`${path}-wal`, 'r+');
  const commits = new GroupCommit(
    writing,
    shareSync(async () => wal?.datasync()),
  );
  return {
    reader,
    write: (work, durability = 'durable') => commits.run(() => work(writer), durability),
    accept: (arrival) => commits.append(() => acceptNow(journal, arrival)),
    file: (identify, limit) => commits.run(() => fileNow(journal, identify, limit), 'lazy'),
    record: (event) => commits.run(() => recordNow(journal, event), 'durable'),
    close: async () => {
      if (!writing.isOpen) return;
      await commits.close();
      await wal?.close();
      writing.close();
    },
  };
}
