// What rules carry over from a dialog to its issues, as tables.
import { describe, expect, test } from 'vitest';
import type { ConversationChanged, DialogChange } from '../../../src/domain/event.ts';
import type { ConversationFacts } from '../../../src/domain/plan/facts.ts';
import { planConversationEvent } from '../../../src/domain/plan/plan-conversation-event.ts';
import type { Rule, RuleAction } from '../../../src/domain/workflow/rule.ts';
import { details, one, ruleOn, rulesWith, template } from '../../support/workflow-builders.ts';
import { conversationFacts, DIALOG, DONE, ISSUE, link, NOW, outcomes, RULES, snapshot, told } from './builders.ts';

const ANNA = { id: '901', name: 'Anna', kind: 'person' } as const;
const LABEL: RuleAction = { kind: 'label', label: 'heard' };

function happened(change: DialogChange, given: Partial<ConversationChanged> = {}): ConversationChanged {
  const topic = `conversation.${change.trigger}`;
  return {
    kind: 'conversation_changed',
    conversation: DIALOG,
    topic,
    state: null,
    snoozedUntil: null,
    change,
    by: ANNA,
    at: NOW,
    ...given,
  };
}

function plan(event: ConversationChanged, rules: readonly Rule[], facts: Partial<ConversationFacts> = {}) {
  return planConversationEvent(
    event,
    conversationFacts({ issues: { ln_1: snapshot() }, ...facts }),
    rulesWith(RULES, rules),
  );
}

const change = { kind: 'add_label', issue: ISSUE, conversation: DIALOG, name: null, value: 'heard' };

describe('what happens in a dialog', () => {
  test.each<{ change: DialogChange }>([
    { change: { trigger: 'dialog_closed' } },
    { change: { trigger: 'dialog_reopened' } },
    { change: { trigger: 'customer_replied' } },
    { change: { trigger: 'teammate_replied' } },
    { change: { trigger: 'dialog_tagged', tag: 'vip' } },
    { change: { trigger: 'dialog_untagged', tag: 'vip' } },
    { change: { trigger: 'dialog_rated', rating: 1 } },
    { change: { trigger: 'dialog_assigned' } },
  ])('when $change.trigger, then its rule changes the issue', ({ change: what }) => {
    const planned = plan(happened(what), [ruleOn(what.trigger, { at: 'its rule', do: [LABEL] })]);
    expect(planned.actions.map(({ action }) => action)).toEqual([change]);
    expect(planned.outcomes).toEqual([{ state: 'done', reason: 'acted', detail: 'its rule' }]);
    expect(planned.trace).toEqual([
      { trigger: what.trigger, conversationId: '7', tried: [expect.objectContaining({ matched: true })] },
    ]);
  });

  test.each([
    { when: 'the customer replies after it was done', issue: { status: DONE }, does: ['add_label'] },
    { when: 'the customer replies before', issue: {}, does: [] },
  ])('when $when, then $does', ({ issue, does }) => {
    const rule = ruleOn('customer_replied', { conditions: { category: { anyOf: ['done'], not: false } }, do: [LABEL] });
    const planned = plan(happened({ trigger: 'customer_replied' }), [rule], { issues: { ln_1: snapshot(issue) } });
    expect(planned.actions.map(({ action }) => action.kind)).toEqual(does);
  });

  test('when a rule tells of the customer, then with what was read of them', () => {
    const actions: RuleAction[] = [
      { kind: 'comment', text: template('{{ customer.name }} ({{ customer.plan }}) wrote again in {{ dialog.url }}') },
      { kind: 'setField', values: { Plan: template('{{ customer.plan }}') } },
      { kind: 'transition', to: 'Reopen' },
      { kind: 'notify', channel: 'night' },
    ];
    const planned = plan(happened({ trigger: 'customer_replied' }), [ruleOn('customer_replied', { do: actions })], {
      details: details(),
    });
    expect(told(planned)).toEqual([
      [expect.stringMatching(/^Maria \(Pro\) wrote again/)],
      'set_field',
      'transition',
      'notify',
    ]);
    expect(planned.actions[3]?.action).toMatchObject({ text: expect.stringContaining('The customer replied') });
  });

  test('when a rule also acts on the dialog, then it does', () => {
    const rule = ruleOn('dialog_rated', {
      conditions: { rating: one('1', '2') },
      do: [
        { kind: 'note', text: null },
        { kind: 'tag', tag: 'unhappy' },
      ],
    });
    const planned = plan(happened({ trigger: 'dialog_rated', rating: 1 }), [rule]);
    expect(told(planned)).toEqual([[expect.any(String), 'The customer rated the conversation: 1 of 5'], 'tag']);
    expect(outcomes(planned)).toEqual(['done noted']);
  });

  test.each([
    {
      when: 'no rule fits',
      rules: [ruleOn('dialog_closed', { conditions: { team: one('x') }, do: [LABEL] })],
      ends: 'done remembered',
    },
    { when: 'a rule keeps silent', rules: [ruleOn('dialog_closed', { do: [] })], ends: 'done remembered' },
    { when: 'no rule is there', rules: [], ends: 'done remembered' },
  ])('when $when, then only its state is remembered', ({ rules, ends }) => {
    const planned = plan(happened({ trigger: 'dialog_closed' }, { state: 'closed' }), rules);
    expect(planned).toMatchObject({ actions: [], conversation: { state: 'closed' } });
    expect(outcomes(planned)).toEqual([ends]);
  });

  test('when several issues are linked, then each by the rules of its own workflow', () => {
    const other = { connection: 'jira', issueId: '10002' };
    const links = [link(), link({ id: 'ln_2', issue: other, issueKey: 'HR-1' })];
    const issues = { ln_1: snapshot(), ln_2: snapshot({ ...other, key: 'HR-1', projectKey: 'HR' }) };
    const planned = plan(happened({ trigger: 'dialog_closed' }), [ruleOn('dialog_closed', { do: [LABEL] })], {
      links,
      issues,
    });
    expect(planned.actions.map(({ action }) => action)).toEqual([change]);
  });

  test('when the link has spent its budget, then nothing is carried over, and the state is remembered', () => {
    const rules = [ruleOn('dialog_closed', { do: [LABEL] })];
    const planned = plan(happened({ trigger: 'dialog_closed' }, { state: 'closed' }), rules, { spent: { ln_1: 30 } });
    expect(outcomes(planned)).toEqual(['parked budget_spent']);
    expect(planned).toMatchObject({ actions: [], conversation: { state: 'closed' } });
  });

  test('when the link was taken away, then nothing follows', () => {
    const rules = [ruleOn('dialog_closed', { do: [LABEL] })];
    const planned = plan(happened({ trigger: 'dialog_closed' }), rules, { links: [link({ unlinkedAt: NOW })] });
    expect(outcomes(planned)).toEqual(['ignored dialog_not_linked']);
  });
});

describe('taking a link away', () => {
  const event = {
    kind: 'unlink_requested',
    linkId: 'ln_1',
    conversation: DIALOG,
    issue: ISSUE,
    by: ANNA,
    at: NOW,
  } as const;
  const unlink = (rules: readonly Rule[], known: boolean) => {
    const facts = conversationFacts(known ? { issues: { ln_1: snapshot() } } : {});
    return planConversationEvent(event, facts, rulesWith(RULES, rules)).actions.map(({ action }) => action.kind);
  };

  test.each([
    { rules: [], known: true, does: ['add_note', 'remove_remote_link'] },
    { rules: [], known: false, does: ['add_note', 'remove_remote_link'] },
    { rules: [ruleOn('unlinked', { do: [] })], known: true, does: ['remove_remote_link'] },
    {
      rules: [ruleOn('unlinked', { do: [{ kind: 'untag', tag: 'jira' }] })],
      known: true,
      does: ['tag', 'remove_remote_link'],
    },
  ])('when rules say $rules.0.do, then $does', ({ rules, known, does }) => {
    expect(unlink(rules, known)).toEqual(does);
  });
});
