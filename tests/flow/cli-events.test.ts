// Events on the command line, on the database of a service that is running meanwhile.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cli, makeCli } from '../support/cli.ts';
import {
  inboxUrl,
  linkedDialog,
  notesIn,
  openDialog,
  settled,
  startWorld,
  until,
  type World,
} from '../support/world.ts';

let world: World;
let cli: Cli;

beforeEach(async () => {
  world = await startWorld();
  cli = makeCli({ intercomUrl: world.intercom.url, jiraUrl: world.jira.url, folder: world.folder });
});

afterEach(async () => {
  await world.stop();
});

function save(name: string, payload: unknown): string {
  const file = join(world.folder, name);
  writeFileSync(file, JSON.stringify(payload));
  return file;
}

const created = (issue: { id: string; key: string }, conversationId: string): unknown => ({
  webhookEvent: 'jira:issue_created',
  timestamp: 1,
  issue: { ...issue, fields: { description: inboxUrl(conversationId) } },
});

/** An issue of whose creation no webhook told. */
function silentIssue(conversationId: string): { id: string; key: string } {
  world.jira.setWebhookUrl(null);
  return world.jira.createIssue({ project: 'SUP', summary: 'Silent', description: inboxUrl(conversationId) });
}

describe('trace', () => {
  it('when an issue was mirrored, then its whole chain is told in local time', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.addComment({ issue: issue.key, body: 'We found it' });
    await until('the note of the comment', () => notesIn(world, conversationId).length === 2);
    await settled(world);
    const { code, stdout } = await cli.run('trace', issue.key);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Times are in Asia\/Tokyo\n/);
    expect(stdout).toContain(`conversation ${conversationId} ↔ ${issue.key}`);
    expect(stdout).toMatch(/ {2}received {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d on connection jira/);
    expect(stdout).toMatch(/ {2}facts .*links 1/);
    expect(stdout).toMatch(/ {2}rule {6}config [0-9a-f]+/);
    expect(stdout).toMatch(/ {2}decision {2}done linked: .+ after it was received/);
    expect(stdout).toMatch(/ {2}delivery {2}dl_\w+ {2}add_note → conversation intercom \d+: delivered \(1 try\)/);
    expect(stdout).toMatch(/ {14}1\. .+ {2}delivered\n {14}receipt \d+/);
    expect(stdout.indexOf('done linked')).toBeLessThan(stdout.indexOf('done noted'));
    expect(stdout).not.toContain('We found it');
  });

  it('when JSON is asked for, then a program can read the same', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const { stdout } = await cli.run('trace', inboxUrl(conversationId), '--json');
    expect(JSON.parse(stdout)).toMatchObject({ links: [{ issueKey: issue.key }], events: expect.any(Array) });
  });

  it('when nothing is known, then one line says what may be given', async () => {
    const { code, stdout, stderr } = await cli.run('trace', 'SUP-4711');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      'QUERY: nothing is known about "SUP-4711"; give an event id, a delivery id, an issue key or URL, or a conversation id or URL\n',
    );
  });
});

describe('receive', () => {
  it('when a file is received, then it is worked off and its chain is printed', async () => {
    const conversationId = openDialog(world);
    const file = save('created.json', created(silentIssue(conversationId), conversationId));
    const { code, stdout } = await cli.run('receive', 'jira', file);
    expect(code).toBe(0);
    expect(stdout).toContain('done linked');
    expect(stdout).toMatch(/put_remote_link → .*: delivered/);
    expect(notesIn(world, conversationId)).toHaveLength(1);
  });

  it('when it is received twice, then the second time nothing happens and it says so', async () => {
    const conversationId = openDialog(world);
    const file = save('created.json', created(silentIssue(conversationId), conversationId));
    await cli.run('receive', 'jira', file);
    const { stderr } = await cli.run('receive', 'jira', file);
    expect(stderr).toMatch(/was received already/);
    await settled(world);
    expect(notesIn(world, conversationId)).toHaveLength(1);
  });

  it('when it is a dry run, then it tells what would be sent, and neither stores nor sends', async () => {
    const conversationId = openDialog(world);
    const issue = silentIssue(conversationId);
    const file = save('created.json', created(issue, conversationId));
    const { code, stdout } = await cli.run('receive', 'jira', file, '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('decision     done linked');
    expect(stdout).toContain(`would link   conversation ${conversationId} ↔ ${issue.key} (issue_text)`);
    expect(stdout).toMatch(/would send {3}add_note → conversation\/intercom\/\d+\n {6}\| .*Silent/);
    await settled(world);
    expect(notesIn(world, conversationId)).toEqual([]);
    const { events, links } = world.deskbridge.bridge.ledger;
    expect(await events.ofLanes([`issue/jira/${issue.id}`], 10)).toEqual([]);
    expect(await links.ofKey(issue.key)).toEqual([]);
  });

  it('when the vendor refuses the token, then it ends with 1 and says that the event waits', async () => {
    const conversationId = openDialog(world);
    const file = save('created.json', created(silentIssue(conversationId), conversationId));
    world.jira.faults.add({ kind: 'dead-token' });
    // A database of its own, so that the running service has no part in it.
    const alone = makeCli({ intercomUrl: world.intercom.url, jiraUrl: world.jira.url });
    const { code, stdout, stderr } = await alone.run('receive', 'jira', file);
    alone.close();
    expect(code).toBe(1);
    expect(stdout).toContain('waiting connection_paused');
    expect(stderr).toMatch(/^ev_\w+ did not end well/);
  });
});

describe('replay', () => {
  it('when an event is replayed, then the running service does it again as a new event', async () => {
    const { issue } = await linkedDialog(world);
    const before = await cli.run('trace', issue.key, '--json');
    const [newest] = (JSON.parse(before.stdout) as { events: { id: string }[] }).events;
    const { code, stdout } = await cli.run('replay', newest?.id ?? '');
    expect(code).toBe(0);
    const fresh = /recorded once more as (ev_\w+)/.exec(stdout)?.[1] ?? '';
    const isSettled = async (): Promise<boolean> =>
      (await world.deskbridge.bridge.ledger.events.find(fresh))?.settledAt != null;
    await until('the replay', isSettled);
    expect((await cli.run('trace', fresh)).stdout).toContain(`a replay of ${newest?.id}`);
  });

  it('when a delivery is not parked, or nothing has that id, then it is refused in one line', async () => {
    const { issue } = await linkedDialog(world);
    const { stdout } = await cli.run('trace', issue.key);
    const delivery = /dl_\w+/.exec(stdout)?.[0] ?? '';
    expect(await cli.run('replay', delivery)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not parked'),
    });
    expect(await cli.run('replay', 'ev_none')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no'),
    });
  });
});

describe('sweep', () => {
  it('when a webhook got lost, then the sweep finds the change and the service tells it', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.setWebhookUrl(null);
    world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' });
    const { code, stdout } = await cli.run('sweep');
    expect(code).toBe(0);
    expect(stdout).toContain('Checked 1 linked issue');
    expect(stdout).toContain('Found 1 change that no webhook had told');
    await until('the note of the change', () => notesIn(world, conversationId).length === 2);
    expect((await cli.run('sweep')).stdout).toContain('Nothing was missed');
  });

  it('when a vendor gives no answer, then it says which one and ends with 1', async () => {
    world.intercom.addFault({ kind: 'outage' });
    const { code, stderr } = await cli.run('sweep');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Not everything could be checked: intercom: .*; look with: deskbridge doctor\n$/);
  });
});
