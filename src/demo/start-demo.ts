// Starts the whole demo on one machine: both simulated vendors and the real bridge between them.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { greetVendors } from '../application/greet-vendors.ts';
import { loadEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import { type Deskbridge, startDeskbridge } from '../main.ts';
import {
  addConversationAttribute,
  addTag,
  type IntercomSimulator,
  startIntercomSimulator,
} from '../simulators/intercom/index.ts';
import { type JiraSimulator, startJiraSimulator } from '../simulators/jira/index.ts';

export interface Demo {
  readonly intercom: IntercomSimulator;
  readonly jira: JiraSimulator;
  readonly deskbridge: Deskbridge;
  readonly bridgeUrl: string;
  readonly bridgeToken: string;
  readonly clientSecret: string;
  stop(): Promise<void>;
}

export interface DemoPorts {
  readonly bridge: number;
  readonly jira: number;
  readonly intercom: number;
}

/** Plain words, not secrets: nothing of the demo can be reached from outside this machine. */
const SECRETS = {
  INTERCOM_ACCESS_TOKEN: 'demo-intercom-token',
  INTERCOM_CLIENT_SECRET: 'demo-intercom-secret',
  JIRA_API_TOKEN: 'demo-jira-token',
  JIRA_WEBHOOK_SECRET: 'demo-jira-secret',
};
const BRIDGE_TOKEN = 'demo-api-token';

function configText(locale: string, jiraUrl: string, intercomUrl: string): string {
  return `
locale: ${locale}
connections:
  intercom:
    kind: intercom
    workspaceId: ws1
    region: us
    apiUrl: ${intercomUrl}
    accessToken: \${INTERCOM_ACCESS_TOKEN}
    clientSecrets: ["\${INTERCOM_CLIENT_SECRET}"]
    authorAdminId: "900"
  jira:
    kind: jira-cloud
    siteUrl: ${jiraUrl}
    email: bridge@example.com
    apiToken: \${JIRA_API_TOKEN}
    webhookSecrets: ["\${JIRA_WEBHOOK_SECRET}"]
workflows:
  incident:
    label: { en: Incident, ru: Инцидент }
    issue: { connection: jira, project: SUP, type: Bug }
    transcript: last-10
  payment:
    label: { en: Payment problem, ru: Проблема с оплатой }
    issue: { connection: jira, project: PAY, type: Bug, priority: { default: "3", choices: ["1", "2", "3", "4"] } }
    transcript: last-10
  wish:
    label: { en: Feature request, ru: Пожелание }
    issue: { connection: jira, project: IDEAS, type: Story }
mirror: { digestWindow: 1s }
`;
}

/** The wished port if it is free, else any: a second demo must not fail because of the first. */
export function findPort(wished: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', () => (wished === 0 ? reject(new Error('No port is free')) : resolve(findPort(0))));
    server.listen(wished, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Everything listens when this resolves; the ledger is a real file in a folder that goes when the demo stops. */
export async function startDemo(options: { readonly locale: 'en' | 'ru'; readonly ports: DemoPorts }): Promise<Demo> {
  const { locale, ports } = options;
  const bridgePort = await findPort(ports.bridge);
  const bridgeUrl = `http://127.0.0.1:${bridgePort}`;
  const intercom = await startIntercomSimulator({
    port: await findPort(ports.intercom),
    accessToken: SECRETS.INTERCOM_ACCESS_TOKEN,
    clientSecret: SECRETS.INTERCOM_CLIENT_SECRET,
    webhookUrl: `${bridgeUrl}/webhooks/intercom`,
  });
  addTag(intercom.state, 'jira');
  addConversationAttribute(intercom.state, { name: 'Jira key', dataType: 'string' });
  const jira = await startJiraSimulator({
    edition: 'cloud',
    port: await findPort(ports.jira),
    apiToken: SECRETS.JIRA_API_TOKEN,
    webhookSecret: SECRETS.JIRA_WEBHOOK_SECRET,
    webhookUrl: `${bridgeUrl}/webhooks/jira`,
  });
  const folder = mkdtempSync(join(tmpdir(), 'deskbridge-demo-'));
  const text = configText(locale, jira.url, intercom.url);
  const deskbridge = await startDeskbridge({
    config: loadConfig({ path: 'demo.yaml', env: SECRETS, readFile: () => text }),
    environment: loadEnvironment({
      HOST: '127.0.0.1',
      PORT: String(bridgePort),
      PUBLIC_URL: bridgeUrl,
      DATABASE_URL: `sqlite:${join(folder, 'deskbridge.db')}`,
      DESKBRIDGE_API_TOKEN: BRIDGE_TOKEN,
      LOG_LEVEL: 'info',
    }),
    // The page and the story tell what happens; the log of a demo would only hide it.
    logStream: new Writable({ write: (_chunk, _encoding, done) => done() }),
    pollEvery: 250,
  });
  // So that the first change on the page is as quick as the later ones.
  await greetVendors(deskbridge.bridge);
  return {
    intercom,
    jira,
    deskbridge,
    bridgeUrl,
    bridgeToken: BRIDGE_TOKEN,
    clientSecret: SECRETS.INTERCOM_CLIENT_SECRET,
    stop: async () => {
      await Promise.all([intercom.close(), jira.close()]);
      await deskbridge.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
