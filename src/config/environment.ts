/** Reads what comes from the environment: where to listen, where to store, which config file. */
import type { Environment, LogLevel } from './config.ts';
import { EnvironmentError, type EnvironmentProblem } from './config-error.ts';
import { showText } from './display.ts';
import { normalizeUrl } from './fields.ts';

const LOG_LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug'];

type Report = (found: string, allowed: string) => void;

/** Every variable has a default but may not be wrong; one that is set but empty counts as not set. Throws EnvironmentError. */
export function loadEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const problems: EnvironmentProblem[] = [];
  const read = (variable: string): string | undefined => env[variable]?.trim() || undefined;
  const check = <T>(variable: string, usual: T, parse: (text: string, report: Report) => T): T => {
    const text = read(variable);
    const report: Report = (found, allowed) => problems.push({ variable, found, allowed });
    return text === undefined ? usual : parse(text, report);
  };
  const port = check('PORT', 8080, parsePort);
  const redisUrl = check<string | undefined>('REDIS_URL', undefined, parseRedisUrl);
  const httpProxy = check<string | undefined>('DESKBRIDGE_HTTP_PROXY', undefined, parseProxy);
  const apiToken = read('DESKBRIDGE_API_TOKEN');
  const environment: Environment = {
    host: read('HOST') ?? '0.0.0.0',
    port,
    publicUrl: check('PUBLIC_URL', `http://localhost:${port}`, parsePublicUrl),
    databaseUrl: check('DATABASE_URL', 'sqlite:data/deskbridge.db', parseDatabaseUrl),
    logLevel: check('LOG_LEVEL', 'info', parseLogLevel),
    configPath: read('DESKBRIDGE_CONFIG') ?? 'config/deskbridge.yaml',
    ...(redisUrl !== undefined && { redisUrl }),
    ...(apiToken !== undefined && { apiToken }),
    ...(httpProxy !== undefined && { httpProxy }),
  };
  if (problems.length > 0) throw new EnvironmentError(problems);
  return environment;
}

/** Port 0 lets the system choose one. */
function parsePort(text: string, report: Report): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) report(showText(text), 'a port from 0 to 65535');
  return port;
}

function parsePublicUrl(text: string, report: Report): string {
  const url = normalizeUrl(text);
  if (url === undefined) report(showText(text), 'an address such as https://bridge.example.com, without user or query');
  return url ?? text;
}

function parseDatabaseUrl(text: string, report: Report): string {
  const right = /^sqlite:./.test(text) || /^postgres(ql)?:\/\/./.test(text);
  if (!right) report(showScheme(text), 'sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE');
  return text;
}

function parseRedisUrl(text: string, report: Report): string {
  if (!/^rediss?:\/\/./.test(text) || !URL.canParse(text)) report(showScheme(text), 'redis://HOST:PORT or rediss://…');
  return text;
}

function parseProxy(text: string, report: Report): string {
  if (!/^https?:\/\/./.test(text) || !URL.canParse(text)) report(showScheme(text), 'http://HOST:PORT');
  return text;
}

function parseLogLevel(text: string, report: Report): LogLevel {
  const level = LOG_LEVELS.find((name) => name === text.toLowerCase());
  if (level === undefined) report(showText(text), LOG_LEVELS.join(' | '));
  return level ?? 'info';
}

/** Addresses of stores may hold a password: only how they begin is shown. */
function showScheme(text: string): string {
  const scheme = /^[a-z][a-z0-9+.-]{0,20}:/i.exec(text)?.[0];
  return scheme === undefined ? 'something without a scheme' : `an address that begins with ${showText(scheme)}`;
}
