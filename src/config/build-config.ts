/** Turns what was read and checked into the configuration the service works with, names and addresses filled in. */
import { createHash } from 'node:crypto';
import { BUILT_IN_TEXTS } from '../domain/texts/rule-texts.ts';
import type { Rules } from '../domain/rules.ts';
import { buildWorkflow } from './build-workflow.ts';
import type { Compile } from './build-rule.ts';
import type { Config, Connection, IntercomConnection, JiraConnection } from './config.ts';
import type { ConfigProblem } from './config-error.ts';
import { dropMissing, mapRecord } from './records.ts';
import { rulesOf } from './rules-of.ts';
import type { ConfigInput } from './schema.ts';
import type { ConnectionInput } from './schema-connections.ts';
import { compileTemplate } from './template/compile.ts';

/** Intercom API 2.16 specification, `servers`. */
const API_HOSTS = { us: 'api.intercom.io', eu: 'api.eu.intercom.io', au: 'api.au.intercom.io' } as const;
const APP_HOSTS = { us: 'app.intercom.com', eu: 'app.eu.intercom.com', au: 'app.au.intercom.com' } as const;

export function buildConfig(file: string, input: ConfigInput, warnings: readonly ConfigProblem[]): Config {
  const { locale, timezone } = input;
  const compile: Compile = (source) => compileTemplate(source, { locale, timezone }).template;
  const config: Config = {
    ...input,
    file,
    hash: '',
    warnings,
    businessHours: input.businessHours ?? null,
    connections: mapRecord(input.connections, (connection, name) => buildConnection(name, connection)),
    workflows: mapRecord(input.workflows, (workflow, name) => buildWorkflow(name, workflow, compile)),
    texts: buildTexts(input),
    notifications: mapRecord(input.notifications, ({ webhook }) => ({ webhook })),
  };
  return { ...config, hash: hashRules(config) };
}

/** The texts of the file and the built-in ones that it does not replace. */
function buildTexts({ texts, timezone }: ConfigInput): Rules['texts'] {
  return mapRecord({ ...BUILT_IN_TEXTS, ...texts }, (text) => {
    const ru = typeof text === 'string' ? text : (text.ru ?? text.en ?? '');
    const en = typeof text === 'string' ? text : (text.en ?? text.ru ?? '');
    return {
      ru: compileTemplate(ru, { locale: 'ru', timezone }).template,
      en: compileTemplate(en, { locale: 'en', timezone }).template,
    };
  });
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

/**
 * Twelve hex digits over what decides about an event; a new secret or time-out is not a new set of rules. A template
 * counts by its source.
 */
function hashRules(config: Config): string {
  const { mirror, delivery, notifications } = config;
  const beside = { mirror, budget: delivery.budget, notifications: Object.keys(notifications).sort() };
  const canonical = JSON.stringify({ ...rulesOf(config), ...beside }, canonicalize);
  return createHash('sha256').update(canonical).digest('hex').slice(0, 12);
}

function canonicalize(_key: string, value: unknown): unknown {
  if (value === Number.POSITIVE_INFINITY) return 'all';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
