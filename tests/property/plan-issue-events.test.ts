// Properties of what follows from events of an issue: whatever order they come in, the dialogs end up knowing the truth.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toPlainText } from '../../src/domain/document/plain-text.ts';
import type { AnyIssueEvent } from '../../src/domain/event.ts';
import type { IssueChange, IssueSnapshot } from '../../src/domain/issue.ts';
import type { KnownComment, KnownIssue } from '../../src/domain/known.ts';
import type { CommentFact, IssueFacts } from '../../src/domain/plan/facts.ts';
import type { Plan } from '../../src/domain/plan/plan.ts';
import { planIssueEvents } from '../../src/domain/plan/plan-issue-events.ts';
import {
  changed,
  comment,
  commented,
  DONE,
  IN_PROGRESS,
  issueFacts,
  known,
  link,
  NOW,
  RULES,
  snapshot,
  TO_DO,
} from '../unit/plan/builders.ts';

const STATUSES = [TO_DO, IN_PROGRESS, DONE];
const LABELS = {
  status: 'Status',
  priority: 'Priority',
  assignee: 'Assignee',
  dueDate: 'Due',
  fixVersions: 'Fix version',
} as const;
type Field = keyof typeof LABELS;

/** One edit of the issue: a field and which of its values it gets. */
const edit = fc.record({ field: fc.constantFrom(...(Object.keys(LABELS) as Field[])), value: fc.nat(2) });
const OPTIONS = {
  priority: ['Major', 'Minor', null],
  assignee: [null, 'Max', 'Ivan'],
  dueDate: [null, '2026-11-05', '2027-01-01'],
  fixVersions: [[], ['2.3'], ['2.3', '2.4']],
} as const;

function apply(issue: IssueSnapshot, { field, value }: { field: Field; value: number }): IssueSnapshot {
  const updatedAt = issue.updatedAt + 1;
  if (field === 'status') return { ...issue, updatedAt, status: STATUSES[value] ?? TO_DO };
  return { ...issue, updatedAt, [field]: OPTIONS[field][value] ?? null };
}

function changesBetween(before: IssueSnapshot, after: IssueSnapshot, field: Field): IssueChange[] {
  const change = (from: string | null, to: string | null): IssueChange => ({ field, vendorField: field, from, to });
  if (field === 'status') return [change(before.status.name, after.status.name)];
  if (field !== 'fixVersions') return [change(before[field], after[field])];
  const gone = before.fixVersions.filter((name) => !after.fixVersions.includes(name));
  const added = after.fixVersions.filter((name) => !before.fixVersions.includes(name));
  return [...gone.map((name) => change(name, null)), ...added.map((name) => change(null, name))];
}

function shown(issue: IssueSnapshot, field: Field): string {
  if (field === 'status') return issue.status.name;
  if (field === 'fixVersions') return issue.fixVersions.join(', ') || 'none';
  if (field === 'assignee') return issue.assignee ?? 'nobody';
  if (field === 'priority') return issue.priority ?? 'none';
  return { '2026-11-05': 'November 5, 2026', '2027-01-01': 'January 1, 2027' }[issue.dueDate ?? ''] ?? 'none';
}

function notesOf(plan: Plan): string[] {
  return plan.actions.flatMap(({ action }) => (action.kind === 'add_note' ? [toPlainText(action.body)] : []));
}

interface Remembered {
  readonly known: KnownIssue;
  readonly comments: ReadonlyMap<string, KnownComment>;
}

function remember(was: Remembered, plan: Plan): Remembered {
  return {
    known: plan.issue ?? was.known,
    comments: new Map([...was.comments, ...plan.comments.map((one) => [one.commentId, one] as const)]),
  };
}

/** How webhooks reach us: each of them late by some steps, some twice, some never. */
const fate = fc.record({ lateBy: fc.nat(6), twice: fc.boolean(), lost: fc.boolean() });
const story = fc.array(fc.tuple(edit, fate), { minLength: 1, maxLength: 12 });

interface Told {
  readonly notes: string[];
  readonly real: IssueSnapshot;
  readonly first: IssueSnapshot;
  readonly known: KnownIssue;
}

function play(
  steps: readonly (readonly [{ field: Field; value: number }, { lateBy: number; twice: boolean; lost: boolean }])[],
): Told {
  const first = snapshot();
  let real = first;
  let was: Remembered = { known: known(), comments: new Map() };
  const notes: string[] = [];
  const due = new Map<number, AnyIssueEvent[]>();
  const deliver = (events: readonly AnyIssueEvent[]): void => {
    if (events.length === 0) return;
    const plan = planIssueEvents(events, issueFacts(real, { known: was.known }), RULES);
    notes.push(...notesOf(plan));
    was = remember(was, plan);
  };
  const post = (step: number, event: AnyIssueEvent) => due.set(step, [...(due.get(step) ?? []), event]);
  for (const [index, [what, { lateBy, twice, lost }]] of steps.entries()) {
    const next = apply(real, what);
    const event = changed(changesBetween(real, next, what.field), { at: next.updatedAt });
    real = next;
    if (!lost) post(index + lateBy, event);
    if (twice && !lost) post(index + lateBy + 2, event);
    deliver(due.get(index) ?? []);
  }
  for (let step = steps.length; step < steps.length + 10; step++) deliver(due.get(step) ?? []);
  deliver([{ kind: 'issue_observed', issue: changed().issue, by: changed().by, at: NOW, conversationUrls: [] }]);
  return { notes, real, first, known: was.known };
}

describe('whatever the order in which webhooks come, doubled or lost', () => {
  test('after the sweep the dialogs know the truth, and every final value was named', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { notes, real, first, known: last } = play(steps);
        expect(last.told).toEqual(real);
        for (const field of Object.keys(LABELS) as Field[]) {
          const lines = notes
            .flatMap((note) => note.split('\n'))
            .filter((line) => line.startsWith(`${LABELS[field]}: `));
          const named = lines.at(-1)?.split(' → ').at(-1) ?? shown(first, field);
          expect(named).toBe(shown(real, field));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('each note goes on from what the one before has said', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { notes, first } = play(steps);
        for (const field of Object.keys(LABELS) as Field[]) {
          let at = shown(first, field);
          for (const line of notes.flatMap((note) => note.split('\n'))) {
            if (!line.startsWith(`${LABELS[field]}: `)) continue;
            const path = line.slice(LABELS[field].length + 2).split(' → ');
            expect(path[0]).toBe(at);
            at = path.at(-1) ?? at;
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a dialog is called back only by a note that says done at its end', () => {
    fc.assert(
      fc.property(story, (steps) => {
        for (const note of play(steps).notes) {
          if (note.includes('Now tell the customer')) expect(note).toMatch(/Status: .*→ Done(\n|$)/);
        }
      }),
    );
  });
});

const commentFact: fc.Arbitrary<CommentFact> = fc
  .record({
    id: fc.integer({ min: 1, max: 4 }).map(String),
    gone: fc.boolean(),
    text: fc.constantFrom('a', 'b'),
    restrictedTo: fc.constantFrom(null, null, 'Developers'),
    ourDelivery: fc.constantFrom(null, null, 'dl_1'),
    ours: fc.boolean(),
    state: fc.constantFrom('mirrored', 'ours', 'withheld', 'deleted', null),
  })
  .map(({ id, gone, state, ours, ...rest }) => ({
    commentId: id,
    comment: gone ? null : comment({ id, ...rest }),
    known: state === null ? null : { ...issueFactsComment(id), state },
    ours,
  }));

function issueFactsComment(commentId: string): Omit<KnownComment, 'state'> {
  return { connection: 'jira', issueId: '10001', commentId, author: 'Olga', fingerprint: 'f', updatedAt: NOW };
}

const dialogs = fc.uniqueArray(fc.nat(3), { maxLength: 4 }).map((ids) =>
  ids.map((id) =>
    link({
      id: `ln_${id}`,
      conversation: { connection: 'intercom', conversationId: String(id) },
      unlinkedAt: id === 3 ? NOW : null,
    }),
  ),
);

const anyFacts: fc.Arbitrary<IssueFacts> = fc
  .record({
    edits: fc.array(edit, { maxLength: 4 }),
    visible: fc.constantFrom('found', 'missing', 'not_read'),
    state: fc.constantFrom('seen', 'deleted', 'inaccessible', null),
    links: dialogs,
    comments: fc.uniqueArray(commentFact, { maxLength: 4, selector: ({ commentId }) => commentId }),
    urls: fc.subarray([
      'https://app.intercom.com/a/inbox/ws1/inbox/conversation/2',
      'https://evil.test/a/inbox/ws1/inbox/conversation/2',
    ]),
    spent: fc.dictionary(fc.constantFrom('ln_0', 'ln_1'), fc.nat(60)),
    asleep: fc.boolean(),
  })
  .map(({ edits, visible, state, links, comments, urls, spent, asleep }) => {
    const value = { ...edits.reduce(apply, snapshot()), urls };
    return issueFacts(value, {
      reading: visible === 'found' ? { state: visible, value } : { state: visible },
      known: state === null ? null : known({}, { state }),
      links,
      comments,
      spent,
      conversations: asleep
        ? [
            {
              connection: 'intercom',
              conversationId: '1',
              state: 'snoozed',
              snoozedUntil: NOW + 1,
              deleted: false,
              at: NOW,
            },
          ]
        : [],
    });
  });

const anyEvent: fc.Arbitrary<AnyIssueEvent> = fc.oneof(
  fc
    .array(edit, { maxLength: 3 })
    .map((edits) => changed(edits.flatMap((one) => changesBetween(snapshot(), apply(snapshot(), one), one.field)))),
  fc
    .record({ commentId: fc.constantFrom('1', '2', '3', null), what: fc.constantFrom('added', 'edited', 'deleted') })
    .map(commented),
  fc.constant({ ...changed(), kind: 'issue_deleted' } as const),
  fc.constant({ ...changed(), kind: 'issue_observed' } as const),
);
const anyEvents = fc.array(anyEvent, { minLength: 1, maxLength: 5 });

describe('whatever is known', () => {
  test('a plan is made, the same each time, with one outcome for each event', () => {
    fc.assert(
      fc.property(anyEvents, anyFacts, (events, facts) => {
        const plan = planIssueEvents(events, facts, RULES);
        expect(planIssueEvents(structuredClone(events), structuredClone(facts), RULES)).toEqual(plan);
        expect(plan.outcomes).toHaveLength(events.length);
        if (plan.outcomes.some(({ state }) => state === 'parked')) {
          expect(plan).toMatchObject({ actions: [], issue: null, comments: [], links: [] });
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('a dialog gets one note of a batch, more only for comments that don’t fit, and an unlinked one gets none', () => {
    fc.assert(
      fc.property(anyEvents, anyFacts, (events, facts) => {
        const plan = planIssueEvents(events, facts, RULES);
        const noted = plan.actions.flatMap(({ action }) =>
          action.kind === 'add_note' ? [action.conversation.conversationId] : [],
        );
        const comments = facts.comments.length;
        const most = comments > 0 ? 1 + Math.ceil(comments / 3) : 1;
        for (const dialog of noted) expect(noted.filter((other) => other === dialog).length).toBeLessThanOrEqual(most);
        const linked = facts.links
          .filter(({ unlinkedAt }) => unlinkedAt === null)
          .map((one) => one.conversation.conversationId);
        const added = plan.links.flatMap((one) => (one.kind === 'link' ? [one.conversation.conversationId] : []));
        for (const conversationId of noted) expect([...linked, ...added]).toContain(conversationId);
      }),
      { numRuns: 1000 },
    );
  });

  test('an own comment and a restricted one never make a note', () => {
    fc.assert(
      fc.property(anyFacts, anyEvents, (facts, events) => {
        const silent = facts.comments.filter(
          ({ comment: one, ours }) => one !== null && (ours || one.ourDelivery !== null || one.restrictedTo !== null),
        );
        const plan = planIssueEvents(events, { ...facts, comments: silent }, RULES);
        for (const note of notesOf(plan)) expect(note).not.toMatch(/comment/);
      }),
      { numRuns: 1000 },
    );
  });

  test('what was planned is not planned again', () => {
    fc.assert(
      fc.property(anyEvents, anyFacts, (events, facts) => {
        const plan = planIssueEvents(events, { ...facts, spent: {} }, RULES);
        fc.pre(plan.issue !== null && plan.links.length === 0);
        const remembered = new Map(plan.comments.map((one) => [one.commentId, one]));
        const comments = facts.comments.map((fact) => ({
          ...fact,
          known: remembered.get(fact.commentId) ?? fact.known,
        }));
        // A field that is said to have gone there and back may be named again: only what is true is compared here.
        const quiet = events.filter(({ kind }) => kind !== 'issue_changed');
        fc.pre(quiet.length > 0);
        const again = planIssueEvents(quiet, { ...facts, spent: {}, known: plan.issue, comments }, RULES);
        expect(notesOf(again)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
