// The config files that were in force, in SQL.
import { type Selectable, sql } from 'kysely';
import type { ConfigVersion, ConfigVersions } from '../../application/ledger.ts';
import type { Database, Db } from './database.ts';
import type { ConfigVersionsTable } from './schema.ts';

/** How many are kept whether or not an event names them. */
const KEPT = 20;

function versionOf(row: Selectable<ConfigVersionsTable>): ConfigVersion {
  return { hash: row.hash, file: row.file, loadedAt: Number(row.loaded_at), text: row.body };
}

async function remember(db: Db, { hash, file, loadedAt, text }: ConfigVersion): Promise<void> {
  const values = { file, loaded_at: loadedAt, body: text };
  await db
    .insertInto('config_versions')
    .values({ hash, ...values })
    .onConflict((oc) => oc.column('hash').doUpdateSet(values))
    .execute();
  const newest = db.selectFrom('config_versions').select('hash').orderBy('loaded_at', 'desc').limit(KEPT);
  await db
    .deleteFrom('config_versions')
    .where('hash', 'not in', newest)
    .where(
      sql<boolean>`not exists (select 1 from received_events where received_events.rules_version = config_versions.hash)`,
    )
    .execute();
}

export function createConfigVersions(database: Database): ConfigVersions {
  const newest = () => database.reader.selectFrom('config_versions').selectAll().orderBy('loaded_at', 'desc');
  return {
    remember: (version) => database.write((db) => remember(db, version)),
    list: async () => (await newest().execute()).map(versionOf),
    find: async (hash) => {
      const rows = (await newest().execute()).map(versionOf);
      const exact = rows.find((row) => row.hash === hash);
      const [only, second] = rows.filter((row) => row.hash.startsWith(hash));
      return exact ?? (second === undefined ? (only ?? null) : null);
    },
  };
}
