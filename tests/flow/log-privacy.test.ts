// Marked tokens, addresses, phone numbers and texts are planted everywhere; no line of the log may hold one of them.
import { createHmac } from 'node:crypto';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadEnvironment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { type Deskbridge, startDeskbridge } from '../../src/main.ts';
import { sweep } from '../../src/application/sweep.ts';
import { type IntercomSimulator, startIntercomSimulator } from '../../src/simulators/intercom/index.ts';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { configText } from '../support/cli.ts';
import { type EchoingVendor, type EchoMode, startEchoingVendor } from '../support/echoing-vendor.ts';
import { inboxUrl, until } from '../support/world.ts';

const SECRETS = {
  INTERCOM_ACCESS_TOKEN: 'canary-intercom-token:7f3=',
  INTERCOM_CLIENT_SECRET: 'canary-client-"secret"-81c',
  JIRA_API_TOKEN: 'canary-jira-token+/55a=',
  JIRA_WEBHOOK_SECRET: 'canary-webhook-secret-90d',
};
const API_TOKEN = 'canary-api-token-2b6';
const EMAIL = 'canary.person@mail-canary.example';
const PHONES = ['+7 916 555-01-99', '8 (916) 555-01-98'];
const TEXT = 'CANARYTEXT my card was charged twice';
const NAME = 'Canaria Vogelsang';
const PLANTED = `${TEXT} ${EMAIL} ${PHONES.join(' ')} ${NAME}`;

const basic = Buffer.from(`bridge@example.com:${SECRETS.JIRA_API_TOKEN}`).toString('base64');
/** What no line may hold, in the forms in which it could stand there. */
const CANARIES = [
  ...[...Object.values(SECRETS), API_TOKEN, EMAIL, NAME].flatMap((one) => [
    one,
    JSON.stringify(one).slice(1, -1),
    encodeURIComponent(one),
  ]),
  ...PHONES,
  '5550199',
  '555-01-9',
  'CANARYTEXT',
  'charged twice',
  'mail-canary',
  basic,
];

let intercom: IntercomSimulator;
let jira: JiraSimulator;
let chat: EchoingVendor;
let tracker: EchoingVendor;
let deskbridge: Deskbridge;
let log: string;

beforeEach(async () => {
  const { INTERCOM_ACCESS_TOKEN: accessToken, INTERCOM_CLIENT_SECRET: clientSecret } = SECRETS;
  intercom = await startIntercomSimulator({ accessToken, clientSecret });
  const { JIRA_API_TOKEN: apiToken, JIRA_WEBHOOK_SECRET: webhookSecret } = SECRETS;
  jira = await startJiraSimulator({ edition: 'cloud', apiToken, webhookSecret, indexLagMs: 0 });
  chat = await startEchoingVendor(intercom.url, PLANTED);
  tracker = await startEchoingVendor(jira.url, PLANTED);
  log = '';
  const logStream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString('utf8');
      done();
    },
  });
  const text = configText(chat.url, tracker.url);
  const config = loadConfig({ path: 'test.yaml', env: SECRETS, readFile: () => text });
  const environment = loadEnvironment({
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: 'sqlite::memory:',
    DESKBRIDGE_API_TOKEN: API_TOKEN,
    LOG_LEVEL: 'debug',
  });
  deskbridge = await startDeskbridge({ config, environment, logStream, pollEvery: 50 });
  intercom.setWebhookUrl(`http://127.0.0.1:${deskbridge.port}/webhooks/intercom`);
  jira.setWebhookUrl(`http://127.0.0.1:${deskbridge.port}/webhooks/jira`);
});

afterEach(async () => {
  await Promise.all([intercom.close(), jira.close(), chat.close(), tracker.close()]);
  await deskbridge.stop();
});

function leaks(): string[] {
  return log.split('\n').filter((line) => CANARIES.some((canary) => line.includes(canary)));
}

function linesOf(event: string): Record<string, unknown>[] {
  return log
    .split('\n')
    .filter((line) => line.includes(`"event":"${event}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function plantedDialog(): string {
  const { conversationId } = intercom.customerWrites({ name: NAME, email: EMAIL, body: `<p>${PLANTED}</p>` });
  return String(conversationId);
}

function plantedIssue(conversationId: string): { id: string; key: string } {
  const description = `${PLANTED} ${inboxUrl(conversationId)}`;
  return jira.createIssue({ project: 'SUP', summary: PLANTED, description });
}

const isWrite = (call: string): boolean => /^(POST|PUT|DELETE) /.test(call) && !call.includes('/search');
const isRead = (call: string): boolean => call.startsWith('GET ');

describe('the log', () => {
  it('when all goes well, then it tells events and deliveries and nothing of what people wrote', async () => {
    const conversationId = plantedDialog();
    const issue = plantedIssue(conversationId);
    await until('a link', () => linesOf('event.planned').some(({ reason }) => reason === 'linked'));
    jira.addComment({ issue: issue.key, body: PLANTED });
    jira.attachFile({ issue: issue.key, filename: `${TEXT}.txt` });
    intercom.teammateNotes({ conversationId, body: `<p>jira: ${PLANTED}</p>` });
    await until('the comment to be delivered', () =>
      linesOf('delivery.attempted').some(({ kind, state }) => kind === 'comment' && state === 'delivered'),
    );
    expect(linesOf('event.planned').length).toBeGreaterThan(2);
    expect(leaks()).toEqual([]);
  });

  it.each<{ mode: EchoMode; state: string }>([
    { mode: 'refuse', state: 'parked' },
    { mode: 'break', state: 'retrying' },
    { mode: 'page', state: 'retrying' },
    { mode: 'dead-token', state: 'retrying' },
  ])(
    'when the vendors answer writes with an echo ($mode), then it is $state and the log stays clean',
    async ({ mode, state }) => {
      chat.echo(mode, isWrite);
      tracker.echo(mode, isWrite);
      plantedIssue(plantedDialog());
      const tried = (kind: string) => () =>
        linesOf('delivery.attempted').some((line) => line['kind'] === kind && line['state'] === state);
      await until('a note that failed', tried('add_note'));
      await until('a remote link that failed', tried('put_remote_link'));
      expect(chat.echoed() > 0 && tracker.echoed() > 0).toBe(true);
      for (const line of linesOf('delivery.attempted').filter((one) => one['state'] === state)) {
        expect(line['error']).toMatch(/^(jira|intercom) \w+/);
      }
      expect(leaks()).toEqual([]);
    },
  );

  it.each<{ mode: EchoMode; event: string }>([
    { mode: 'refuse', event: 'event.failed' },
    { mode: 'break', event: 'event.failed' },
    { mode: 'page', event: 'event.failed' },
    { mode: 'dead-token', event: 'connection.paused' },
  ])('when Jira answers reads with an echo ($mode), then $event is logged without it', async ({ mode, event }) => {
    tracker.echo(mode, isRead);
    plantedIssue(plantedDialog());
    await until(`the line ${event}`, () => linesOf(event).length > 0);
    expect(leaks()).toEqual([]);
  });

  it('when the vendor refuses with an echo, then its words are for those who may trace, but without the token', async () => {
    chat.echo('refuse', isWrite);
    plantedIssue(plantedDialog());
    await until('a parked note', () => linesOf('delivery.attempted').some(({ state }) => state === 'parked'));
    const [parked] = await deskbridge.bridge.ledger.deliveries.inState('parked', 1);
    expect(parked?.error).toContain('CANARYTEXT');
    expect(parked?.error).not.toContain('canary-intercom-token');
  });

  it('when the sweep is answered with an echo, then its report in the log names kinds only', async () => {
    plantedIssue(plantedDialog());
    await until('a link', () => linesOf('event.planned').some(({ reason }) => reason === 'linked'));
    chat.echo('break');
    tracker.echo('break');
    await sweep(deskbridge.bridge);
    await until('the line of the sweep', () => linesOf('sweep.finished').length > 0);
    expect(linesOf('sweep.finished')[0]?.['failed']).toHaveLength(2);
    expect(leaks()).toEqual([]);
  });

  it('when strangers send webhooks and requests full of marks, then none of them is logged', async () => {
    const base = `http://127.0.0.1:${deskbridge.port}`;
    const sign = (body: string): string =>
      `sha256=${createHmac('sha256', SECRETS.JIRA_WEBHOOK_SECRET).update(body).digest('hex')}`;
    const json = { 'content-type': 'application/json' };
    const post = (path: string, body: string, headers: Record<string, string>) =>
      fetch(base + path, { method: 'POST', body, headers: { ...json, ...headers } });
    const strange = JSON.stringify({
      webhookEvent: 'jira:issue_updated',
      issue: { id: PLANTED, key: EMAIL, fields: PLANTED },
    });
    const answers = [
      await post('/webhooks/jira', strange, { 'x-hub-signature': sign(strange) }),
      await post('/webhooks/jira', PLANTED, { 'x-hub-signature': sign(PLANTED) }),
      await post('/webhooks/jira', strange, { 'x-hub-signature': PLANTED.replaceAll(/[^\w .@+-]/g, '') }),
      await post(`/webhooks/${encodeURIComponent(EMAIL)}`, strange, {}),
      await post('/api/v1/links', JSON.stringify({ conversation: PLANTED, issue: EMAIL }), {
        authorization: 'Bearer wrong',
      }),
      await post('/api/v1/links', JSON.stringify({ conversation: PLANTED, issue: EMAIL }), {
        authorization: `Bearer ${API_TOKEN}`,
      }),
      await post('/api/v1/links', `{"conversation": ${PLANTED}`, { authorization: `Bearer ${API_TOKEN}` }),
      await fetch(`${base}/history/${encodeURIComponent(PLANTED)}`),
      await fetch(`${base}/%E0%A4%A/${encodeURIComponent(PLANTED)}`),
      await fetch(`${base}/api/v1/events?q=${encodeURIComponent(PLANTED)}`, {
        headers: { authorization: `Bearer ${API_TOKEN}` },
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([
      200,
      400,
      401,
      404,
      401,
      422,
      400,
      404,
      404,
      expect.any(Number),
    ]);
    await until('the event of the strange webhook', () => linesOf('event.planned').length > 0);
    expect(leaks()).toEqual([]);
  });

  it('when a secret is said in a line all the same, then it is taken out in every form', async () => {
    const { log: write } = deskbridge.bridge.telemetry;
    write('error', 'test.said', {
      plain: `secret ${SECRETS.INTERCOM_CLIENT_SECRET} of ${EMAIL}, ${PHONES[0]}`,
      address: `https://x.example/?t=${encodeURIComponent(SECRETS.JIRA_API_TOKEN)}`,
      header: `Basic ${basic}`,
    });
    await until('the line', () => linesOf('test.said').length > 0);
    expect(leaks()).toEqual([]);
    expect(linesOf('test.said')[0]?.['plain']).toBe('secret [secret] of [e-mail], [phone]');
  });
});
