// The other direction: a teammate's `jira:` note becomes a comment, the answer comes back, and nothing else ever crosses.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { signNotification } from '../../src/simulators/intercom/index.ts';
import { sweep } from '../../src/application/sweep.ts';
import { observe, quiet } from '../support/observe.ts';
import { inboxUrl, linkedDialog, notesIn, openDialog, startWorld, type World } from '../support/world.ts';

const EDITIONS = ['cloud', 'data-center'] as const;

function comments(world: World, issueId: string) {
  return world.jira.state.issues.get(issueId)?.comments ?? [];
}

/** What was sent to Jira as a comment, oldest first. */
function sentBodies(world: World): unknown[] {
  return world.jira.exchanges
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/comment'))
    .map(({ requestBody }) => (requestBody as { body: unknown }).body);
}

interface AdfNode {
  readonly type: string;
  readonly text?: string;
  readonly marks?: readonly { readonly type: string }[];
  readonly content?: readonly AdfNode[];
}

function nodesOf(node: AdfNode): AdfNode[] {
  return [node, ...(node.content ?? []).flatMap(nodesOf)];
}

/** The text of a comment as a reader sees it, on either edition. */
function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  return nodesOf(body as AdfNode)
    .map(({ type, text }) => text ?? (type === 'paragraph' || type === 'listItem' ? '\n' : ''))
    .join('')
    .trim();
}

describe.each(EDITIONS)('a note that begins with jira:, on Jira %s', (edition) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ edition });
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  const note = (conversationId: string, body: string, adminId?: string) =>
    world.intercom.teammateNotes({ conversationId, body, ...(adminId === undefined ? {} : { adminId }) });

  test('when one issue is linked, then it becomes a comment under the name of the teammate, once', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const teammate = world.intercom.state.admins.get('901')?.name ?? '';
    const seen = await observe(world, conversationId, () =>
      note(conversationId, '<p>jira: please <b>look</b> at <a href="https://example.com/log">the log</a></p>'),
    );
    expect(comments(world, issue.id)).toHaveLength(1);
    expect(textOf(sentBodies(world).at(-1))).toContain(`${teammate} (support):`);
    if (edition === 'cloud') {
      const nodes = nodesOf(sentBodies(world).at(-1) as AdfNode);
      expect(nodes.find(({ text }) => text === 'look')?.marks).toEqual([{ type: 'strong' }]);
      expect(nodes.find(({ text }) => text === 'the log')?.marks).toMatchObject([{ type: 'link' }]);
    } else {
      expect(sentBodies(world).at(-1)).toContain('please *look* at [the log|https://example.com/log]');
    }
    expect(seen.notes).toEqual([]);
    const noted = seen.events.find(({ topic }) => topic === 'conversation.admin.noted');
    expect(noted).toMatchObject({ outcome: 'done', reason: 'commented' });
    expect(noted?.deliveries).toMatchObject([{ kind: 'comment', state: 'delivered' }]);
    expect(noted?.deliveries[0]?.receipt).toBe(comments(world, issue.id)[0]?.id);
    const echoes = seen.events.filter(({ topic }) => topic !== 'conversation.admin.noted');
    expect(new Set(echoes.map(({ reason }) => reason))).toEqual(new Set(['own_echo']));
    expect(JSON.stringify(seen.log)).not.toMatch(/look|example\.com/);
  });

  test('when the developer answers, then the answer is mirrored like any comment', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    note(conversationId, '<p>Jira: is it known?</p>');
    await quiet(world);
    const seen = await observe(world, conversationId, () =>
      world.jira.addComment({ issue: issue.key, by: 'max', body: 'Yes, fixed tomorrow' }),
    );
    expect(seen.notes).toEqual([[`${issue.key} Report does not open`, 'Max Weber commented:', 'Yes, fixed tomorrow']]);
  });

  test('when somebody edits or deletes our comment in Jira, then no note repeats it', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    note(conversationId, '<p>jira: first try</p>');
    await quiet(world);
    const id = comments(world, issue.id)[0]?.id ?? '';
    const seen = await observe(world, conversationId, async () => {
      world.jira.editComment({ issue: issue.key, comment: id, body: 'edited', by: 'bridge' });
      await quiet(world);
      world.jira.deleteComment({ issue: issue.key, comment: id });
    });
    expect(seen.notes).toEqual([]);
    for (const { reason } of seen.events) expect(reason).toMatch(/^(own_echo|already_told|comment_gone)$/);
  });

  test('when a person uses the account of the bridge in Jira, then what they write is mirrored', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const seen = await observe(world, conversationId, () =>
      world.jira.addComment({ issue: issue.key, by: 'bridge', body: 'Written by hand' }),
    );
    expect(seen.notes.map((lines) => lines.at(-1))).toEqual(['Written by hand']);
  });

  test('when a person uses the teammate of the bridge in Intercom, then the note is sent', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    await observe(world, conversationId, () => note(conversationId, '<p>jira: by hand</p>', '900'));
    expect(comments(world, issue.id)).toHaveLength(1);
  });

  test('when the text tries to mention people, call macros or forge markup, then it stays text', async () => {
    const { conversationId } = await linkedDialog(world);
    const evil =
      '[~admin] [~accountid:5b10] @all {html}<script>alert(1)</script>{html} {jql:x} !http://t.example/p.gif! *b* h1. x';
    const html = evil.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    await observe(world, conversationId, () => note(conversationId, `<p>jira: ${html}</p>`));
    const body = sentBodies(world).at(-1);
    if (edition === 'cloud') {
      const types = new Set(nodesOf(body as AdfNode).map(({ type }) => type));
      expect([...types].sort()).toEqual(['doc', 'paragraph', 'text']);
      expect(textOf(body)).toContain('[~admin] [~accountid:5b10] @all {html}');
    } else {
      expect(body).not.toMatch(/(^|[^\\])\[~/);
      expect(body).not.toMatch(/(^|[^\\])\{(html|jql)/);
      expect(body).not.toMatch(/(^|[^\\])!http/);
    }
  });

  test('when the name of the teammate tries that, then it stays text too', async () => {
    const admin = world.intercom.state.admins.get('901');
    if (admin === undefined) throw new Error('no teammate 901');
    const { name } = admin;
    admin.name = '[~admin] {code}';
    const { conversationId } = await linkedDialog(world);
    await observe(world, conversationId, () => note(conversationId, '<p>jira: hello</p>'));
    admin.name = name;
    const body = sentBodies(world).at(-1);
    if (edition === 'cloud') expect(textOf(body)).toContain('[~admin] {code} (support):');
    else expect(body).not.toMatch(/(^|[^\\])(\[~|\{code)/);
  });

  test('when several issues are linked, then the teammate is asked which, and can name it', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const other = world.jira.createIssue({ project: 'SUP', summary: 'Other', description: inboxUrl(conversationId) });
    await quiet(world);
    const seen = await observe(world, conversationId, () => note(conversationId, '<p>jira: any news?</p>'));
    expect(seen.notes).toEqual([
      [
        `Several issues are linked here: ${issue.key}, ${other.key}. Begin with the key, for example “jira: ${issue.key} your text”.`,
      ],
    ]);
    expect([...comments(world, issue.id), ...comments(world, other.id)]).toEqual([]);
    expect(seen.events[0]).toMatchObject({ outcome: 'done', reason: 'answered' });
    await observe(world, conversationId, () =>
      note(conversationId, `<p>jira: ${other.key.toLowerCase()} any news?</p>`),
    );
    expect(comments(world, issue.id)).toHaveLength(0);
    expect(textOf(comments(world, other.id)[0]?.body)).toMatch(/any news\\?\?/);
  });

  test('when no issue is linked, then the teammate is told how to link one', async () => {
    const conversationId = openDialog(world);
    const seen = await observe(world, conversationId, () => note(conversationId, '<p>jira: anybody there?</p>'));
    expect(seen.notes).toEqual([
      ['No issue is linked to this conversation. Link one first, for example “jira: SUP-12”.'],
    ]);
  });

  test('when there is no text, then the teammate is told what to write', async () => {
    const { conversationId } = await linkedDialog(world);
    const seen = await observe(world, conversationId, () => note(conversationId, '<p>jira:</p>'));
    expect(seen.notes.flat()[0]).toMatch(/^There is no text after “jira:”/);
  });

  test('when several named issues do not exist, then one answer names them all', async () => {
    const conversationId = openDialog(world);
    const urls = ['SUP-9901', 'SUP-9902'].map((key) => `${world.jira.url}/browse/${key}`);
    const seen = await observe(world, conversationId, () => note(conversationId, `<p>See ${urls.join(' and ')}</p>`));
    expect(seen.notes).toHaveLength(1);
    expect(seen.notes.flat()[0]).toMatch(/^SUP-9901, SUP-9902 were not found/);
  });

  test('when the only linked issue is gone, then the teammate is told instead of nobody', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.deleteIssue({ issue: issue.key });
    await quiet(world);
    const seen = await observe(world, conversationId, () => note(conversationId, '<p>jira: still there?</p>'));
    expect(seen.notes.flat()[0]).toBe(`Nothing was sent: ${issue.key} can no longer be seen in Jira.`);
    expect(seen.events.flatMap(({ deliveries }) => deliveries.map(({ state }) => state))).toEqual(['delivered']);
  });

  test('when a teammate quotes one of our notes with its history link, then the message is sent all the same', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const [ours = ''] = notesIn(world, conversationId);
    await observe(world, conversationId, () => note(conversationId, `<p>jira: what does this mean?</p>${ours}`));
    expect(comments(world, issue.id)).toHaveLength(1);
    const elsewhere = openDialog(world);
    const seen = await observe(world, elsewhere, () => note(elsewhere, `<p>Same as there:</p>${ours}`));
    expect(seen.events.find(({ topic }) => topic === 'conversation.admin.noted')).toMatchObject({ reason: 'linked' });
  });

  test('when a webhook of the note is lost, then the sweep sends it, and once', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    await sweep(world.deskbridge.bridge);
    world.intercom.setWebhookOptions({ drop: 1 });
    note(conversationId, '<p>jira: lost on the way</p>');
    world.intercom.setWebhookOptions({ drop: 0 });
    await observe(world, conversationId, () => sweep(world.deskbridge.bridge));
    await observe(world, conversationId, () => sweep(world.deskbridge.bridge));
    expect(comments(world, issue.id)).toHaveLength(1);
  });

  test('when a note is taken back before it could be sent, then it is not sent any more', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.intercom.setWebhookOptions({ drop: 1 });
    const { partId = '' } = note(conversationId, '<p>jira: password canary</p>');
    world.intercom.act('redact-part', { conversationId, ...{ partId } });
    world.intercom.setWebhookOptions({ drop: 0 });
    const dropped = world.intercom.listWebhooks().findLast(({ topic }) => topic === 'conversation.admin.noted');
    const late = JSON.stringify(dropped?.body);
    const seen = await observe(world, conversationId, () =>
      world.deliver('intercom', late, { 'x-hub-signature': signNotification(late, 'intercom-secret') }),
    );
    expect(late).toContain('password canary');
    expect(seen.events.find(({ topic }) => topic === 'conversation.admin.noted')).toMatchObject({
      outcome: 'ignored',
      reason: 'note_gone',
      deliveries: [],
    });
    expect(comments(world, issue.id)).toEqual([]);
  });

  test('when a customer or a public reply begins with jira:, then nothing crosses', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const seen = await observe(world, conversationId, () => {
      world.intercom.customerWrites({ conversationId, body: '<p>jira: make me admin</p>' });
      world.intercom.teammateReplies({ conversationId, body: '<p>jira: to the customer</p>' });
      world.intercom.customerWrites({ conversationId, body: `<p>${world.jira.url}/browse/SUP-1</p>` });
    });
    expect(comments(world, issue.id)).toEqual([]);
    expect(seen.notes).toEqual([]);
    expect(JSON.stringify(sentBodies(world))).not.toMatch(/make me admin|to the customer/);
    expect(JSON.stringify(world.log)).not.toMatch(/make me admin|to the customer/);
  });

  test('when a note is for teammates only, then it stays in Intercom', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const seen = await observe(world, conversationId, () => note(conversationId, '<p>Call her about jira: urgent</p>'));
    expect(comments(world, issue.id)).toEqual([]);
    expect(seen.events).toMatchObject([{ outcome: 'ignored', reason: 'plain_note' }]);
  });
});

test('in Russian the teammate and the developer read Russian', async () => {
  const world = await startWorld({ locale: 'ru' });
  const { conversationId, issue } = await linkedDialog(world);
  await observe(world, conversationId, () =>
    world.intercom.teammateNotes({ conversationId, body: '<p>jira: срочно</p>' }),
  );
  expect(textOf(comments(world, issue.id)[0]?.body)).toMatch(/\(поддержка\):\s*срочно$/);
  const seen = await observe(world, conversationId, () =>
    world.intercom.teammateNotes({ conversationId, body: '<p>jira: SUP-9999 срочно</p>' }),
  );
  expect(seen.notes.flat()[0]).toMatch(/^SUP-9999: такой задачи в Jira нет/);
  world.guard.assertNoProblems();
  await world.stop();
});
