// `deskbridge migrate`: makes the database if there is none and brings its schema up to date.
import { readEnvironment } from '../config/settings.ts';
import { migrateDatabase } from '../main.ts';
import { print } from './print.ts';
import { Problem, wordsOf } from './problem.ts';
import { nameDatabase } from './with-bridge.ts';

export async function migrate(): Promise<number> {
  const environment = readEnvironment();
  const name = nameDatabase(environment);
  await migrateDatabase(environment).catch((error: unknown) => {
    throw new Problem(`DATABASE_URL: ${name} can't be used (${wordsOf(error)}); check the path and its permissions`);
  });
  print(`${name} is up to date`);
  return 0;
}
