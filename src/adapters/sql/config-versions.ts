// The config files that were in force, in SQL.
import type { Selectable } from 'kysely';
import type { ConfigVersion, ConfigVersions } from '../../application/ledger.ts';
import type { Database, Db } from './database.ts';
import type { ConfigVersionsTable } from './schema.ts';

/** How many are kept whether or not a kept event may name them. */
const KEPT = 20;

function versionOf(row: Selectable<ConfigVersionsTable>): ConfigVersion {
  return { hash: row.hash, file: row.file, loadedAt: Number(row.loaded_at), text: row.body };
}

/** Those that no kept event can have been decided with, by the times at which others took their place. */
async function unnamed(db: Db): Promise<string[]> {
  const versions = await db
    .selectFrom('config_versions')
    .select(['hash', 'loaded_at'])
    .orderBy('loaded_at', 'desc')
    .execute();
  const oldest = await db
    .selectFrom('received_events')
    .select('settled_at')
    .where('settled_at', 'is not', null)
    .orderBy('settled_at')
    .limit(1)
    .executeTakeFirst();
  const since = Number(oldest?.settled_at ?? Number.POSITIVE_INFINITY);
  return versions.flatMap(({ hash }, index) => {
    const followedAt = Number(versions[index - 1]?.loaded_at ?? Number.POSITIVE_INFINITY);
    return index >= KEPT && followedAt < since ? [hash] : [];
  });
}

async function remember(db: Db, { hash, file, loadedAt, text }: ConfigVersion): Promise<void> {
  const values = { file, loaded_at: loadedAt, body: text };
  await db
    .insertInto('config_versions')
    .values({ hash, ...values })
    .onConflict((oc) => oc.column('hash').doUpdateSet(values))
    .execute();
  const old = await unnamed(db);
  if (old.length > 0) await db.deleteFrom('config_versions').where('hash', 'in', old).execute();
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
