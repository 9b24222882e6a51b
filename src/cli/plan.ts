// `deskbridge plan`: tries a config file on recorded events, or on one saved payload; stores and sends nothing.
import { dryRun } from '../application/dry-run.ts';
import { readStoredEvent } from '../application/read-event.ts';
import { tryRules } from '../application/try-rules.ts';
import { readConfig, readEnvironment } from '../config/settings.ts';
import { checkConnection, readPayload } from './payload.ts';
import { print } from './print.ts';
import { Problem } from './problem.ts';
import { showDryRun } from './show-dry-run.ts';
import { showTriedRules } from './show-plan.ts';
import { withNewConfig } from './with-bridge.ts';

export interface PlanOptions {
  readonly config?: string;
  readonly last?: string;
  readonly event?: string;
  readonly connection?: string;
  readonly json?: boolean;
}

const MAX_EVENTS = 100_000;

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MAX_EVENTS) {
    throw new Problem(`--last: found "${text}", allowed a number from 1 to ${MAX_EVENTS}; such as --last 1000`, 2);
  }
  return count;
}

/** The new rules on one payload, with the facts as they are now. */
function planOne(file: string, options: PlanOptions): Promise<number> {
  const { connection } = options;
  if (connection === undefined) {
    throw new Problem('--connection is missing: name the connection of the config that the payload came on', 2);
  }
  const environment = readEnvironment();
  const config = readConfig(options.config ?? environment.configPath);
  return withNewConfig({ config, environment }, async (bridge) => {
    checkConnection(connection, bridge);
    const result = await dryRun(connection, readPayload(file), bridge);
    print(options.json === true ? JSON.stringify(result, null, 2) : showDryRun(result));
    if (result.kind === 'decided') return 0;
    throw new Problem(`${file} could not be decided now: ${result.why}; look with: deskbridge doctor`);
  });
}

/** 0: all would end the same. 2: something would end differently. Mistakes of the file are thrown as ConfigError. */
export async function plan(options: PlanOptions): Promise<number> {
  if (options.event !== undefined) return planOne(options.event, options);
  const environment = readEnvironment();
  const last = readCount(options.last ?? '1000');
  const config = readConfig(options.config ?? environment.configPath);
  return withNewConfig({ config, environment }, async (bridge) => {
    const startedAt = performance.now();
    const tried = await tryRules(last, bridge.rules(), (stored) => readStoredEvent(stored, bridge), bridge.ledger);
    const ms = Math.round(performance.now() - startedAt);
    const rules = { file: config.file, version: config.hash };
    print(options.json === true ? JSON.stringify({ rules, ms, ...tried }, null, 2) : showTriedRules(tried, rules, ms));
    return tried.different.length === 0 ? 0 : 2;
  });
}
