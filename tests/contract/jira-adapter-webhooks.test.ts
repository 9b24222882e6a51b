// The webhooks that the simulated sites really send, read by the adapter: signature, lane, and what each says.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createJiraSource } from '../../src/adapters/jira/index.ts';
import type { Headers } from '../../src/application/ports.ts';
import { type Edition, type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';

const SECRET = 'jira-secret';
const CONVERSATION = 'https://app.intercom.com/a/inbox/ws1/inbox/admin/900/conversation/7';

describe.each<Edition>(['cloud', 'data-center'])('webhooks of Jira %s', (edition) => {
  const source = createJiraSource({ connection: 'jira', edition, webhookSecrets: [SECRET], webhookPathSecret: null });
  let receiver: Server;
  let site: JiraSimulator;
  let received: { raw: Buffer; headers: Headers }[];

  beforeEach(async () => {
    received = [];
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ raw: Buffer.concat(chunks), headers: request.headers });
        response.end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/jira`;
    site = await startJiraSimulator({ edition, webhookUrl, webhookSecret: SECRET });
  });
  afterEach(async () => {
    await site.close();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  /** What all webhooks since the last call say, those from which nothing follows left out. */
  const heard = async () => {
    await site.settled();
    const all = received.splice(0).map(({ raw, headers }) => {
      expect(source.verify(raw, headers, null)).toBe(true);
      expect(source.verify(Buffer.concat([raw, Buffer.from(' ')]), headers, null)).toBe(false);
      const payload: unknown = JSON.parse(raw.toString());
      return { ...source.identify(payload, headers), said: source.read(payload) };
    });
    return all.filter(({ said }) => said.kind !== 'nothing_follows');
  };
  const kinds = async () => [...new Set((await heard()).map(({ said }) => said.kind))];

  test('when an issue is created, changed and deleted, then each is told, in its lane, by its person', async () => {
    const { id, key } = site.createIssue({
      project: 'SUP',
      summary: 'Crash',
      custom: { customfield_10106: CONVERSATION },
    });
    const lane = `issue/jira/${id}`;
    expect(await heard()).toMatchObject([
      {
        lane,
        said: {
          kind: 'issue_changed',
          created: true,
          issue: { key },
          by: { name: 'Olga Sokolova' },
          conversationUrls: [CONVERSATION],
        },
      },
    ]);
    site.transitionIssue({ issue: id, to: 'In Progress' });
    site.transitionIssue({ issue: id, to: 'Done', resolution: 'Done' });
    const changes = (await heard()).flatMap(({ said }) => (said.kind === 'issue_changed' ? said.changes : []));
    expect(changes).toContainEqual({
      field: 'status',
      vendorField: expect.any(String),
      from: 'In Progress',
      to: 'Done',
    });
    expect(changes).toContainEqual({ field: 'resolution', vendorField: 'resolution', from: null, to: 'Done' });
    site.editIssue({
      issue: id,
      fields: { fixVersions: ['2.4'], duedate: '2026-12-01', priority: 'Critical', assignee: 'max' },
    });
    const fields = (await heard()).flatMap(({ said }) => (said.kind === 'issue_changed' ? said.changes : []));
    expect(fields).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'fixVersions', to: '2.4' }),
        expect.objectContaining({ field: 'dueDate', to: '2026-12-01' }),
        expect.objectContaining({ field: 'priority', to: 'Critical' }),
        expect.objectContaining({ field: 'assignee', to: 'Max Weber' }),
      ]),
    );
    const moved = site.moveIssue({ issue: id, project: 'IDEAS' });
    expect((await heard())[0]).toMatchObject({
      lane,
      said: {
        issue: { key: moved.key },
        changes: expect.arrayContaining([expect.objectContaining({ field: 'key', to: moved.key })]),
      },
    });
    site.attachFile({ issue: id, filename: 'log.txt' });
    expect((await heard()).map(({ said }) => said)).toMatchObject([
      { changes: [{ field: 'attachment', to: 'log.txt' }] },
    ]);
    site.deleteIssue({ issue: id });
    expect(await kinds()).toContain('issue_deleted');
  });

  test('when a comment is added, edited and deleted, then each of its events names the same comment and lane', async () => {
    const { id } = site.createIssue({ project: 'SUP', summary: 'Crash' });
    await heard();
    const body =
      edition === 'cloud'
        ? { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: CONVERSATION }] }] }
        : `[x|${CONVERSATION}]`;
    const comment = site.addComment({ issue: id, body });
    const added = await heard();
    expect(added.length).toBeGreaterThan(0);
    for (const { lane, said } of added) {
      expect({ lane, said }).toMatchObject({
        lane: `issue/jira/${id}`,
        said: {
          kind: 'issue_commented',
          what: 'added',
          commentId: comment.id,
          conversationUrls: [CONVERSATION],
          by: { name: 'Olga Sokolova' },
        },
      });
    }
    site.editComment({ issue: id, comment: comment.id, body, by: 'max' });
    for (const { said } of await heard())
      expect(said).toMatchObject({ what: 'edited', commentId: comment.id, by: { name: 'Max Weber' } });
    site.deleteComment({ issue: id, comment: comment.id });
    const deleted = (await heard()).map(({ said }) => said);
    expect(deleted).toContainEqual(
      expect.objectContaining({ kind: 'issue_commented', what: 'deleted', commentId: comment.id }),
    );
  });

  test('when a version is released, then the event names it and its project, in the lane of the connection', async () => {
    site.releaseVersion({ project: 'SUP', version: '2.4' });
    await site.settled();
    const payload: unknown = JSON.parse(received[0]?.raw.toString() ?? '');
    expect(source.read(payload)).toEqual({
      kind: 'version_released',
      connection: 'jira',
      projectId: '10000',
      version: { id: '1000051', name: '2.4' },
      at: expect.any(Number),
    });
    expect(source.identify(payload, {}).lane).toBe('connection/jira/-');
  });

  if (edition === 'cloud') {
    test('when Cloud sends a delivery again, then it has the same key', async () => {
      site.webhooks.options.duplicateNext = 1;
      site.createIssue({ project: 'SUP', summary: 'Crash' });
      const keys = (await heard()).map(({ deliveryKey }) => deliveryKey);
      expect(keys.length).toBeGreaterThan(1);
      expect(new Set(keys).size).toBe(1);
      expect(keys[0]).toEqual(expect.any(String));
    });
  }
});
