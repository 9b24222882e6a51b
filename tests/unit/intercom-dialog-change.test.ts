// What the Intercom webhook source makes of topics that rules may ask for: what happened, and who did it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createIntercomSource } from '../../src/adapters/intercom/webhook-source.ts';

function readEvent(topic: string, item: Record<string, unknown>, appId = 'ws1') {
  const source = createIntercomSource({ connection: 'chat', workspaceId: appId, clientSecrets: ['s'] });
  return source.read({ topic, app_id: appId, id: 'notif_1', created_at: 1_700_000_000, data: { item } });
}

const ANN = { type: 'admin', id: 901, name: 'Ann' };

function conversation(more: Record<string, unknown> = {}, author: unknown = ANN, partType = 'comment') {
  const part = {
    type: 'conversation_part',
    id: '7',
    part_type: partType,
    body: 'x',
    created_at: 1_700_000_002,
    author,
  };
  return {
    type: 'conversation',
    id: '42',
    updated_at: 1_700_000_001,
    state: 'open',
    conversation_parts: { type: 'conversation_part.list', conversation_parts: [part], total_count: 1 },
    ...more,
  };
}

describe('what happened', () => {
  it.each([
    ['conversation.admin.closed', 'dialog_closed'],
    ['conversation.admin.opened', 'dialog_reopened'],
    ['conversation.admin.assigned', 'dialog_assigned'],
    ['conversation.admin.replied', 'teammate_replied'],
  ])('when the topic is %s, then the trigger is %s, by the author of the part', (topic, trigger) => {
    expect(readEvent(topic, conversation())).toMatchObject({
      kind: 'conversation_changed',
      topic,
      state: 'open',
      change: { trigger },
      by: { id: '901', name: 'Ann', kind: 'person' },
    });
  });

  it('when a customer replies, then it is by the customer, also when that opened the dialog', () => {
    for (const partType of ['comment', 'open']) {
      const kim = { type: 'user', id: 'c1', name: 'Kim' };
      expect(readEvent('conversation.user.replied', conversation({}, kim, partType))).toMatchObject({
        change: { trigger: 'customer_replied' },
        by: { id: 'c1', name: 'Kim', kind: 'person' },
      });
    }
  });

  it.each([
    'conversation.admin.snoozed',
    'conversation.admin.unsnoozed',
    'conversation.admin.open.assigned',
    'conversation.admin.single.created',
    'conversation.operator.replied',
    'conversation.user.created',
    'conversation.read',
    'conversation.priority.updated',
    'conversation_part.redacted',
    'conversation.toString',
  ])('when the topic is %s, then no rule is asked', (topic) => {
    expect(readEvent(topic, conversation())).toMatchObject({ kind: 'conversation_changed', topic, change: null });
  });

  it('when a bot closed it, then it is by a bot', () => {
    const bot = { type: 'bot', id: '1', name: 'Fin' };
    expect(readEvent('conversation.admin.closed', conversation({}, bot, 'close'))).toMatchObject({
      by: { kind: 'bot' },
    });
  });
});

describe('a rating', () => {
  const of = (rating: unknown) => readEvent('conversation.rating.added', conversation({ conversation_rating: rating }));

  it('when it is added, then its stars are told, by the contact', () => {
    expect(of({ rating: 2, remark: 'slow', contact: { type: 'contact', id: 'c1' } })).toMatchObject({
      change: { trigger: 'dialog_rated', rating: 2 },
      by: { id: 'c1', name: null, kind: 'person' },
    });
  });

  it.each([[null], [{}], [{ rating: null }], ['five'], [{ rating: '5' }]])(
    'when it is %j, then it has no stars',
    (rating) => {
      expect(of(rating)).toMatchObject({ change: { trigger: 'dialog_rated', rating: null }, by: { kind: 'unknown' } });
    },
  );
});

describe('a tag', () => {
  const bug = { type: 'tag', id: '1', name: 'bug', applied_at: 5, applied_by: { type: 'admin', id: '901' } };
  const vip = { type: 'tag', id: '2', name: 'vip', applied_at: 4, applied_by: { type: 'admin', id: '902' } };
  const read = (item: Record<string, unknown>) => readEvent('conversation_part.tag.created', item);
  const tagged = { kind: 'conversation_changed', change: { trigger: 'dialog_tagged', tag: 'bug' } };

  it('when the payload says which was added, then that is the one, by who put it on', () => {
    const added = { tags: [{ type: 'tag', id: '1', name: 'bug' }] };
    expect(read(conversation({ tags: { tags: [bug, vip] }, tags_added: added }))).toMatchObject({
      ...tagged,
      by: { id: '901', name: null, kind: 'person' },
    });
  });

  it('when the payload names all tags only, then it is the one put on last', () => {
    expect(read(conversation({ tags: { tags: [bug, vip] } }))).toMatchObject({ ...tagged, by: { id: '901' } });
  });

  it('when the tag stands beside the conversation, then both are understood', () => {
    const item = {
      type: 'conversation_part_tag',
      tag: { type: 'tag', id: '1', name: 'bug' },
      conversation: conversation(),
    };
    expect(read(item)).toMatchObject({
      ...tagged,
      conversation: { conversationId: '42' },
      state: 'open',
      by: { kind: 'unknown' },
    });
  });

  it.each([[{}], [{ tags: null }], [{ tags: { tags: [{ id: 1 }] } }], [{ tags_added: { tags: 'x' } }]])(
    'when no tag can be read from %j, then no rule is asked',
    (more) => {
      expect(read(conversation(more))).toMatchObject({ kind: 'conversation_changed', change: null });
    },
  );
});

const folder = join(
  process.env['VENDOR_FIXTURES_DIR'] ?? join(process.cwd(), '../shared/fixtures'),
  'intercom-webhooks',
);
const skipped = existsSync(folder) ? '' : ' (skipped: VENDOR_FIXTURES_DIR does not exist)';

describe.skipIf(!existsSync(folder))(`recorded webhooks${skipped}`, () => {
  it.each([
    ['zulip_zulip__conversation_admin_closed', 'closed', { trigger: 'dialog_closed' }, 'Eeshan Garg'],
    ['zulip_zulip__conversation_admin_opened', 'open', { trigger: 'dialog_reopened' }, 'Eeshan Garg'],
    ['zulip_zulip__conversation_admin_open_assigned', 'open', null, 'John Doe'],
    ['zulip_zulip__conversation_operator_replied', 'open', null, 'Fin'],
    ['hull_hull-connectors__webhook-conversation-admin-assigned', 'open', { trigger: 'dialog_assigned' }, 'Andy'],
    ['hull_hull-connectors__webhook-conversation-admin-opened', 'open', { trigger: 'dialog_reopened' }, 'Andy'],
    ['hull_hull-connectors__webhook-conversation-admin-replied', 'open', { trigger: 'teammate_replied' }, 'Andy'],
    ['hull_hull-connectors__webhook-conversation-admin-snoozed', 'snoozed', null, 'Andy'],
    [
      'hull_hull-connectors__webhook-conversation-part-tag-created',
      'open',
      { trigger: 'dialog_tagged', tag: 'sample tag' },
      null,
    ],
  ])('when %s arrives, then the dialog is %s and the change is %j', (file, state, change, name) => {
    const payload = JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8'));
    const event = readEvent(payload.topic, payload.data.item);
    expect(event).toMatchObject({ kind: 'conversation_changed', state, change, by: { name } });
  });
});
