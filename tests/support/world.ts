// A whole world for flow tests: both simulated vendors, the real service with a real SQLite file, and people in it.
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { loadEnvironment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { type Deskbridge, type StartOptions, startDeskbridge } from '../../src/main.ts';
import { type IntercomSimulator, startIntercomSimulator } from '../../src/simulators/intercom/index.ts';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { createExchangeGuard, type Exchange, type ExchangeGuard, loadVendorSpec } from './vendor-specs.ts';

export interface WorldOptions {
  readonly edition?: 'cloud' | 'data-center';
  readonly locale?: 'en' | 'ru';
  /** Added to the config file under these top-level keys, as YAML text. */
  readonly config?: string;
  /** YAML text under `workflows:`, in place of the one workflow `incident`. */
  readonly workflows?: string;
  readonly mirror?: string;
  readonly delivery?: string;
  readonly intercom?: Partial<Parameters<typeof startIntercomSimulator>[0]>;
  readonly jira?: Partial<Parameters<typeof startJiraSimulator>[0]>;
  /** Environment variables that the config names beside those of the connections. */
  readonly env?: Readonly<Record<string, string>>;
  /** Extra lines for the Intercom connection. */
  readonly intercomConnection?: string;
  /** A whole config file in place of all that stands above, from the addresses of the two simulators. */
  readonly file?: (addresses: { readonly intercom: string; readonly jira: string }) => string;
  /** What the file calls the connections of the two simulators. */
  readonly names?: { readonly intercom: string; readonly jira: string };
  /** How the service itself is started, beside what a world needs. */
  readonly service?: Partial<StartOptions>;
}

export interface World {
  readonly intercom: IntercomSimulator;
  readonly jira: JiraSimulator;
  deskbridge: Deskbridge;
  readonly url: string;
  /** Everything that was logged, line by line. */
  readonly log: Record<string, unknown>[];
  readonly guard: ExchangeGuard;
  readonly folder: string;
  api(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Stops the service and starts it again on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Sends raw bytes to the webhook endpoint of a connection. */
  deliver(connection: string, body: string | Buffer, headers?: Record<string, string>): Promise<Response>;
}

const API_TOKEN = 'api-token-for-tests';

// Read once: the documents are big.
const SPECS = { intercom: loadVendorSpec('intercom'), jira: loadVendorSpec('jira-cloud') };

function configText(options: WorldOptions, intercomUrl: string, jiraUrl: string): string {
  const edition = options.edition ?? 'cloud';
  const credentials =
    edition === 'cloud'
      ? `email: bridge@example.com\n    apiToken: \${JIRA_API_TOKEN}`
      : `personalAccessToken: \${JIRA_PAT}`;
  return `
locale: ${options.locale ?? 'en'}
connections:
  intercom:
    kind: intercom
    workspaceId: ws1
    region: us
    apiUrl: ${intercomUrl}
    accessToken: \${INTERCOM_ACCESS_TOKEN}
    clientSecrets: ["\${INTERCOM_CLIENT_SECRET}"]
    authorAdminId: "900"
${options.intercomConnection ?? ''}
  jira:
    kind: jira-${edition}
    siteUrl: ${jiraUrl}
    ${credentials}
    webhookSecrets: ["\${JIRA_WEBHOOK_SECRET}"]
workflows:
${options.workflows ?? '  incident:\n    issue: { connection: jira, project: SUP, type: Bug }'}
mirror: { ${options.mirror ?? 'digestWindow: 0s'} }
delivery: { ${options.delivery ?? 'inDoubtWait: 1s'} }
${options.config ?? 'sweep: { enabled: false }'}
`;
}

const SECRETS = {
  INTERCOM_ACCESS_TOKEN: 'intercom-token',
  INTERCOM_CLIENT_SECRET: 'intercom-secret',
  JIRA_API_TOKEN: 'jira-token',
  JIRA_PAT: 'jira-pat',
  JIRA_WEBHOOK_SECRET: 'jira-secret',
};

/** The simulators write null where nothing was sent. */
export function asSent(exchange: { requestBody: unknown }): Exchange {
  return { ...exchange, requestBody: exchange.requestBody ?? undefined } as Exchange;
}

function logTo(lines: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString('utf8').split('\n')) {
        if (line.trim() !== '') lines.push(JSON.parse(line) as Record<string, unknown>);
      }
      done();
    },
  });
}

/** Starts everything on free ports; every exchange with a vendor is held against its specification where it exists. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const edition = options.edition ?? 'cloud';
  const guard = createExchangeGuard(SPECS);
  const intercom = await startIntercomSimulator({
    onExchange: (exchange) => guard.onIntercom(asSent(exchange)),
    ...options.intercom,
  });
  const jira = await startJiraSimulator({
    edition,
    onExchange: (exchange) => guard.onJira(asSent(exchange)),
    indexLagMs: 0,
    ...options.jira,
  });
  const folder = mkdtempSync(join(tmpdir(), 'deskbridge-'));
  const log: Record<string, unknown>[] = [];
  const addresses = { intercom: intercom.url, jira: jira.url };
  const text = options.file?.(addresses) ?? configText(options, intercom.url, jira.url);
  const config = loadConfig({ path: 'test.yaml', env: { ...SECRETS, ...options.env }, readFile: () => text });
  const environment = loadEnvironment({
    HOST: '127.0.0.1',
    PORT: '0',
    PUBLIC_URL: 'http://bridge.test',
    DATABASE_URL: `sqlite:${join(folder, 'deskbridge.db')}`,
    DESKBRIDGE_API_TOKEN: API_TOKEN,
    LOG_LEVEL: 'debug',
  });
  const start = () =>
    startDeskbridge({ config, environment, logStream: logTo(log), pollEvery: 100, ...options.service });
  const deskbridge = await start();
  const world: World = {
    intercom,
    jira,
    deskbridge,
    log,
    guard,
    folder,
    get url() {
      return `http://127.0.0.1:${world.deskbridge.port}`;
    },
    api: async (method, path, body) => {
      const response = await fetch(`${world.url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    restart: async () => {
      await world.deskbridge.stop();
      world.deskbridge = await start();
      point(world, options.names);
    },
    stop: async () => {
      await intercom.close();
      await jira.close();
      await world.deskbridge.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    deliver: (connection, body, headers = {}) =>
      fetch(`${world.url}/webhooks/${connection}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      }),
  };
  point(world, options.names);
  return world;
}

function point(world: World, names: WorldOptions['names']): void {
  world.intercom.setWebhookUrl(`${world.url}/webhooks/${names?.intercom ?? 'intercom'}`);
  world.jira.setWebhookUrl(`${world.url}/webhooks/${names?.jira ?? 'jira'}`);
}

/** The address of a conversation as people copy it from the inbox. */
export function inboxUrl(conversationId: string, host = 'app.intercom.com', workspace = 'ws1'): string {
  return `https://${host}/a/inbox/${workspace}/inbox/shared/all/conversation/${conversationId}`;
}

/** Waits until `check` gives something; the error says what was waited for. */
export async function until<T>(what: string, check: () => T | Promise<T>, ms = 8000): Promise<NonNullable<T>> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<T>;
    if (Date.now() > end) throw new Error(`Waited ${ms} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The bodies of the notes in a conversation, oldest first, bridge notes only unless `all`. */
export function notesIn(world: World, conversationId: string, all = false): string[] {
  const conversation = world.intercom.state.conversations.get(conversationId);
  if (conversation === undefined) throw new Error(`no conversation ${conversationId}`);
  return conversation.parts
    .filter((part) => part.partType === 'note' && (all || part.author.id === '900'))
    .map((part) => part.body ?? '');
}

/** A customer's dialog, open, without any link. */
export function openDialog(world: World, body = '<p>The report does not open</p>'): string {
  const { conversationId } = world.intercom.customerWrites({ name: 'Maria', email: 'maria@example.com', body });
  if (conversationId === undefined) throw new Error('no conversation was created');
  return conversationId;
}

/** A dialog linked to a fresh issue, the link note written. */
export async function linkedDialog(
  world: World,
  issue: { summary?: string; project?: string } = {},
): Promise<{ conversationId: string; issue: { id: string; key: string } }> {
  const conversationId = openDialog(world);
  const created = world.jira.createIssue({
    project: issue.project ?? 'SUP',
    summary: issue.summary ?? 'Report does not open',
    description: `A customer waits: ${inboxUrl(conversationId)}`,
  });
  await until('the link note', () => notesIn(world, conversationId).length === 1);
  await settled(world);
  return { conversationId, issue: created };
}

/** Waits until nothing is under way in the bridge and no webhook is on its way. */
export async function settled(world: World, ms = 8000): Promise<void> {
  await until(
    'everything to settle',
    async () => {
      await world.jira.settled();
      const counts = await world.deskbridge.bridge.ledger.upkeep.counts();
      // What is scheduled waits for its time, and what is parked for a person.
      const open = Object.entries(counts).filter(([name]) => !['deliveries_parked', 'events_scheduled'].includes(name));
      return open.length === 0;
    },
    ms,
  );
}

/** The headers that Jira sends with a body: its signature, and a delivery id of its own unless one is given. */
export function jiraHeaders(body: string | Buffer, identifier: string | null = randomUUID()): Record<string, string> {
  const signature = createHmac('sha256', SECRETS.JIRA_WEBHOOK_SECRET).update(body).digest('hex');
  return {
    'x-hub-signature': `sha256=${signature}`,
    ...(identifier === null ? {} : { 'x-atlassian-webhook-identifier': identifier }),
  };
}

/** The headers that Intercom sends with a body. */
export function intercomHeaders(body: string | Buffer): Record<string, string> {
  return {
    'x-hub-signature': `sha1=${createHmac('sha1', SECRETS.INTERCOM_CLIENT_SECRET).update(body).digest('hex')}`,
  };
}
