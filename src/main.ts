// Wires everything together: the only place that constructs.
import { randomUUID } from 'node:crypto';
import { createInProcessDoorbell } from './adapters/doorbell/in-process.ts';
import { createConversations, createIntercomSource } from './adapters/intercom/index.ts';
import { createIssues, createJiraSource } from './adapters/jira/index.ts';
import { openLedger } from './adapters/sql/index.ts';
import { createLog, type Log } from './adapters/telemetry/log.ts';
import { createMetrics, type MetricsRegistry } from './adapters/telemetry/metrics.ts';
import type { Bridge, Telemetry } from './application/bridge.ts';
import type { Ledger } from './application/ledger.ts';
import { loadPauses } from './application/pauses.ts';
import type { Connection } from './application/ports.ts';
import { sweep } from './application/sweep.ts';
import type { Config, Environment } from './config/config.ts';
import { rulesOf } from './config/rules-of.ts';
import { secretsOf } from './config/secrets-of.ts';
import { type RunningServer, startServer } from './edge/http/server.ts';
import { every, startLaneWorker } from './edge/worker/lane-worker.ts';

export interface Deskbridge {
  readonly bridge: Bridge;
  /** Where it listens. */
  readonly port: number;
  /** Stops taking webhooks, finishes what is under way, closes the database. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly config: Config;
  readonly environment: Environment;
  /** Where log lines go; standard output unless said otherwise. */
  readonly logStream?: NodeJS.WritableStream;
  /** How often the ledger is asked for due lanes, in milliseconds. */
  readonly pollEvery?: number;
  /** Wraps the ports of a connection: for experiments that need a connection to behave otherwise. */
  readonly decorate?: (connection: Connection) => Connection;
}

const USER_AGENT = 'Deskbridge/0.1';
const LANES_AT_ONCE = 64;
const DAY_MS = 86_400_000;

function telemetryOf(log: Log, metrics: MetricsRegistry): Telemetry {
  return { log: log.write, count: metrics.count, time: metrics.time };
}

function connect(config: Config, environment: Environment, telemetry: Telemetry): Map<string, Connection> {
  const connections = new Map<string, Connection>();
  const timeoutMs = config.delivery.timeout;
  for (const connection of Object.values(config.connections)) {
    const { name } = connection;
    const onCall = (call: { method: string; route: string; status: number | null; ms: number }): void => {
      const labels = { connection: name, route: `${call.method} ${call.route}` };
      telemetry.count('deskbridge_vendor_calls_total', { ...labels, status: String(call.status ?? 'none') });
      telemetry.time('deskbridge_vendor_call_seconds', call.ms, labels);
    };
    const common = { connection: name, timeoutMs, userAgent: USER_AGENT, now: Date.now, onCall };
    if (connection.kind === 'intercom') {
      connections.set(name, {
        kind: 'intercom',
        name,
        source: createIntercomSource({ ...connection, connection: name }),
        conversations: createConversations({ ...connection, ...common }),
      });
      continue;
    }
    const edition = connection.kind === 'jira-cloud' ? 'cloud' : 'data-center';
    connections.set(name, {
      kind: 'jira',
      name,
      source: createJiraSource({
        connection: name,
        edition,
        webhookSecrets: [...connection.webhookSecrets],
        webhookPathSecret: connection.webhookPathSecret ?? null,
      }),
      issues: createIssues({
        ...common,
        edition,
        siteUrl: connection.siteUrl,
        apiUrl: connection.apiUrl,
        email: connection.email ?? null,
        apiToken: connection.apiToken ?? null,
        personalAccessToken: connection.personalAccessToken ?? null,
        authentication: connection.authentication,
        ...(environment.httpProxy === undefined ? {} : { proxy: environment.httpProxy }),
      }),
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
  const newId = (prefix: string): string => `${prefix}_${randomUUID().replaceAll('-', '')}`;
  const onError = (lane: string, error: unknown): void =>
    telemetry.log('error', 'lane.failed', { lane, error: error instanceof Error ? error.message : String(error) });
  return {
    ledger,
    connections: decorated(connect(config, environment, telemetry), options.decorate),
    rules: () => rules,
    patience: {
      digestWindow: mirror.digestWindow,
      lease: delivery.lease,
      inDoubtWait: delivery.inDoubtWait,
      retryFor: delivery.retryFor,
      budgetPer: delivery.budget.per,
      retryBase: 2000,
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
  const report = (error: unknown): void => bridge.telemetry.log('error', 'timer.failed', { error: String(error) });
  const retention = every(
    3_600_000,
    async () => {
      const removed = await bridge.ledger.upkeep.forgetBefore(bridge.now() - config.retention.days * DAY_MS);
      if (removed > 0) bridge.telemetry.log('info', 'retention.finished', { removed });
    },
    report,
  );
  const sweeps = config.sweep.enabled
    ? every(config.sweep.every, async () => void (await sweep(bridge)), report)
    : null;
  return {
    stop: () => {
      retention.stop();
      sweeps?.stop();
    },
  };
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
  const worker = startLaneWorker(bridge, { pollEvery: options.pollEvery ?? 1000, probeEvery: 30_000 });
  const timers = startTimers(bridge, config);
  const running = server;
  log.write('info', 'service.started', { port: running.port, publicUrl: bridge.publicUrl, config: config.file });
  return {
    bridge,
    port: running.port,
    stop: async () => {
      timers.stop();
      await running.close();
      await worker.stop();
      await ledger.close();
      log.write('info', 'service.stopped', {});
      await log.close();
    },
  };
}
