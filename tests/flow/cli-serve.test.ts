// `serve` as a process: it listens, keeps what it accepted, and ends well when it is told to.
import { Agent, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type IntercomSimulator, startIntercomSimulator } from '../../src/simulators/intercom/index.ts';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { type Cli, type CliSettings, deliverToJira, finished, makeCli, portOf } from '../support/cli.ts';
import { inboxUrl, until } from '../support/world.ts';

let intercom: IntercomSimulator;
let jira: JiraSimulator;
const opened: Cli[] = [];

function cli(settings: CliSettings = {}): Cli {
  const made = makeCli({ intercomUrl: intercom.url, jiraUrl: jira.url, ...settings });
  opened.push(made);
  return made;
}

beforeEach(async () => {
  intercom = await startIntercomSimulator({});
  jira = await startJiraSimulator({ edition: 'cloud', indexLagMs: 0 });
});

afterEach(async () => {
  await intercom.close();
  await jira.close();
  for (const one of opened.splice(0)) one.close();
});

function issueWithDialog(): { id: string; key: string } {
  const { conversationId } = intercom.customerWrites({ name: 'Maria', email: 'm@example.com', body: '<p>Help</p>' });
  return jira.createIssue({ project: 'SUP', summary: 'Broken', description: inboxUrl(String(conversationId)) });
}

const changed = (issue: { id: string; key: string }): string =>
  JSON.stringify({
    webhookEvent: 'jira:issue_created',
    timestamp: 1,
    issue: { ...issue, fields: { description: inboxUrl('1') } },
  });

describe('the service as a process', () => {
  it('when it is told to end, then it ends with 0, and what it accepted is there afterwards', async () => {
    const one = cli();
    const child = one.start('serve');
    const end = finished(child);
    const port = await portOf(child);
    const head = await fetch(`http://127.0.0.1:${port}/webhooks/intercom`, { method: 'HEAD' });
    const answer = await deliverToJira(port, changed(issueWithDialog()));
    expect([head.status, answer.status]).toEqual([200, 200]);
    child.kill('SIGTERM');
    const { code, stdout } = await end;
    expect(code).toBe(0);
    expect(stdout.trim().split('\n').at(-1)).toContain('"event":"service.stopped"');
    const again = one.start('serve');
    const note = () => intercom.counts()['notes'] === 1;
    await until('the note of the event that was accepted before', note, 20_000);
    again.kill('SIGINT');
    expect((await finished(again)).code).toBe(0);
  });

  it('when a call hangs and a connection stays open, then it still ends within ten seconds', async () => {
    const child = cli().start('serve');
    const end = finished(child);
    const port = await portOf(child);
    jira.faults.add({ kind: 'hang', count: 1 });
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve, reject) => {
      const options = { port, host: '127.0.0.1', path: '/webhooks/intercom', method: 'HEAD', agent };
      const asked = request(options, (response) => response.resume().on('end', resolve));
      asked.on('error', reject).end();
    });
    await deliverToJira(port, changed(issueWithDialog()));
    await until('the call that hangs', () => jira.faults.list()[0]?.count === 0);
    const toldAt = Date.now();
    child.kill('SIGTERM');
    const { code } = await end;
    agent.destroy();
    expect(code).toBe(0);
    expect(Date.now() - toldAt).toBeLessThan(10_000);
  });

  it('when the port is taken, then one line says so and it ends with 1', async () => {
    const child = cli().start('serve');
    const end = finished(child);
    const port = await portOf(child);
    const { code, stderr } = await cli({ env: { PORT: String(port) } }).run('serve');
    child.kill('SIGTERM');
    await end;
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      `PORT: 127.0.0.1:${port} is in use by another program; stop that one or set another PORT`,
    ]);
  });

  it('when Redis is configured, then it says that it does not use it', async () => {
    const child = cli({ env: { REDIS_URL: 'redis://127.0.0.1:6379' } }).start('serve');
    const end = finished(child);
    await portOf(child);
    child.kill('SIGTERM');
    expect((await end).stderr).toContain("this version can't use Redis yet");
  });
});
