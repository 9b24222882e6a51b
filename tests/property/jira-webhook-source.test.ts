// Whatever a sender makes up, a Jira webhook is read without a crash, and into the lane of what it says.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJiraSource } from '../../src/adapters/jira/webhook-source.ts';

const source = createJiraSource({
  connection: 'jira',
  edition: 'cloud',
  webhookSecrets: ['s'],
  webhookPathSecret: null,
});
const NAMES = [
  'jira:issue_created',
  'jira:issue_updated',
  'jira:issue_deleted',
  'comment_created',
  'comment_deleted',
  'sprint_started',
];
const strange = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('10040', 10040, '../1', { id: '1' }, [], null, '2026-11-05T10:00:00.000+0000'),
);
const person = fc.record(
  { accountId: strange, key: strange, displayName: strange, accountType: strange },
  { requiredKeys: [] },
);
const item = fc.dictionary(
  fc.constantFrom('field', 'fieldId', 'fieldtype', 'from', 'fromString', 'to', 'toString', '__proto__', 'constructor'),
  strange,
);
const payload = fc.record(
  {
    webhookEvent: fc.oneof(fc.constantFrom(...NAMES), strange),
    issue_event_type_name: fc.oneof(fc.constantFrom('issue_commented', 'issue_comment_deleted'), strange),
    timestamp: strange,
    user: fc.oneof(person, strange),
    issue: fc.oneof(fc.record({ id: strange, key: strange, fields: strange }, { requiredKeys: [] }), strange),
    comment: fc.oneof(
      fc.record({ id: strange, self: strange, author: person, updated: strange }, { requiredKeys: [] }),
      strange,
    ),
    changelog: fc.oneof(fc.record({ items: fc.oneof(fc.array(fc.oneof(item, strange)), strange) }), strange),
  },
  { requiredKeys: [] },
);

describe('any payload', () => {
  test('when it is read, then nothing is thrown, all is of the right type, and its lane is the one it was named for', () => {
    fc.assert(
      fc.property(fc.oneof(payload, fc.jsonValue()), (given) => {
        // As it comes over the wire, where `__proto__` and `toString` are plain properties.
        const parsed: unknown = JSON.parse(JSON.stringify(given));
        const said = source.read(parsed);
        const { lane, topic } = source.identify(parsed, {});
        expect(topic).not.toBe('');
        if (said.kind === 'unreadable') {
          expect(said.why).toMatch(/\.$/);
          expect(lane).toBe('connection/jira/-');
        } else if (said.kind !== 'nothing_follows' && 'issue' in said && 'issueId' in said.issue) {
          expect(said.issue.issueId).toMatch(/^\d{1,19}$/);
          expect(lane).toBe(`issue/jira/${said.issue.issueId}`);
        }
        if (said.kind === 'issue_changed') {
          for (const { from, to, vendorField } of said.changes) {
            expect(
              [typeof from, typeof to, typeof vendorField].every((type) => type === 'string' || type === 'object'),
            ).toBe(true);
            expect(`${from}${to}${vendorField}`).not.toContain('[native code]');
          }
        }
        JSON.stringify(said);
      }),
      { numRuns: 3_000 },
    );
  });
});
