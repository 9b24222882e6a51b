// What the Intercom webhook source makes of signatures, payloads of every version, and payloads that make no sense.
import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIntercomSource } from '../../src/adapters/intercom/webhook-source.ts';

const SECRET = 'test_client_secret';
const source = createIntercomSource({ connection: 'chat', workspaceId: 'ws1', clientSecrets: [SECRET] });

function sign(raw: string, secret = SECRET): string {
  return `sha1=${createHmac('sha1', secret).update(raw).digest('hex')}`;
}

function notification(topic: string, item: unknown, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'notification_event',
    app_id: 'ws1',
    id: 'notif_1',
    topic,
    created_at: 1_700_000_000,
    data: { type: 'notification_event_data', item },
    ...more,
  };
}

function conversation(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { type: 'conversation', id: '42', updated_at: 1_700_000_001, state: 'open', open: true, ...more };
}

function withParts(...parts: Record<string, unknown>[]): Record<string, unknown> {
  return conversation({
    conversation_parts: { type: 'conversation_part.list', conversation_parts: parts, total_count: parts.length },
  });
}

function note(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'conversation_part',
    id: '7',
    part_type: 'note',
    body: '<p>Hello</p>',
    created_at: 1_700_000_002,
    author: { type: 'admin', id: '900', name: 'Ann' },
    ...more,
  };
}

function textOf(value: unknown): string {
  return JSON.stringify(value);
}

describe('verify', () => {
  const raw = Buffer.from('{"type":"notification_event","id":"notif_1","topic":"ping"}');

  it('when the signature is the one of the documented test vector, then it is good', () => {
    const headers = { 'x-hub-signature': 'sha1=b8ce8ae27eed1ee35bb8c630afdc5c33b7105818' };
    expect(source.verify(raw, headers, null)).toBe(true);
  });

  it('when one byte of the body differs, then it is bad', () => {
    expect(source.verify(Buffer.from(`${raw} `), { 'x-hub-signature': sign(String(raw)) }, null)).toBe(false);
  });

  it('when a secret is being changed, then both the old and the new one are good', () => {
    const both = createIntercomSource({ connection: 'chat', workspaceId: 'ws1', clientSecrets: ['new', SECRET] });
    expect(both.verify(raw, { 'x-hub-signature': sign(String(raw), 'new') }, null)).toBe(true);
    expect(both.verify(raw, { 'x-hub-signature': sign(String(raw)) }, null)).toBe(true);
    expect(both.verify(raw, { 'x-hub-signature': sign(String(raw), 'other') }, null)).toBe(false);
  });

  it.each([
    undefined,
    '',
    'sha1=',
    'sha1=zz',
    'sha256=b8ce8ae27eed1ee35bb8c630afdc5c33b7105818',
    `sha1=${'0'.repeat(42)}`,
    ['sha1=b8ce8ae27eed1ee35bb8c630afdc5c33b7105818', 'sha1=0'],
  ])('when the header is %j, then it is bad and nothing is thrown', (header) => {
    expect(source.verify(raw, { 'x-hub-signature': header }, null)).toBe(false);
  });

  it('when a secret is empty or none is given, then nothing is good', () => {
    for (const clientSecrets of [[''], []]) {
      const open = createIntercomSource({ connection: 'chat', workspaceId: 'ws1', clientSecrets });
      expect(open.verify(raw, { 'x-hub-signature': sign(String(raw), '') }, null)).toBe(false);
    }
  });
});

describe('identify', () => {
  it('when the item is a conversation, then the lane is its own', () => {
    expect(source.identify(notification('conversation.admin.noted', conversation()), {})).toEqual({
      deliveryKey: 'notif_1',
      lane: 'conversation/chat/42',
      topic: 'conversation.admin.noted',
    });
  });

  it('when a conversation was deleted, then its other id field gives the lane', () => {
    const payload = notification('conversation.deleted', { type: 'conversation', conversation_id: '43' });
    expect(source.identify(payload, {}).lane).toBe('conversation/chat/43');
  });

  it('when a ticket carries a conversation id, then the lane is the conversation', () => {
    const payload = notification('ticket.created', { type: 'ticket', id: '5', conversation_id: 44 });
    expect(source.identify(payload, {}).lane).toBe('conversation/chat/44');
  });

  it('when it is a ping, then it has no key and the lane is the connection', () => {
    const payload = notification('ping', { type: 'ping' }, { id: null });
    expect(source.identify(payload, {})).toEqual({ deliveryKey: null, lane: 'connection/chat/-', topic: 'ping' });
  });

  it('when it is of another workspace, then it gets no conversation lane of ours', () => {
    const payload = notification('conversation.read', conversation(), { app_id: 'ws2' });
    expect(source.identify(payload, {}).lane).toBe('connection/chat/-');
  });
});

describe('read', () => {
  it('when a note was added, then the newest note part is given with its author', () => {
    const item = withParts(
      note({ id: '9', created_at: 1_700_000_009 }),
      note({ id: '8' }),
      note({ part_type: 'comment' }),
    );
    expect(source.read(notification('conversation.admin.noted', item))).toMatchObject({
      kind: 'conversation_noted',
      conversation: { connection: 'chat', conversationId: '42' },
      part: { id: '9', kind: 'note', author: { id: '900', name: 'Ann', kind: 'person' }, createdAt: 1_700_000_009_000 },
      at: 1_700_000_009_000,
    });
  });

  it.each([
    ['HTML (webhooks up to 2.14)', '<p class="no-margin">jira: <b>fixed</b></p>'],
    ['plain text (webhooks since 2.15)', 'jira: fixed'],
  ])('when the body is %s, then its words arrive and no markup does', (_name, body) => {
    const event = source.read(notification('conversation.admin.noted', withParts(note({ body }))));
    expect(event).toMatchObject({ kind: 'conversation_noted' });
    expect(textOf(event)).toContain('jira: ');
    expect(textOf(event)).toContain('fixed');
    expect(textOf(event)).not.toMatch(/<|no-margin/);
  });

  it('when plain text holds something like a tag, then it stays as typed', () => {
    const body = '<p> is shown in the dialog';
    const event = source.read(notification('conversation.admin.noted', withParts(note({ body }))));
    expect(textOf(event)).toContain('<p> is shown in the dialog');
  });

  it.each([null, undefined, '', '   ', 5, {}])('when the note’s body is %j, then the document is empty', (body) => {
    const event = source.read(notification('conversation.admin.noted', withParts(note({ body, redacted: true }))));
    expect(event).toMatchObject({ kind: 'conversation_noted', part: { body: { blocks: [] } } });
  });

  it('when the notification of a note holds no note, then it is unreadable and says so', () => {
    expect(source.read(notification('conversation.admin.noted', withParts(note({ part_type: 'comment' }))))).toEqual({
      kind: 'unreadable',
      why: 'The notification of a note in conversation 42 holds no note.',
    });
  });

  it.each([
    [{ state: 'closed', open: false }, 'closed', null],
    [{ state: 'snoozed', open: true, snoozed_until: 1_700_000_100 }, 'snoozed', 1_700_000_100_000],
    [{ state: 'snoozed', snoozed_until: '2023-11-14T22:15:00Z' }, 'snoozed', 1_700_000_100_000],
    [{ state: 'open', snoozed_until: 1_700_000_100 }, 'open', null],
    [{ state: undefined, open: false }, 'closed', null],
    [{ state: undefined, open: true, snoozed_until: '1700000100' }, 'snoozed', 1_700_000_100_000],
    [{ state: undefined, open: true }, 'open', null],
    [{ state: 'dreaming', open: 'yes' }, null, null],
  ])('when the conversation has %j, then its state is %s', (fields, state, snoozedUntil) => {
    expect(source.read(notification('conversation.admin.closed', conversation(fields)))).toEqual({
      kind: 'conversation_changed',
      conversation: { connection: 'chat', conversationId: '42' },
      topic: 'conversation.admin.closed',
      state,
      snoozedUntil,
      change: { trigger: 'dialog_closed' },
      by: { id: null, name: null, kind: 'unknown' },
      at: 1_700_000_001_000,
    });
  });

  it('when times are seconds, milliseconds or ISO 8601, then the instant is the same', () => {
    for (const updated_at of [1_700_000_001, 1_700_000_001_000, '2023-11-14T22:13:21.000Z', '1700000001']) {
      expect(source.read(notification('conversation.read', conversation({ updated_at })))).toMatchObject({
        at: 1_700_000_001_000,
      });
    }
  });

  it('when a conversation was deleted, then that is said', () => {
    const payload = notification('conversation.deleted', { type: 'conversation', conversation_id: '43' });
    expect(source.read(payload)).toEqual({
      kind: 'conversation_deleted',
      conversation: { connection: 'chat', conversationId: '43' },
      at: 1_700_000_000_000,
    });
  });

  it('when the event is of another workspace, then nothing follows and both workspaces are named', () => {
    const event = source.read(notification('conversation.read', conversation(), { app_id: 'ws2' }));
    expect(event).toEqual({
      kind: 'nothing_follows',
      reason: 'not_mirrored',
      name: 'conversation.read of workspace ws2, which is not ours (ws1)',
    });
  });

  it.each([
    ['ping', 'ping'],
    ['contact.merged', 'not_mirrored'],
    ['company.created', 'not_mirrored'],
    ['ticket.closed', 'not_mirrored'],
    ['user.deleted', 'not_mirrored'],
    ['admin.removed_from_workspace', 'not_mirrored'],
    ['starship.landed', 'unknown_event'],
  ])('when the topic is %s, then nothing follows because of %s', (topic, reason) => {
    expect(source.read(notification(topic, {}))).toEqual({ kind: 'nothing_follows', reason, name: topic });
  });

  it.each([
    [null, 'has no topic'],
    [[], 'has no topic'],
    ['text', 'has no topic'],
    [{ topic: 5 }, 'has no topic'],
    [notification('conversation.read', null), 'which conversation'],
    [notification('conversation.read', { type: 'conversation', id: {} }), 'which conversation'],
    [notification('conversation.read', { type: 'conversation', id: '1' }, { created_at: null }), 'no time'],
  ])('when the payload is %j, then it is unreadable with a sentence', (payload, why) => {
    const event = source.read(payload);
    expect(event).toMatchObject({ kind: 'unreadable' });
    expect(textOf(event)).toContain(why);
  });

  it('when the payload is anything at all, then neither reading nor naming it throws', () => {
    const topics = fc.constantFrom(
      'conversation.admin.noted',
      'conversation.deleted',
      'conversation.read',
      'ping',
      'x',
    );
    const part = fc.record(
      {
        id: fc.jsonValue(),
        part_type: fc.constantFrom('note', 'open', null),
        body: fc.jsonValue(),
        author: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const item = fc.record(
      {
        type: fc.constantFrom('conversation', 'ticket'),
        id: fc.oneof(fc.string(), fc.integer(), fc.jsonValue()),
        updated_at: fc.jsonValue(),
        conversation_parts: fc.oneof(fc.jsonValue(), fc.record({ conversation_parts: fc.array(part) })),
        source: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const payload = fc.oneof(
      fc.jsonValue(),
      fc.tuple(topics, fc.oneof(item, fc.jsonValue())).map(([topic, value]) => notification(topic, value)),
    );
    fc.assert(
      fc.property(payload, (value) => {
        expect(source.identify(value, {}).lane).toMatch(/^(conversation|connection)\/chat\//);
        expect(source.read(value)).toHaveProperty('kind');
      }),
      { numRuns: 500 },
    );
  });
});

const fixtures = join(
  process.env['VENDOR_FIXTURES_DIR'] ?? join(process.cwd(), '../shared/fixtures'),
  'intercom-webhooks',
);
const withFixtures = describe.skipIf(!existsSync(fixtures));
const skipped = existsSync(fixtures) ? '' : ' (skipped: VENDOR_FIXTURES_DIR does not exist)';

withFixtures(`recorded webhooks${skipped}`, () => {
  const expected: [RegExp, string][] = [
    [/conversation-admin-noted|conversation_admin_noted/, 'conversation_noted'],
    [/conversation_deleted/, 'conversation_deleted'],
    [/conversation/, 'conversation_changed'],
    [/ping/, 'nothing_follows ping'],
    [/./, 'nothing_follows not_mirrored'],
  ];
  const files = existsSync(fixtures) ? readdirSync(fixtures).filter((file) => file.endsWith('.json')) : [];

  it.each(files)('when %s arrives, then it ends as expected', (file) => {
    const payload = JSON.parse(readFileSync(join(fixtures, file), 'utf8'));
    const its = createIntercomSource({
      connection: 'chat',
      workspaceId: payload.app_id ?? 'x',
      clientSecrets: [SECRET],
    });
    const event = its.read(payload);
    const outcome = event.kind === 'nothing_follows' ? `${event.kind} ${event.reason}` : event.kind;
    expect(outcome).toBe(expected.find(([pattern]) => pattern.test(file))?.[1]);
    const lane = /conversation/.test(file) ? /^conversation\/chat\/\d+$/ : /^connection\/chat\/-$/;
    expect(its.identify(payload, {}).lane).toMatch(lane);
  });

  it('when the folder is read, then it holds the captures of both object models', () => {
    expect(files.length).toBeGreaterThan(30);
  });
});
