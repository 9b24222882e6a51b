// `deskbridge config`: checks the config file, or prints the schema that editors use for it.
import { configSummary } from '../config/summary.ts';
import { configJsonSchema } from '../config/json-schema.ts';
import { formatProblem } from '../config/config-error.ts';
import { readConfig, readEnvironment } from '../config/settings.ts';
import { countOf, print } from './print.ts';

/** Mistakes are thrown as ConfigError: each is a line with its place and the way out. */
export async function checkConfig(file: string | undefined, { json }: { readonly json?: boolean }): Promise<number> {
  const environment = readEnvironment();
  const config = readConfig(file ?? environment.configPath);
  if (json === true) {
    print(JSON.stringify({ ...configSummary(config, environment), warnings: config.warnings }, null, 2));
    return 0;
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
  print(
    `${countOf(connections.length, 'connection')}, ${countOf(workflows.length, 'workflow')}; whether the accounts work says: deskbridge doctor`,
  );
  return 0;
}

export async function printSchema(): Promise<number> {
  print(JSON.stringify(configJsonSchema(), null, 2));
  return 0;
}
