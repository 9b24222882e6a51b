// Making issues: what crosses, files, storms of retries, refusals, and rules that ask for one.
import { afterEach, describe, expect, test } from 'vitest';
import { requestIssue, requestState } from '../../src/application/request-issue.ts';
import type { IssueRequested } from '../../src/domain/event.ts';
import type { Issue } from '../../src/simulators/jira/index.ts';
import { eventsOf, quiet, readLines } from '../support/observe.ts';
import { notesIn, startWorld, until, type World } from '../support/world.ts';

const EDITIONS = ['cloud', 'data-center'] as const;

const WORKFLOWS = `
  incident:
    label: { en: Incident, ru: Инцидент }
    issue:
      connection: jira
      project: SUP
      type: Bug
      routes:
        - { if: { team: Billing }, project: PAY }
      labels: [from-support]
    transcript: last-20
    attachments: { maxSizeMb: 0.0001, maxCount: 2 }
    privacy: { names: mask, email: mask, phone: drop, cards: mask, tokens: drop }
    createWhen: [ { tag: bug }, { attribute: { Kind: Outage } } ]
`;

let world: World;
afterEach(async () => {
  try {
    world.guard.assertNoProblems();
  } finally {
    await world.stop();
  }
});

function issuesOf(): Issue[] {
  return [...world.jira.state.issues.values()];
}

function dialog(body: string, attachments: { name: string; contentType: string; data: string }[] = []): string {
  const { conversationId } = world.intercom.customerWrites({
    name: 'Maria Okafor',
    email: 'maria@example.com',
    body,
    attachments,
  });
  if (conversationId === undefined) throw new Error('no conversation was created');
  return conversationId;
}

function request(conversationId: string, given: Partial<IssueRequested> = {}): IssueRequested {
  return {
    kind: 'issue_requested',
    conversation: { connection: 'intercom', conversationId },
    workflow: 'incident',
    origin: 'inbox_app',
    target: null,
    summary: 'The report does not open',
    description: null,
    fields: {},
    by: { id: '901', name: 'Anna', kind: 'person' },
    at: 1_800_000_000_000,
    ...given,
  };
}

const file = (name: string, text: string, contentType = 'text/plain') => ({
  name,
  contentType,
  data: Buffer.from(text).toString('base64'),
});

describe.each(EDITIONS)('a new issue, on Jira %s', (edition) => {
  test('when Jira answers with errors after having done the work, then five clicks are one issue', async () => {
    world = await startWorld({ edition, workflows: WORKFLOWS, delivery: 'inDoubtWait: 200ms' });
    const conversationId = dialog('<p>It fails</p>');
    await quiet(world);
    world.jira.faults.add({ kind: 'fail-after', method: 'POST', path: '/issue$', count: 2, status: 502 });
    world.jira.faults.add({ kind: 'drop-after', method: 'POST', path: '/issue$', count: 2 });
    const { bridge } = world.deskbridge;
    const asked = request(conversationId);
    const ids = await Promise.all([1, 2, 3, 4, 5].map(() => requestIssue(bridge, asked, 'nonce-1')));
    expect(new Set(ids).size).toBe(1);
    const state = await until(
      'the issue',
      async () => {
        await requestIssue(bridge, asked, 'nonce-1');
        const now = await requestState(bridge, ids[0] ?? '');
        return now.state === 'creating' ? null : now;
      },
      20_000,
    );
    await quiet(world);
    const late = await requestIssue(bridge, asked, 'nonce-1');
    expect(late).toBe(ids[0]);
    await quiet(world);
    expect(issuesOf()).toHaveLength(1);
    expect(state).toEqual({ state: 'created', issueKey: issuesOf()[0]?.key, issueId: issuesOf()[0]?.id });
    expect(notesIn(world, conversationId)).toHaveLength(1);
    expect(issuesOf()[0]?.remoteLinks).toHaveLength(1);
    const [link] = await bridge.ledger.links.ofConversation({ connection: 'intercom', conversationId });
    expect(link).toMatchObject({ origin: 'created', by: { id: '901', name: 'Anna' } });
  }, 40_000);

  test('when the customer sends files, then those within the limits are copied once and the others are named with the reason', async () => {
    world = await startWorld({ edition, workflows: WORKFLOWS });
    const conversationId = dialog('<p>See the files</p>', [
      file('one.txt', 'first'),
      file('big.txt', 'x'.repeat(400)),
      file('two.txt', 'second'),
      file('three.txt', 'third'),
    ]);
    await quiet(world);
    const { bridge } = world.deskbridge;
    await requestIssue(bridge, request(conversationId), 'n');
    await quiet(world);
    const [issue] = issuesOf();
    expect(issue?.attachments.map((attachment) => attachment.filename)).toEqual(['one.txt', 'two.txt']);
    const content = JSON.stringify(issue?.description);
    expect(content).toContain('big.txt was not copied: larger than');
    expect(content).toContain('three.txt was not copied: only 2 files are copied');
    // What we copied ourselves is no news for the dialog that it came from.
    world.jira.editIssue({ issue: issue?.key ?? '', fields: { priority: 'Critical' } });
    await quiet(world);
    expect(notesIn(world, conversationId).flatMap(readLines).join('\n')).not.toContain('one.txt');
  });

  test('when a copy is in doubt or its file is gone, then there is one of each, and a comment in place of what is missing', async () => {
    world = await startWorld({ edition, workflows: WORKFLOWS, delivery: 'inDoubtWait: 200ms' });
    const conversationId = dialog('<p>See the files</p>', [file('one.txt', 'first'), file('two.txt', 'second')]);
    await quiet(world);
    const [, gone] = [...world.intercom.state.files.keys()];
    world.intercom.state.files.delete(gone ?? '');
    world.jira.faults.add({ kind: 'fail-after', method: 'POST', path: '/attachments$', count: 1, status: 502 });
    const { bridge } = world.deskbridge;
    await requestIssue(bridge, request(conversationId), 'n');
    await until('both files to be dealt with', () => (issuesOf()[0]?.comments.length ?? 0) > 0, 20_000);
    await quiet(world);
    expect(issuesOf()[0]?.attachments.map((attachment) => attachment.filename)).toEqual(['one.txt']);
    expect(issuesOf()[0]?.comments).toHaveLength(1);
    expect(JSON.stringify(issuesOf()[0]?.comments[0]?.body)).toContain(
      'two.txt was not copied: it can no longer be downloaded',
    );
    expect(await bridge.ledger.upkeep.alarms()).toEqual([]);
    // Neither the file nor the comment is news for the dialog: both are ours.
    expect(notesIn(world, conversationId)).toHaveLength(1);
  }, 40_000);

  test('when Jira can not be reached for too long, then whoever asked in a note is told', async () => {
    world = await startWorld({ edition, workflows: WORKFLOWS, delivery: 'inDoubtWait: 100ms, retryFor: 1s' });
    const conversationId = dialog('<p>It fails</p>');
    await quiet(world);
    world.jira.faults.add({ kind: 'fail-before', method: 'POST', path: '/issue$', status: 503 });
    world.intercom.teammateNotes({ conversationId, body: '<p>/incident It fails</p>' });
    await until('the answer', () => notesIn(world, conversationId).length > 0, 20_000);
    expect(notesIn(world, conversationId)[0]).toContain('No issue was created (Incident):');
    expect(await world.deskbridge.bridge.ledger.upkeep.alarms()).toHaveLength(1);
  }, 40_000);

  test('when personal data stands anywhere in the dialog, then none of it crosses to Jira', async () => {
    world = await startWorld({ edition, workflows: WORKFLOWS });
    const conversationId = dialog(
      '<p>I am Maria Okafor, write to <b>maria</b>@example.com or call +7 916 123-45-67. Card 4111 1111 1111 1111</p>',
      [file('Maria Okafor.txt', 'x')],
    );
    world.intercom.teammateReplies({ conversationId, body: '<p>Dear Maria, your token=abc123def456 is known</p>' });
    await quiet(world);
    const { bridge } = world.deskbridge;
    await requestIssue(
      bridge,
      request(conversationId, { summary: 'Maria Okafor (maria@example.com) cannot pay' }),
      'n',
    );
    await quiet(world);
    world.intercom.teammateNotes({
      conversationId,
      body: '<p>jira: Maria Okafor wrote again from maria@example.com</p>',
    });
    await quiet(world);
    const sent = JSON.stringify(
      world.jira.exchanges.filter(({ method }) => method !== 'GET').map(({ requestBody }) => requestBody),
    );
    for (const secret of ['Maria', 'Okafor', 'maria@', '123-45-67', '4111 1111', 'abc123def456']) {
      expect(sent, secret).not.toContain(secret);
    }
    expect(sent).toContain('**** 1111');
    expect(issuesOf()[0]?.comments).toHaveLength(1);
  });

  test('when Jira refuses the issue, then the form hears of the field and nobody is woken', async () => {
    world = await startWorld({ edition, workflows: WORKFLOWS });
    const conversationId = dialog('<p>It fails</p>');
    await quiet(world);
    const { bridge } = world.deskbridge;
    const wrong = request(conversationId, { fields: { priority: { kind: 'option', id: '99999', childId: null } } });
    const id = await requestIssue(bridge, wrong, 'n');
    const state = await until('the refusal', async () => {
      const now = await requestState(bridge, id);
      return now.state === 'creating' ? null : now;
    });
    expect(state).toMatchObject({ state: 'failed', fields: { priority: expect.stringMatching(/./) } });
    expect(await bridge.ledger.upkeep.alarms()).toEqual([]);
    expect(issuesOf()).toEqual([]);
    expect(notesIn(world, conversationId)).toEqual([]);
    const again = await requestIssue(bridge, request(conversationId), 'n2');
    await until('the issue', async () => (await requestState(bridge, again)).state === 'created');
    await quiet(world);
    // Whoever puts the refused one back later gets no second issue.
    const [parked] = await bridge.ledger.deliveries.inState('parked', 5);
    world.jira.faults.clear();
    await world.api('POST', `/deliveries/${parked?.id}/replay`);
    await quiet(world);
    expect(issuesOf()).toHaveLength(1);
    expect((await bridge.ledger.deliveries.find(parked?.id ?? ''))?.receipt).toMatch(
      /^not created: SUP-\d+ was created since$/,
    );
  });

  test('when a required field is not filled in the form, then the state names it', async () => {
    world = await startWorld({ edition, workflows: WORKFLOWS.replace('project: SUP', 'project: PAY') });
    const conversationId = dialog('<p>It fails</p>');
    await quiet(world);
    const { bridge } = world.deskbridge;
    const id = await requestIssue(bridge, request(conversationId), 'n');
    await quiet(world);
    const state = await requestState(bridge, id);
    expect(state).toMatchObject({
      state: 'failed',
      fields: { customfield_10101: expect.stringContaining('is required') },
    });
  });

  test('when a tag asks for an issue by rule, then there is one, however often the tag is set', async () => {
    world = await startWorld({ edition, workflows: WORKFLOWS });
    const conversationId = dialog('<p>It fails</p>');
    await quiet(world);
    world.intercom.teammateTags({ conversationId, tag: 'bug' });
    await quiet(world);
    expect(issuesOf()).toHaveLength(1);
    world.intercom.act('teammate-untags', { conversationId, tag: 'bug' });
    world.intercom.teammateTags({ conversationId, tag: 'bug' });
    await quiet(world);
    expect(issuesOf()).toHaveLength(1);
    expect(issuesOf()[0]?.summary).toContain('It fails');
    const events = await eventsOf(world, conversationId);
    expect(events.filter(({ topic }) => topic === 'bridge.issue_requested')).toHaveLength(1);
  });

  test('when an attribute asks for an issue, then it is made at the next thing that happens in the dialog', async () => {
    world = await startWorld({ edition, workflows: WORKFLOWS });
    const conversationId = dialog('<p>All is down</p>');
    await quiet(world);
    const chat = world.deskbridge.bridge.connections.get('intercom');
    if (chat?.kind === 'intercom') await chat.conversations.create('conversation_attribute', 'Kind');
    world.intercom.act('teammate-sets-attributes', { conversationId, attributes: { Kind: 'outage' } });
    world.intercom.teammateReplies({ conversationId, body: '<p>We look into it</p>' });
    await quiet(world);
    expect(issuesOf()).toHaveLength(1);
    world.intercom.teammateReplies({ conversationId, body: '<p>Still looking</p>' });
    await quiet(world);
    expect(issuesOf()).toHaveLength(1);
  });
});
