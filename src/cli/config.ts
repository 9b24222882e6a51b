// `deskbridge config`: checks the config file, or prints the schema that editors use for it.
import { configSummary } from '../config/summary.ts';
import { configJsonSchema } from '../config/json-schema.ts';
import { formatProblem } from '../config/config-error.ts';
import { readConfig, readEnvironment } from '../config/settings.ts';
import { checkNames, type OnlineCheck, withAccounts } from './online.ts';
import { countOf, print } from './print.ts';
import { Problem } from './problem.ts';

export interface CheckOptions {
  readonly json?: boolean;
  /** Holds the names against the live accounts, too. */
  readonly online?: boolean;
}

/** Mistakes are thrown as ConfigError: each is a line with its place and the way out. */
export async function checkConfig(file: string | undefined, { json, online }: CheckOptions): Promise<number> {
  const environment = readEnvironment();
  const config = readConfig(file ?? environment.configPath);
  const settings = { config, environment };
  const names = online === true ? await withAccounts(settings, (bridge) => checkNames(settings, bridge)) : null;
  if (json === true) {
    const summary = { ...configSummary(config, environment), warnings: config.warnings };
    print(JSON.stringify(names === null ? summary : { ...summary, online: names }, null, 2));
    return names === null ? 0 : judge(names);
  }
  const connections = Object.values(config.connections);
  const workflows = Object.entries(config.workflows);
  print(`${config.file} is right (rules ${config.hash})`);
  for (const { name, kind } of connections) print(`  connection ${name}: ${kind}`);
  for (const [name, { target, rules }] of workflows) {
    const own = rules.length === 0 ? '' : `, ${countOf(rules.length, 'rule')}`;
    print(`  workflow ${name}: ${target.type} in ${target.project} on ${target.connection}${own}`);
  }
  for (const warning of config.warnings) print(`warning: ${formatProblem(warning)}`);
  if (names !== null) return showNames(names);
  print(
    `${countOf(connections.length, 'connection')}, ${countOf(workflows.length, 'workflow')}; whether the accounts work says: deskbridge doctor`,
  );
  return 0;
}

function judge({ findings, unread }: OnlineCheck): number {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (unread.length > 0) {
    throw new Problem(
      `Not looked at: ${unread.map(({ connection }) => connection).join(', ')}; run: deskbridge doctor`,
    );
  }
  if (errors > 0)
    throw new Problem(`${countOf(errors, 'name')} of the config can't mean anything: see the lines above`);
  return 0;
}

function showNames(names: OnlineCheck): number {
  for (const finding of names.findings) print(`${finding.severity}: ${formatProblem(finding)}`);
  for (const { connection, why } of names.unread) print(`not looked at: ${connection} (${why})`);
  if (names.findings.length === 0 && names.unread.length === 0) print('Every name in it exists in the accounts');
  return judge(names);
}

export async function printSchema(): Promise<number> {
  print(JSON.stringify(configJsonSchema(), null, 2));
  return 0;
}
