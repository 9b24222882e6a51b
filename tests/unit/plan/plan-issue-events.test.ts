// What follows from events of an issue, as tables: what was told, what is true, what is done about it.
import { describe, expect, test } from 'vitest';
import { planIssueEvents } from '../../../src/domain/plan/plan-issue-events.ts';
import type { IssueSnapshot } from '../../../src/domain/issue.ts';
import {
  CLOSED,
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
  TO_DO,
  told,
} from './builders.ts';

const status = (from: string, to: string) => ({ field: 'status', vendorField: 'status', from, to }) as const;
const version = (from: string | null, to: string | null) =>
  ({ field: 'fixVersions', vendorField: 'Fix Version', from, to }) as const;

interface FieldCase {
  readonly when: string;
  readonly before: Partial<IssueSnapshot>;
  readonly now: Partial<IssueSnapshot>;
  readonly changes?: Parameters<typeof changed>[0];
  readonly lines: readonly string[];
}

const FIELDS: readonly FieldCase[] = [
  { when: 'nothing differs', before: {}, now: {}, lines: [] },
  { when: 'a webhook was lost', before: {}, now: { status: IN_PROGRESS }, lines: ['Status: To Do → In Progress'] },
  {
    when: 'the changelog tells of a step between',
    before: {},
    now: { status: DONE, resolution: null },
    changes: [status('To Do', 'In Progress'), status('In Progress', 'Done')],
    lines: ['Status: To Do → In Progress → Done', 'Now tell the customer: it is done'],
  },
  {
    when: 'it went there and back',
    before: {},
    now: {},
    changes: [status('To Do', 'Done'), status('Done', 'To Do')],
    lines: ['Status: To Do → Done → To Do'],
  },
  {
    when: 'a changelog comes after what it tells was told',
    before: { status: DONE },
    now: { status: DONE },
    changes: [status('To Do', 'In Progress')],
    lines: [],
  },
  {
    when: 'a status is only renamed',
    before: { status: { ...TO_DO, name: 'Open' } },
    now: { status: TO_DO },
    lines: [],
  },
  {
    when: 'one version takes the place of another in one changelog',
    before: { fixVersions: ['2.3'] },
    now: { fixVersions: ['2.4'] },
    changes: [version('2.3', null), version(null, '2.4')],
    lines: ['Fix version: 2.3 → 2.4'],
  },
  {
    when: 'the order of versions differs and nothing else',
    before: { fixVersions: ['2.3', '2.4'] },
    now: { fixVersions: ['2.4', '2.3'] },
    lines: [],
  },
  {
    when: 'a late changelog tells of a version that is known',
    before: { fixVersions: ['2.4'] },
    now: { fixVersions: ['2.4'] },
    changes: [version(null, '2.4')],
    lines: [],
  },
  {
    when: 'it moves from one done status to another',
    before: { status: DONE },
    now: { status: CLOSED },
    lines: ['Status: Done → Closed'],
  },
];

describe('fields', () => {
  test.each(FIELDS)('when $when, then the note says just that', ({ before, now, changes, lines }) => {
    const facts = issueFacts(now, { known: known(before) });
    const plan = planIssueEvents([changed(changes)], facts, RULES);
    const notes = told(plan).filter((one) => Array.isArray(one));
    expect(notes.map((note) => note.slice(1))).toEqual(lines.length === 0 ? [] : [lines]);
    expect(plan.issue?.told).toEqual(snapshot(now));
    expect(plan.outcomes[0]?.state).toBe(lines.length === 0 ? 'ignored' : 'done');
  });

  test('when items of several webhooks come out of order, then their times put them right', () => {
    const events = [
      changed([status('In Progress', 'Done')], { at: NOW + 2 }),
      changed([status('To Do', 'In Progress')], { at: NOW + 1 }),
    ];
    const plan = planIssueEvents(events, issueFacts({ status: DONE }), RULES);
    expect(told(plan)[0]).toContain('Status: To Do → In Progress → Done');
    expect(outcomes(plan)).toEqual(['done noted', 'done noted']);
  });
});

describe('reaching done', () => {
  test.each([
    {
      when: 'it is done',
      before: TO_DO,
      now: DONE,
      reopenOnDone: true,
      kinds: ['add_note', 'reopen', 'put_remote_link'],
    },
    {
      when: 'the admin wants none reopened',
      before: TO_DO,
      now: DONE,
      reopenOnDone: false,
      kinds: ['add_note', 'put_remote_link'],
    },
    { when: 'it was done before', before: DONE, now: CLOSED, reopenOnDone: true, kinds: ['add_note'] },
    {
      when: 'it is opened again',
      before: DONE,
      now: TO_DO,
      reopenOnDone: true,
      kinds: ['add_note', 'put_remote_link'],
    },
  ])('when $when, then $kinds', ({ before, now, reopenOnDone, kinds }) => {
    const facts = issueFacts({ status: now }, { known: known({ status: before }) });
    const plan = planIssueEvents([changed()], facts, { ...RULES, reopenOnDone });
    expect(plan.actions.map(({ action }) => action.kind)).toEqual(kinds);
  });

  test('when the dialog sleeps, then it is woken for good and not put back to sleep', () => {
    const asleep = { ...DIALOG, state: 'snoozed', snoozedUntil: NOW + 5000, deleted: false, at: NOW - 10 } as const;
    const wake = planIssueEvents([changed()], issueFacts({ status: DONE }, { conversations: [asleep] }), RULES);
    expect(told(wake).slice(1)).toEqual(['reopen', 'put_remote_link']);
    const rest = planIssueEvents([changed()], issueFacts({ priority: 'Minor' }, { conversations: [asleep] }), RULES);
    expect(rest.actions[1]?.action).toEqual({
      kind: 'snooze_again',
      conversation: DIALOG,
      about: ISSUE,
      until: NOW + 5000,
      since: NOW - 10,
    });
  });
});

describe('an issue that cannot be seen', () => {
  const deleted = { ...changed(), kind: 'issue_deleted' } as const;
  test.each([
    { when: 'somebody said that it was deleted', state: 'seen', events: [deleted], notes: 1, reason: 'done noted' },
    { when: 'nobody said why', state: 'seen', events: [changed()], notes: 1, reason: 'done noted' },
    { when: 'that was told', state: 'deleted', events: [deleted], notes: 0, reason: 'ignored already_told' },
    {
      when: 'it vanished before and is now said to be deleted',
      state: 'inaccessible',
      events: [deleted],
      notes: 1,
      reason: 'done noted',
    },
    {
      when: 'it was deleted and more comes in',
      state: 'deleted',
      events: [changed()],
      notes: 0,
      reason: 'ignored already_told',
    },
  ] as const)('when $when, then $notes notes', ({ state, events, notes, reason }) => {
    const plan = planIssueEvents(events, issueFacts(null, { known: known({}, { state }) }), RULES);
    expect(told(plan)).toHaveLength(notes);
    expect(outcomes(plan)).toEqual([reason]);
  });

  test('when it is there although it was said to be deleted, then nobody is alarmed', () => {
    expect(outcomes(planIssueEvents([deleted], issueFacts({}), RULES))).toEqual(['ignored still_there']);
  });

  test('when it can be seen again, then that and what changed is told', () => {
    const facts = issueFacts({ priority: 'Minor' }, { known: known({}, { state: 'inaccessible' }) });
    expect(told(planIssueEvents([changed()], facts, RULES))[0]).toEqual([
      expect.stringContaining('SUP-1'),
      'The issue can be seen again',
      'Priority: Major → Minor',
    ]);
  });
});

describe('comments', () => {
  const fact = (
    given: Parameters<typeof comment>[0] | null,
    was: Parameters<typeof knownComment>[0] | null,
    ours = false,
  ) => ({
    commentId: '1',
    comment: given === null ? null : comment(given),
    known: was === null ? null : knownComment(was),
    ours,
  });
  const same =
    planIssueEvents([commented()], issueFacts({}, { comments: [fact({}, null)] }), RULES).comments[0]?.fingerprint ??
    '';

  test.each([
    { when: 'it is new', fact: fact({}, null), line: 'Olga commented:', reason: 'done noted', state: 'mirrored' },
    {
      when: 'it is known',
      fact: fact({}, { fingerprint: same }),
      line: null,
      reason: 'ignored already_told',
      state: 'mirrored',
    },
    {
      when: 'its text changed',
      fact: fact({ text: 'B' }, { fingerprint: same }),
      line: 'Olga edited a comment:',
      reason: 'done noted',
      state: 'mirrored',
    },
    {
      when: 'it is older than the link and was edited',
      fact: fact({ createdAt: NOW - 200_000 }, null),
      line: 'Olga edited a comment:',
      reason: 'done noted',
      state: 'mirrored',
    },
    {
      when: 'it is gone',
      fact: fact(null, {}),
      line: 'A comment by Olga was deleted',
      reason: 'done noted',
      state: 'deleted',
    },
    {
      when: 'it is gone and was never shown',
      fact: fact(null, null),
      line: null,
      reason: 'ignored comment_gone',
      state: undefined,
    },
    {
      when: 'it is gone and was withheld',
      fact: fact(null, { state: 'withheld' }),
      line: null,
      reason: 'ignored comment_gone',
      state: undefined,
    },
    {
      when: 'that it is gone was told',
      fact: fact(null, { state: 'deleted' }),
      line: null,
      reason: 'ignored already_told',
      state: undefined,
    },
    {
      when: 'it is restricted',
      fact: fact({ restrictedTo: 'Developers' }, null),
      line: null,
      reason: 'ignored restricted_comment',
      state: 'withheld',
    },
    {
      when: 'it became public',
      fact: fact({}, { state: 'withheld' }),
      line: 'Olga commented:',
      reason: 'done noted',
      state: 'mirrored',
    },
    {
      when: 'it became restricted',
      fact: fact({ restrictedTo: 'internal' }, {}),
      line: null,
      reason: 'ignored restricted_comment',
      state: undefined,
    },
    { when: 'our receipt names it', fact: fact({}, null, true), line: null, reason: 'ignored own_echo', state: 'ours' },
    {
      when: 'our mark is on it',
      fact: fact({ ourDelivery: 'dl_1' }, null),
      line: null,
      reason: 'ignored own_echo',
      state: 'ours',
    },
    {
      when: 'ours is gone',
      fact: fact(null, { state: 'ours' }),
      line: null,
      reason: 'ignored own_echo',
      state: 'deleted',
    },
  ])('when $when, then $reason', ({ fact: one, line, reason, state }) => {
    const plan = planIssueEvents([commented()], issueFacts({}, { comments: [one] }), RULES);
    expect(
      told(plan)
        .flat()
        .find((said) => /^(Olga|A comment)/.test(said))
        ?.replace(/ \(https:.*/, '') ?? null,
    ).toBe(line);
    expect(outcomes(plan)).toEqual([reason]);
    expect(plan.comments[0]?.state).toBe(state);
  });

  test('when two events tell of one comment, then one note and both are done', () => {
    const facts = issueFacts({}, { comments: [fact({}, null)] });
    const plan = planIssueEvents([commented(), commented({ what: 'edited' })], facts, RULES);
    expect(told(plan)).toHaveLength(1);
    expect(outcomes(plan)).toEqual(['done noted', 'done noted']);
  });

  test('when the project may show restricted comments, then it is shown', () => {
    const facts = issueFacts({}, { comments: [fact({ restrictedTo: 'internal' }, null)] });
    expect(told(planIssueEvents([commented()], facts, { ...RULES, restrictedCommentsFrom: ['SUP'] }))).toHaveLength(1);
  });
});

describe('the loop budget', () => {
  test.each([{ now: { priority: 'Minor' } }, { now: null }])(
    'when it is spent, then nothing is done nor remembered',
    ({ now }) => {
      const plan = planIssueEvents([changed()], issueFacts(now, { spent: { ln_1: 30 } }), RULES);
      expect(outcomes(plan)).toEqual(['parked budget_spent']);
      expect(plan).toMatchObject({ actions: [], issue: null, comments: [], links: [] });
    },
  );

  test('when it is spent but there is nothing to tell, then nothing is parked', () => {
    const plan = planIssueEvents([changed()], issueFacts({}, { spent: { ln_1: 30 } }), RULES);
    expect(outcomes(plan)).toEqual(['ignored nothing_visible']);
  });
});

describe('links', () => {
  test('when no dialog is linked, then nothing is told', () => {
    const facts = issueFacts({ status: DONE }, { links: [link({ unlinkedAt: NOW })] });
    expect(told(planIssueEvents([changed()], facts, RULES))).toEqual([]);
  });

  test('when the issue moved, then the link is renamed and the attribute set again', () => {
    const rules = { ...RULES, marks: { intercom: { attribute: 'Jira key', tag: null } } };
    const plan = planIssueEvents([changed()], issueFacts({ key: 'IDEAS-4' }), rules);
    expect(told(plan)).toEqual([[expect.stringContaining('IDEAS-4'), 'Moved here from SUP-1'], 'set_attribute']);
    expect(plan.links).toEqual([{ kind: 'rename', issue: ISSUE, issueKey: 'IDEAS-4' }]);
  });
});
