// What rules of an admin do in a dialog and on the issue, as tables: every action, every trigger, and what wins.
import { describe, expect, test } from 'vitest';
import type { Action } from '../../../src/domain/action.ts';
import type { AnyIssueEvent } from '../../../src/domain/event.ts';
import type { IssueSnapshot } from '../../../src/domain/issue.ts';
import type { IssueFacts } from '../../../src/domain/plan/facts.ts';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import { planIssueEvents } from '../../../src/domain/plan/plan-issue-events.ts';
import type { Rule, RuleAction, Trigger } from '../../../src/domain/workflow/rule.ts';
import type { Workflow } from '../../../src/domain/workflow/workflow.ts';
import { details, not, one, rulesWith, ruleOn, template } from '../../support/workflow-builders.ts';
import {
  changed,
  comment,
  commented,
  DIALOG,
  DONE,
  IN_PROGRESS,
  ISSUE,
  issueFacts,
  known,
  knownComment,
  link,
  NOW,
  outcomes,
  RULES,
  snapshot,
  told,
} from './builders.ts';

const TEXTS = {
  testing: { en: template('{{ issue.key }} is tested by {{ issue.assignee | default: "nobody" }}'), ru: template('x') },
  empty: { en: template('{{ issue.assignee }}'), ru: template('x') },
  question: { en: template('{{ comment.author }} asks: {{ comment.text }}'), ru: template('x') },
};

interface Setting {
  readonly rules?: readonly Rule[];
  readonly workflow?: Partial<Workflow>;
  readonly now?: Partial<IssueSnapshot> | null;
  readonly facts?: Partial<IssueFacts>;
  readonly events?: readonly AnyIssueEvent[];
}

function plan({ rules = [], workflow = {}, now = { status: DONE }, facts = {}, events = [changed()] }: Setting): Plan {
  return planIssueEvents(events, issueFacts(now, facts), rulesWith({ ...RULES, texts: TEXTS }, rules, workflow));
}

/** The actions but for the link on the issue, which is brought up to date whatever the rules say. */
function actionsOf(planned: Plan): Action[] {
  return planned.actions.flatMap(({ action }) => (action.kind === 'put_remote_link' ? [] : [action]));
}

const toDone = (...actions: RuleAction[]): Rule => ruleOn('status_changed', { at: 'rules[0]', do: actions });
const ANNA = { id: '901', name: 'Anna', kind: 'person' } as const;
const about = { conversation: DIALOG, about: ISSUE };

describe('actions', () => {
  test.each<{ action: RuleAction; does: object; facts?: Partial<IssueFacts> }>([
    { action: { kind: 'reopen' }, does: { kind: 'reopen', ...about } },
    { action: { kind: 'close' }, does: { kind: 'close', ...about } },
    { action: { kind: 'snooze', ms: 1000 }, does: { kind: 'snooze', ...about, until: NOW + 1000 } },
    {
      action: { kind: 'assign', to: { kind: 'owner' } },
      does: { kind: 'assign', ...about, to: { kind: 'teammate', name: '901' } },
      facts: { links: [link({ by: ANNA })] },
    },
    {
      action: { kind: 'assign', to: { kind: 'promised' } },
      does: { kind: 'assign', ...about, to: { kind: 'teammate', name: '901' } },
      facts: { links: [link({ promise: { dueAt: NOW, by: ANNA } })] },
    },
    {
      action: { kind: 'assign', to: { kind: 'team', name: 'Billing' } },
      does: { kind: 'assign', ...about, to: { kind: 'team', name: 'Billing' } },
    },
    {
      action: { kind: 'assign', to: { kind: 'teammate', name: 'Max' } },
      does: { kind: 'assign', ...about, to: { kind: 'teammate', name: 'Max' } },
    },
    { action: { kind: 'tag', tag: 'fixed' }, does: { kind: 'tag', ...about, tag: 'fixed', remove: false } },
    { action: { kind: 'untag', tag: 'waiting' }, does: { kind: 'tag', ...about, tag: 'waiting', remove: true } },
    { action: { kind: 'ticketState', state: 'resolved' }, does: { kind: 'ticket_state', ...about, state: 'resolved' } },
    {
      action: { kind: 'attributes', values: { 'Jira status': template('{{ issue.status }} ({{ change.from }})') } },
      does: { kind: 'set_attribute', ...about, name: 'Jira status', value: 'Done (To Do)' },
    },
    {
      action: { kind: 'comment', text: template('Waiting: {{ customer.plan }}') },
      does: { kind: 'comment', issue: ISSUE, conversation: DIALOG, partId: '' },
      facts: { dialogs: { ln_1: details() } },
    },
    {
      action: { kind: 'transition', to: 'Verify' },
      does: { kind: 'transition', issue: ISSUE, conversation: DIALOG, name: 'Verify', value: null },
    },
    {
      action: { kind: 'setField', values: { 'Found in': template('{{ issue.versions }}') } },
      does: { kind: 'set_field', issue: ISSUE, conversation: DIALOG, name: 'Found in', value: '' },
    },
    {
      action: { kind: 'label', label: 'told' },
      does: { kind: 'add_label', issue: ISSUE, conversation: DIALOG, name: null, value: 'told' },
    },
    {
      action: { kind: 'unlabel', label: 'told' },
      does: { kind: 'remove_label', issue: ISSUE, conversation: DIALOG, name: null, value: 'told' },
    },
    {
      action: { kind: 'notify', channel: 'night' },
      does: {
        kind: 'notify',
        channel: 'night',
        issue: ISSUE,
        key: 'SUP-1',
        url: 'https://jira.test/browse/SUP-1',
        text: expect.stringContaining('Status: To Do → Done'),
      },
    },
  ])('when a rule asks for $action.kind, then just that is done', ({ action, does, facts }) => {
    const planned = plan({ rules: [toDone(action)], ...(facts === undefined ? {} : { facts }) });
    expect(actionsOf(planned)).toEqual([expect.objectContaining(does)]);
    expect(outcomes(planned)).toEqual(['done acted']);
    expect(planned.outcomes[0]?.detail).toBe('rules[0]');
  });

  test('when nobody set the link, then it is left to whoever has it', () => {
    expect(actionsOf(plan({ rules: [toDone({ kind: 'assign', to: { kind: 'owner' } })] }))).toEqual([]);
  });

  test('when a template of a comment comes out empty, then no empty comment is written', () => {
    expect(actionsOf(plan({ rules: [toDone({ kind: 'comment', text: template('{{ customer.name }}') })] }))).toEqual(
      [],
    );
  });

  test('when a rule asks for many, then a person would do them in this order', () => {
    const rule = toDone(
      { kind: 'tag', tag: 'fixed' },
      { kind: 'assign', to: { kind: 'team', name: 'Billing' } },
      { kind: 'label', label: 'told' },
      { kind: 'reopen' },
      { kind: 'ticketState', state: 'resolved' },
      { kind: 'attributes', values: { a: template('1') } },
      { kind: 'note', text: null },
    );
    const kinds = plan({ rules: [rule] }).actions.map(({ action }) => action.kind);
    expect(kinds).toEqual([
      'add_note',
      'ticket_state',
      'reopen',
      'assign',
      'tag',
      'set_attribute',
      'add_label',
      'put_remote_link',
    ]);
  });
});

describe('notes', () => {
  test.each([
    { when: 'the usual lines', text: null, lines: ['Status: To Do → Done', 'Now tell the customer: it is done'] },
    { when: 'a text', text: 'testing', lines: ['SUP-1 is tested by nobody'] },
    {
      when: 'a text that comes out empty',
      text: 'empty',
      lines: ['Status: To Do → Done', 'Now tell the customer: it is done'],
    },
    {
      when: 'a text that is not there',
      text: 'gone',
      lines: ['Status: To Do → Done', 'Now tell the customer: it is done'],
    },
  ])('when a rule asks for $when, then the note says it', ({ text, lines }) => {
    const notes = told(plan({ rules: [toDone({ kind: 'note', text })] })).filter((entry) => Array.isArray(entry));
    expect(notes.map((note) => note.slice(1))).toEqual([lines]);
  });

  test('when a text stands for a status and the priority changes too, then one note says both', () => {
    const rules = [toDone({ kind: 'note', text: 'testing' })];
    const planned = plan({ rules, now: { status: DONE, priority: 'Minor' } });
    expect(told(planned)[0]).toEqual([expect.any(String), 'SUP-1 is tested by nobody', 'Priority: Major → Minor']);
    expect(told(planned)).toHaveLength(2);
  });

  test('when a status was only passed through, then a text does not hide it', () => {
    const step = (from: string, to: string) => ({ field: 'status', vendorField: 'status', from, to }) as const;
    const events = [changed([step('To Do', 'In Progress'), step('In Progress', 'Done')])];
    const planned = plan({ rules: [toDone({ kind: 'note', text: 'testing' })], events });
    expect(told(planned)[0]).toEqual([
      expect.any(String),
      'SUP-1 is tested by nobody',
      'Status: To Do → In Progress → Done',
    ]);
  });

  test('when a resolution comes with the status, then it shares the fate of the status', () => {
    const now = { status: DONE, resolution: 'Fixed' };
    expect(actionsOf(plan({ rules: [toDone()], now }))).toEqual([]);
    expect(told(plan({ rules: [toDone({ kind: 'note', text: 'testing' })], now }))[0]).toHaveLength(2);
    const own = ruleOn('resolution_changed', { at: 'rules[1]' });
    expect(told(plan({ rules: [toDone(), own], now }))[0]).toEqual([expect.any(String), 'Resolution: none → Fixed']);
  });
});

describe('silence', () => {
  test('when a rule does nothing, then nothing is told, and the change is known as told', () => {
    const planned = plan({ rules: [toDone()] });
    expect(actionsOf(planned)).toEqual([]);
    expect(planned.outcomes).toEqual([{ state: 'ignored', reason: 'silenced', detail: 'rules[0]' }]);
    expect(planned.issue).toMatchObject({ told: { status: DONE }, lastNotedAt: null });
  });

  test('when no rule fits and the defaults are off, then nothing is told', () => {
    const planned = plan({ rules: [ruleOn('moved')], workflow: { defaults: false } });
    expect(actionsOf(planned)).toEqual([]);
    expect(outcomes(planned)).toEqual(['ignored no_rule']);
  });

  test('when one change is silenced and another told, then the event is done', () => {
    const planned = plan({ rules: [toDone()], now: { status: DONE, priority: 'Minor' } });
    expect(told(planned)[0]).toEqual([expect.any(String), 'Priority: Major → Minor']);
    expect(outcomes(planned)).toEqual(['done noted']);
  });
});

describe('several dialogs', () => {
  const second = link({ id: 'ln_2', conversation: { connection: 'intercom', conversationId: '8' } });
  const links = [link(), second];

  test('when two dialogs wait, then each gets what its rule says, and the issue is changed once', () => {
    const rules = [
      ruleOn('status_changed', {
        at: 'vip',
        conditions: { team: one('VIP') },
        do: [{ kind: 'reopen' }, { kind: 'label', label: 'told' }],
      }),
      toDone(
        { kind: 'tag', tag: 'fixed' },
        { kind: 'label', label: 'told' },
        { kind: 'comment', text: template('told') },
      ),
    ];
    const dialogs = { ln_1: details(), ln_2: details({ conversationId: '8', team: { id: '2', name: 'VIP' } }) };
    const planned = plan({ rules, facts: { links, dialogs } });
    expect(
      actionsOf(planned).map((action) =>
        'conversation' in action ? `${action.kind} ${action.conversation?.conversationId}` : action.kind,
      ),
    ).toEqual(['tag 7', 'reopen 8', 'add_label 7', 'comment 7']);
    expect(planned.trace).toEqual([
      {
        trigger: 'status_changed',
        conversationId: '7',
        tried: [
          { at: 'vip', matched: false, why: 'team is Billing, not one of VIP' },
          { at: 'rules[0]', matched: true, why: expect.any(String) },
        ],
      },
      {
        trigger: 'status_changed',
        conversationId: '8',
        tried: [{ at: 'vip', matched: true, why: expect.any(String) }],
      },
    ]);
  });

  test('when both ask for a comment, then it is written once', () => {
    const planned = plan({ rules: [toDone({ kind: 'comment', text: template('told') })], facts: { links } });
    expect(actionsOf(planned)).toHaveLength(1);
  });

  test('when one link has spent its budget, then nothing is done at all', () => {
    const planned = plan({ rules: [toDone({ kind: 'transition', to: 'x' })], facts: { links, spent: { ln_2: 30 } } });
    expect(outcomes(planned)).toEqual(['parked budget_spent']);
    expect(planned).toMatchObject({ actions: [], issue: null });
    expect(planned.trace).toHaveLength(2);
  });
});

describe('two rules that contradict', () => {
  const twoRules = (first: RuleAction, second: RuleAction) =>
    plan({
      rules: [toDone(first), ruleOn('priority_changed', { do: [second] })],
      now: { status: DONE, priority: 'Minor' },
    });
  test.each<{ first: RuleAction; second: RuleAction; wins: object }>([
    { first: { kind: 'reopen' }, second: { kind: 'close' }, wins: { kind: 'reopen' } },
    { first: { kind: 'close' }, second: { kind: 'reopen' }, wins: { kind: 'reopen' } },
    { first: { kind: 'snooze', ms: 5 }, second: { kind: 'close' }, wins: { kind: 'snooze' } },
    { first: { kind: 'tag', tag: 'a' }, second: { kind: 'untag', tag: 'a' }, wins: { kind: 'tag', remove: true } },
    {
      first: { kind: 'transition', to: 'A' },
      second: { kind: 'transition', to: 'B' },
      wins: { kind: 'transition', name: 'B' },
    },
    { first: { kind: 'label', label: 'a' }, second: { kind: 'unlabel', label: 'a' }, wins: { kind: 'remove_label' } },
    {
      first: { kind: 'assign', to: { kind: 'team', name: 'A' } },
      second: { kind: 'assign', to: { kind: 'team', name: 'B' } },
      wins: { kind: 'assign', to: { name: 'B' } },
    },
  ])('when $first.kind meets $second.kind, then one of them stands', ({ first, second, wins }) => {
    const actions = actionsOf(twoRules(first, second));
    expect(actions).toHaveLength(1);
    expect(actions[0]).toMatchObject(wins);
  });

  test('when a dialog sleeps and a rule snoozes it, then it is not put back to its old sleep', () => {
    const asleep = { ...DIALOG, state: 'snoozed', snoozedUntil: NOW + 5000, deleted: false, at: NOW - 10 } as const;
    const planned = plan({
      rules: [toDone({ kind: 'note', text: null }, { kind: 'snooze', ms: 86_400_000 })],
      facts: { conversations: [asleep] },
    });
    expect(actionsOf(planned).map(({ kind }) => kind)).toEqual(['add_note', 'snooze']);
  });
});

describe('triggers', () => {
  const version = { ...changed(), kind: 'issue_released', version: '2.4' } as const;
  const resting = { ...changed(), kind: 'issue_unchanged', since: NOW - 5 * 86_400_000 } as const;
  const file = { id: '9', name: 'log.txt', url: null };
  const fact = (given: Parameters<typeof comment>[0] | null, was: Parameters<typeof knownComment>[0] | null) => ({
    commentId: '1',
    comment: given === null ? null : comment(given),
    known: was === null ? null : knownComment(was),
    ours: false,
  });

  test.each<Setting & { on: Trigger }>([
    { on: 'status_changed', now: { status: IN_PROGRESS } },
    { on: 'resolution_changed', now: { resolution: 'Fixed' } },
    { on: 'priority_changed', now: { priority: null } },
    { on: 'assignee_changed', now: { assignee: 'Max' } },
    { on: 'version_changed', now: { fixVersions: ['2.4'] } },
    { on: 'due_date_changed', now: { dueDate: '2026-12-01' } },
    { on: 'summary_changed', now: { summary: 'Other' } },
    { on: 'moved', now: { key: 'PAY-1' } },
    { on: 'attachment_added', now: { attachments: [file] } },
    { on: 'comment_added', now: {}, facts: { comments: [fact({}, null)] }, events: [commented()] },
    { on: 'comment_edited', now: {}, facts: { comments: [fact({}, { fingerprint: 'old' })] }, events: [commented()] },
    { on: 'comment_deleted', now: {}, facts: { comments: [fact(null, {})] }, events: [commented()] },
    { on: 'deleted', now: null, events: [{ ...changed(), kind: 'issue_deleted' }] },
    { on: 'inaccessible', now: null },
    { on: 'restored', now: {}, facts: { known: known({}, { state: 'inaccessible' }) } },
    {
      on: 'version_released',
      now: { fixVersions: ['2.4'] },
      facts: { known: known({ fixVersions: ['2.4'] }) },
      events: [version],
    },
    { on: 'no_change', now: {}, events: [resting] },
  ])('when $on, then its rule is met and no other', ({ on, ...setting }) => {
    const rule = ruleOn(on, {
      at: 'its rule',
      after: on === 'no_change' ? 1000 : null,
      do: [{ kind: 'tag', tag: on }],
    });
    const planned = plan({ ...setting, rules: [rule], workflow: { defaults: false } });
    expect(actionsOf(planned)).toEqual([{ kind: 'tag', ...about, tag: on, remove: false }]);
    expect(planned.outcomes.map(({ reason, detail }) => `${reason} ${detail}`)).toEqual(['acted its rule']);
  });

  test.each([
    { when: 'the issue is not to be fixed in that version any more', event: version, now: {} },
    { when: 'it has changed after all', event: resting, now: { updatedAt: NOW + 1 } },
  ])('when $when, then its rule is not asked', ({ event, now }) => {
    const rules = [ruleOn('version_released'), ruleOn('no_change', { after: 1000 })];
    expect(outcomes(plan({ rules, now, events: [event] }))).toEqual(['ignored nothing_visible']);
  });

  test('when a release has no rule, then nobody is told unasked', () => {
    const facts = { known: known({ fixVersions: ['2.4'] }) };
    expect(outcomes(plan({ now: { fixVersions: ['2.4'] }, facts, events: [version] }))).toEqual(['ignored no_rule']);
  });

  test('when a developer asks support, then the question comes in the words of the text and the dialog comes back', () => {
    const rules = [
      ruleOn('comment_added', {
        conditions: { mentions: one('support') },
        do: [{ kind: 'note', text: 'question' }, { kind: 'reopen' }],
      }),
    ];
    const comments = [fact({ text: '@Deskbridge which browser?' }, null)];
    const planned = plan({ rules, now: {}, facts: { comments, account: 'Deskbridge' }, events: [commented()] });
    expect(told(planned)).toEqual([[expect.any(String), 'Olga asks: @Deskbridge which browser?'], 'reopen']);
  });

  test('when the author of a change matters, then the event says who it was', () => {
    const rules = [ruleOn('priority_changed', { conditions: { author: not('Olga') }, do: [] })];
    const change = { field: 'priority', vendorField: 'priority', from: 'Major', to: 'Minor' } as const;
    const by = (name: string) => changed([change], { by: { id: null, name, kind: 'person' } });
    expect(outcomes(plan({ rules, now: { priority: 'Minor' }, events: [by('Olga')] }))).toEqual(['done noted']);
    expect(outcomes(plan({ rules, now: { priority: 'Minor' }, events: [by('Max')] }))).toEqual(['ignored silenced']);
  });
});

describe('settings of comments', () => {
  const one_ = (given: Parameters<typeof comment>[0] | null, was: Parameters<typeof knownComment>[0] | null) => ({
    comments: [
      {
        commentId: '1',
        comment: given === null ? null : comment(given),
        known: was === null ? null : knownComment(was),
        ours: false,
      },
    ],
  });
  const settings = { toDialog: ['public'], edits: 'note', deletions: 'note', prefix: 'jira:' } as const;
  const restricted = one_({ restrictedTo: 'Developers' }, null);

  test.each([
    {
      when: 'restricted ones may be shown',
      comments: { ...settings, toDialog: ['restricted'] },
      facts: restricted,
      ends: 'done noted',
    },
    { when: 'restricted ones may not', comments: settings, facts: restricted, ends: 'ignored restricted_comment' },
    {
      when: 'public ones are not shown',
      comments: { ...settings, toDialog: ['restricted'] },
      facts: one_({}, null),
      ends: 'ignored silenced',
    },
    {
      when: 'edits are silent',
      comments: { ...settings, edits: 'silent' },
      facts: one_({}, { fingerprint: 'old' }),
      ends: 'ignored silenced',
    },
    {
      when: 'deletions are silent',
      comments: { ...settings, deletions: 'silent' },
      facts: one_(null, {}),
      ends: 'ignored silenced',
    },
  ] as const)('when $when, then $ends', ({ comments, facts, ends }) => {
    const planned = plan({ workflow: { comments }, now: {}, facts, events: [commented()] });
    expect(outcomes(planned)).toEqual([ends]);
    expect(planned.comments).toHaveLength(1);
  });
});

describe('linking', () => {
  const url = 'https://app.intercom.com/a/inbox/ws1/inbox/conversation/8';
  const rules = { marks: { intercom: { attribute: 'Jira key', tag: 'jira' } } };
  const linkPlan = (own: readonly Rule[], workflow: Partial<Workflow> = {}) =>
    planIssueEvents(
      [changed()],
      issueFacts({ urls: [url] }, { links: [], known: null }),
      rulesWith({ ...RULES, ...rules }, own, workflow),
    );
  const kinds = (planned: Plan) => planned.actions.map(({ action }) => action.kind);

  test('when no rule speaks of it, then note, link and the marks of the connection', () => {
    expect(kinds(linkPlan([]))).toEqual(['add_note', 'put_remote_link', 'set_attribute', 'tag']);
  });

  test('when a rule speaks of it, then its marks stand in for those, and the link is put all the same', () => {
    const rule = ruleOn('linked', {
      do: [
        { kind: 'note', text: null },
        { kind: 'tag', tag: 'a' },
        { kind: 'tag', tag: 'b' },
        { kind: 'attributes', values: { Key: template('{{ issue.key }}') } },
      ],
    });
    const planned = linkPlan([rule]);
    expect(kinds(planned)).toEqual(['add_note', 'put_remote_link', 'tag', 'tag', 'set_attribute']);
    expect(new Set(planned.actions.map(({ action, once }) => `${action.kind}/${once}`)).size).toBe(5);
    expect(planned.actions.map(({ once }) => once)).not.toContain(null);
    expect(planned.trace).toEqual([
      { trigger: 'linked', conversationId: '8', tried: [expect.objectContaining({ matched: true })] },
    ]);
  });

  test('when a rule keeps silent, then only the link is put; when the defaults are off, the marks are set too', () => {
    expect(kinds(linkPlan([ruleOn('linked', { do: [] })]))).toEqual(['put_remote_link']);
    expect(kinds(linkPlan([], { defaults: false }))).toEqual(['put_remote_link', 'set_attribute', 'tag']);
  });

  test('when what a rule does is planned again, then it has the same name', () => {
    const rule = ruleOn('linked', { do: [{ kind: 'tag', tag: 'a' }] });
    expect(linkPlan([rule]).actions.map(({ once }) => once)).toEqual(linkPlan([rule]).actions.map(({ once }) => once));
  });
});

test('when all is the same, then the plan is', () => {
  const rules = [
    toDone({ kind: 'note', text: 'testing' }, { kind: 'comment', text: template('{{ customer.name }}!') }),
  ];
  const setting = { rules, facts: { dialogs: { ln_1: details() } } };
  expect(plan(structuredClone({ facts: setting.facts }))).toEqual(plan({ facts: setting.facts }));
  expect(plan(setting)).toEqual(plan(setting));
  expect(snapshot()).toEqual(snapshot());
});
