// The adapter against the simulated limits of both editions: it gets everything through, and is never refused.
import { afterEach, describe, expect, test } from 'vitest';
import { VendorError } from '../../src/application/vendor-error.ts';
import { documentOf, paragraph } from '../../src/domain/document/build.ts';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { issuesAt } from '../support/scripted-jira.ts';

let site: JiraSimulator | undefined;
afterEach(() => site?.close());

const TOKENS = { apiToken: 'jira-token', personalAccessToken: 'jira-pat', timeoutMs: 5_000 };

describe('rate limits', () => {
  test('when fifty comments go to one issue of Cloud, then the site refuses none and each is there once', async () => {
    site = await startJiraSimulator({ edition: 'cloud' });
    const { id } = site.createIssue({ project: 'SUP', summary: 'x' });
    const issues = issuesAt(site.url, TOKENS);
    for (let n = 0; n < 50; n += 1) {
      for (;;) {
        const error: unknown = await issues
          .addComment({ connection: 'jira', issueId: id }, documentOf(paragraph(`${n}`)), `d${n}`)
          .then(
            () => null,
            (thrown: unknown) => thrown,
          );
        if (error === null) break;
        if (!(error instanceof VendorError) || error.details.kind !== 'rate_limited') throw error;
        await new Promise((resolve) => setTimeout(resolve, error.details.retryAfterMs));
      }
    }
    expect(site.exchanges.filter(({ status }) => status === 429)).toEqual([]);
    expect(site.state.issues.get(id)?.comments).toHaveLength(50);
  });

  test('when Data Center gives ten calls a second, then thirty reads at once meet no refusal', async () => {
    site = await startJiraSimulator({
      edition: 'data-center',
      rateLimits: { bucket: { size: 10, fillRate: 10, intervalSeconds: 1 } },
    });
    const { id } = site.createIssue({ project: 'SUP', summary: 'x' });
    const issues = issuesAt(site.url, { ...TOKENS, edition: 'data-center' });
    // The first answer tells of the bucket.
    await issues.account();
    await Promise.all(Array.from({ length: 30 }, () => issues.read(id)));
    expect(site.exchanges.filter(({ status }) => status === 429)).toEqual([]);
    expect(site.exchanges.filter(({ status }) => status === 200)).toHaveLength(31);
  });
});
