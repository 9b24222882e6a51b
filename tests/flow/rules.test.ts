// Whole sets of rules through the whole service, on both editions of Jira: what operators and developers see of them.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addConversationAttribute, addTag } from '../../src/simulators/intercom/index.ts';
import { observe, quiet, readLines } from '../support/observe.ts';
import { linkedDialog, notesIn, openDialog, startWorld, type World } from '../support/world.ts';

const EDITIONS = ['cloud', 'data-center'] as const;

function dialog(world: World, conversationId: string) {
  const found = world.intercom.state.conversations.get(conversationId);
  if (found === undefined) throw new Error(`no conversation ${conversationId}`);
  return found;
}

function issueIn(world: World, issueId: string) {
  const found = world.jira.state.issues.get(issueId);
  if (found === undefined) throw new Error(`no issue ${issueId}`);
  return found;
}

function tagsOf(world: World, conversationId: string): string[] {
  const names = dialog(world, conversationId).tags.map(
    ({ tagId }) => world.intercom.state.tags.get(tagId)?.name ?? tagId,
  );
  return names.sort();
}

const WORKFLOWS = `  incident:
    issue: { connection: jira, project: SUP, type: Bug }
    rules:
      - { on: linked, do: [note, { tag: waiting }, { attributes: { "Jira key": "{{ issue.key }}" } }] }
      - { on: status_changed, to: { status: [Testing] }, do: [{ note: testing }] }
      - on: status_changed
        to: { category: done }
        if: { resolution: { not: ["Won't Do"] } }
        do: [note, reopen, { assign: owner }, { tag: fixed }, { untag: waiting }, { attributes: { "Jira status": "{{ issue.status }}" } }]
      - { on: status_changed, to: { category: done }, do: [note, { snooze: 1d }] }
      - { on: status_changed, from: { category: done }, do: [{ note: regressed }, reopen, { untag: fixed }] }
      - { on: priority_changed, to: { priority: [Blocker] }, do: [note, { notify: night }] }
      - { on: priority_changed, do: [] }
      - { on: comment_added, if: { mentions: support }, do: [{ note: question }, reopen] }
      - { on: dialog_closed, do: [{ label: answered }, { comment: "The conversation with {{ customer.name }} was closed." }] }
      - { on: customer_replied, if: { category: done }, do: [{ transition: In Progress }, { unlabel: answered }] }
      - { on: dialog_tagged, if: { tag: vip }, do: [{ setField: { priority: Blocker } }] }
`;

describe.each(EDITIONS)('rules on Jira %s', (edition) => {
  let world: World;
  let server: Server;
  const posted: unknown[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        posted.push(JSON.parse(body));
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const config = [
      'sweep: { enabled: false }',
      'texts:',
      '  testing: "{{ issue.key }} is being tested by {{ issue.assignee | default: \'somebody\' }}"',
      `notifications: { night: { webhook: "\${ALERT_URL}" } }`,
    ].join('\n');
    world = await startWorld({
      edition,
      workflows: WORKFLOWS,
      config,
      env: { ALERT_URL: `http://127.0.0.1:${port}/hook` },
    });
    for (const tag of ['waiting', 'fixed', 'vip']) addTag(world.intercom.state, tag);
    for (const name of ['Jira key', 'Jira status']) addConversationAttribute(world.intercom.state, { name });
  });
  afterAll(async () => {
    await world.stop();
    await new Promise((resolve) => server.close(resolve));
  });
  afterEach(() => world.guard.assertNoProblems());

  test('when a dialog is linked, then it gets the marks of the rule', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    await quiet(world);
    expect(tagsOf(world, conversationId)).toEqual(['waiting']);
    expect(dialog(world, conversationId).customAttributes).toMatchObject({ 'Jira key': issue.key });
    expect(issueIn(world, issue.id).remoteLinks).toHaveLength(1);
  });

  test('when the issue is tested, then the note says it in the words of the admin', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' });
    await quiet(world);
    const seen = await observe(world, conversationId, () =>
      world.jira.transitionIssue({ issue: issue.key, to: 'Testing' }),
    );
    expect(seen.notes).toEqual([[`${issue.key} Report does not open`, `${issue.key} is being tested by somebody`]]);
  });

  test('when it is done, then the dialog comes back to whoever linked it, marked as the rule says', async () => {
    const conversationId = openDialog(world);
    const issue = world.jira.createIssue({ project: 'SUP', summary: 'Report does not open' });
    world.intercom.teammateNotes({ conversationId, adminId: '901', body: `<p>jira: ${issue.key}</p>` });
    await quiet(world);
    world.intercom.teammateCloses({ conversationId });
    await quiet(world);
    const seen = await observe(world, conversationId, () =>
      world.jira.transitionIssue({ issue: issue.key, to: 'Done', resolution: 'Done' }),
    );
    expect(seen.notes[0]).toContain('Now tell the customer: resolved as “Done”');
    const { state, adminAssigneeId, customAttributes } = dialog(world, conversationId);
    expect({
      state,
      adminAssigneeId,
      tags: tagsOf(world, conversationId),
      status: customAttributes['Jira status'],
    }).toEqual({
      state: 'open',
      adminAssigneeId: '901',
      tags: ['fixed'],
      status: 'Done',
    });
    const again = await observe(world, conversationId, () =>
      world.jira.transitionIssue({ issue: issue.key, to: 'To Do' }),
    );
    expect(again.notes[0]?.[1]).toBe(
      `${issue.key} is open again: Done → To Do. The customer may believe that it is fixed.`,
    );
    expect(tagsOf(world, conversationId)).toEqual([]);
  });

  test('when it will not be done, then the next rule stands, and the dialog is put aside', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const seen = await observe(world, conversationId, () =>
      world.jira.transitionIssue({ issue: issue.key, to: 'Done', resolution: "Won't Do" }),
    );
    expect(seen.notes[0]).toContain("Resolution: none → Won't Do");
    expect(dialog(world, conversationId).state).toBe('snoozed');
    expect(seen.events.at(-1)?.reason).not.toBe('crashed');
  });

  test('when a priority is not worth a word, then nothing is told; when it is, the channel hears of it too', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const quietly = await observe(world, conversationId, () =>
      world.jira.editIssue({ issue: issue.key, fields: { priority: 'Minor' } }),
    );
    expect(quietly.notes).toEqual([]);
    expect(quietly.events.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual(['ignored silenced']);
    posted.length = 0;
    const loudly = await observe(world, conversationId, () =>
      world.jira.editIssue({ issue: issue.key, fields: { priority: 'Blocker' } }),
    );
    expect(loudly.notes).toEqual([[`${issue.key} Report does not open`, 'Priority: Minor → Blocker']]);
    expect(posted).toEqual([
      {
        issue: issue.key,
        url: expect.stringContaining(`/browse/${issue.key}`),
        text: expect.stringContaining('Priority: Minor → Blocker'),
      },
    ]);
  });

  test('when a developer asks support, then the question comes and the dialog with it; another comment is just told', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.intercom.teammateCloses({ conversationId });
    await quiet(world);
    const plain = await observe(world, conversationId, () =>
      world.jira.addComment({ issue: issue.key, body: 'Looking' }),
    );
    expect(plain.notes[0]?.[1]).toBe('Olga Sokolova commented:');
    expect(dialog(world, conversationId).state).toBe('closed');
    const bridge = [...world.jira.state.users].find(({ name }) => name === 'bridge');
    const mention = { type: 'mention', attrs: { id: bridge?.accountId ?? '', text: '@Deskbridge' } };
    const body =
      edition === 'data-center'
        ? 'Which browser, [~bridge]?'
        : {
            version: 1,
            type: 'doc',
            content: [{ type: 'paragraph', content: [mention, { type: 'text', text: ' Which browser?' }] }],
          };
    const asked = await observe(world, conversationId, () => world.jira.addComment({ issue: issue.key, body }));
    expect(asked.notes[0]?.slice(1).join(' ')).toMatch(/Olga Sokolova asks in SUP-\d+: .*Which browser/);
    expect(dialog(world, conversationId).state).toBe('open');
  });

  test('when the dialog is closed, and the customer writes after it was done, then the issue shows both', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.transitionIssue({ issue: issue.key, to: 'Done', resolution: 'Done' });
    await quiet(world);
    world.intercom.teammateCloses({ conversationId });
    await quiet(world);
    expect(issueIn(world, issue.id)).toMatchObject({ labels: ['answered'] });
    const comments = issueIn(world, issue.id).comments.length;
    expect(comments).toBe(1);
    const seen = await observe(world, conversationId, () =>
      world.intercom.customerWrites({ conversationId, body: '<p>It still does not open</p>' }),
    );
    expect(world.jira.state.statuses.find(({ id }) => id === issueIn(world, issue.id).statusId)?.name).toBe(
      'In Progress',
    );
    expect(issueIn(world, issue.id)).toMatchObject({ labels: [] });
    // What our own change of the issue means is told as any other.
    expect(seen.notes.flat().join(' ')).toContain('is open again: Done → In Progress');
  });

  test('when a dialog is tagged, then the field is set', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const seen = await observe(world, conversationId, () =>
      world.intercom.teammateTags({ conversationId, tag: 'vip' }),
    );
    expect(seen.notes.flat()).toContain('Priority: Major → Blocker');
    expect(seen.events.map(({ outcome, reason }) => `${outcome} ${reason}`)).toContain('done acted');
    expect(issueIn(world, issue.id).key).toBe(issue.key);
  });
});

describe('rules that chase each other', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      workflows: `  incident:
    issue: { connection: jira, project: SUP, type: Bug }
    defaults: off
    rules:
      - { on: linked, do: [note] }
      - { on: status_changed, to: { status: Testing }, do: [{ transition: In Progress }] }
      - { on: status_changed, to: { status: In Progress }, do: [{ transition: Testing }] }
`,
      delivery: 'budget: { actions: 6, per: 10m }',
    });
  });
  afterAll(() => world.stop());

  test('when they do, then the budget stops them and an alarm says so', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const seen = await observe(world, conversationId, () =>
      world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' }),
    );
    expect(seen.events.map(({ outcome, reason }) => `${outcome} ${reason}`)).toContain('parked budget_spent');
    expect(seen.events.length).toBeLessThan(12);
    const alarms = await world.deskbridge.bridge.ledger.upkeep.alarms();
    expect(alarms.map(({ kind }) => kind)).toContain('event_parked');
  });
});

describe('notes to developers', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      locale: 'ru',
      workflows: `  incident:
    issue: { connection: jira, project: SUP, type: Bug }
    comments: { edits: silent, toIssue: { prefix: "разработчикам:" } }
`,
    });
  });
  afterAll(() => world.stop());

  test('when they begin as the workflow says, then they cross; edits of comments stay silent', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.intercom.teammateNotes({ conversationId, adminId: '901', body: '<p>Разработчикам: Firefox 140</p>' });
    await quiet(world);
    expect(issueIn(world, issue.id).comments).toHaveLength(1);
    const { id } = world.jira.addComment({ issue: issue.key, body: 'Смотрим' });
    await quiet(world);
    const notes = notesIn(world, conversationId).length;
    world.jira.editComment({ issue: issue.key, comment: id, body: 'Смотрим, ждите' });
    await quiet(world);
    expect(notesIn(world, conversationId)).toHaveLength(notes);
    expect(readLines(notesIn(world, conversationId).at(-1) ?? '')[1]).toContain('Комментарий');
  });
});
