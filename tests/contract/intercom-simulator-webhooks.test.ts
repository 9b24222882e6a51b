// The simulated Intercom's notifications: their signature, their shape in both versions, and how they get lost or late.
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addContact, type IntercomSimulatorOptions, signNotification } from '../../src/simulators/intercom/index.ts';
import {
  call,
  noteOf,
  type Notification,
  type Receiver,
  startReceiver,
  withSimulator,
} from './intercom-simulator-kit.ts';

const fixtures = join(process.env['VENDOR_FIXTURES_DIR'] ?? '../shared/fixtures', 'intercom-webhooks');
const hasFixtures = existsSync(fixtures);
const readFixture = (name: string) => JSON.parse(readFileSync(join(fixtures, name), 'utf8'));

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

/** Runs a test with the receiver subscribed and the notification of the first conversation already taken away. */
function withWebhooks(
  options: IntercomSimulatorOptions,
  run: Parameters<typeof withSimulator>[1],
): ReturnType<typeof withSimulator> {
  return withSimulator(options, async (simulator, conversationId) => {
    simulator.setWebhookUrl(receiver.url);
    await run(simulator, conversationId);
  });
}

function itemOf(notification: Notification | undefined): Record<string, unknown> {
  return notification?.body.data.item ?? {};
}

function partOf(notification: Notification | undefined): Record<string, unknown> | undefined {
  const list = itemOf(notification)['conversation_parts'] as { conversation_parts: Record<string, unknown>[] };
  return list.conversation_parts[0];
}

/** Every path of keys in an object, lists by their first element. */
function keyPaths(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : keyPaths(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [`${path}.${key}`, ...keyPaths(inner, `${path}.${key}`)]);
}

describe('signature', () => {
  test('when a notification is signed, it is HMAC-SHA1 of the raw body with the client secret', () => {
    const body = '{"type":"notification_event","id":"notif_1","topic":"ping"}';
    expect(signNotification(body, 'test_client_secret')).toBe('sha1=b8ce8ae27eed1ee35bb8c630afdc5c33b7105818');
  });

  test('when a notification arrives, header, agent and signature are as Intercom sends them', () =>
    withWebhooks({ clientSecret: 's3cret' }, async (simulator, conversationId) => {
      simulator.teammateNotes({ conversationId, body: 'Hällo 🙂' });
      const [got] = await receiver.waitFor(1);
      const expected = createHmac('sha1', 's3cret')
        .update(got?.raw ?? '', 'utf8')
        .digest('hex');
      expect(got?.headers['x-hub-signature']).toBe(`sha1=${expected}`);
      expect(got?.headers['user-agent']).toBe('intercom-parrot-service-client/1.0');
      expect(got?.headers['content-type']).toBe('application/json');
    }));
});

describe('shape', () => {
  test('when our own note is posted by API, it comes back as conversation.admin.noted with that part alone', () =>
    withWebhooks({ workspaceId: 'abc' }, async (simulator, id) => {
      simulator.teammateNotes({ conversationId: id, body: 'earlier' });
      await receiver.waitFor(1);
      await call(simulator, 'POST', `/conversations/${id}/reply`, noteOf('<p>Ours <b>bold</b></p>'));
      const got = (await receiver.waitFor(2))[1];
      expect(got?.body).toMatchObject({
        type: 'notification_event',
        app_id: 'abc',
        topic: 'conversation.admin.noted',
        id: expect.stringMatching(/^notif_[\da-f-]{36}$/),
        delivery_attempts: 1,
        data: { type: 'notification_event_data', item: { type: 'conversation', id } },
      });
      expect(itemOf(got)['conversation_parts']).toMatchObject({ total_count: 1 });
      expect(partOf(got)).toMatchObject({ part_type: 'note', body: 'Ours bold', author: { id: '900' } });
    }));

  test('when the app is at 2.14, bodies are HTML, dates of statistics ISO and nobody is null', () =>
    withWebhooks({ apiVersion: '2.14' }, async (simulator, conversationId) => {
      simulator.teammateNotes({ conversationId, body: '<p>Some <b>bold</b></p>' });
      const [got] = await receiver.waitFor(1);
      expect(partOf(got)?.['body']).toBe('<p>Some <b>bold</b></p>');
      expect(itemOf(got)).toMatchObject({
        admin_assignee_id: null,
        priority: 'not_priority',
        source: { body: '<p>Help</p>' },
      });
      expect(itemOf(got)['statistics']).toMatchObject({
        first_contact_reply_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      });
    }));

  test('when the app is at 2.16, bodies are text and dates of statistics unix seconds', () =>
    withWebhooks({ apiVersion: '2.16' }, async (simulator, conversationId) => {
      simulator.customerWrites({ conversationId, body: 'One\ntwo' });
      const [got] = await receiver.waitFor(1);
      expect(partOf(got)?.['body']).toBe('One\ntwo');
      expect(itemOf(got)).toMatchObject({ admin_assignee_id: 0, source: { body: 'Help' } });
      expect(itemOf(got)['statistics']).toMatchObject({ first_contact_reply_at: expect.any(Number) });
    }));

  test('when people and the API act, each thing has its topic', () =>
    withWebhooks({ webhooks: { reorder: 0 } }, async (simulator, conversationId) => {
      const topics: string[] = [];
      const expectTopics = async (act: () => unknown, ...expected: string[]) => {
        await act();
        topics.push(...expected);
        await receiver.waitFor(topics.length);
      };
      const given = { conversationId };
      await expectTopics(() => simulator.customerWrites({ body: 'new' }), 'conversation.user.created');
      await expectTopics(() => simulator.customerWrites({ ...given, body: 'x' }), 'conversation.user.replied');
      await expectTopics(() => simulator.teammateReplies({ ...given, body: 'x' }), 'conversation.admin.replied');
      await expectTopics(() => simulator.teammateNotes({ ...given, body: 'x' }), 'conversation.admin.noted');
      await expectTopics(
        () => simulator.teammateAssigns({ ...given, assigneeId: '901' }),
        'conversation.admin.assigned',
        'conversation.admin.open.assigned',
      );
      await expectTopics(() => simulator.customerRates({ ...given, rating: 2 }), 'conversation.rating.added');
      await expectTopics(() => simulator.teammateSnoozes(given), 'conversation.admin.snoozed');
      await expectTopics(() => simulator.teammateOpens(given), 'conversation.admin.unsnoozed');
      await expectTopics(() => simulator.teammateCloses(given), 'conversation.admin.closed');
      await expectTopics(() => simulator.teammateOpens(given), 'conversation.admin.opened');
      await expectTopics(() => simulator.teammateTags({ ...given, tag: 'vip' }), 'conversation_part.tag.created');
      await expectTopics(() => simulator.deleteConversation(conversationId), 'conversation.deleted');
      await expectTopics(() => simulator.sendPing(), 'ping');
      expect(receiver.received.map(({ body }) => body.topic)).toEqual(topics);
      const ids = receiver.received.map(({ body }) => body.id).filter((id) => id !== null);
      expect(new Set(ids).size).toBe(topics.length - 1);
      expect(itemOf(receiver.received.at(-2))).toEqual({ type: 'conversation', conversation_id: conversationId });
      expect(receiver.received.at(-1)?.body.id).toBeNull();
    }));

  test('when contacts are merged or deleted, the survivor or the bare id is told', () =>
    withWebhooks({}, async (simulator) => {
      const from = addContact(simulator.state, { role: 'lead', email: 'a@example.com' });
      const into = addContact(simulator.state, { externalId: 'u1', email: 'a@example.com' });
      simulator.mergeContacts(from.id, into.id);
      await receiver.waitFor(1);
      simulator.deleteContact(into.id);
      const [merged, deleted] = await receiver.waitFor(2);
      expect(merged?.body.topic).toBe('contact.merged');
      expect(itemOf(merged)).toMatchObject({ id: into.id, merged_from: { type: 'contact', id: from.id } });
      expect(itemOf(deleted)).toEqual({ type: 'contact', id: into.id, external_id: 'u1', deleted: true });
    }));

  test.skipIf(!hasFixtures)(
    `when compared with captured notifications, no key is missing${hasFixtures ? '' : ' (skipped: no captured notifications here)'}`,
    () =>
      withWebhooks({ apiVersion: '2.14' }, async (simulator, conversationId) => {
        simulator.teammateAssigns({ conversationId, assigneeId: '901', body: 'yours' });
        await receiver.waitFor(2);
        simulator.deleteConversation(conversationId);
        await receiver.waitFor(3);
        simulator.sendPing();
        const made = (await receiver.waitFor(4)).slice(1);
        // Custom attributes and event details hold whatever the workspace has, so their inner keys are its own.
        const own = /^\.data\.item\.(custom_attributes|conversation_parts.*event_details)\./;
        const names = ['conversation_admin_open_assigned', 'conversation_deleted', 'ping'];
        for (const [index, name] of names.entries()) {
          const captured = keyPaths(readFixture(`zulip_zulip__${name}.json`)).filter((path) => !own.test(path));
          const missing = captured.filter((path) => !keyPaths(made[index]?.body).includes(path));
          expect({ name, missing }).toEqual({ name, missing: [] });
        }
      }),
  );
});

describe('delivery', () => {
  test('when the receiver fails, there is one retry with the same id, then it is given up', () =>
    withWebhooks({ webhooks: { retryDelayMs: 30 } }, async (simulator, conversationId) => {
      receiver.status = 500;
      simulator.teammateNotes({ conversationId, body: 'x' });
      const [first, second] = await receiver.waitFor(2);
      expect([first?.body['delivery_attempts'], second?.body['delivery_attempts']]).toEqual([1, 2]);
      expect(first?.body.id).toBe(second?.body.id);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(receiver.received).toHaveLength(2);
      expect(simulator.listWebhooks().at(-1)).toMatchObject({
        outcome: 'failed',
        attempts: [{ status: 500 }, { status: 500 }],
      });
    }));

  test('when the receiver does not answer in time, that attempt is a timeout', () =>
    withWebhooks({ webhooks: { deadlineMs: 30, retryDelayMs: 10 } }, async (simulator, conversationId) => {
      receiver.status = 0;
      simulator.teammateNotes({ conversationId, body: 'x' });
      await receiver.waitFor(2);
      await expect.poll(() => simulator.listWebhooks().at(-1)?.outcome).toBe('failed');
      expect(simulator.listWebhooks().at(-1)?.attempts[0]).toMatchObject({ status: null, error: 'timeout' });
    }));

  test('when the receiver answers 410, the subscription ends', () =>
    withWebhooks({ webhooks: { retryDelayMs: 10 } }, async (simulator, conversationId) => {
      receiver.status = 410;
      simulator.teammateNotes({ conversationId, body: 'x' });
      await receiver.waitFor(1);
      await expect.poll(() => simulator.webhooks.url).toBeNull();
    }));

  test('when told to duplicate, the same notification comes twice', () =>
    withWebhooks({ webhooks: { duplicate: 1 } }, async (simulator, conversationId) => {
      simulator.teammateNotes({ conversationId, body: 'x' });
      const [first, second] = await receiver.waitFor(2);
      expect(first?.raw).toBe(second?.raw);
    }));

  test('when told to drop, nothing comes and the log says so', () =>
    withWebhooks({ webhooks: { drop: 1 } }, async (simulator, conversationId) => {
      simulator.teammateNotes({ conversationId, body: 'x' });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(receiver.received).toHaveLength(0);
      expect(simulator.listWebhooks().at(-1)?.outcome).toBe('dropped');
    }));

  test('when told to reorder, held ones come shuffled and none is lost', () => {
    // Always choosing 0 turns the order of four round by one.
    return withWebhooks({ webhooks: { reorder: 4 }, random: () => 0 }, async (simulator, conversationId) => {
      for (const body of ['1', '2', '3']) simulator.teammateNotes({ conversationId, body });
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(receiver.received).toHaveLength(0);
      simulator.teammateNotes({ conversationId, body: '4' });
      const bodies = (await receiver.waitFor(4)).map((one) => partOf(one)?.['body']);
      expect(bodies.toSorted()).toEqual(['1', '2', '3', '4']);
      expect(bodies).not.toEqual(['1', '2', '3', '4']);
    });
  });

  test('when told to delay, the API call does not wait for the notification', () =>
    withWebhooks({ webhooks: { delayMs: 150 } }, async (simulator, id) => {
      const started = performance.now();
      await call(simulator, 'POST', `/conversations/${id}/reply`, noteOf('x'));
      expect(performance.now() - started).toBeLessThan(140);
      await receiver.waitFor(1);
      expect(performance.now() - started).toBeGreaterThan(140);
    }));

  test('when only some topics are subscribed, the others are not sent', () =>
    withWebhooks({ webhooks: { topics: ['conversation.admin.closed'] } }, async (simulator, conversationId) => {
      simulator.teammateNotes({ conversationId, body: 'x' });
      simulator.teammateCloses({ conversationId });
      const [got] = await receiver.waitFor(1);
      expect(got?.body.topic).toBe('conversation.admin.closed');
    }));
});
