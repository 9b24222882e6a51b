// What the tests of the Jira adapter share: a simulated site of an edition, each exchange held against Atlassian's document.
import type { Issues } from '../../src/application/ports.ts';
import { documentOf, paragraph } from '../../src/domain/document/build.ts';
import type { FieldValue, NewIssue } from '../../src/domain/new-issue.ts';
import {
  type Edition,
  type Exchange,
  type JiraSimulator,
  startJiraSimulator,
} from '../../src/simulators/jira/index.ts';
import { issuesAt } from '../support/scripted-jira.ts';
import { createExchangeGuard, loadVendorSpec } from '../support/vendor-specs.ts';

const guard = createExchangeGuard({ jira: loadVendorSpec('jira-cloud') });
/** For the title of a suite: which file was not there to hold the exchanges against. */
export const checked =
  guard.notChecked.length === 0 ? '' : ` (calls not checked: no file ${guard.notChecked.join(', ')})`;
export const assertNoProblems = (): void => guard.assertNoProblems();

function judge(exchange: Exchange): void {
  // Broken connections, login pages and redirects are not in Atlassian's document, nor is the body of a 401.
  const type = exchange.responseHeaders['Content-Type'] ?? exchange.responseHeaders['content-type'] ?? '';
  if ([0, 302, 401].includes(exchange.status) || type.startsWith('text/html')) return;
  guard.onJira({ ...exchange, query: Object.fromEntries(new URLSearchParams(exchange.query)) });
}

export async function startSite(
  edition: Edition,
  indexLagMs = 0,
): Promise<{ site: JiraSimulator; issues: Issues; impatient: Issues }> {
  const site = await startJiraSimulator({
    edition,
    contextPath: edition === 'cloud' ? '' : '/jira',
    rateLimits: null,
    indexLagMs,
    ...(edition === 'cloud' ? { onExchange: judge } : {}),
  });
  const tokens = { edition, apiToken: 'jira-token', personalAccessToken: 'jira-pat' };
  return {
    site,
    issues: issuesAt(site.url, { ...tokens, timeoutMs: 5_000 }),
    impatient: issuesAt(site.url, { ...tokens, timeoutMs: 700 }),
  };
}

/** A new issue that SUP takes, with changes. */
export function draft(more: Partial<NewIssue> = {}): NewIssue {
  return {
    connection: 'jira',
    projectKey: 'SUP',
    typeId: '10001',
    summary: 'Card is refused',
    description: documentOf(paragraph('The terminal says *no*.')),
    fields: {},
    labels: [],
    ...more,
  };
}

export const option = (id: string, childId: string | null = null): FieldValue => ({ kind: 'option', id, childId });
export const options = (...ids: string[]): FieldValue => ({ kind: 'options', ids });
export const text = (words: string): FieldValue => ({ kind: 'text', text: words });
