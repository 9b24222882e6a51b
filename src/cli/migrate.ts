// `deskbridge migrate`: makes the database if there is none and brings its schema up to date.
import { openLedger } from '../adapters/sql/index.ts';
import { readEnvironment } from '../config/settings.ts';
import { print } from './print.ts';
import { Problem, wordsOf } from './problem.ts';
import { nameDatabase } from './with-bridge.ts';

export async function migrate(): Promise<number> {
  const environment = readEnvironment();
  const name = nameDatabase(environment);
  const ledger = await openLedger(environment.databaseUrl).catch((error: unknown) => {
    throw new Problem(`DATABASE_URL: ${name} can't be used (${wordsOf(error)}); check the path and its permissions`);
  });
  await ledger.check();
  await ledger.close();
  print(`${name} is up to date`);
  return 0;
}
