// The world of the example with several sites: two workspaces, Jira Cloud, and a Jira Data Center below a path.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  addTag,
  addTeam,
  type IntercomSimulator,
  startIntercomSimulator,
} from '../../src/simulators/intercom/index.ts';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import type { JiraState } from '../../src/simulators/jira/types.ts';
import { fileText, playFile } from './configs/play-file.ts';
import { addField, addProject, warmUp } from './examples.ts';
import { quiet } from './observe.ts';
import { asSent, startWorld, until, type World } from './world.ts';

/** The world's own simulators are the connections `shop` and `product`. */
export interface SeveralSites {
  readonly world: World;
  readonly bank: IntercomSimulator;
  readonly payments: JiraSimulator;
  /** What the channel `night` was told. */
  readonly alerts: Record<string, unknown>[];
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

const PATH_SECRET = 'a-long-secret-of-the-path';
const ENV = {
  SHOP_ACCESS_TOKEN: 'intercom-token',
  SHOP_CLIENT_SECRET: 'intercom-secret',
  BANK_ACCESS_TOKEN: 'bank-token',
  BANK_CLIENT_SECRET: 'bank-secret',
  PRODUCT_API_TOKEN: 'jira-token',
  PRODUCT_WEBHOOK_SECRET: 'jira-secret',
  PAYMENTS_TOKEN: 'payments-token',
  PAYMENTS_WEBHOOK_PATH_SECRET: PATH_SECRET,
};

function seedProduct(state: JiraState): void {
  for (const project of state.projects) if (project.key === 'MOB') project.components.push({ id: '99', name: 'App' });
  addProject(state, 'SUP', { key: 'VIP' });
  addField(state, 10_050, 'Plan', 'text');
  addField(state, 10_060, 'Customers', 'number');
}

function seedPayments(state: JiraState): void {
  state.issueTypes.push({ id: '10009', name: 'Defect', description: '' });
  state.projects = state.projects.filter(({ key }) => key === 'PAY');
  for (const project of state.projects) {
    project.required = [];
    project.typeIds.push('10009');
  }
  addField(state, 10_050, 'Plan', 'text');
  addField(state, 10_060, 'Customers', 'number');
}

async function startListener(alerts: Record<string, unknown>[]) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      alerts.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/night`, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** Starts all of it; `now` is the clock of the service and of both sites. */
export async function startSeveralSites(now: () => number = Date.now): Promise<SeveralSites> {
  const held: { world?: World } = {};
  const alerts: Record<string, unknown>[] = [];
  const listener = await startListener(alerts);
  const bank = await startIntercomSimulator({
    workspaceId: 'bank1',
    accessToken: ENV.BANK_ACCESS_TOKEN,
    clientSecret: ENV.BANK_CLIENT_SECRET,
    onExchange: (exchange) => held.world?.guard.onIntercom(asSent(exchange)),
  });
  const payments = await startJiraSimulator({
    edition: 'data-center',
    contextPath: '/jira',
    personalAccessToken: ENV.PAYMENTS_TOKEN,
    webhookSecret: null,
    onExchange: (exchange) => held.world?.guard.onJira(asSent(exchange)),
    seed: seedPayments,
  });
  const world = await startWorld({
    file: ({ intercom, jira }) =>
      playFile(fileText('config/examples/several-sites.yaml'), {
        shop: { url: intercom },
        bank: { url: bank.url },
        product: { url: jira },
        payments: { url: payments.url },
      }),
    names: { intercom: 'shop', jira: 'product' },
    env: { ...ENV, ALERT_URL: listener.url },
    intercom: { workspaceId: 'shop1' },
    jira: { seed: seedProduct },
    service: { now },
  });
  held.world = world;
  for (const site of [world.jira, payments]) site.state.now = now;
  bank.setWebhookUrl(`${world.url}/webhooks/bank`);
  payments.setWebhookUrl(`${world.url}/webhooks/payments/${PATH_SECRET}`);
  addTeam(world.intercom.state, { id: '801', name: 'Billing', adminIds: ['902'] });
  addTeam(world.intercom.state, { id: '802', name: 'Incidents', adminIds: ['902'] });
  addTag(world.intercom.state, 'released');
  const isBusy = () => bank.listWebhooks().some(({ outcome }) => outcome === 'pending');
  const all: SeveralSites = {
    world,
    bank,
    payments,
    alerts,
    quiet: async () => {
      // Each may set off the other.
      for (let round = 0; round < 2; round += 1) {
        await quiet(world);
        await payments.settled();
        await until('the notifications of the bank to arrive', () => !isBusy());
      }
      await quiet(world);
    },
    stop: async () => {
      await bank.close();
      await payments.close();
      await world.stop();
      await listener.close();
    },
  };
  await warmUp(world);
  return all;
}
