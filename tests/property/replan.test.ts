// What is kept of a decision is enough to decide it again: the same rules come to the same end, whatever happened.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDecision } from '../../src/application/compare-plans.ts';
import type { RecordedDecision, StoredDelivery, StoredEvent } from '../../src/application/ledger.ts';
import { recordOf } from '../../src/application/record-decision.ts';
import { replan } from '../../src/application/replan.ts';
import type { AnyIssueEvent } from '../../src/domain/event.ts';
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
  RULES,
  snapshot,
  TO_DO,
} from '../unit/plan/builders.ts';

const issue = fc
  .record({
    status: fc.constantFrom(TO_DO, IN_PROGRESS, DONE),
    summary: fc.string({ unit: 'grapheme' }),
    priority: fc.constantFrom('Major', 'Minor', null),
    assignee: fc.option(fc.string({ minLength: 1 })),
    fixVersions: fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }),
    dueDate: fc.constantFrom(null, '2026-11-05'),
  })
  .map(snapshot);

const happened = fc.record({
  told: issue,
  now: fc.option(issue),
  text: fc.string({ unit: 'grapheme' }),
  links: fc.integer({ min: 0, max: 3 }),
  commentIsNew: fc.boolean(),
  spent: fc.integer({ min: 0, max: 40 }),
});

function decided(given: typeof happened extends fc.Arbitrary<infer T> ? T : never) {
  const links = Array.from({ length: given.links }, (_, n) =>
    link({ id: `ln_${n}`, conversation: { connection: 'intercom', conversationId: String(n) } }),
  );
  const comments = given.commentIsNew
    ? [{ commentId: '1', comment: comment({ text: given.text }), known: null, ours: false }]
    : [];
  const spent = Object.fromEntries(links.map(({ id }) => [id, given.spent]));
  const facts = issueFacts(given.now, { known: known(given.told), links, comments, spent });
  const events: AnyIssueEvent[] = [changed([{ field: 'status' }]), ...(given.commentIsNew ? [commented()] : [])];
  const plan = planIssueEvents(events, facts, RULES);
  const stored = events.map((event, index): StoredEvent => {
    const outcome = plan.outcomes[index];
    return { id: `ev_${index}`, body: event, ...outcome } as unknown as StoredEvent;
  });
  const decision: RecordedDecision = { seq: 1, batchId: 'ev_0', events: stored, ...recordOf(facts, plan.trace) };
  // As it comes back from the ledger.
  const deliveries = JSON.parse(JSON.stringify(replanned(decision).deliveries)) as StoredDelivery[];
  return { decision, deliveries, plan };
}

function replanned(decision: RecordedDecision) {
  const again = replan(decision, RULES, (stored) => stored.body as unknown as AnyIssueEvent);
  if (again.kind === 'untold') throw new Error(again.why);
  return again;
}

describe('deciding the past again', () => {
  test('when the rules are the same, then the plan is the same, and nothing differs', () => {
    fc.assert(
      fc.property(happened, (given) => {
        const { decision, deliveries, plan } = decided(given);
        const again = replanned(decision);
        expect(again.plan).toEqual(JSON.parse(JSON.stringify(plan)));
        expect(compareDecision(decision, deliveries, again.plan, again.deliveries, new Set())).toEqual([]);
      }),
    );
  });
});
