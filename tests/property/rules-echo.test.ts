// Properties of rules: whatever an admin writes, nothing echoes for ever, and the same facts give the same plan.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planIssueEvents } from '../../src/domain/plan/plan-issue-events.ts';
import type { DialogChange } from '../../src/domain/event.ts';
import type { Choice, ChangeEnd, Conditions, Rule, RuleAction, Trigger } from '../../src/domain/workflow/rule.ts';
import { createModel, STATUSES } from '../support/echo-model.ts';
import { details, ruleOn, rulesWith, template } from '../support/workflow-builders.ts';
import { changed, issueFacts, link, NOW, RULES, snapshot } from '../unit/plan/builders.ts';

const names = STATUSES.map(({ name }) => name);
const choiceOf = (...values: readonly string[]): fc.Arbitrary<Choice> =>
  fc.record({ anyOf: fc.subarray([...values], { minLength: 1 }), not: fc.boolean() });
const category = fc.record({
  anyOf: fc.subarray(['todo', 'in_progress', 'done'] as const, { minLength: 1 }),
  not: fc.boolean(),
});

const end: fc.Arbitrary<ChangeEnd> = fc.record({ status: choiceOf(...names), category }, { requiredKeys: [] });
const conditions: fc.Arbitrary<Conditions> = fc.record(
  {
    status: choiceOf(...names),
    category,
    priority: choiceOf('Major', 'Minor'),
    label: choiceOf('a', 'b'),
    dialog: choiceOf('open', 'closed', 'snoozed'),
    tag: choiceOf('a', 'b'),
    team: choiceOf('Billing'),
    author: choiceOf('Deskbridge', 'Olga'),
    businessHours: fc.boolean(),
  },
  { requiredKeys: [] },
);

const NOTE = template('{{ issue.status }} {{ dialog.state }}');
const action: fc.Arbitrary<RuleAction> = fc.oneof(
  fc.constantFrom<RuleAction>(
    { kind: 'note', text: null },
    { kind: 'note', text: 'own' },
    { kind: 'reopen' },
    { kind: 'close' },
    { kind: 'snooze', ms: 1000 },
    { kind: 'assign', to: { kind: 'team', name: 'Billing' } },
    { kind: 'ticketState', state: 'resolved' },
    { kind: 'comment', text: NOTE },
    { kind: 'attributes', values: { a: NOTE } },
    { kind: 'notify', channel: 'night' },
  ),
  fc.constantFrom(...names).map((to): RuleAction => ({ kind: 'transition', to })),
  fc
    .constantFrom('Major', 'Minor')
    .map((value): RuleAction => ({ kind: 'setField', values: { priority: template(value) } })),
  fc
    .tuple(fc.constantFrom('tag', 'untag'), fc.constantFrom('a', 'b'))
    .map(([kind, tag]): RuleAction => ({ kind: kind === 'tag' ? 'tag' : 'untag', tag })),
  fc
    .tuple(fc.constantFrom('label', 'unlabel'), fc.constantFrom('a', 'b'))
    .map(([kind, label]): RuleAction => ({ kind: kind === 'label' ? 'label' : 'unlabel', label })),
);

const TRIGGERS: readonly Trigger[] = [
  'status_changed',
  'status_changed',
  'priority_changed',
  'comment_added',
  'dialog_closed',
  'dialog_reopened',
  'dialog_tagged',
  'dialog_untagged',
  'dialog_assigned',
  'customer_replied',
];
const rule: fc.Arbitrary<Rule> = fc
  .record({
    on: fc.constantFrom(...TRIGGERS),
    from: fc.option(end, { nil: {}, freq: 3 }),
    to: fc.option(end, { nil: {}, freq: 3 }),
    conditions: fc.option(conditions, { nil: {}, freq: 3 }),
    do: fc.array(action, { maxLength: 4 }),
  })
  .map(({ on, ...given }) => ruleOn(on, given));
/** Without conditions, and with one thing to do that something answers: such rules find each other soon. */
const eager: fc.Arbitrary<Rule> = fc
  .record({
    on: fc.constantFrom<Trigger>(
      'status_changed',
      'status_changed',
      'dialog_closed',
      'dialog_reopened',
      'dialog_tagged',
    ),
    name: fc.constantFrom(...names),
    what: fc.oneof(
      fc.constantFrom(...names).map((to): RuleAction => ({ kind: 'transition', to })),
      fc.constantFrom<RuleAction>(
        { kind: 'close' },
        { kind: 'reopen' },
        { kind: 'tag', tag: 'a' },
        { kind: 'untag', tag: 'a' },
      ),
    ),
  })
  .map(({ on, name, what }) =>
    ruleOn(on, { to: on === 'status_changed' ? { status: { anyOf: [name], not: false } } : {}, do: [what] }),
  );
const ruleSet = fc.record({
  rules: fc.oneof(fc.array(rule, { maxLength: 8 }), fc.array(eager, { minLength: 2, maxLength: 8 })),
  defaults: fc.boolean(),
});

type Act = Parameters<ReturnType<typeof createModel>['happen']>[0];
const about = { issue: { connection: 'jira', issueId: '10001' }, conversation: null };
const happening: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom(...names).map((name): Act => ({ kind: 'transition', ...about, name, value: null })),
  fc.constantFrom('Major', 'Minor').map((value): Act => ({ kind: 'set_field', ...about, name: 'priority', value })),
  fc.constant<Act>({ kind: 'says', text: '@Deskbridge hello' }),
  fc.constantFrom<DialogChange>(
    { trigger: 'dialog_closed' },
    { trigger: 'customer_replied' },
    { trigger: 'dialog_tagged', tag: 'a' },
    { trigger: 'dialog_assigned' },
  ),
);

const links = [link(), link({ id: 'ln_2', conversation: { connection: 'intercom', conversationId: '8' } })];
const texts = { own: { en: NOTE, ru: NOTE } };
const BUDGET = 12;
// Each link may come to its budget, and the plan that crosses it may do a handful more; each action may bring one event.
const MOST_ACTIONS = 2 * BUDGET + 80;

function rulesOf({ rules, defaults }: { rules: readonly Rule[]; defaults: boolean }) {
  return rulesWith({ ...RULES, texts, budgetActions: BUDGET }, rules, { defaults });
}

describe('whatever rules there are', () => {
  test('what they do ends by itself or by the budget, soon', () => {
    fc.assert(
      fc.property(ruleSet, fc.array(happening, { minLength: 1, maxLength: 4 }), (set, happenings) => {
        const model = createModel(snapshot({ status: STATUSES[0] ?? snapshot().status }), links, rulesOf(set), NOW);
        for (const what of happenings) model.happen(what);
        const { actions, left, events } = model.run(1000);
        expect(left).toBe(0);
        expect(events).toBeLessThan(1000);
        expect(actions).toBeLessThanOrEqual(MOST_ACTIONS);
      }),
      { numRuns: 1500 },
    );
  });

  test('a plan is the same each time, and no two of its actions have one name', () => {
    fc.assert(
      fc.property(ruleSet, fc.constantFrom(...STATUSES), (set, status) => {
        const facts = issueFacts({ status }, { links, dialogs: { ln_1: details() } });
        const plan = planIssueEvents([changed()], facts, rulesOf(set));
        expect(planIssueEvents([structuredClone(changed())], structuredClone(facts), rulesOf(set))).toEqual(plan);
        const named = plan.actions.flatMap(({ action: { kind }, once }) => (once === null ? [] : [`${kind}/${once}`]));
        expect(new Set(named).size).toBe(named.length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('rules that call each other', () => {
  const to = (name: string): RuleAction => ({ kind: 'transition', to: name });
  const at = (name: string): Partial<Rule> => ({ to: { status: { anyOf: [name], not: false } } });

  test.each<{ when: string; rules: readonly Rule[]; first: Act }>([
    {
      when: 'two transitions chase each other',
      rules: [
        ruleOn('status_changed', { ...at('Done'), do: [to('To Do')] }),
        ruleOn('status_changed', { ...at('To Do'), do: [to('Done')] }),
      ],
      first: { kind: 'transition', ...about, name: 'Done', value: null },
    },
    {
      when: 'a dialog and its issue open and close each other',
      rules: [
        ruleOn('dialog_closed', { do: [to('Done')] }),
        ruleOn('status_changed', { ...at('Done'), do: [{ kind: 'reopen' }] }),
        ruleOn('dialog_reopened', { do: [to('To Do')] }),
        ruleOn('status_changed', { ...at('To Do'), do: [{ kind: 'close' }] }),
      ],
      first: { kind: 'close', conversation: { connection: 'intercom', conversationId: '7' }, about: null },
    },
    {
      when: 'tags take each other off and put each other on',
      rules: [
        ruleOn('dialog_tagged', { do: [{ kind: 'untag', tag: 'a' }] }),
        ruleOn('dialog_untagged', { do: [{ kind: 'tag', tag: 'a' }] }),
      ],
      first: {
        kind: 'tag',
        conversation: { connection: 'intercom', conversationId: '7' },
        about: null,
        tag: 'a',
        remove: false,
      },
    },
  ])('when $when, then the budget stops it and says so', ({ rules, first }) => {
    const model = createModel(
      snapshot({ status: STATUSES[1] ?? snapshot().status }),
      links,
      rulesOf({ rules, defaults: false }),
      NOW,
    );
    model.happen(first);
    const { left, parked, actions } = model.run(1000);
    expect(left).toBe(0);
    expect(parked).toBeGreaterThan(0);
    expect(actions).toBeLessThanOrEqual(MOST_ACTIONS);
  });
});
