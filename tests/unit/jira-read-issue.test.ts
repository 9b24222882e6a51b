// Issues and comments as real sites gave them to other projects: none may crash, the whole ones must be read.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseComment, readComment } from '../../src/adapters/jira/read-comment.ts';
import { readIssue } from '../../src/adapters/jira/read-issue.ts';

const FOLDER = join(resolve(process.env['VENDOR_FIXTURES_DIR'] ?? '../shared/fixtures'), 'jira-api');
const SITE = { connection: 'jira', siteUrl: 'https://example.test' };
const title = existsSync(FOLDER)
  ? 'the recorded answers'
  : `the recorded answers (skipped: no folder ${FOLDER}, set VENDOR_FIXTURES_DIR)`;

interface RecordedIssue {
  id: string;
  key: string;
  fields: {
    summary: string;
    status?: { id?: string; statusCategory?: { key: string } };
    updated?: string;
    comment?: { comments?: unknown[] };
  };
}
const isIssue = (data: unknown): data is RecordedIssue =>
  typeof data === 'object' && data !== null && 'key' in data && 'fields' in data && typeof data.fields === 'object';
/** What axios would give: parsed, or the text itself where it is not JSON (one file is broken on purpose). */
const load = (name: string): unknown => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

describe.skipIf(!existsSync(FOLDER))(title, () => {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];
  const issues = files
    .map((name) => [name, load(name)] as const)
    .filter((entry): entry is [string, RecordedIssue] => isIssue(entry[1]));

  test('when the folder is read, then there is something to test', () => {
    expect(issues.length).toBeGreaterThan(8);
  });

  test.each(files)('when it is %s, then reading it as an issue or a comment does not crash', async (name) => {
    const data = load(name);
    readIssue(data, SITE);
    const comment = parseComment(data);
    if (comment !== null)
      await readComment(comment, [], { edition: 'cloud', siteUrl: SITE.siteUrl, ourAccountId: null });
  });

  test.each(issues)('when it is %s, then the issue is read if it tells status and time of change', (_, issue) => {
    const read = readIssue(issue, SITE);
    const { status, updated, summary } = issue.fields;
    if (status?.id === undefined || updated === undefined) expect(read).toBeNull();
    else {
      expect(read).toMatchObject({
        issueId: issue.id,
        key: issue.key,
        summary,
        url: `https://example.test/browse/${issue.key}`,
      });
      const category =
        { new: 'todo', indeterminate: 'in_progress', done: 'done' }[status.statusCategory?.key ?? ''] ?? 'undefined';
      expect(read?.status).toMatchObject({ id: status.id, category });
    }
  });

  test.each(issues)('when it is %s, then every comment in it is read', async (_, issue) => {
    for (const data of issue.fields.comment?.comments ?? []) {
      const raw = parseComment(data);
      if (raw === null) throw new Error(`not a comment: ${JSON.stringify(data).slice(0, 200)}`);
      const read = await readComment(raw, [], { edition: 'data-center', siteUrl: SITE.siteUrl, ourAccountId: null });
      expect(read?.createdAt).toBeGreaterThan(0);
      expect(read?.body.blocks.length).toBeGreaterThan(0);
    }
  });
});
