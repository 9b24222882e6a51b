// A simulated Jira site, Cloud or Data Center: starts it on a port and lets tests and the demo play its people.
import type { AddressInfo } from 'node:net';
import { type Actions, createActions } from './actions.ts';
import { describeCounts } from './admin.ts';
import type { Faults } from './faults.ts';
import type { RateLimits } from './rate-limits.ts';
import { createSiteServer } from './server.ts';
import { createSite } from './site.ts';
import { findIssue } from './state.ts';
import type { Edition, Exchange, Issue, JiraState, JsonObject, Language } from './types.ts';
import type { WebhookOptions, Webhooks } from './webhooks.ts';

export type { Actions } from './actions.ts';
export type { Faults } from './faults.ts';
export type { RateLimits } from './rate-limits.ts';
export type { Edition, Exchange, Issue, JiraState } from './types.ts';
export type { WebhookOptions, Webhooks } from './webhooks.ts';

export interface JiraSimulatorOptions {
  /** 0 takes any free port. */
  port?: number;
  host?: string;
  edition: Edition;
  /** Data Center often lives below a path, such as `/jira`. */
  contextPath?: string;
  /** Cloud: the bridge's account, with `apiToken` as Basic credentials. */
  email?: string;
  apiToken?: string;
  /** Data Center: the bridge's Bearer token. */
  personalAccessToken?: string;
  /** Null sends unsigned webhooks, as Data Center before 10 does. */
  webhookSecret?: string | null;
  webhookUrl?: string | null;
  webhooks?: Partial<WebhookOptions>;
  latencyMs?: number;
  /** Absent: Cloud's limits on Cloud, none on Data Center. Null: none. */
  rateLimits?: RateLimits | null;
  language?: Language;
  /** How far search is behind a change; 1 s on Cloud and none on Data Center when absent. */
  indexLagMs?: number;
  keepExchanges?: number;
  seed?: (state: JiraState) => void;
  /** Called after every answered call of the REST API, but not for an answer that a fault made up. */
  onExchange?: (exchange: Exchange) => void;
}

export interface JiraSimulator extends Actions {
  /** Address with the context path, without a slash at the end. */
  url: string;
  port: number;
  state: JiraState;
  faults: Faults;
  webhooks: Webhooks;
  exchanges: Exchange[];
  counts: () => JsonObject;
  /** An issue with its fields, properties and files, by id or key; throws when there is none. */
  issue: (idOrKey: string) => Issue;
  /** What the bridge's account created and is still there, oldest first. */
  created: () => Issue[];
  setWebhookUrl: (url: string | null) => void;
  /** Resolves when no webhook waits, flies or is to be retried; held ones do not count. */
  settled: () => Promise<void>;
  reset: () => void;
  close: () => Promise<void>;
}

function siteOptions(given: JiraSimulatorOptions) {
  const { webhookSecret = 'jira-secret', webhookUrl = null } = given;
  return {
    edition: given.edition,
    contextPath: (given.contextPath ?? '').replace(/\/$/, ''),
    email: given.email ?? 'bridge@example.com',
    apiToken: given.apiToken ?? 'jira-token',
    personalAccessToken: given.personalAccessToken ?? 'jira-pat',
    latencyMs: given.latencyMs ?? 0,
    rateLimits: given.rateLimits,
    webhooks: { ...given.webhooks, secret: webhookSecret, url: webhookUrl },
    language: given.language ?? 'en',
    indexLagMs: given.indexLagMs ?? (given.edition === 'cloud' ? 1000 : 0),
    keepExchanges: given.keepExchanges ?? 1000,
    seed: given.seed,
    onExchange: given.onExchange,
  };
}

/** Starts a site; throws the listener's error when the port is taken. */
export async function startJiraSimulator(given: JiraSimulatorOptions): Promise<JiraSimulator> {
  const site = createSite(siteOptions(given));
  const server = createSiteServer(site);
  const host = given.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(given.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  site.state.baseUrl = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}${site.options.contextPath}`;
  return {
    ...createActions(site.state),
    url: site.state.baseUrl,
    port,
    state: site.state,
    faults: site.faults,
    webhooks: site.webhooks,
    exchanges: site.exchanges,
    counts: () => describeCounts(site),
    issue: (idOrKey) => {
      const found = findIssue(site.state, idOrKey);
      if (found === undefined) throw new Error(`no issue ${idOrKey}`);
      return found;
    },
    created: () => [...site.state.issues.values()].filter(({ creatorId }) => creatorId === site.state.bridgeAccountId),
    setWebhookUrl: (url) => {
      site.webhooks.options.url = url;
    },
    settled: async () => {
      while (site.webhooks.busy()) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    reset: site.reset,
    close: async () => {
      site.webhooks.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
