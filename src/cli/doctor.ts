// `deskbridge doctor`: prints what is well (✓), what to look at (!) and what is broken (✗), each with the next click.
import {
  type AccountChecks,
  type Examination,
  examine,
  examineSurroundings,
  type Finding,
  type IntercomAccount,
  type JiraAccount,
  type Section,
  type Surroundings,
} from '../application/doctor.ts';
import type { Bridge } from '../application/bridge.ts';
import type { Config, Environment } from '../config/config.ts';
import { readConfig, readEnvironment, type Settings } from '../config/settings.ts';
import { formatProblem } from '../config/config-error.ts';
import { connectChecks, type OpenBridge, openBridge } from '../main.ts';
import { localTime } from './local-time.ts';
import { checkNames } from './online.ts';
import { print } from './print.ts';
import { Problem, wordsOf } from './problem.ts';
import { readServerClock } from './server-clock.ts';
import { nameDatabase } from './with-bridge.ts';

const SIGNS: Readonly<Record<Finding['mark'], string>> = { ok: '✓', warn: '!', bad: '✗', hint: '→' };

function printSection({ title, findings }: Section): void {
  print(title);
  for (const { mark, text, next } of findings) {
    print(`  ${SIGNS[mark]} ${text}`);
    if (next !== undefined) print(`      ${next}`);
  }
  print('');
}

function surroundingsOf(environment: Environment): Surroundings {
  return {
    nodeVersion: process.versions.node,
    publicUrl: environment.publicUrl,
    hasApiToken: environment.apiToken !== undefined,
    hasRedis: environment.redisUrl !== undefined,
  };
}

function accountOf(
  connection: Config['connections'][string],
  { config, environment }: Settings,
  bridge: Bridge,
  checks: AccountChecks | undefined,
): IntercomAccount | JiraAccount {
  const { name, apiUrl } = connection;
  const found = bridge.connections.get(name);
  const webhookUrl = `${environment.publicUrl}/webhooks/${name}`;
  if (connection.kind === 'intercom' && found?.kind === 'intercom' && checks?.kind === 'intercom') {
    const { workspaceId, region, authorAdminId, conversationAttribute, tag } = connection;
    const { conversations } = found;
    const names = { attribute: conversationAttribute, tag };
    return {
      kind: 'intercom',
      name,
      apiUrl,
      webhookUrl,
      workspaceId,
      region,
      authorAdminId,
      ...names,
      conversations,
      checks,
    };
  }
  if (connection.kind !== 'intercom' && found?.kind === 'jira' && checks?.kind === 'jira') {
    const signs = connection.webhookSecrets.length > 0;
    const workflows = Object.entries(config.workflows)
      .flatMap(([workflow, { target, routes }]) =>
        [target, ...routes.map((route) => route.target)].map((goal) => ({ workflow, goal })),
      )
      .filter(({ goal }) => goal.connection === name)
      .map(({ workflow, goal }) => ({ name: workflow, project: goal.project, type: goal.type }));
    return {
      kind: 'jira',
      name,
      apiUrl,
      webhookUrl: signs ? webhookUrl : `${webhookUrl}/(the value of webhookPathSecret)`,
      edition: connection.kind === 'jira-cloud' ? 'cloud' : 'data-center',
      siteUrl: connection.siteUrl,
      signs,
      workflows,
      issues: found.issues,
      checks,
    };
  }
  throw new Error(`The connection ${name} was not wired`);
}

/** Everything to examine; `clockOf` and `now` are the world's unless a test says otherwise. */
export function examinationOf(
  settings: Settings,
  bridge: Bridge,
  world: Pick<Examination, 'clockOf' | 'now'>,
): Examination {
  const checks = connectChecks(settings);
  return {
    ...world,
    surroundings: surroundingsOf(settings.environment),
    ledger: bridge.ledger,
    pauses: bridge.pauses,
    accounts: Object.values(settings.config.connections).map((connection) =>
      accountOf(connection, settings, bridge, checks.get(connection.name)),
    ),
    formatTime: localTime,
  };
}

/** The accounts are examined even without a database: it is one more thing to mend, and told as such. */
async function openSomehow(settings: Settings): Promise<{ open: OpenBridge; broken: Finding[] }> {
  try {
    return { open: await openBridge(settings), broken: [] };
  } catch (error) {
    const text = `The database ${nameDatabase(settings.environment)} can't be used: ${wordsOf(error)}`;
    const next = 'Set DATABASE_URL=sqlite:PATH to a place where this user may write';
    const environment = { ...settings.environment, databaseUrl: 'sqlite::memory:' };
    return { open: await openBridge({ ...settings, environment }), broken: [{ mark: 'bad', text, next }] };
  }
}

/** What the accounts' own sections have told already. */
const EXAMINED = /^connections\.|\.issue\.(project|type)$/;

/** Whether the names of the config exist; an account that can't be read was told about above. */
async function examineNames(settings: Settings, bridge: Bridge): Promise<Section[]> {
  const { findings, unread } = await checkNames(settings, bridge);
  const title = 'Names in the config';
  const told = findings
    .filter(({ path }) => !EXAMINED.test(path))
    .map((finding): Finding => {
      return { mark: finding.severity === 'error' ? 'bad' : 'warn', text: formatProblem(finding) };
    });
  if (told.length > 0) return [{ title, findings: told }];
  return unread.length > 0 ? [] : [{ title, findings: [{ mark: 'ok', text: 'Each of them exists in the accounts' }] }];
}

async function examineAll(settings: Settings): Promise<Section[]> {
  const { open, broken } = await openSomehow(settings);
  try {
    const world = { clockOf: readServerClock, now: Date.now };
    const sections = await examine(examinationOf(settings, open.bridge, world));
    const config: Finding = {
      mark: 'ok',
      text: `Config ${settings.config.file} is right (rules ${settings.config.hash})`,
    };
    const names = await examineNames(settings, open.bridge);
    return [...sections, ...names].map((section, index) => {
      if (index > 0) return section;
      // The stand-in can be written, which proves nothing.
      const findings = broken.length === 0 ? section.findings : section.findings.slice(0, -1);
      return { ...section, findings: [config, ...findings, ...broken] };
    });
  } finally {
    await open.close();
  }
}

function mistakesOf(error: unknown): Finding[] {
  const known = error instanceof Error && (error.name === 'ConfigError' || error.name === 'EnvironmentError');
  if (!known) throw error;
  return error.message.split('\n').map((text) => ({ mark: 'bad', text }));
}

/** A config that can't be read leaves nothing to examine but the machine. */
async function diagnose(): Promise<Section[]> {
  let environment: Environment;
  try {
    environment = readEnvironment();
  } catch (error) {
    return [{ title: 'This machine', findings: mistakesOf(error) }];
  }
  let config: Config;
  try {
    config = readConfig(environment.configPath);
  } catch (error) {
    const findings = [...examineSurroundings(surroundingsOf(environment)), ...mistakesOf(error)];
    return [{ title: 'This machine', findings }];
  }
  return examineAll({ config, environment });
}

export async function doctor(): Promise<number> {
  const sections = await diagnose();
  for (const section of sections) printSection(section);
  const broken = sections.flatMap(({ findings }) => findings).filter(({ mark }) => mark === 'bad').length;
  if (broken === 0) {
    print('Nothing is broken');
    return 0;
  }
  throw new Problem(`Broken: ${broken}, see the lines with ✗ and what stands below each`);
}
