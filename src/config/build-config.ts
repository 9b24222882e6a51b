/** Turns what was read and checked into the configuration the service works with, names and addresses filled in. */
import { createHash } from 'node:crypto';
import type { Config, Connection, IntercomConnection, JiraConnection, Workflow } from './config.ts';
import type { ConfigInput } from './schema.ts';
import type { ConnectionInput } from './schema-connections.ts';

/** Intercom API 2.16 specification, `servers`. */
const API_HOSTS = { us: 'api.intercom.io', eu: 'api.eu.intercom.io', au: 'api.au.intercom.io' } as const;
const APP_HOSTS = { us: 'app.intercom.com', eu: 'app.eu.intercom.com', au: 'app.au.intercom.com' } as const;

export function buildConfig(file: string, input: ConfigInput): Config {
  const connections = mapRecord(input.connections, (connection, name) => buildConnection(name, connection));
  const workflows = mapRecord(input.workflows, (workflow) => dropMissing(workflow) as Workflow);
  return { file, hash: hashRules(input), ...input, connections, workflows };
}

function buildConnection(name: string, input: ConnectionInput): Connection {
  if (input.kind === 'intercom') {
    const connection = {
      ...input,
      name,
      apiUrl: input.apiUrl ?? `https://${API_HOSTS[input.region]}`,
      appUrl: input.appUrl ?? `https://${APP_HOSTS[input.region]}`,
    };
    return dropMissing(connection) as IntercomConnection;
  }
  const authentication = input.kind === 'jira-cloud' ? input.authentication : 'bearer';
  return dropMissing({ ...input, name, authentication, apiUrl: input.apiUrl ?? input.siteUrl }) as JiraConnection;
}

/** Twelve hex digits over what decides about an event; a new secret or time-out is not a new set of rules. */
function hashRules({ locale, timezone, workflows, mirror }: ConfigInput): string {
  const canonical = JSON.stringify({ locale, timezone, workflows, mirror }, sortKeys);
  return createHash('sha256').update(canonical).digest('hex').slice(0, 12);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function mapRecord<T, U>(record: Readonly<Record<string, T>>, map: (value: T, name: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}

function dropMissing(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
}
