// Wires everything together: the only place that constructs.
import { createChannels } from './adapters/channels/webhooks.ts';
import { createInProcessDoorbell } from './adapters/doorbell/in-process.ts';
import { createIntercomChecks } from './adapters/intercom/checks.ts';
import { createConversations, createIntercomSource, hasGoodBodySignature } from './adapters/intercom/index.ts';
import { createJiraChecks } from './adapters/jira/checks.ts';
import { createIssues, createJiraSource, type IssuesOptions } from './adapters/jira/index.ts';
import { openLedger } from './adapters/sql/index.ts';
import { createLog, type Log } from './adapters/telemetry/log.ts';
import { createMetrics, type MetricsRegistry } from './adapters/telemetry/metrics.ts';
import type { Bridge, Telemetry } from './application/bridge.ts';
import type { ConfigStatus } from './application/config-status.ts';
import type { AccountChecks } from './application/doctor.ts';
import type { Ledger } from './application/ledger.ts';
import { loadPauses } from './application/pauses.ts';
import type { Connection } from './application/ports.ts';
import type { Config, Connection as ConnectionSettings, JiraConnection } from './config/config.ts';
import { createLiveConfig } from './config/live-config.ts';
import { secretsOf } from './config/secrets-of.ts';
import type { Settings } from './config/settings.ts';
import { type RunningServer, startServer } from './edge/http/server.ts';
import { startLaneWorker } from './edge/worker/lane-worker.ts';
import { startTimers } from './edge/worker/timers.ts';
import { createIds } from './kit/ids.ts';
import { errorForLog } from './application/error-for-log.ts';
import { type PatienceOptions, patienceOf, receivingLimits, timerSettings } from './parts-of-config.ts';
import { type ConfigOnDisk, startReloading } from './reload-config.ts';

export interface Deskbridge {
  readonly bridge: Bridge;
  /** Where it listens. */
  readonly port: number;
  /** Looks now whether the config file has changed; a wrong file changes nothing. */
  reload(): Promise<void>;
  /** Stops taking webhooks, finishes what is under way, closes the database. */
  stop(): Promise<void>;
}

export interface StartOptions extends Settings, PatienceOptions {
  /** Where log lines go; standard output unless said otherwise. */
  readonly logStream?: NodeJS.WritableStream;
  /** How often the ledger is asked for due lanes, in milliseconds. */
  readonly pollEvery?: number;
  /** Where the configuration came from: it is taken again whenever the file changes. Without it, it stays as it is. */
  readonly configOnDisk?: ConfigOnDisk;
  /** How often the config file is looked at, in milliseconds. */
  readonly configEvery?: number;
  /** False leaves what is received to other processes: nothing is planned or delivered here. */
  readonly work?: boolean;
  /** What time it is, in milliseconds; for experiments with promises and other things that wait for days. */
  readonly now?: () => number;
  /** Wraps the ports of a connection: for experiments that need a connection to behave otherwise. */
  readonly decorate?: (connection: Connection) => Connection;
}

const USER_AGENT = 'Deskbridge/0.1';
const LANES_AT_ONCE = 64;
const SILENT: Telemetry = { log: () => undefined, count: () => undefined, time: () => undefined };

function telemetryOf(log: Log, metrics: MetricsRegistry): Telemetry {
  return { log: log.write, count: metrics.count, time: metrics.time };
}

/** What calls of both vendors need, with each call counted. */
function callOptions(connection: string, config: Config, telemetry: Telemetry) {
  const onCall = (call: { method: string; route: string; status: number | null; ms: number }): void => {
    const labels = { connection, route: `${call.method} ${call.route}` };
    telemetry.count('deskbridge_vendor_calls_total', { ...labels, status: String(call.status ?? 'none') });
    telemetry.time('deskbridge_vendor_call_seconds', call.ms, labels);
  };
  return { connection, timeoutMs: config.delivery.timeout, userAgent: USER_AGENT, now: Date.now, onCall };
}

function issuesOptions(jira: JiraConnection, { config, environment }: Settings, telemetry: Telemetry): IssuesOptions {
  return {
    ...callOptions(jira.name, config, telemetry),
    edition: jira.kind === 'jira-cloud' ? 'cloud' : 'data-center',
    siteUrl: jira.siteUrl,
    apiUrl: jira.apiUrl,
    email: jira.email ?? null,
    apiToken: jira.apiToken ?? null,
    personalAccessToken: jira.personalAccessToken ?? null,
    authentication: jira.authentication,
    ...(environment.httpProxy === undefined ? {} : { proxy: environment.httpProxy }),
  };
}

function connectOne(connection: ConnectionSettings, settings: Settings, telemetry: Telemetry): Connection {
  const { name } = connection;
  if (connection.kind === 'intercom') {
    return {
      kind: 'intercom',
      name,
      source: createIntercomSource({ ...connection, connection: name }),
      conversations: createConversations({ ...connection, ...callOptions(name, settings.config, telemetry) }),
      inboxApp: {
        workspaceId: connection.workspaceId,
        verify: (raw, headers) => hasGoodBodySignature(raw, headers, connection.clientSecrets),
      },
    };
  }
  const options = issuesOptions(connection, settings, telemetry);
  return {
    kind: 'jira',
    name,
    source: createJiraSource({
      connection: name,
      edition: options.edition,
      webhookSecrets: [...connection.webhookSecrets],
      webhookPathSecret: connection.webhookPathSecret ?? null,
    }),
    issues: createIssues(options),
  };
}

/** All that the ports of a connection are made from: the same text needs no new ones. */
function fingerprintOf(config: Config, name: string): string {
  return JSON.stringify([config.connections[name], config.delivery.timeout]);
}

/** Makes the ports of the connections that are new or changed since `before`, and takes those away that are gone. */
function connect(
  connections: Map<string, Connection>,
  before: Config | null,
  options: StartOptions,
  telemetry: Telemetry,
): void {
  const { config, decorate = (connection: Connection) => connection } = options;
  const made = Object.values(config.connections)
    .filter(({ name }) => before === null || fingerprintOf(before, name) !== fingerprintOf(config, name))
    .map((connection) => decorate(connectOne(connection, options, telemetry)));
  for (const connection of made) connections.set(connection.name, connection);
  for (const name of connections.keys()) if (config.connections[name] === undefined) connections.delete(name);
}

interface Assembled {
  readonly bridge: Bridge;
  /** Puts another configuration into force. */
  readonly replace: (config: Config) => void;
  readonly config: () => Config;
  readonly setRefused: (refused: ConfigStatus['refused']) => void;
}

async function assemble(
  options: StartOptions,
  ledger: Ledger,
  telemetry: Telemetry,
  port: () => number,
): Promise<Assembled> {
  const { environment } = options;
  const { now = Date.now } = options;
  const live = createLiveConfig(options.config, now());
  const connections = new Map<string, Connection>();
  connect(connections, null, options, telemetry);
  let refused: ConfigStatus['refused'] = null;
  const newId = createIds();
  const onError = (lane: string, error: unknown): void =>
    telemetry.log('error', 'lane.failed', { lane, error: errorForLog(error) });
  const bridge: Bridge = {
    ledger,
    connections,
    channels: createChannels({
      urlOf: (name) => live.config().notifications[name]?.webhook ?? null,
      timeoutMs: options.config.delivery.timeout,
      userAgent: USER_AGENT,
    }),
    rules: live.rules,
    configStatus: () => ({ version: live.config().hash, loadedAt: live.loadedAt(), refused }),
    get patience() {
      return patienceOf(live.config(), options);
    },
    get publicUrl() {
      // With PORT=0 the port is known only after listening.
      return environment.publicUrl.replace(/:0$/, `:${port()}`);
    },
    get historyLinks() {
      return live.config().mirror.historyLink;
    },
    doorbell: createInProcessDoorbell(LANES_AT_ONCE, onError),
    pauses: await loadPauses(ledger, now, () => newId('al')),
    telemetry,
    now,
    random: Math.random,
    newId,
  };
  return {
    bridge,
    replace: (config) => {
      connect(connections, live.config(), { ...options, config }, telemetry);
      live.replace(config, now());
    },
    config: live.config,
    setRefused: (status) => {
      refused = status;
    },
  };
}

/** What can be asked about the accounts beyond the ports that the work needs; for the doctor. */
export function connectChecks(settings: Settings): ReadonlyMap<string, AccountChecks> {
  const checks = Object.values(settings.config.connections).map((connection): [string, AccountChecks] => {
    if (connection.kind !== 'intercom') {
      return [connection.name, { kind: 'jira', ...createJiraChecks(issuesOptions(connection, settings, SILENT)) }];
    }
    const options = { ...connection, ...callOptions(connection.name, settings.config, SILENT) };
    return [connection.name, { kind: 'intercom', ...createIntercomChecks(options) }];
  });
  return new Map(checks);
}

export interface OpenBridge {
  readonly bridge: Bridge;
  /** Closes the database. */
  close(): Promise<void>;
}

/** The database alone, for what needs neither config nor connections. Rejects when it can't be used. */
export function openLedgerOf({ databaseUrl }: Settings['environment']): Promise<Ledger> {
  return openLedger(databaseUrl);
}

/** Makes the database if there is none and brings its schema up to date. Rejects when it can't be used. */
export async function migrateDatabase({ databaseUrl }: Settings['environment']): Promise<void> {
  const ledger = await openLedger(databaseUrl);
  await ledger.check();
  await ledger.close();
}

/**
 * The bridge without doors, timers and workers: what the command line works with, also beside a running service.
 * It logs nothing. Rejects when the database can't be used.
 */
export async function openBridge(settings: Settings): Promise<OpenBridge> {
  const ledger = await openLedger(settings.environment.databaseUrl);
  const { bridge } = await assemble(settings, ledger, SILENT, () => settings.environment.port);
  return { bridge, close: () => ledger.close() };
}

/** Starts the service: the ledger first, then the doors, then the workers. Rejects when it can't. */
export async function startDeskbridge(options: StartOptions): Promise<Deskbridge> {
  const { config, environment } = options;
  const secrets = secretsOf(config, environment);
  const log = createLog({
    level: environment.logLevel,
    secrets,
    ...(options.logStream === undefined ? {} : { stream: options.logStream }),
  });
  const ledger = await openLedger(environment.databaseUrl);
  const metrics = createMetrics(() => ledger.upkeep.counts());
  let server: RunningServer | null = null;
  const assembled = await assemble(options, ledger, telemetryOf(log, metrics), () => server?.port ?? environment.port);
  const { bridge } = assembled;
  await ledger.upkeep.releaseLeases(bridge.now(), bridge.now() + config.delivery.inDoubtWait);
  server = await startServer(bridge, {
    host: environment.host,
    port: environment.port,
    apiToken: environment.apiToken,
    receiving: () => receivingLimits(assembled.config()),
    metrics,
    inboxFormat: async () => (await import('./adapters/canvas/index.ts')).CANVAS_KIT,
  });
  const worker =
    options.work === false
      ? null
      : startLaneWorker(bridge, { pollEvery: options.pollEvery ?? 1000, probeEvery: bridge.patience.probeEvery });
  let timers = startTimers(bridge, timerSettings(config));
  const replace = (next: Config): void => {
    assembled.replace(next);
    // Those of before stay secret.
    secrets.push(...secretsOf(next, environment));
    timers.stop();
    timers = startTimers(bridge, timerSettings(next));
  };
  const { setRefused } = assembled;
  const { configOnDisk, configEvery = 2000 } = options;
  const reloading =
    configOnDisk === undefined
      ? null
      : await startReloading({ ...configOnDisk, bridge, replace, setRefused, every: configEvery });
  const running = server;
  log.write('info', 'service.started', { port: running.port, publicUrl: bridge.publicUrl, config: config.file });
  return {
    bridge,
    port: running.port,
    reload: async () => reloading?.reload(),
    stop: async () => {
      await reloading?.stop();
      timers.stop();
      await running.close();
      await worker?.stop();
      await ledger.close();
      log.write('info', 'service.stopped', {});
      await log.close();
    },
  };
}
