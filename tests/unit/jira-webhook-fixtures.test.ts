// Walks the recorded webhooks of other projects: none may crash, and the well known ones must say what they say.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createJiraSource } from '../../src/adapters/jira/webhook-source.ts';

const FOLDER = join(resolve(process.env['VENDOR_FIXTURES_DIR'] ?? '../shared/fixtures'), 'jira-webhooks');
const source = createJiraSource({
  connection: 'jira',
  edition: 'cloud',
  webhookSecrets: ['secret'],
  webhookPathSecret: null,
});

/** The first row that fits a file name tells what it must say. */
const EXPECTED: readonly [RegExp, object][] = [
  [/anomalous/, { kind: 'unreadable' }],
  [/issuelink|worklog|attachment_created/, { kind: 'nothing_follows', reason: 'not_mirrored' }],
  [/commented-changed/, { kind: 'issue_changed', changes: [{}, {}, { vendorField: 'comment' }] }],
  [
    /updated\.generic|comment-create-4/,
    { kind: 'issue_changed', changes: [{ field: 'status' }, {}, { field: 'key' }] },
  ],
  [
    /server-comment-deleted/,
    { kind: 'issue_commented', what: 'deleted', commentId: '10084', issue: { issueId: '10013' } },
  ],
  [/old-.*comment-deleted/, { kind: 'issue_changed', changes: [] }],
  [/updated-comment-deleted/, { kind: 'issue_commented', what: 'deleted', commentId: null }],
  [/comment-deleted/, { kind: 'issue_commented', what: 'deleted', commentId: '10019', by: { kind: 'unknown' } }],
  [/comment-edited|comment.updated|jira-to-matrix__comment\.updated/, { kind: 'issue_commented', what: 'edited' }],
  [
    /no_issue_details/,
    { kind: 'issue_commented', what: 'added', commentId: '12000', issue: { issueId: '10000', key: null } },
  ],
  [/without_comment/, { kind: 'issue_changed', changes: [{ field: 'summary' }] }],
  [/-commented|comment|Comment/, { kind: 'issue_commented', what: 'added', commentId: expect.stringMatching(/^\d+$/) }],
  [/deleted/, { kind: 'issue_deleted' }],
  [
    /webhook-issue-updated-resolved\.json|_resolved@/,
    { kind: 'issue_changed', changes: [{ field: 'resolution' }, { field: 'status' }] },
  ],
  [/fix-version/, { kind: 'issue_changed', changes: [{ field: 'fixVersions', from: 'v1', to: 'v2' }] }],
  [/raised-priority/, { kind: 'issue_changed', changes: [{ field: 'priority', from: 'Low', to: 'High' }] }],
  [/assigned-nobody/, { kind: 'issue_changed', changes: [{ field: 'assignee', to: null }] }],
  [/assigned-empty-changelog/, { kind: 'issue_changed', changes: [] }],
  [/renamed/, { kind: 'issue_changed', changes: [{ field: 'summary', to: 'Unit test summary 1' }] }],
  [/started-working/, { kind: 'issue_changed', changes: [{ field: 'status', from: 'To Do', to: 'In Progress' }] }],
  [/created|create@|created_assignee|createdIssue|tmp@|sample_event/, { kind: 'issue_changed', created: true }],
  [/./, { kind: 'issue_changed', created: false }],
];

const title = existsSync(FOLDER)
  ? 'the recorded webhooks'
  : `the recorded webhooks (skipped: no folder ${FOLDER}, set VENDOR_FIXTURES_DIR)`;

describe.skipIf(!existsSync(FOLDER))(title, () => {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];

  test('when the folder is read, then there is something to test', () => {
    expect(files.length).toBeGreaterThan(80);
  });

  test.each(files)('when it is %s, then it is understood', (name) => {
    const payload: unknown = JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
    const said = source.read(payload);
    const expected = EXPECTED.find(([pattern]) => pattern.test(name))?.[1];
    expect(said).toMatchObject(expected ?? {});
    const { lane } = source.identify(payload, {});
    if ('issue' in said && 'at' in said) {
      expect(lane).toBe(`issue/jira/${said.issue && 'issueId' in said.issue ? said.issue.issueId : ''}`);
      expect(said.at).toBeGreaterThan(Date.parse('2010-01-01'));
    }
  });
});
