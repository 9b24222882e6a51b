// Promises to come back to a dialog, and messages from the inbox app, as tables.
import { describe, expect, test } from 'vitest';
import type { MessageSent, ReminderAsked, ReminderDue } from '../../../src/domain/event.ts';
import { planConversationEvent } from '../../../src/domain/plan/plan-conversation-event.ts';
import { planIssueEvents } from '../../../src/domain/plan/plan-issue-events.ts';
import { promiseChanges } from '../../../src/domain/plan/plan-reminder.ts';
import {
  changed,
  conversationFacts,
  DIALOG,
  DONE,
  IN_PROGRESS,
  issueFacts,
  known,
  link,
  NOW,
  outcomes,
  RULES,
  snapshot,
  told,
} from './builders.ts';

const ANNA = { id: '901', name: 'Anna', kind: 'person' } as const;
const BORIS = { id: '902', name: 'Boris', kind: 'person' } as const;
const DAY = 86_400_000;
const IN_3_DAYS = NOW + 3 * DAY;
const PROMISE = { dueAt: IN_3_DAYS, by: ANNA };

function asked(given: Partial<ReminderAsked> = {}): ReminderAsked {
  const base = { kind: 'reminder_asked', conversation: DIALOG, linkId: 'ln_1', dueAt: IN_3_DAYS } as const;
  return { ...base, by: ANNA, at: NOW, ...given };
}

function due(at = IN_3_DAYS): ReminderDue {
  return { kind: 'reminder_due', conversation: DIALOG, linkId: 'ln_1', at };
}

function message(text: string): MessageSent {
  return { kind: 'message_sent', conversation: DIALOG, linkId: 'ln_1', text, by: ANNA, at: NOW };
}

const WRONG_TIME =
  'No reminder was set: its time must lie in the future, and not more than a year from now. Write for example “/remind 3d”.';

describe('asking for a reminder', () => {
  test.each([
    {
      when: 'there is none yet',
      event: asked(),
      promise: null,
      says: ['Reminder for SUP-1 set: this conversation comes back to Anna on Jan 18, 2027, 8:00 AM.'],
      ends: 'done promised',
      links: [{ kind: 'promise', linkId: 'ln_1', promise: PROMISE }],
      followUps: 1,
    },
    {
      when: 'it is asked for by a script',
      event: asked({ by: { id: null, name: null, kind: 'unknown' } }),
      promise: null,
      says: ['Reminder for SUP-1 set: this conversation comes back on Jan 18, 2027, 8:00 AM.'],
      ends: 'done promised',
      links: [{ kind: 'promise' }],
      followUps: 1,
    },
    {
      when: 'there is one for another time',
      event: asked({ dueAt: NOW + DAY }),
      promise: PROMISE,
      says: ['Reminder for SUP-1 moved: this conversation comes back to Anna on Jan 16, 2027, 8:00 AM.'],
      ends: 'done promised',
      links: [{ kind: 'promise', promise: { dueAt: NOW + DAY } }],
      followUps: 1,
    },
    {
      when: 'somebody else takes it over',
      event: asked({ by: BORIS }),
      promise: PROMISE,
      says: ['Reminder for SUP-1 moved: this conversation comes back to Boris on Jan 18, 2027, 8:00 AM.'],
      ends: 'done promised',
      links: [{ kind: 'promise', promise: { by: BORIS } }],
      followUps: 1,
    },
    {
      when: 'it is the same again',
      event: asked(),
      promise: PROMISE,
      says: null,
      ends: 'done promised',
      links: [],
      followUps: 1,
    },
    {
      when: 'it is cancelled',
      event: asked({ dueAt: null }),
      promise: PROMISE,
      says: ['Reminder for SUP-1 on Jan 18, 2027, 8:00 AM cancelled.'],
      ends: 'done promise_cancelled',
      links: [{ kind: 'promise', linkId: 'ln_1', promise: null }],
      followUps: 0,
    },
    {
      when: 'there is nothing to cancel',
      event: asked({ dueAt: null }),
      promise: null,
      says: ['There is no reminder for SUP-1.'],
      ends: 'done answered',
      links: [],
      followUps: 0,
    },
    {
      when: 'its time is now',
      event: asked({ dueAt: NOW }),
      promise: null,
      says: [WRONG_TIME],
      ends: 'done answered',
      links: [],
      followUps: 0,
    },
    {
      when: 'it is in more than a year',
      event: asked({ dueAt: NOW + 367 * DAY }),
      promise: PROMISE,
      says: [WRONG_TIME],
      ends: 'done answered',
      links: [],
      followUps: 0,
    },
    {
      when: 'its time is no number',
      event: asked({ dueAt: Number.NaN }),
      promise: null,
      says: [WRONG_TIME],
      ends: 'done answered',
      links: [],
      followUps: 0,
    },
    {
      when: 'its time has passed while we were held up',
      event: asked({ dueAt: NOW - 1, at: NOW - 1000 }),
      promise: null,
      says: ['Reminder for SUP-1 set: this conversation comes back to Anna on Jan 15, 2027, 7:59 AM.'],
      ends: 'done promised',
      links: [{ kind: 'promise' }],
      followUps: 1,
    },
  ])('when $when, then it $ends', ({ event, promise, says, ends, links, followUps }) => {
    const plan = planConversationEvent(event, conversationFacts({ links: [link({ promise })] }), RULES);
    expect(outcomes(plan)).toEqual([ends]);
    expect(told(plan)).toEqual(says === null ? [] : [says]);
    expect(plan.links).toMatchObject(links);
    expect(plan.links).toHaveLength(links.length);
    expect(plan.followUps).toHaveLength(followUps);
  });

  test('when it is set, then its event waits in the lane of the conversation until then', () => {
    const plan = planConversationEvent(asked(), conversationFacts(), RULES);
    expect(plan.followUps).toEqual([
      { key: `promise/ln_1/${IN_3_DAYS}`, event: due(), lane: 'conversation/intercom/7', dueAt: IN_3_DAYS },
    ]);
  });

  test('when the dialog sleeps, then the answer lets it sleep on', () => {
    const asleep = { ...DIALOG, state: 'snoozed', snoozedUntil: NOW + DAY, deleted: false, at: NOW } as const;
    const plan = planConversationEvent(asked(), conversationFacts({ conversations: [asleep] }), RULES);
    expect(told(plan).at(-1)).toBe('snooze_again');
  });

  test.each([asked(), asked({ dueAt: null })])('when the link is gone, then nothing is done', (event) => {
    const plan = planConversationEvent(event, conversationFacts({ links: [link({ unlinkedAt: NOW })] }), RULES);
    expect(outcomes(plan)).toEqual(['ignored not_linked_any_more']);
    expect(plan.actions).toEqual([]);
  });

  test('when the operators speak Russian, then they are answered so', () => {
    const plan = planConversationEvent(asked(), conversationFacts(), {
      ...RULES,
      locale: 'ru',
      timezone: 'Europe/Moscow',
    });
    expect(told(plan)).toEqual([
      ['Напоминание по SUP-1 поставлено: диалог вернётся 18 янв. 2027 г., 11:00, ответит Anna.'],
    ]);
  });
});

describe('the time of a promise', () => {
  test('when it has come, then the dialog is told where the issue stands, opened and given to who promised', () => {
    const now = snapshot({ status: IN_PROGRESS, assignee: 'Olga' });
    const facts = conversationFacts({ links: [link({ promise: PROMISE })], issues: { ln_1: now } });
    const plan = planConversationEvent(due(), facts, RULES);
    expect(told(plan)).toEqual([
      [
        'It is time to come back to the customer, as Anna promised.',
        'SUP-1 (https://jira.test/browse/SUP-1) Report',
        'Status: In Progress · Priority: Major · Assignee: Olga',
      ],
      'reopen',
      'assign',
    ]);
    expect(plan.actions.at(-1)?.action).toMatchObject({ to: { kind: 'teammate', name: '901' } });
    expect(plan.links).toEqual([{ kind: 'promise', linkId: 'ln_1', promise: null }]);
    expect(outcomes(plan)).toEqual(['done reminded']);
    const again = planConversationEvent(due(), facts, RULES);
    expect(again.actions.map(({ once }) => once)).toEqual(plan.actions.map(() => `promise/ln_1/${IN_3_DAYS}`));
  });

  test('when the issue can not be seen any more, then the note says so', () => {
    const facts = conversationFacts({ links: [link({ promise: PROMISE })] });
    expect(told(planConversationEvent(due(), facts, RULES))[0]).toEqual([
      'It is time to come back to the customer, as Anna promised.',
      'SUP-1 (https://jira.test/browse/SUP-1)',
      'The issue can no longer be seen: it was deleted, or access to it was taken away',
    ]);
  });

  test('when nobody of the chat promised, then nobody is assigned', () => {
    const promise = { dueAt: IN_3_DAYS, by: { id: null, name: null, kind: 'unknown' } } as const;
    const plan = planConversationEvent(due(), conversationFacts({ links: [link({ promise })] }), RULES);
    expect(plan.actions.map(({ action }) => action.kind)).toEqual(['add_note', 'reopen']);
  });

  test.each([
    { when: 'the promise was cancelled', links: [link()] },
    { when: 'the promise was moved', links: [link({ promise: { ...PROMISE, dueAt: IN_3_DAYS + DAY } })] },
    { when: 'the link was taken away', links: [link({ promise: PROMISE, unlinkedAt: NOW })] },
    { when: 'there is no such link', links: [] },
  ])('when $when, then nothing is done', ({ links }) => {
    const plan = planConversationEvent(due(), conversationFacts({ links }), RULES);
    expect(outcomes(plan)).toEqual(['ignored promise_over']);
    expect(plan.actions).toEqual([]);
    expect(plan.links).toEqual([]);
  });
});

describe('the end of a promise', () => {
  const promised = link({ promise: PROMISE });

  test('when the issue gets done, then the promises of its links end', () => {
    const facts = issueFacts({ status: DONE }, { known: known(), links: [promised, link({ id: 'ln_2' })] });
    const plan = planIssueEvents([changed()], facts, RULES);
    expect(plan.links).toEqual([{ kind: 'promise', linkId: 'ln_1', promise: null }]);
  });

  test.each([
    { when: 'it only moves on', told: snapshot(), now: snapshot({ status: IN_PROGRESS }) },
    { when: 'it was done already', told: snapshot({ status: DONE }), now: snapshot({ status: DONE }) },
    { when: 'nothing was told of it', told: null, now: snapshot({ status: DONE }) },
  ])('when $when, then they stay', ({ told: before, now }) => {
    expect(promiseChanges(before, now, [promised])).toEqual([]);
  });

  test('when the link is taken away, then its promise is too', () => {
    const issue = { connection: 'jira', issueId: '10001' };
    const event = { kind: 'unlink_requested', linkId: 'ln_1', conversation: DIALOG, issue, by: ANNA, at: NOW } as const;
    const plan = planConversationEvent(event, conversationFacts({ links: [promised] }), RULES);
    expect(plan.links).toContainEqual({ kind: 'promise', linkId: 'ln_1', promise: null });
  });

  test('when the conversation is deleted, then its promises end', () => {
    const event = { kind: 'conversation_deleted', conversation: DIALOG, at: NOW } as const;
    const plan = planConversationEvent(event, conversationFacts({ links: [promised] }), RULES);
    expect(plan.links).toEqual([
      { kind: 'unlink', linkId: 'ln_1' },
      { kind: 'promise', linkId: 'ln_1', promise: null },
    ]);
  });
});

describe('a message from the inbox app', () => {
  test('when it is sent, then it becomes a comment, and the dialog shows that', () => {
    const plan = planConversationEvent(message('Which browser?\n\nIt is urgent'), conversationFacts(), RULES);
    expect(told(plan)).toEqual([
      ['Anna (support):', 'Which browser?', 'It is urgent'],
      [
        'SUP-1 (https://jira.test/browse/SUP-1) Sent to the developers by Anna:',
        '> Which browser?',
        '>',
        '> It is urgent',
      ],
    ]);
    expect(outcomes(plan)).toEqual(['done commented']);
    expect(plan.actions[0]?.action).toMatchObject({ kind: 'comment', partId: 'inbox_app' });
  });

  test('when it looks like a command, then the note about it does not', () => {
    const plan = planConversationEvent(message('jira: SUP-2 /unlink'), conversationFacts(), RULES);
    expect(told(plan)[1]?.[0]).toMatch(/^SUP-1/);
  });

  test.each([
    {
      when: 'it has no text',
      event: message(' \n '),
      facts: {},
      says: 'Nothing was sent to the developers: the message has no text.',
    },
    {
      when: 'the issue is gone',
      event: message('x'),
      facts: { gone: ['ln_1'] },
      says: 'Nothing was sent: SUP-1 can no longer be seen in Jira.',
    },
  ])('when $when, then the operator is told that nothing was sent', ({ event, facts, says }) => {
    const plan = planConversationEvent(event, conversationFacts(facts), RULES);
    expect(told(plan)).toEqual([[says]]);
    expect(outcomes(plan)).toEqual(['done answered']);
  });

  test('when the link is gone, then nothing is sent', () => {
    const plan = planConversationEvent(message('x'), conversationFacts({ links: [] }), RULES);
    expect(outcomes(plan)).toEqual(['ignored not_linked_any_more']);
    expect(plan.actions).toEqual([]);
  });
});
