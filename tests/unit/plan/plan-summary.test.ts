// The one summary that an issue has of its dialogs: when it is due, what it says, what it raises. As tables.
import { describe, expect, test } from 'vitest';
import type { Action, PutSummary } from '../../../src/domain/action.ts';
import type { Customer, DialogDetails } from '../../../src/domain/dialog.ts';
import type { SummaryDue } from '../../../src/domain/event.ts';
import type { KnownSummary } from '../../../src/domain/known.ts';
import type { Link } from '../../../src/domain/link.ts';
import type { IssueFacts } from '../../../src/domain/plan/facts.ts';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import { planConversationEvent } from '../../../src/domain/plan/plan-conversation-event.ts';
import { planIssueEvents } from '../../../src/domain/plan/plan-issue-events.ts';
import type { Rules } from '../../../src/domain/rules.ts';
import { decodeWritten } from '../../../src/domain/summary/written.ts';
import type { Workflow } from '../../../src/domain/workflow/workflow.ts';
import { details, one, rulesWith } from '../../support/workflow-builders.ts';
import {
  changed,
  conversationFacts,
  DIALOG,
  DONE,
  IN_PROGRESS,
  ISSUE,
  issueFacts,
  link,
  NOW,
  outcomes,
  RULES,
  snapshot,
  told,
} from './builders.ts';

const DAY = 86_400_000;
const BUCKET = 180_000;
const DUE: SummaryDue = {
  kind: 'summary_due',
  issue: { ...ISSUE, key: 'SUP-1' },
  by: { id: null, name: null, kind: 'unknown' },
  at: NOW,
  conversationUrls: [],
};

function customer(id: string, name: string, plan: string | null, spend: number | null, company = id): Customer {
  return {
    ...{ id, name, externalId: null, email: null, phone: null, ownerId: null, attributes: {} },
    company: { id: company, name: `${company} Ltd`, plan, monthlySpend: spend },
  };
}

/** A dialog with its link: opened so many days ago. */
function dialog(number: number, given: Partial<DialogDetails> = {}): { link: Link; details: DialogDetails } {
  const conversationId = String(number);
  return {
    link: link({ id: `ln_${number}`, conversation: { connection: 'intercom', conversationId } }),
    details: details({
      conversationId,
      url: `https://app.intercom.com/c/${number}`,
      title: `Report ${number}`,
      createdAt: NOW - number * DAY,
      customer: customer(`c${number}`, `Name ${number}`, 'Pro', 100),
      ...given,
    }),
  };
}

type Given = ReturnType<typeof dialog>;

function factsOf(given: readonly Given[], more: Partial<IssueFacts> = {}): IssueFacts {
  return issueFacts(
    {},
    {
      links: given.map((each) => each.link),
      dialogs: Object.fromEntries(given.map((each) => [each.link.id, each.details])),
      ...more,
    },
  );
}

const plan = (facts: IssueFacts, rules: Rules = rulesWith(RULES, [])): Plan => planIssueEvents([DUE], facts, rules);

function putIn(actions: readonly Action[]): PutSummary | undefined {
  return actions.find((action) => action.kind === 'put_summary');
}

const put = (planned: Plan): PutSummary | undefined => putIn(planned.actions.map(({ action }) => action));

/** As the performer remembers it. */
function remembered(planned: Plan, commentId: string | null = '77'): KnownSummary {
  return { ...ISSUE, commentId, fingerprint: put(planned)?.fingerprint ?? '', writtenAt: NOW };
}

function lines(planned: Plan): readonly string[] {
  const body = put(planned)?.body ?? null;
  if (body === null) throw new Error('no comment was planned');
  const [first = []] = told({ ...planned, actions: [{ once: null, action: { ...note, body } }] });
  return typeof first === 'string' ? [first] : first;
}
const note = { kind: 'add_note', conversation: DIALOG, about: null } as const;

describe('a summary that is due', () => {
  test('when two dialogs wait, then one comment says who, since when, and what they pay', () => {
    const planned = plan(factsOf([dialog(1), dialog(2, { customer: customer('c2', 'Pat', 'Free', 0.5) })]));
    expect(lines(planned)).toEqual([
      'Customers who wait for this issue',
      '2 conversations with 2 customers',
      'Plans: Free 1, Pro 1',
      'Monthly revenue: 100.5',
      'First report: Jan 13, 2027, last report: Jan 14, 2027',
      '- Report 1 (https://app.intercom.com/c/1) — Name 1, c1 Ltd (Pro), Jan 14, 2027',
      '- Report 2 (https://app.intercom.com/c/2) — Pat, c2 Ltd (Free), Jan 13, 2027',
      'Kept up to date by Deskbridge in this one comment.',
    ]);
    expect(put(planned)).toMatchObject({ commentId: null, mayAdd: true });
    expect(put(planned)?.property).toEqual({
      version: 1,
      dialogs: 2,
      customers: 2,
      customersAreAll: true,
      monthlyRevenue: 100.5,
      firstReportAt: new Date(NOW - 2 * DAY).toISOString(),
      lastReportAt: new Date(NOW - DAY).toISOString(),
      openQuestions: 0,
    });
    expect(outcomes(planned)).toEqual(['done summarised']);
  });

  test('when it is written in Russian, then with the right plurals', () => {
    const rules: Rules = { ...rulesWith(RULES, []), locale: 'ru' };
    expect(lines(plan(factsOf([dialog(1), dialog(2)]), rules)).slice(0, 5)).toEqual([
      'Клиенты, которые ждут эту задачу',
      '2 диалога, 2 клиента',
      'Тарифы: Pro 2',
      'Выручка в месяц: 200',
      'Первое обращение: 13 янв. 2027 г., последнее: 14 янв. 2027 г.',
    ]);
  });

  test('when a customer has several dialogs, and companies several customers, then each is counted once', () => {
    const shared = { customer: customer('c1', 'Maria', 'Pro', 100, 'acme') };
    const colleague = { customer: customer('c2', 'Pat', 'Pro', 100, 'acme') };
    const planned = plan(factsOf([dialog(1, shared), dialog(2, shared), dialog(3, colleague)]));
    expect(put(planned)?.property).toMatchObject({ dialogs: 3, customers: 2, monthlyRevenue: 100 });
  });

  test('when only one dialog waits, then the numbers alone are written', () => {
    expect(put(plan(factsOf([dialog(1)])))).toMatchObject({ body: null, mayAdd: false, property: { dialogs: 1 } });
  });

  test('when nothing is known of the dialogs, then they are listed by their addresses and nothing is made up', () => {
    const links = [dialog(1).link, dialog(2).link];
    const planned = plan(issueFacts({}, { links }));
    expect(lines(planned).slice(1, 4)).toEqual([
      '2 conversations',
      'First report: Jan 15, 2027',
      '- Conversation 1 (https://app.intercom.com/a/inbox/ws1/inbox/conversation/1) — Jan 15, 2027',
    ]);
    expect(put(planned)?.property).not.toHaveProperty('customers');
    expect(put(planned)?.property).not.toHaveProperty('monthlyRevenue');
  });

  test('when not all dialogs could be read, then the customers are at least so many', () => {
    const planned = plan(factsOf([dialog(1)], { links: [dialog(1).link, dialog(2).link] }));
    expect(lines(planned)[1]).toBe('2 conversations with at least 1 customer');
    expect(put(planned)?.property).toMatchObject({ customers: 1, customersAreAll: false });
  });

  test('when more than ten wait, then those who pay most are listed and the rest is counted', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      dialog(index + 1, { customer: customer(`c${index}`, `Name ${index}`, null, index) }),
    );
    const said = lines(plan(factsOf(many)));
    expect(said.filter((line) => line.startsWith('- '))).toHaveLength(10);
    expect(said.find((line) => line.startsWith('- '))).toContain('Name 11');
    expect(said).toContain('and 2 more conversations');
  });

  test('when support has asked and nobody has commented since, then it says so with links', () => {
    const unanswered = [
      { commentId: '5', at: NOW - DAY },
      { commentId: '6', at: NOW },
    ];
    expect(lines(plan(factsOf([dialog(1), dialog(2)], { unanswered })))).toContain(
      '2 messages from support since the developers’ last comment: Jan 14, 2027 (https://jira.test/browse/SUP-1?focusedCommentId=5), Jan 15, 2027 (https://jira.test/browse/SUP-1?focusedCommentId=6)',
    );
  });

  test('when a customer wrote again on a later day, then that day is told, and the time is a number', () => {
    const planned = plan(factsOf([dialog(1, { lastReplyAt: NOW }), dialog(2)]));
    expect(lines(planned)).toContain(
      'First report: Jan 13, 2027, last report: Jan 14, 2027, customers last wrote: Jan 15, 2027',
    );
    expect(put(planned)?.property).toMatchObject({ lastWordAt: new Date(NOW).toISOString() });
  });

  test.each([
    { names: 'keep', shows: 'Maria Rossi, c1 Ltd (Pro)', title: 'Maria Rossi can not print' },
    { names: 'mask', shows: 'M*** R***, c1 Ltd (Pro)', title: 'M*** R*** can not print' },
  ] as const)('when names are to be $names, then $shows is shown', ({ names, shows, title }) => {
    const privacy: Workflow['privacy'] = { names, email: 'mask', phone: 'mask', tokens: 'mask', cards: 'mask' };
    const maria = dialog(1, { title: 'Maria Rossi can not print', customer: customer('c1', 'Maria Rossi', 'Pro', 1) });
    const said = lines(plan(factsOf([maria, dialog(2)]), rulesWith(RULES, [], { privacy })));
    expect(said.join('\n')).toContain(`— ${shows},`);
    expect(said.join('\n')).toContain(title);
  });

  test('when names are dropped, or no workflow speaks of the project, then nobody is named', () => {
    const privacy: Workflow['privacy'] = { names: 'drop', email: 'mask', phone: 'mask', tokens: 'mask', cards: 'mask' };
    const maria = dialog(1, {
      title: 'Maria Rossi, maria@example.com',
      customer: customer('c1', 'Maria Rossi', 'Pro', 1),
    });
    for (const rules of [rulesWith(RULES, [], { privacy }), RULES]) {
      const said = lines(plan(factsOf([maria, dialog(2)]), rules)).join('\n');
      expect(said).not.toContain('Maria');
      expect(said).not.toContain('maria@example.com');
      expect(said).toContain('c1 Ltd (Pro)');
    }
  });

  test('when titles and names are hostile, then lines stay short and whole', () => {
    const title = `<b>"x"</b>\n{code}\u202e ${'w'.repeat(300)}`;
    const said = lines(
      plan(factsOf([dialog(1, { title, customer: customer('c', 'n'.repeat(300), 'p'.repeat(300), 1) }), dialog(2)])),
    );
    for (const line of said) expect(line.length).toBeLessThan(330);
    expect(said.filter((line) => line.startsWith('- '))).toHaveLength(2);
  });
});

describe('a summary that was written before', () => {
  const two = [dialog(1), dialog(2)];
  const first = plan(factsOf(two));

  test('when nothing has changed, then nothing is written', () => {
    const again = plan(factsOf(two, { summary: remembered(first) }));
    expect(outcomes(again)).toEqual(['ignored summary_unchanged']);
    expect(again.actions).toEqual([]);
  });

  test('when the dialogs come in another order, then nothing is written', () => {
    const again = plan(factsOf([...two].reverse(), { summary: remembered(first) }));
    expect(outcomes(again)).toEqual(['ignored summary_unchanged']);
  });

  test('when a dialog joins, then the same comment is edited', () => {
    const next = put(plan(factsOf([...two, dialog(3)], { summary: remembered(first) })));
    expect(next).toMatchObject({ commentId: '77', mayAdd: true, property: { dialogs: 3 } });
    expect(next?.body).not.toBeNull();
  });

  test('when only a number changes, then the comment is left alone', () => {
    const replied = [dialog(1, { lastReplyAt: NOW - DAY + 1 }), dialog(2)];
    const next = put(plan(factsOf(replied, { summary: remembered(first) })));
    expect(next).toMatchObject({ commentId: '77', body: null });
  });

  test('when one dialog is left, then the comment says so, but is not written anew', () => {
    const next = put(plan(factsOf([dialog(1)], { summary: remembered(first) })));
    expect(next).toMatchObject({ commentId: '77', mayAdd: false, property: { dialogs: 1 } });
    expect(next?.body).not.toBeNull();
  });

  test('when the last link is taken away, then the comment says that nobody waits', () => {
    const links = [link({ unlinkedAt: NOW })];
    const facts = factsOf([], { links, reading: { state: 'not_read' }, summary: remembered(first) });
    expect(lines(plan(facts))[1]).toBe('No conversation with a customer is linked to this issue any more.');
    expect(put(plan(facts))).toMatchObject({ commentId: '77', mayAdd: false, property: { dialogs: 0 } });
  });

  test('when the comment was taken away, then it is written anew with the next change', () => {
    const gone = remembered(first, null);
    expect(put(plan(factsOf(two, { summary: gone })))).toMatchObject({ commentId: null, mayAdd: true });
  });

  test('when what was remembered can not be read, then it is written', () => {
    const summary = { ...remembered(first), fingerprint: 'not ours' };
    expect(put(plan(factsOf(two, { summary })))?.body).not.toBeNull();
  });
});

describe('a summary beside other events', () => {
  test('when the issue has changed too, then the dialogs are told of that alone', () => {
    const facts = factsOf([dialog(1), dialog(2)], {
      reading: { state: 'found', value: snapshot({ status: IN_PROGRESS }) },
    });
    const planned = planIssueEvents(
      [changed([{ field: 'status', to: 'In Progress' }]), DUE],
      facts,
      rulesWith(RULES, []),
    );
    expect(outcomes(planned)).toEqual(['done noted', 'done summarised']);
    const notes = planned.actions.flatMap(({ action }) =>
      action.kind === 'add_note' ? [JSON.stringify(action.body)] : [],
    );
    expect(notes).toHaveLength(2);
    expect(notes.join()).not.toContain('wait');
  });

  test.each([
    { when: 'the issue can not be seen', facts: issueFacts(null), ends: 'ignored issue_not_found' },
    {
      when: 'nothing is linked and nothing was written',
      facts: issueFacts({}, { links: [], reading: { state: 'not_read' } }),
      ends: 'ignored not_linked',
    },
  ])('when $when, then nothing is written', ({ facts, ends }) => {
    const planned = plan(facts);
    expect(outcomes(planned)).toEqual([ends]);
    expect(put(planned)).toBeUndefined();
  });
});

describe('when a summary becomes due', () => {
  const expected = {
    key: expect.stringMatching(/^summary\/jira\/10001\/\d+$/) as unknown,
    event: { ...DUE, at: expect.any(Number) as unknown },
    lane: 'issue/jira/10001',
    dueAt: expect.any(Number) as unknown,
  };

  test('when links change again and again, then it is due once in three minutes, never later', () => {
    const link8 = 'https://app.intercom.com/a/inbox/ws1/inbox/conversation/8';
    const dueAt = (now: number, issueId = '10001') => {
      const facts = issueFacts({ issueId, urls: [link8] }, { links: [], now });
      return planIssueEvents([changed()], facts, RULES).followUps.map((event) => ({ key: event.key, at: event.dueAt }));
    };
    const minutes = Array.from({ length: 60 }, (_, index) => NOW + index * 60_000);
    for (const now of minutes) {
      const [event] = dueAt(now);
      expect(event?.at).toBeGreaterThan(now);
      expect(event?.at).toBeLessThanOrEqual(now + BUCKET);
    }
    const all = minutes.flatMap((now) => dueAt(now));
    expect(new Set(all.map(({ key }) => key)).size).toBe(new Set(all.map(({ at }) => at)).size);
    expect(new Set(all.map(({ key }) => key)).size).toBeLessThanOrEqual(21);
    // Another issue has its minutes at another time.
    expect((dueAt(NOW)[0]?.at ?? 0) % BUCKET).not.toBe((dueAt(NOW, '10002')[0]?.at ?? 0) % BUCKET);
  });

  test('when an issue names a dialog, then its summary is due within minutes', () => {
    const facts = issueFacts({ urls: ['https://app.intercom.com/a/inbox/ws1/inbox/conversation/8'] }, { links: [] });
    expect(planIssueEvents([changed()], facts, RULES).followUps).toEqual([expected]);
  });

  test('when a link is taken away, then too', () => {
    const event = {
      ...({ kind: 'unlink_requested', linkId: 'ln_1', conversation: DIALOG, issue: ISSUE } as const),
      ...{ by: DUE.by, at: NOW },
    };
    expect(planConversationEvent(event, conversationFacts(), RULES).followUps).toEqual([expected]);
  });

  test('when a customer writes in a linked dialog, then too; a teammate changes nothing', () => {
    const event = (trigger: 'customer_replied' | 'teammate_replied') =>
      ({
        ...({
          kind: 'conversation_changed',
          conversation: DIALOG,
          topic: 't',
          state: 'open',
          snoozedUntil: null,
        } as const),
        ...{ change: { trigger }, by: DUE.by, at: NOW },
      }) as const;
    expect(planConversationEvent(event('customer_replied'), conversationFacts(), RULES).followUps).toEqual([expected]);
    expect(planConversationEvent(event('teammate_replied'), conversationFacts(), RULES).followUps).toEqual([]);
  });

  test('when several links of one issue change at once, then it is due once', () => {
    const facts = conversationFacts({ links: [link(), link({ id: 'ln_2' })] });
    const event = { kind: 'conversation_deleted', conversation: DIALOG, at: NOW } as const;
    expect(planConversationEvent(event, facts, RULES).followUps).toHaveLength(1);
  });
});

describe('the number of customers in a field', () => {
  const rules = rulesWith(RULES, [], { countField: 'Customers' });
  const field = (planned: Plan) =>
    planned.actions.flatMap(({ action }) => (action.kind === 'set_field' ? [`${action.name}=${action.value}`] : []));

  test('when it changes, then the field is set; else not', () => {
    const first = plan(factsOf([dialog(1)]), rules);
    expect(field(first)).toEqual(['Customers=1']);
    const summary = remembered(first, null);
    const same = { customer: customer('c1', 'Name 1', 'Pro', 100) };
    expect(field(plan(factsOf([dialog(1), dialog(2, same)], { summary }), rules))).toEqual([]);
    expect(field(plan(factsOf([dialog(1), dialog(2)], { summary }), rules))).toEqual(['Customers=2']);
  });

  test('when nobody waits any more, then it is 0', () => {
    const summary = remembered(plan(factsOf([dialog(1)]), rules), null);
    const facts = factsOf([], { links: [link({ unlinkedAt: NOW })], reading: { state: 'not_read' }, summary });
    expect(field(plan(facts, rules))).toEqual(['Customers=0']);
  });

  test('when no customer is known, then it is left alone', () => {
    expect(field(plan(issueFacts({}, { links: [dialog(1).link] }), rules))).toEqual([]);
  });
});

describe('the priority', () => {
  const choices = ['Blocker', 'Critical', 'Major', 'Minor'];
  const escalate: Workflow['escalate'] = [
    { at: 'e[0]', customers: 2, plan: null, priority: 'Critical' },
    { at: 'e[1]', customers: 3, plan: null, priority: 'Blocker' },
    { at: 'e[2]', customers: null, plan: one('enterprise'), priority: 'Critical' },
  ];
  const rules = rulesWith(RULES, [], { escalate, priority: { default: null, choices } });
  const raise = (planned: Plan) =>
    planned.actions.flatMap(({ action }) => (action.kind === 'set_field' ? [action.value] : []));
  const many = (count: number) => Array.from({ length: count }, (_, index) => dialog(index + 1));
  const at = (priority: string | null, more = {}) => ({
    reading: { state: 'found', value: snapshot({ priority, ...more }) } as const,
  });

  test.each([
    { when: 'one customer waits', given: many(1), facts: at('Major'), raised: [] },
    { when: 'two wait', given: many(2), facts: at('Major'), raised: ['Critical'] },
    { when: 'three wait', given: many(3), facts: at('Minor'), raised: ['Blocker'] },
    { when: 'two wait for a Blocker', given: many(2), facts: at('Blocker'), raised: [] },
    { when: 'two wait for a critical one', given: many(2), facts: at('critical'), raised: [] },
    { when: 'two wait for one without a priority', given: many(2), facts: at(null), raised: [] },
    { when: 'two wait for one of an unknown priority', given: many(2), facts: at('Urgent'), raised: [] },
    { when: 'two wait for one that is done', given: many(2), facts: at('Major', { status: DONE }), raised: [] },
    {
      when: 'one of a plan waits',
      given: [dialog(1, { customer: customer('c', 'x', 'Enterprise', 1) })],
      facts: at('Major'),
      raised: ['Critical'],
    },
  ])('when $when, then $raised', ({ given, facts, raised }) => {
    expect(raise(plan(factsOf(given, facts), rules))).toEqual(raised);
  });

  test('when somebody lowers it again, then the same step is not taken twice, but the next one is', () => {
    const first = plan(factsOf(many(2), at('Major')), rules);
    const summary = remembered(first);
    expect(decodeWritten(summary.fingerprint).raised).toEqual(['Critical']);
    expect(raise(plan(factsOf(many(2), { ...at('Major'), summary }), rules))).toEqual([]);
    expect(raise(plan(factsOf(many(3), { ...at('Major'), summary }), rules))).toEqual(['Blocker']);
  });

  test('when it was tried, then the trace says why', () => {
    const planned = plan(factsOf(many(2), at('Major')), rules);
    const [trace] = planned.trace.filter(({ trigger }) => trigger === 'escalate');
    expect(trace?.tried).toEqual([
      { at: 'e[0]', matched: true, why: '2 customers: Major becomes Critical' },
      { at: 'e[1]', matched: false, why: '2 customers, none with such a plan' },
      { at: 'e[2]', matched: false, why: '2 customers, none with such a plan' },
    ]);
  });

  test('when the batch is decided twice before anything is written, then the raise is the same delivery', () => {
    const [a, b] = [plan(factsOf(many(2), at('Major')), rules), plan(factsOf(many(2), at('Major')), rules)];
    const once = (planned: Plan) => planned.actions.find(({ action }) => action.kind === 'set_field')?.once;
    expect(once(a)).toBe('escalate/jira/10001/Critical');
    expect(once(b)).toBe(once(a));
  });
});
