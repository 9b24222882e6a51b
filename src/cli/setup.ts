// `deskbridge setup`: creates the tags and attributes that the config names and the workspace lacks, after asking.
import { createInterface } from 'node:readline/promises';
import type { Bridge } from '../application/bridge.ts';
import type { Creatable } from '../config/check-online.ts';
import { readConfig, readEnvironment } from '../config/settings.ts';
import { checkNames, withAccounts } from './online.ts';
import { countOf, print, remark } from './print.ts';
import { Problem, wordsOf } from './problem.ts';

export interface SetupOptions {
  readonly yes?: boolean;
}

const NOUNS: Readonly<Record<Creatable['kind'], string>> = {
  tag: 'tag',
  conversation_attribute: 'attribute of conversations (text)',
  contact_attribute: 'attribute of contacts (text)',
};

const nameOf = ({ kind, name, connection }: Creatable): string => `${NOUNS[kind]} "${name}" in ${connection}`;

function distinct(all: readonly Creatable[]): Creatable[] {
  return [...new Map(all.map((one) => [nameOf(one), one])).values()];
}

/** Null when there is nobody to answer. */
async function ask(question: string): Promise<boolean | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<null>((resolve) => terminal.once('close', () => resolve(null)));
  try {
    const answer = await Promise.race([terminal.question(question), ended]);
    return answer === null ? null : /^(y|yes|д|да)$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

async function confirm({ yes }: SetupOptions): Promise<boolean> {
  if (yes === true) return true;
  const answer = await ask('Create them? [y/N] ');
  if (answer === null) throw new Problem('Nobody answered, so nothing was created; run again with: --yes', 2);
  return answer;
}

/** Gives what could not be created. */
async function createAll(all: readonly Creatable[], bridge: Bridge): Promise<number> {
  let failed = 0;
  for (const one of all) {
    const connection = bridge.connections.get(one.connection);
    if (connection?.kind !== 'intercom') continue;
    try {
      // One after another, so that what failed is told beside its name.
      await connection.conversations.create(one.kind, one.name);
      print(`  ✓ ${nameOf(one)}`);
    } catch (error) {
      failed++;
      print(`  ✗ ${nameOf(one)}: ${wordsOf(error)}`);
    }
  }
  return failed;
}

/** Only adds what is missing: it changes and removes nothing. */
export function setup(file: string | undefined, options: SetupOptions): Promise<number> {
  const environment = readEnvironment();
  const settings = { environment, config: readConfig(file ?? environment.configPath) };
  return withAccounts(settings, async (bridge) => {
    const { findings, unread } = await checkNames(settings, bridge);
    for (const { connection, why } of unread)
      remark(`${connection} could not be read (${why}): look with deskbridge doctor`);
    const missing = distinct(findings.flatMap(({ create }) => create ?? []));
    if (missing.length === 0) {
      if (unread.length > 0) throw new Problem('Not every account could be read; run: deskbridge doctor');
      print('Everything that the config names and that can be created is there');
      return 0;
    }
    print(
      `The config names ${countOf(missing.length, 'thing')} that ${missing.length === 1 ? 'does' : 'do'} not exist:`,
    );
    for (const one of missing) print(`  ${nameOf(one)}`);
    if (!(await confirm(options))) {
      print('Nothing was created');
      return 0;
    }
    const failed = await createAll(missing, bridge);
    if (failed > 0) throw new Problem(`${countOf(failed, 'thing')} could not be created: see the lines with ✗`);
    return 0;
  });
}
