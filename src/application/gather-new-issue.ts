// Reads what a new issue is made of: the dialog with its files, and what Jira asks of such an issue.
import type { IssueRequested } from '../domain/event.ts';
import type { NewIssueFacts } from '../domain/plan/facts.ts';
import type { Bridge } from './bridge.ts';

/** Throws VendorError. */
export async function gatherNewIssue(_event: IssueRequested, _bridge: Bridge): Promise<NewIssueFacts> {
  throw new Error('issue_requested is not built yet');
}
