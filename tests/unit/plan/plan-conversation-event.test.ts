// What follows from a teammate's note, as tables.
import { describe, expect, test } from 'vitest';
import { readPlainText } from '../../../src/domain/document/read-plain-text.ts';
import { planConversationEvent } from '../../../src/domain/plan/plan-conversation-event.ts';
import { conversationFacts, DIALOG, link, NOW, noted, outcomes, RULES, snapshot, told } from './builders.ts';

const plan = (text: string, facts: Parameters<typeof conversationFacts>[0] = {}) =>
  planConversationEvent(noted(text), conversationFacts(facts), RULES);
const named = (asked: string, issue: ReturnType<typeof snapshot> | null) => ({ asked, connection: 'jira', issue });
const second = link({ id: 'ln_2', issue: { connection: 'jira', issueId: '10002' }, issueKey: 'SUP-2' });

describe('a note', () => {
  test.each([
    { when: 'it is ours', text: 'jira: x', facts: { ours: true }, does: [], ends: 'ignored own_echo' },
    { when: 'it is for teammates', text: 'call her', facts: {}, does: [], ends: 'ignored plain_note' },
    {
      when: 'it is a message',
      text: 'jira: look',
      facts: {},
      does: [['Anna (support):', 'look']],
      ends: 'done commented',
    },
    {
      when: 'the prefix is shouted',
      text: ' JIRA:look',
      facts: {},
      does: [['Anna (support):', 'look']],
      ends: 'done commented',
    },
    {
      when: 'no issue is linked',
      text: 'jira: look',
      facts: { links: [] },
      does: [['No issue is linked to this conversation. Link one first, for example “jira: SUP-12”.']],
      ends: 'done answered',
    },
    {
      when: 'several are linked',
      text: 'jira: look',
      facts: { links: [link(), second] },
      does: [
        ['Several issues are linked here: SUP-1, SUP-2. Begin with the key, for example “jira: SUP-1 your text”.'],
      ],
      ends: 'done answered',
    },
    {
      when: 'the linked issue is gone',
      text: 'jira: look',
      facts: { gone: ['ln_1'] },
      does: [['Nothing was sent: SUP-1 can no longer be seen in Jira.']],
      ends: 'done answered',
    },
    {
      when: 'the named issues are unknown',
      text: 'https://jira.test/browse/SUP-8 https://jira.test/browse/SUP-9',
      facts: { named: [named('SUP-8', null), named('SUP-9', null)] },
      does: [
        [
          'SUP-8, SUP-9 were not found in Jira, or Deskbridge may not see them. Check the keys and write the note again.',
        ],
      ],
      ends: 'ignored issue_not_found',
    },
    {
      when: 'it names a linked issue with a message',
      text: 'jira: SUP-1 look',
      facts: { links: [link(), second], named: [named('SUP-1', snapshot())] },
      does: [['Anna (support):', 'look']],
      ends: 'done commented',
    },
    {
      when: 'it names one issue twice',
      text: 'https://jira.test/browse/SUP-1 https://jira.test/browse/SUP-1',
      facts: { links: [], named: [named('SUP-1', snapshot()), named('SUP-1', snapshot())] },
      does: [[expect.stringContaining('SUP-1'), 'Linked to this conversation', expect.any(String)], 'put_remote_link'],
      ends: 'done linked',
    },
    {
      when: 'it is redacted by now',
      text: 'jira: look',
      facts: { note: { state: 'found', value: readPlainText('This message was deleted') } },
      does: [],
      ends: 'ignored note_gone',
    },
    {
      when: 'it was deleted long ago',
      text: 'jira: look',
      facts: { now: NOW + 61_000, note: { state: 'missing' } },
      does: [],
      ends: 'ignored note_gone',
    },
    {
      when: 'it is so fresh that the API does not show it yet',
      text: 'jira: look',
      facts: { note: { state: 'missing' } },
      does: [['Anna (support):', 'look']],
      ends: 'done commented',
    },
  ] as const)('when $when, then $ends', ({ text, facts, does, ends }) => {
    const planned = plan(text, facts as Parameters<typeof conversationFacts>[0]);
    expect(told(planned)).toEqual(does);
    expect(outcomes(planned)).toEqual([ends]);
  });

  test('when the sweep and a webhook bring the same note, then both make the same delivery', () => {
    expect(plan('jira: look').actions[0]?.once).toBe(plan('jira: look').actions[0]?.once);
    expect(plan('jira: look').actions[0]?.once).toContain('/55/');
  });
});

describe('a change of a conversation', () => {
  const snoozed = {
    kind: 'conversation_changed',
    conversation: DIALOG,
    topic: 'conversation.admin.snoozed',
    state: 'snoozed',
    snoozedUntil: NOW + 1,
    change: null,
    by: { id: '901', name: 'Anna', kind: 'person' },
    at: NOW,
  } as const;

  test.each([
    { links: [link()], ends: 'done remembered' },
    { links: [], ends: 'ignored dialog_not_linked' },
  ])('when it is put aside, then that is remembered: $ends', ({ links, ends }) => {
    const planned = planConversationEvent(snoozed, conversationFacts({ links }), RULES);
    expect(planned.conversation).toEqual({
      ...DIALOG,
      state: 'snoozed',
      snoozedUntil: NOW + 1,
      deleted: false,
      at: NOW,
    });
    expect(outcomes(planned)).toEqual([ends]);
  });

  test('when it is deleted, then its links end and the issues lose the dead address', () => {
    const event = { kind: 'conversation_deleted', conversation: DIALOG, at: NOW } as const;
    const planned = planConversationEvent(event, conversationFacts({ links: [link(), second] }), RULES);
    expect(told(planned)).toEqual(['remove_remote_link', 'remove_remote_link']);
    expect(planned.links.map(({ kind }) => kind)).toEqual(['unlink', 'unlink']);
  });
});
