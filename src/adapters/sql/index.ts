// Opens the ledger on the database that an address names.
import type { Ledger } from '../../application/ledger.ts';
import { createConfigVersions } from './config-versions.ts';
import type { Database } from './database.ts';
import { createDeliveries } from './deliveries.ts';
import { createLinks } from './links.ts';
import { createMemory } from './memory.ts';
import { createReceivedEvents } from './received-events.ts';
import { openSqlite } from './sqlite-database.ts';
import { createUpkeep } from './upkeep.ts';

/** The ledger on an open database. */
function createLedger(database: Database): Ledger {
  const upkeep = createUpkeep(database);
  return {
    events: createReceivedEvents(database),
    deliveries: createDeliveries(database),
    links: createLinks(database),
    memory: createMemory(database),
    upkeep,
    configs: createConfigVersions(database),
    check: () => upkeep.setCursor('check', 'ok'),
    close: () => database.close(),
  };
}

/** Opens `sqlite:PATH` and brings its schema up to date. Throws for any other address. */
export async function openLedger(databaseUrl: string): Promise<Ledger> {
  const path = /^sqlite:(.+)$/.exec(databaseUrl)?.[1];
  if (path === undefined) {
    throw new Error(
      `DATABASE_URL: found "${databaseUrl.split(':', 1)[0]}:…", allowed sqlite:PATH. Set sqlite:data/deskbridge.db`,
    );
  }
  return createLedger(await openSqlite(path));
}
