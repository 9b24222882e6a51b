// Every condition that a rule may have, as a table: when it holds, when it does not, and the words that say why.
import { describe, expect, test } from 'vitest';
import { readPlainText } from '../../../src/domain/document/read-plain-text.ts';
import { type Change, changeOf } from '../../../src/domain/workflow/change.ts';
import type { DialogView, RuleContext } from '../../../src/domain/workflow/conditions.ts';
import { matchRules } from '../../../src/domain/workflow/match-rules.ts';
import type { Conditions, Rule } from '../../../src/domain/workflow/rule.ts';
import { details, not, one, ruleOn, workflow } from '../../support/workflow-builders.ts';
import { CLOSED, DONE, type IN_PROGRESS, NOW, RULES, snapshot, TO_DO } from '../plan/builders.ts';

const OLGA = { id: 'olga-id', name: 'Olga', kind: 'person' } as const;
const TESTING = { id: '4', name: 'Testing', category: 'in_progress' } as const;
const ISSUE = snapshot({
  status: TESTING,
  resolution: 'Fixed',
  priority: 'Blocker',
  components: ['App', 'Core'],
  labels: ['from-support'],
  fixVersions: ['2.4'],
  ids: { type: '10004', priority: '1', resolution: '10', assignee: 'olga-id' },
});
const SUNDAY = Date.parse('2026-11-22T11:00:00Z');

function comment(text: string): Partial<Change> {
  return { comment: { author: OLGA, body: readPlainText(text), url: null } };
}

interface Setting {
  readonly change?: Partial<Change>;
  readonly dialog?: Partial<DialogView>;
  readonly context?: Partial<RuleContext>;
}

function match(rule: Rule, { change, dialog, context }: Setting = {}) {
  return matchRules(
    changeOf(rule.on, ISSUE, ISSUE, OLGA, change),
    { conversationId: '7', state: 'open', details: details(), ...dialog },
    { workflow: workflow([rule], { defaults: false }), rules: RULES, now: NOW, account: 'Deskbridge', ...context },
  );
}

const OPEN_ON_WEEKDAYS = { days: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 540, to: 1080 })) };
const closed = { context: { rules: { ...RULES, businessHours: OPEN_ON_WEEKDAYS }, now: SUNDAY } };

interface Case extends Setting {
  readonly what: string;
  readonly holds: Conditions;
  readonly fails: Conditions;
  readonly why: string;
}

const CASES: readonly Case[] = [
  {
    what: 'workflow',
    holds: { workflow: one('Incident') },
    fails: { workflow: one('wish') },
    why: 'workflow is incident, not one of wish',
  },
  {
    what: 'project',
    holds: { project: one('sup') },
    fails: { project: one('PAY') },
    why: 'project is SUP, not one of PAY',
  },
  { what: 'type', holds: { type: one('Bug') }, fails: { type: one('Story') }, why: 'type is Bug, not one of Story' },
  {
    what: 'type by id',
    holds: { type: one('10004') },
    fails: { type: one('10005') },
    why: 'type is Bug, not one of 10005',
  },
  {
    what: 'status',
    holds: { status: one('testing', 'Done') },
    fails: { status: one('Done') },
    why: 'status is Testing, not one of Done',
  },
  {
    what: 'status by id',
    holds: { status: one('4') },
    fails: { status: not('4') },
    why: 'status is Testing, one of 4',
  },
  {
    what: 'category',
    holds: { category: { anyOf: ['in_progress'], not: false } },
    fails: { category: { anyOf: ['done'], not: false } },
    why: 'category of Testing is in_progress, not one of done',
  },
  {
    what: 'resolution',
    holds: { resolution: not("Won't Do") },
    fails: { resolution: one("Won't Do") },
    why: "resolution is Fixed, not one of Won't Do",
  },
  {
    what: 'priority',
    holds: { priority: one('Blocker', 'Critical') },
    fails: { priority: one('Minor') },
    why: 'priority is Blocker, not one of Minor',
  },
  {
    what: 'priority by id',
    holds: { priority: one('1') },
    fails: { priority: one('2') },
    why: 'priority is Blocker, not one of 2',
  },
  {
    what: 'component',
    holds: { component: one('core') },
    fails: { component: not('Core') },
    why: 'component is App, Core, one of Core',
  },
  {
    what: 'label',
    holds: { label: one('from-support') },
    fails: { label: one('vip') },
    why: 'label is from-support, not one of vip',
  },
  {
    what: 'version',
    holds: { version: one('2.4') },
    fails: { version: one('2.5') },
    why: 'version is 2.4, not one of 2.5',
  },
  {
    what: 'author',
    holds: { author: one('Olga') },
    fails: { author: one('Max') },
    why: 'author is Olga, not one of Max',
  },
  {
    what: 'author by id',
    holds: { author: one('olga-id') },
    fails: { author: not('olga-id') },
    why: 'author is Olga, one of olga-id',
  },
  {
    what: 'text of a comment',
    change: comment('The hotfix is READY, look'),
    holds: { text: one('ready') },
    fails: { text: one('read', 'fix') },
    why: 'the comment does not say read, fix',
  },
  {
    what: 'text that must not stand there',
    change: comment('Готово?'),
    holds: { text: not('нет') },
    fails: { text: not('готово') },
    why: 'the comment says готово',
  },
  {
    what: 'mentions of the bridge itself',
    change: comment('@Deskbridge, which browser?'),
    holds: { mentions: one('support') },
    fails: { mentions: one('Max') },
    why: 'the comment does not mention Max',
  },
  {
    what: 'mentions of a teammate of the support',
    change: comment('Ask @Anna Petrova.'),
    context: { rules: { ...RULES, supportNames: ['Anna Petrova'] } },
    holds: { mentions: one('support') },
    fails: { mentions: not('support') },
    why: 'the comment mentions support',
  },
  {
    what: 'a name without the sign',
    change: comment('Deskbridge wrote to me@Deskbridge'),
    holds: { mentions: not('support') },
    fails: { mentions: one('support') },
    why: 'the comment does not mention support',
  },
  { what: 'no comment at all', holds: {}, fails: { text: one('x') }, why: 'there is no text of a comment' },
  {
    what: 'state of the dialog',
    holds: { dialog: one('open') },
    fails: { dialog: one('closed', 'snoozed') },
    why: 'dialog is open, not one of closed, snoozed',
  },
  {
    what: 'state as remembered',
    dialog: { details: null, state: 'snoozed' },
    holds: { dialog: one('snoozed') },
    fails: { dialog: not('snoozed') },
    why: 'dialog is snoozed, one of snoozed',
  },
  {
    what: 'state unknown',
    dialog: { details: null, state: null },
    holds: {},
    fails: { dialog: not('closed') },
    why: 'the state of the dialog is not known',
  },
  {
    what: 'team',
    holds: { team: one('billing') },
    fails: { team: one('Mobile') },
    why: 'team is Billing, not one of Mobile',
  },
  { what: 'team by id', holds: { team: one('tm1') }, fails: { team: not('tm1') }, why: 'team is Billing, one of tm1' },
  {
    what: 'teammate',
    holds: { teammate: one('Anna') },
    fails: { teammate: one('Max') },
    why: 'teammate is Anna, not one of Max',
  },
  {
    what: 'no teammate',
    dialog: { details: details({ teammate: null }) },
    holds: { teammate: not('Anna') },
    fails: { teammate: one('Anna') },
    why: 'teammate is empty, not one of Anna',
  },
  { what: 'tag', holds: { tag: one('bug') }, fails: { tag: one('vip') }, why: 'tag is bug, not one of vip' },
  {
    what: 'customer attribute',
    holds: { customer: { vip: one('true') } },
    fails: { customer: { VIP: one('false') } },
    why: 'customer VIP is true, not one of false',
  },
  {
    what: 'plan of the customer',
    holds: { customer: { plan: one('Pro') } },
    fails: { customer: { plan: one('Free') } },
    why: 'customer plan is Pro, not one of Free',
  },
  {
    what: 'an attribute that is not there',
    holds: { customer: { tier: not('1') } },
    fails: { customer: { tier: one('1') } },
    why: 'customer tier is empty, not one of 1',
  },
  {
    what: 'conversation attribute',
    holds: { attribute: { region: one('eu') } },
    fails: { attribute: { Region: one('US') } },
    why: 'attribute Region is EU, not one of US',
  },
  { what: 'rating', holds: { rating: one('1', '2') }, fails: { rating: one('5') }, why: 'rating is 2, not one of 5' },
  {
    what: 'a dialog that cannot be read',
    dialog: { details: null },
    holds: {},
    fails: { team: not('Billing') },
    why: 'the dialog could not be read',
  },
  {
    what: 'business hours without any',
    holds: { businessHours: true },
    fails: { businessHours: false },
    why: 'the office is open',
  },
  {
    what: 'business hours on Sunday',
    ...closed,
    holds: { businessHours: false },
    fails: { businessHours: true },
    why: 'the office is closed',
  },
];

describe('conditions', () => {
  test.each(CASES)(
    'when a rule asks for $what, then it holds just where it should',
    ({ holds, fails, why, ...setting }) => {
      const good = match(ruleOn('comment_added', { conditions: holds }), setting);
      expect(good.trace.tried).toEqual([{ at: 'rules.comment_added', matched: true, why: expect.any(String) }]);
      const bad = match(ruleOn('comment_added', { conditions: fails }), setting);
      expect(bad.rule).toBeNull();
      expect(bad.trace.tried).toEqual([{ at: 'rules.comment_added', matched: false, why }]);
    },
  );

  test('when several are given, then all must hold', () => {
    const conditions = { priority: one('Blocker'), team: one('Mobile') };
    expect(match(ruleOn('comment_added', { conditions })).trace.tried[0]?.why).toBe(
      'team is Billing, not one of Mobile',
    );
  });

  test('when a tag is put on, then the rule asks for that tag and not for the others', () => {
    const rule = ruleOn('dialog_tagged', { conditions: { tag: one('vip') } });
    expect(match(rule, { change: { tag: 'VIP' }, dialog: { details: null } }).rule).toBe(rule);
    expect(match(rule, { change: { tag: 'bug' } }).trace.tried[0]?.why).toBe('tag is bug, not one of vip');
  });

  test('when the customer rates, then the rule asks for these stars', () => {
    const rule = ruleOn('dialog_rated', { conditions: { rating: one('1', '2') } });
    expect(match(rule, { change: { rating: 1 }, dialog: { details: null } }).rule).toBe(rule);
    expect(match(rule, { change: { rating: 5 } }).trace.tried[0]?.why).toBe('rating is 5, not one of 1, 2');
  });
});

function step(
  from: typeof TO_DO | typeof IN_PROGRESS | typeof DONE | typeof CLOSED | typeof TESTING,
  to: typeof from,
  given: Partial<Change> = {},
) {
  return (rule: Partial<Rule>) => {
    const tried = ruleOn('status_changed', rule);
    const change = changeOf(
      'status_changed',
      snapshot({ status: from, priority: 'Major' }),
      snapshot({ status: to, resolution: 'Done' }),
      OLGA,
      given,
    );
    const context = { workflow: workflow([tried], { defaults: false }), rules: RULES, now: NOW, account: null };
    const { rule: met, trace } = matchRules(change, { conversationId: '7', state: null, details: null }, context);
    return met === tried ? true : trace.tried[0]?.why;
  };
}

const done = { category: { anyOf: ['done'], not: false } } as const;

describe('the ends of a change', () => {
  test.each<{ when: string; does: ReturnType<typeof step>; rule: Partial<Rule>; is: true | string }>([
    {
      when: 'it gets to the status',
      does: step(TO_DO, TESTING),
      rule: { to: { status: one('Testing', 'Проверка') } },
      is: true,
    },
    {
      when: 'it gets to another',
      does: step(TO_DO, DONE),
      rule: { to: { status: one('Testing') } },
      is: 'to status is Done, not one of Testing',
    },
    {
      when: 'it only passes through the status',
      does: step(TO_DO, DONE, { passed: ['Testing'] }),
      rule: { to: { status: one('Testing') } },
      is: 'to status is Done, not one of Testing: that was only passed through',
    },
    { when: 'it gets done', does: step(TO_DO, DONE), rule: { to: done }, is: true },
    { when: 'it goes from done to done', does: step(DONE, CLOSED), rule: { to: done }, is: 'it was in done already' },
    {
      when: 'it stays done and the rule asks what leaves',
      does: step(DONE, CLOSED),
      rule: { from: done },
      is: 'it was and stays in done',
    },
    { when: 'both ends are named', does: step(DONE, CLOSED), rule: { from: done, to: done }, is: true },
    {
      when: 'the rule asks for the state and not the step',
      does: step(DONE, CLOSED),
      rule: { conditions: done },
      is: true,
    },
    { when: 'it leaves done', does: step(DONE, TO_DO), rule: { from: done }, is: true },
    {
      when: 'it gets anywhere but done',
      does: step(TO_DO, TESTING),
      rule: { to: { category: { anyOf: ['done'], not: true } } },
      is: true,
    },
    {
      when: 'from and to are named',
      does: step(TO_DO, TESTING),
      rule: { from: { status: one('To Do') }, to: { status: one('4') } },
      is: true,
    },
    {
      when: 'the resolution at the end is asked for',
      does: step(TO_DO, DONE),
      rule: { to: { ...done, resolution: one('Done') } },
      is: true,
    },
    {
      when: 'the resolution before is asked for',
      does: step(TO_DO, DONE),
      rule: { from: { resolution: one('Done') } },
      is: 'from resolution is empty, not one of Done',
    },
    {
      when: 'the priority is another',
      does: step(TO_DO, DONE),
      rule: { from: { priority: one('Minor') } },
      is: 'from priority is Major, not one of Minor',
    },
    { when: 'nobody has it', does: step(TO_DO, DONE), rule: { to: { assignee: not('Max') } }, is: true },
  ])('when $when, then $is', ({ does, rule, is }) => {
    expect(does(rule)).toBe(is);
  });

  test('when versions change, then the ends are what was added and what was taken away', () => {
    const change = changeOf(
      'version_changed',
      snapshot({ fixVersions: ['2.3'] }),
      snapshot({ fixVersions: ['2.3', '2.4'] }),
      OLGA,
    );
    const met = (rule: Rule) =>
      matchRules(
        change,
        { conversationId: '7', state: null, details: null },
        {
          workflow: workflow([rule], { defaults: false }),
          rules: RULES,
          now: NOW,
          account: null,
        },
      ).rule !== null;
    expect(met(ruleOn('version_changed', { to: { version: one('2.4') } }))).toBe(true);
    expect(met(ruleOn('version_changed', { to: { version: one('2.3') } }))).toBe(false);
    expect(met(ruleOn('version_changed', { from: { version: one('2.3') } }))).toBe(false);
  });
});

describe('which rule wins', () => {
  const change = changeOf('priority_changed', snapshot(), snapshot({ priority: 'Minor' }), OLGA);
  const view = { conversationId: '7', state: null, details: null } as const;
  const particular = ruleOn('priority_changed', { at: 'rules[0]', to: { priority: one('Blocker') } });
  const general = ruleOn('priority_changed', { at: 'rules[1]', do: [] });
  const tried = (given: Partial<RuleContext>) =>
    matchRules(change, view, { workflow: null, rules: RULES, now: NOW, account: null, ...given }).trace.tried.map(
      ({ at, matched }) => `${at} ${matched}`,
    );

  test('when several fit, then the first does, and those after it are not tried', () => {
    const later = ruleOn('priority_changed', { at: 'rules[2]' });
    expect(tried({ workflow: workflow([particular, general, later]) })).toEqual(['rules[0] false', 'rules[1] true']);
  });

  test('when none of the workflow fits, then the default rule stands', () => {
    expect(tried({ workflow: workflow([particular]) })).toEqual(['rules[0] false', 'default: priority_changed true']);
    expect(tried({})).toEqual(['default: priority_changed true']);
  });

  test('when the defaults are off, then no rule stands', () => {
    expect(tried({ workflow: workflow([particular], { defaults: false }) })).toEqual(['rules[0] false']);
  });
});

describe('an issue that nobody touches', () => {
  const DAY = 86_400_000;
  const [two, five] = [2, 5].map((days) => ruleOn('no_change', { at: `after ${days}d`, after: days * DAY }));
  const met = (days: number) => {
    const change = changeOf('no_change', ISSUE, ISSUE, OLGA, { rested: days * DAY });
    const rules = [two, five].filter((rule) => rule !== undefined);
    const context = { workflow: workflow(rules), rules: RULES, now: NOW, account: null };
    return matchRules(change, { conversationId: '7', state: null, details: null }, context).rule?.at ?? null;
  };

  test.each([
    { days: 1, at: null },
    { days: 2, at: 'after 2d' },
    { days: 4, at: 'after 2d' },
    { days: 5, at: 'after 5d' },
  ])('when it rests for $days days, then $at', ({ days, at }) => {
    expect(met(days)).toBe(at);
  });
});
