// Loads jira.js and builds its client for one site, with its dangerous defaults replaced.
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Config } from 'jira.js';
import type { IssuesOptions } from './options.ts';

/** What is used of jira.js's clients: the one method that gives status and headers too. */
export interface JiraClient {
  sendRequestFullResponse<T>(request: {
    url: string;
    method: string;
    params?: unknown;
    data?: unknown;
    headers?: Record<string, string>;
    timeout?: number;
  }): Promise<{ status: number; headers: unknown; data: T }>;
}

const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

/**
 * jira.js takes 0.4 s to load, so it is loaded when first called. Its resource methods (`client.issues.getIssue`) hide the
 * headers that tell a dead token and the rate limits, so calls go through `sendRequestFullResponse`, which adds the host
 * and the credentials and no retry.
 */
export async function loadClient(options: IssuesOptions): Promise<JiraClient> {
  const config = configOf(options);
  if (options.edition === 'cloud') {
    const { Version3Client } = await import('jira.js/version3');
    return new Version3Client(config);
  }
  const { Version2Client } = await import('jira.js/version2');
  return new Version2Client(config);
}

/**
 * A token goes as basic with the e-mail address, or as a bearer. Never `cloudId`, `siteUrl` or `refreshToken` beside the
 * bearer: with any of them jira.js ignores the host or repeats calls by itself.
 */
function configOf(options: IssuesOptions): Config {
  const isCloud = options.edition === 'cloud';
  const common = { host: options.apiUrl, noCheckAtlassianToken: true, baseRequestConfig: transportOf(options) };
  if (isCloud && options.authentication === 'basic') {
    return { ...common, authentication: { basic: { email: options.email ?? '', apiToken: options.apiToken ?? '' } } };
  }
  const accessToken = (isCloud ? options.apiToken : options.personalAccessToken) ?? '';
  return { ...common, authentication: { oauth2: { accessToken } } };
}

function transportOf(options: IssuesOptions): NonNullable<Config['baseRequestConfig']> {
  return {
    // axios waits for ever otherwise; this covers a body that stalls half way, too.
    timeout: options.timeoutMs,
    // A redirect leads to a login page, and axios would send the token along.
    maxRedirects: 0,
    // Otherwise axios obeys HTTP_PROXY of the environment silently.
    proxy: options.proxy === undefined ? false : readProxy(options.proxy),
    maxContentLength: options.maxResponseBytes ?? MAX_RESPONSE_BYTES,
    httpAgent: new Agent({ keepAlive: true }),
    httpsAgent: new SecureAgent({ keepAlive: true }),
    // Cloud answers 415 to a DELETE of a remote link without Content-Type, body or not.
    headers: { 'User-Agent': options.userAgent, 'Content-Type': 'application/json', Accept: 'application/json' },
  };
}

function readProxy(address: string) {
  const url = new URL(address);
  const isSecure = url.protocol === 'https:';
  const auth = { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  return {
    protocol: isSecure ? 'https' : 'http',
    host: url.hostname,
    port: Number(url.port || (isSecure ? 443 : 80)),
    ...(url.username === '' ? {} : { auth }),
  };
}

/** Everything that must not appear in a message. */
export function secretsOf(options: IssuesOptions): string[] {
  const { email, apiToken, personalAccessToken, proxy } = options;
  const basic = Buffer.from(`${email ?? ''}:${apiToken ?? ''}`).toString('base64');
  const password = proxy === undefined ? '' : (URL.parse(proxy)?.password ?? '');
  return [basic, apiToken, personalAccessToken, password].filter(
    (secret) => secret !== null && secret !== '',
  ) as string[];
}
