// Jira's issues by its REST API, version 3 on Cloud and version 2 on Data Center.
import type { Issues } from '../../application/ports.ts';
import { createOurAccount } from './account.ts';
import type { Call } from './call.ts';
import { createComments } from './comments.ts';
import { checkIdOrKey } from './ids.ts';
import { createChangers } from './issue-changers.ts';
import { createMakers } from './issue-makers.ts';
import type { IssuesOptions } from './options.ts';
import { ISSUE_FIELDS, readIssue } from './read-issue.ts';
import { readUpdates } from './read-updates.ts';
import { createRemoteLinks } from './remote-links.ts';
import { createSession } from './session.ts';

/** Nothing is loaded or called until the first method is; every method throws VendorError and retries nothing. */
export function createIssues(options: IssuesOptions): Issues {
  const session = createSession(options);
  const account = createOurAccount(session, options.now);
  return {
    account: () => account.read(),
    async read(issueIdOrKey) {
      const path = `issue/${checkIdOrKey(options.connection, issueIdOrKey)}`;
      const call: Call = { method: 'GET', route: 'issue/{id}', path, params: { fields: ISSUE_FIELDS } };
      const reply = await account.sendProven(call);
      if (reply === null) return { state: 'missing' };
      const value = readIssue(reply.data, options);
      if (value === null) throw session.complain(reply, call, 'an issue');
      return { state: 'found', value };
    },
    readUpdates: (ids) => readUpdates(ids, options, session, account),
    ...createComments(options, session, account),
    ...createRemoteLinks(options.connection, session, account),
    ...createMakers(options, session, account),
    ...createChangers(options, session, account),
  };
}
