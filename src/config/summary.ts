/** What is configured, for the start-up log: secrets only as counts and yes or no. */
import type { Config, Connection, Environment } from './config.ts';

/** Safe to log and to show: holds no secret, no email address and no password. */
export function configSummary(config: Config, environment: Environment): Record<string, unknown> {
  const { file, hash, locale, timezone, mirror, delivery, receiving, sweep, retention } = config;
  return {
    file,
    hash,
    locale,
    timezone,
    connections: mapValues(config.connections, summarizeConnection),
    workflows: mapValues(config.workflows, ({ target }) => `${target.connection} ${target.project} ${target.type}`),
    notifications: Object.keys(config.notifications),
    warnings: config.warnings.length,
    mirror,
    delivery,
    receiving,
    sweep,
    retention,
    environment: {
      host: environment.host,
      port: environment.port,
      publicUrl: environment.publicUrl,
      database: environment.databaseUrl.split(':', 1)[0],
      redis: environment.redisUrl !== undefined,
      api: environment.apiToken !== undefined,
      proxy: environment.httpProxy !== undefined,
      logLevel: environment.logLevel,
    },
  };
}

function summarizeConnection(connection: Connection): Record<string, unknown> {
  if (connection.kind === 'intercom') {
    const { kind, workspaceId, region, apiUrl, authorAdminId, conversationAttribute, tag, apiVersion } = connection;
    const clientSecrets = connection.clientSecrets.length;
    return { kind, workspaceId, region, apiUrl, authorAdminId, conversationAttribute, tag, apiVersion, clientSecrets };
  }
  return {
    kind: connection.kind,
    siteUrl: connection.siteUrl,
    apiUrl: connection.apiUrl,
    authentication: connection.authentication,
    webhookSecrets: connection.webhookSecrets.length,
    webhookPathSecret: connection.webhookPathSecret !== undefined,
  };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
