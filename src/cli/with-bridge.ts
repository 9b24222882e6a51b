// Opens what a command needs and closes it again: the config, the database, the connections.
import { existsSync } from 'node:fs';
import type { Bridge } from '../application/bridge.ts';
import type { Ledger } from '../application/ledger.ts';
import type { Environment } from '../config/config.ts';
import { readEnvironment, readSettings, type Settings } from '../config/settings.ts';
import { openBridge, openLedgerOf } from '../main.ts';
import { Problem, wordsOf } from './problem.ts';

/** The address of the database without its password. */
export function nameDatabase({ databaseUrl }: Environment): string {
  return databaseUrl.startsWith('sqlite:') ? databaseUrl : `${databaseUrl.split(':', 1)[0]}:…`;
}

/** A question about a database that does not exist is a wrong path, not an empty answer. */
function checkExists(environment: Environment): void {
  const path = /^sqlite:(.+)$/.exec(environment.databaseUrl)?.[1];
  if (path === undefined || path === ':memory:' || existsSync(path)) return;
  throw new Problem(
    `DATABASE_URL: ${nameDatabase(environment)} does not exist; run this where the service runs, or set DATABASE_URL as it has it`,
  );
}

function explainDatabase(environment: Environment, error: unknown): Problem {
  return new Problem(
    `DATABASE_URL: ${nameDatabase(environment)} can't be used (${wordsOf(error)}); check the path and its permissions`,
  );
}

/** Runs `work` on the database alone: a wrong config does not hinder it. */
export async function withLedger(work: (ledger: Ledger) => Promise<number>): Promise<number> {
  const environment = readEnvironment();
  checkExists(environment);
  const ledger = await openLedgerOf(environment).catch((error: unknown) => {
    throw explainDatabase(environment, error);
  });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

/** Runs `work` on the database of the service, which may be running meanwhile. */
export async function withBridge(work: (bridge: Bridge, settings: Settings) => Promise<number>): Promise<number> {
  const settings = readSettings();
  checkExists(settings.environment);
  return withAnyBridge(settings, work);
}

/** The same with a config that is not in force, which may differ from the service's in everything. */
export function withNewConfig(settings: Settings, work: (bridge: Bridge) => Promise<number>): Promise<number> {
  checkExists(settings.environment);
  return withAnyBridge(settings, work);
}

/** The same, but the database is made if there is none. */
export async function withAnyBridge(
  settings: Settings,
  work: (bridge: Bridge, settings: Settings) => Promise<number>,
): Promise<number> {
  const { bridge, close } = await openBridge(settings).catch((error: unknown) => {
    throw explainDatabase(settings.environment, error);
  });
  try {
    return await work(bridge, settings);
  } finally {
    await close();
  }
}
