// The demo on free ports for tests of its page: both simulated vendors, a real bridge on SQLite in memory, the routes.
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createConversations, createIntercomSource } from '../../src/adapters/intercom/index.ts';
import { createInProcessDoorbell } from '../../src/adapters/doorbell/in-process.ts';
import { createIssues, createJiraSource } from '../../src/adapters/jira/index.ts';
import { openLedger } from '../../src/adapters/sql/index.ts';
import type { Bridge } from '../../src/application/bridge.ts';
import { loadPauses } from '../../src/application/pauses.ts';
import type { Connection } from '../../src/application/ports.ts';
import { createDemoRoutes } from '../../src/demo/page-server.ts';
import { type SeededDemo, seedDemo } from '../../src/demo/sample-data.ts';
import type { Rules } from '../../src/domain/rules.ts';
import { answerError } from '../../src/edge/http/api-errors.ts';
import { eventRoutes } from '../../src/edge/http/event-routes.ts';
import { requireToken } from '../../src/edge/http/require-token.ts';
import { handleWebhook } from '../../src/edge/http/webhook-endpoint.ts';
import { startLaneWorker } from '../../src/edge/worker/lane-worker.ts';
import { type IntercomSimulator, startIntercomSimulator } from '../../src/simulators/intercom/index.ts';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';

const TOKEN = 'api-token';
const APP_URL = 'https://app.intercom.com';

export interface DemoStack {
  readonly url: string;
  readonly intercom: IntercomSimulator;
  readonly jira: JiraSimulator;
  readonly seeded: SeededDemo;
  close(): Promise<void>;
}

function connect(intercom: IntercomSimulator, jira: JiraSimulator): Map<string, Connection> {
  const shared = { timeoutMs: 10_000, userAgent: 'Deskbridge', now: Date.now };
  const workspace = { connection: 'intercom', workspaceId: 'ws1', appUrl: APP_URL };
  const account = { email: 'bridge@example.com', apiToken: 'jira-token', personalAccessToken: null };
  return new Map<string, Connection>([
    [
      'intercom',
      {
        kind: 'intercom',
        name: 'intercom',
        source: createIntercomSource({ ...workspace, clientSecrets: ['intercom-secret'] }),
        conversations: createConversations({
          ...shared,
          ...workspace,
          apiUrl: intercom.url,
          accessToken: 'intercom-token',
          apiVersion: '2.16',
          authorAdminId: '900',
        }),
      },
    ],
    [
      'jira',
      {
        kind: 'jira',
        name: 'jira',
        source: createJiraSource({
          connection: 'jira',
          edition: 'cloud',
          webhookSecrets: ['jira-secret'],
          webhookPathSecret: null,
        }),
        issues: createIssues({
          ...shared,
          ...account,
          connection: 'jira',
          edition: 'cloud',
          siteUrl: jira.url,
          apiUrl: jira.url,
          authentication: 'basic',
        }),
      },
    ],
  ]);
}

function rulesOf(locale: 'en' | 'ru', jira: JiraSimulator): Rules {
  return {
    version: '1',
    locale,
    timezone: 'Etc/UTC',
    chatSites: [{ connection: 'intercom', workspaceId: 'ws1', appUrl: APP_URL }],
    trackerSites: [{ connection: 'jira', siteUrl: jira.url }],
    marks: { intercom: { attribute: null, tag: null } },
    restrictedCommentsFrom: [],
    reopenOnDone: true,
    keepSnoozed: false,
    budgetActions: 100,
  };
}

async function createBridge(connections: Map<string, Connection>, rules: Rules, publicUrl: string): Promise<Bridge> {
  const ledger = await openLedger('sqlite::memory:');
  const newId = (prefix: string): string => `${prefix}_${randomUUID().replaceAll('-', '')}`;
  return {
    ledger,
    connections,
    rules: () => rules,
    patience: {
      digestWindow: 2000,
      lease: 60_000,
      inDoubtWait: 5000,
      retryFor: 60_000,
      budgetPer: 60_000,
      retryBase: 200,
    },
    publicUrl,
    historyLinks: true,
    doorbell: createInProcessDoorbell(4, () => undefined),
    pauses: await loadPauses(ledger, Date.now, () => newId('al')),
    telemetry: {
      log: (level, event, fields) => {
        if (process.env['DEMO_LOG'] === '1') console.log(level, event, JSON.stringify(fields));
      },
      count: () => undefined,
      time: () => undefined,
    },
    now: Date.now,
    random: Math.random,
    newId,
  };
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

/** Starts everything, with the sample data in; `pageDir` is the built page. */
export async function startDemoStack(options: {
  readonly pageDir: string;
  readonly locale?: 'en' | 'ru';
  readonly port?: number;
}): Promise<DemoStack> {
  const { pageDir, locale = 'en', port = 0 } = options;
  const intercom = await startIntercomSimulator();
  const jira = await startJiraSimulator({ edition: 'cloud' });
  const app = express();
  let bridge: Bridge | null = null;
  const limits = { maxBytes: { jira: 1_000_000, intercom: 1_000_000 }, maxDepth: 100 };
  const server = createServer((request, response) => {
    if (bridge === null || !handleWebhook(request, response, bridge, limits)) app(request, response);
  });
  const url = `http://127.0.0.1:${await listen(server, port)}`;
  bridge = await createBridge(connect(intercom, jira), rulesOf(locale, jira), url);
  app.use('/api/v1', requireToken(TOKEN), eventRoutes(bridge));
  app.use(createDemoRoutes({ intercom, jira, bridgeUrl: url, bridgeToken: TOKEN, pageDir, locale }));
  app.use(answerError(console.error));
  const worker = startLaneWorker(bridge, { pollEvery: 200, probeEvery: 5000 });
  intercom.setWebhookUrl(`${url}/webhooks/intercom`);
  jira.setWebhookUrl(`${url}/webhooks/jira`);
  const seeded = seedDemo(intercom, jira, locale);
  const running = bridge;
  return {
    url,
    intercom,
    jira,
    seeded,
    close: async () => {
      await Promise.all([intercom.close(), jira.close()]);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await worker.stop();
      await running.ledger.close();
    },
  };
}
