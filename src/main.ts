// Wires everything together: the only place that constructs.
import { createInProcessDoorbell } from './adapters/doorbell/in-process.ts';
import { createIntercomChecks } from './adapters/intercom/checks.ts';
import { createConversations, createIntercomSource } from './adapters/intercom/index.ts';
import { createJiraChecks } from './adapters/jira/checks.ts';
import { createIssues, createJiraSource, type IssuesOptions } from './adapters/jira/index.ts';
import { openLedger } from './adapters/sql/index.ts';
import { createLog, type Log } from './adapters/telemetry/log.ts';
import { createMetrics, type MetricsRegistry } from './adapters/telemetry/metrics.ts';
import type { Bridge, Telemetry } from './application/bridge.ts';
import type { AccountChecks } from './application/doctor.ts';
import type { Ledger } from './application/ledger.ts';
import { loadPauses } from './application/pauses.ts';
import type { Connection } from './application/ports.ts';
import { sweep } from './application/sweep.ts';
import type { Config, JiraConnection } from './config/config.ts';
import { rulesOf } from './config/rules-of.ts';
import { secretsOf } from './config/secrets-of.ts';
import type { Settings } from './config/settings.ts';
import { type RunningServer, startServer } from './edge/http/server.ts';
import { every, startLaneWorker } from './edge/worker/lane-worker.ts';
import { createIds } from './kit/ids.ts';
import { errorForLog } from './application/error-for-log.ts';

export interface Deskbridge {
  readonly bridge: Bridge;
  /** Where it listens. */
  readonly port: number;
  /** Stops taking webhooks, finishes what is under way, closes the database. */
  stop(): Promise<void>;
}

export interface StartOptions extends Settings {
  /** Where log lines go; standard output unless said otherwise. */
  readonly logStream?: NodeJS.WritableStream;
  /** How often the ledger is asked for due lanes, in milliseconds. */
  readonly pollEvery?: number;
  /** How often a paused connection is tried again, in milliseconds. */
  readonly probeEvery?: number;
  /** The first pause between tries of a call that failed, in milliseconds. */
  readonly retryBase?: number;
  /** False leaves what is received to other processes: nothing is planned or delivered here. */
  readonly work?: boolean;
  /** Wraps the ports of a connection: for experiments that need a connection to behave otherwise. */
  readonly decorate?: (connection: Connection) => Connection;
}

const USER_AGENT = 'Deskbridge/0.1';
const LANES_AT_ONCE = 64;
const DAY_MS = 86_400_000;
/** The first sweep loads the vendors' SDKs, half a second of processor time: webhooks that wait come first. */
const FIRST_SWEEP_MS = 10_000;
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

function connect(settings: Settings, telemetry: Telemetry): Map<string, Connection> {
  const connections = new Map<string, Connection>();
  for (const connection of Object.values(settings.config.connections)) {
    const { name } = connection;
    if (connection.kind === 'intercom') {
      connections.set(name, {
        kind: 'intercom',
        name,
        source: createIntercomSource({ ...connection, connection: name }),
        conversations: createConversations({ ...connection, ...callOptions(name, settings.config, telemetry) }),
      });
      continue;
    }
    const options = issuesOptions(connection, settings, telemetry);
    connections.set(name, {
      kind: 'jira',
      name,
      source: createJiraSource({
        connection: name,
        edition: options.edition,
        webhookSecrets: [...connection.webhookSecrets],
        webhookPathSecret: connection.webhookPathSecret ?? null,
      }),
      issues: createIssues(options),
    });
  }
  return connections;
}

function decorated(
  connections: Map<string, Connection>,
  decorate: StartOptions['decorate'] = (connection) => connection,
): Map<string, Connection> {
  return new Map([...connections].map(([name, connection]) => [name, decorate(connection)]));
}

async function assemble(
  options: StartOptions,
  ledger: Ledger,
  telemetry: Telemetry,
  port: () => number,
): Promise<Bridge> {
  const { config, environment } = options;
  const { mirror, delivery } = config;
  const rules = rulesOf(config);
  const newId = createIds();
  const onError = (lane: string, error: unknown): void =>
    telemetry.log('error', 'lane.failed', { lane, error: errorForLog(error) });
  return {
    ledger,
    connections: decorated(connect(options, telemetry), options.decorate),
    rules: () => rules,
    patience: {
      digestWindow: mirror.digestWindow,
      lease: delivery.lease,
      inDoubtWait: delivery.inDoubtWait,
      retryFor: delivery.retryFor,
      budgetPer: delivery.budget.per,
      retryBase: options.retryBase ?? 2000,
      probeEvery: options.probeEvery ?? 30_000,
    },
    get publicUrl() {
      // With PORT=0 the port is known only after listening.
      return environment.publicUrl.replace(/:0$/, `:${port()}`);
    },
    historyLinks: mirror.historyLink,
    doorbell: createInProcessDoorbell(LANES_AT_ONCE, onError),
    pauses: await loadPauses(ledger, Date.now, () => newId('al')),
    telemetry,
    now: Date.now,
    random: Math.random,
    newId,
  };
}

function startTimers(bridge: Bridge, config: Config): { stop(): void } {
  const report = (error: unknown): void => bridge.telemetry.log('error', 'timer.failed', { error: errorForLog(error) });
  const retention = every(
    3_600_000,
    async () => {
      const removed = await bridge.ledger.upkeep.forgetBefore(bridge.now() - config.retention.days * DAY_MS);
      if (removed > 0) bridge.telemetry.log('info', 'retention.finished', { removed });
    },
    report,
  );
  let sweeps: { stop(): void } | null = null;
  const begin = (): void => {
    sweeps = every(config.sweep.every, async () => void (await sweep(bridge)), report);
  };
  const first = config.sweep.enabled ? setTimeout(begin, Math.min(config.sweep.every, FIRST_SWEEP_MS)) : undefined;
  return {
    stop: () => {
      retention.stop();
      clearTimeout(first);
      sweeps?.stop();
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
  const bridge = await assemble(settings, ledger, SILENT, () => settings.environment.port);
  return { bridge, close: () => ledger.close() };
}

/** Starts the service: the ledger first, then the doors, then the workers. Rejects when it can't. */
export async function startDeskbridge(options: StartOptions): Promise<Deskbridge> {
  const { config, environment } = options;
  const log = createLog({
    level: environment.logLevel,
    secrets: secretsOf(config, environment),
    ...(options.logStream === undefined ? {} : { stream: options.logStream }),
  });
  const ledger = await openLedger(environment.databaseUrl);
  const metrics = createMetrics(() => ledger.upkeep.counts());
  let server: RunningServer | null = null;
  const bridge = await assemble(options, ledger, telemetryOf(log, metrics), () => server?.port ?? environment.port);
  await ledger.upkeep.releaseLeases(Date.now(), Date.now() + config.delivery.inDoubtWait);
  server = await startServer(bridge, {
    host: environment.host,
    port: environment.port,
    apiToken: environment.apiToken,
    receiving: {
      maxBytes: { jira: config.receiving.jiraMaxBytes, intercom: config.receiving.intercomMaxBytes },
      maxDepth: config.receiving.maxDepth,
    },
    metrics,
  });
  const worker =
    options.work === false
      ? null
      : startLaneWorker(bridge, { pollEvery: options.pollEvery ?? 1000, probeEvery: bridge.patience.probeEvery });
  const timers = startTimers(bridge, config);
  const running = server;
  log.write('info', 'service.started', { port: running.port, publicUrl: bridge.publicUrl, config: config.file });
  return {
    bridge,
    port: running.port,
    stop: async () => {
      timers.stop();
      await running.close();
      await worker?.stop();
      await ledger.close();
      log.write('info', 'service.stopped', {});
      await log.close();
    },
  };
}
