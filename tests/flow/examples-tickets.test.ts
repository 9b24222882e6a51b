// The example with tickets, played: the customer's ticket follows the issue, and the issue hears of the conversation.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { recordOwnEvent } from '../../src/application/record-own-event.ts';
import { conversationLane } from '../../src/domain/refs.ts';
import { addConversationAttribute, addTag } from '../../src/simulators/intercom/index.ts';
import { fileText, playFile } from '../support/configs/play-file.ts';
import {
  addField,
  addProject,
  dialogIn,
  expectPlayed,
  nextIssue,
  play,
  rename,
  shown,
  startDialog,
  tagsOf,
  warmUp,
} from '../support/examples.ts';
import { quiet } from '../support/observe.ts';
import { inboxUrl, startWorld, type World } from '../support/world.ts';

const FILE = fileText('config/examples/tickets.yaml');
const rule = (index: number): string => `workflows.request.rules[${index}]`;
const NOTE = 'POST /conversations/N/reply';
const STATE = 'POST /conversations/N/parts';
const ATTRIBUTE = 'PUT /conversations/N';
const TICKET = 'PUT /tickets/N';
const REMOTE_LINK = 'POST /rest/api/N/issue/N/remotelink';
const STATES = { submitted: '8269', inProgress: '8270', waiting: '8271', resolved: '8272' };

describe.each(['cloud', 'data-center'] as const)('the example with tickets on Jira %s', (edition) => {
  let world: World;
  let server: Server;
  const posted: Record<string, unknown>[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        posted.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>);
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    world = await startWorld({
      edition,
      file: ({ intercom, jira }) => playFile(FILE, { intercom: { url: intercom }, jira: { url: jira, edition } }),
      env: { LEAD_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/lead` },
      jira: {
        seed: (state) => {
          addProject(state, 'SUP', { key: 'DESK', versions: [{ ...VERSION, id: '77', name: '3.1' }] });
          addField(state, 10_050, 'Company', 'text');
          addField(state, 10_051, 'Area', 'tags');
          addField(state, 10_052, 'Conversation', 'text');
          rename(state.statuses, { 10003: 'Waiting for customer' });
        },
      },
    });
    addTag(world.intercom.state, 'urgent');
    for (const name of ['Jira key', 'Jira status', 'Fixed in', 'Area', 'Kind']) {
      addConversationAttribute(world.intercom.state, { name });
    }
    await warmUp(world);
  });
  afterAll(async () => {
    await world.stop();
    await new Promise((resolve) => server.close(resolve));
  });
  afterEach(() => world.guard.assertNoProblems());

  const move = (issue: { key: string }, to: string) => () => world.jira.transitionIssue({ issue: issue.key, to });
  const heading = (issue: { key: string }) => `${issue.key} Report does not open`;
  const url = (conversationId: string) => inboxUrl(conversationId);
  const ticketState = (conversationId: string) =>
    world.intercom.state.tickets.get(dialogIn(world, conversationId).ticketId ?? '')?.stateId;
  /** A ticket of a teammate, linked with a task of DESK. */
  async function ticket() {
    const dialog = await startDialog(world, { project: 'DESK', type: 'Task' });
    world.intercom.teammateConverts({ conversationId: dialog.conversationId, stateId: STATES.submitted });
    await quiet(world);
    return dialog;
  }

  test('when a conversation is of a kind that the file names, then the next thing that happens makes its issue', async () => {
    const { conversationId = '' } = world.intercom.customerWrites({
      name: 'Maria Okafor',
      company: { companyId: 'acme', name: 'Acme', plan: 'Pro' },
      body: '<p>We cannot sign in</p>',
    });
    world.intercom.act('teammate-converts', { conversationId, stateId: STATES.inProgress });
    world.intercom.teammateNotes({ conversationId, body: '<p>Only with SSO</p>' });
    await quiet(world);
    world.intercom.act('teammate-sets-attributes', {
      conversationId,
      attributes: { Kind: 'Incident', Area: 'Sign-in' },
    });
    const key = await nextIssue(world, () =>
      world.intercom.teammateReplies({ conversationId, body: '<p>We look into it</p>' }),
    );
    const issue = shown(world, key);
    expect(issue).toMatchObject({ project: 'DESK', type: 'Task', labels: ['ticket'] });
    expect(issue.custom).toMatchObject({ customfield_10050: 'Acme', customfield_10051: ['Sign-in', 'support'] });
    for (const words of ['We cannot sign in', 'Only with SSO', 'We look into it']) expect(issue.text).toContain(words);
    expect(dialogIn(world, conversationId).customAttributes).toMatchObject({ 'Jira key': key, 'Jira status': 'To Do' });
    expect(ticketState(conversationId)).toBe(STATES.submitted);
    expect(tagsOf(world, conversationId)).toEqual([]);
  });

  test('when work goes on, then the ticket and the attribute follow it, there and back', async () => {
    const { conversationId, issue } = await ticket();
    const calls = [NOTE, TICKET, ATTRIBUTE];
    const begun = await play(world, conversationId, move(issue, 'In Progress'));
    expectPlayed(begun, { outcome: 'done noted', rule: rule(2), calls });
    expect(ticketState(conversationId)).toBe(STATES.inProgress);
    world.intercom.teammateCloses({ conversationId });
    await quiet(world);
    const asked = await play(world, conversationId, move(issue, 'Waiting for customer'));
    const words = `${issue.key}: разработчики ждут ответа клиента. ${world.jira.url}/browse/${issue.key}`;
    expectPlayed(asked, {
      outcome: 'done noted',
      rule: rule(1),
      calls: [...calls, STATE],
      notes: [[heading(issue), words]],
    });
    expect(dialogIn(world, conversationId)).toMatchObject({
      state: 'open',
      customAttributes: { 'Jira status': 'Waiting for customer' },
    });
    expect(ticketState(conversationId)).toBe(STATES.waiting);

    const answered = await play(world, conversationId, () =>
      world.intercom.customerWrites({ conversationId, body: '<p>It is Firefox</p>' }),
    );
    expect(answered).toMatchObject({ troubles: [], outcomes: expect.arrayContaining(['done acted', 'done noted']) });
    expect(answered.rules).toEqual(expect.arrayContaining([rule(6), rule(2)]));
    expect(shown(world, issue.key)).toMatchObject({ status: 'In Progress', custom: { customfield_10052: 'open' } });
    expect(ticketState(conversationId)).toBe(STATES.inProgress);
    expect(dialogIn(world, conversationId).customAttributes).toMatchObject({ 'Jira status': 'In Progress' });
  });

  test('when it is done, then the ticket is resolved, the report filled, and whoever promised has it', async () => {
    const { conversationId, issue } = await ticket();
    world.jira.editIssue({ issue: issue.key, fields: { fixVersions: ['3.1'] } });
    await quiet(world);
    const conversation = { connection: 'intercom', conversationId };
    const [link] = await world.deskbridge.bridge.ledger.links.ofConversation(conversation);
    const dueAt = Date.now() + 86_400_000;
    const by = { id: '902', name: 'Boris Lane', kind: 'person' } as const;
    await recordOwnEvent(
      {
        connection: 'intercom',
        lane: conversationLane(conversation),
        key: `promise-${conversationId}`,
        event: { kind: 'reminder_asked', conversation, linkId: link?.id ?? '', dueAt, by, at: Date.now() },
      },
      world.deskbridge.bridge,
    );
    world.intercom.teammateCloses({ conversationId });
    await quiet(world);
    const seen = await play(world, conversationId, move(issue, 'Done'));
    const calls = [NOTE, STATE, STATE, TICKET, ATTRIBUTE, ATTRIBUTE, REMOTE_LINK];
    expectPlayed(seen, { outcome: 'done noted', rule: rule(3), calls });
    expect(dialogIn(world, conversationId)).toMatchObject({
      state: 'open',
      adminAssigneeId: '902',
      customAttributes: { 'Jira status': 'Done', 'Fixed in': '3.1' },
    });
    expect(ticketState(conversationId)).toBe(STATES.resolved);
  });

  test('when the due date is set and taken away, then the words fit', async () => {
    const { conversationId, issue } = await ticket();
    const due = (duedate: string | null) =>
      play(world, conversationId, () => world.jira.editIssue({ issue: issue.key, fields: { duedate } }));
    const set = await due('2026-12-24');
    const words = `${issue.key}: новый срок — 24 декабря 2026 г.`;
    expectPlayed(set, { outcome: 'done noted', rule: rule(4), calls: [NOTE], notes: [[heading(issue), words]] });
    expect((await due(null)).notes).toEqual([[heading(issue), `${issue.key}: срок убран`]]);
  });

  test('when the conversation is closed while the issue is open, then the issue says so; when it is done, it does not', async () => {
    const { conversationId, issue } = await ticket();
    const close = () => world.intercom.teammateCloses({ conversationId });
    const early = await play(world, conversationId, close);
    expectPlayed(early, { outcome: 'done acted', rule: rule(5), calls: ['POST /rest/api/N/issue/N/comment'] });
    const { comments } = shown(world, issue.key);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toContain('Диалог закрыт, а задача ещё открыта: ');
    expect(comments[0]).toContain(url(conversationId));
    await play(world, conversationId, move(issue, 'Done'));
    const late = await play(world, conversationId, close);
    expect(late).toMatchObject({ rules: [], calls: [], troubles: [] });
  });

  test('when it is tagged as urgent, then the issue has the label', async () => {
    const { conversationId, issue } = await ticket();
    const seen = await play(world, conversationId, () =>
      world.intercom.teammateTags({ conversationId, tag: 'urgent' }),
    );
    expectPlayed(seen, { outcome: 'done acted', rule: rule(7), calls: ['PUT /rest/api/N/issue/N'] });
    expect(shown(world, issue.key).labels).toEqual(['urgent']);
  });

  test('when the customer is unhappy, then the issue and the lead hear of it; when happy, nobody does', async () => {
    for (const [rating, heard] of [
      [2, true],
      [4, false],
    ] as const) {
      posted.length = 0;
      const { conversationId, issue } = await ticket();
      world.intercom.teammateReplies({ conversationId, body: '<p>Done</p>' });
      await quiet(world);
      const seen = await play(world, conversationId, () => world.intercom.customerRates({ conversationId, rating }));
      expect(seen).toMatchObject({ rules: heard ? [rule(8)] : [], troubles: [], notes: [] });
      const { comments } = shown(world, issue.key);
      expect(comments).toHaveLength(heard ? 1 : 0);
      if (heard) expect(comments[0]).toContain('Клиент недоволен: ');
      const text = expect.stringContaining('Клиент оценил диалог: 2 из 5');
      const told = { issue: issue.key, url: `${world.jira.url}/browse/${issue.key}`, text };
      expect(posted).toEqual(heard ? [told] : []);
    }
  });

  test('when developers write, then restricted comments cross too, but edits and deletions stay silent', async () => {
    const { conversationId, issue } = await ticket();
    let id = '';
    const visibility = { type: 'role', value: 'Users' } as const;
    const added = await play(world, conversationId, () => {
      ({ id } = world.jira.addComment({ issue: issue.key, body: 'Ключ истёк', visibility }));
    });
    expectPlayed(added, { outcome: 'done noted', rule: 'default: comment_added', calls: [NOTE] });
    const edited = await play(world, conversationId, () =>
      world.jira.editComment({ issue: issue.key, comment: id, body: 'Ключ истёк вчера' }),
    );
    const deleted = await play(world, conversationId, () =>
      world.jira.deleteComment({ issue: issue.key, comment: id }),
    );
    for (const seen of [edited, deleted]) {
      expect(seen).toMatchObject({ notes: [], calls: [], troubles: [], rules: [] });
      expect(seen.outcomes).toEqual(['ignored silenced']);
    }
  });

  test('when a note begins with dev:, then it is a comment of the issue', async () => {
    const { conversationId, issue } = await ticket();
    world.intercom.teammateNotes({ conversationId, body: '<p>Dev: Firefox 140</p>' });
    await quiet(world);
    expect(shown(world, issue.key).comments).toEqual([expect.stringContaining('Firefox 140')]);
  });
});

const VERSION = { description: '', released: false, archived: false, releaseDate: null };
