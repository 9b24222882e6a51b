// The methods by which issues are created, found and given files.
import type { Issues } from '../../application/ports.ts';
import type { OurAccount } from './account.ts';
import { attach } from './attach.ts';
import { readCreateForm } from './create-form.ts';
import { createIssue } from './create-issue.ts';
import { findOurIssue } from './find-our-issue.ts';
import { findUsers } from './find-users.ts';
import type { IssuesOptions } from './options.ts';
import { searchIssues, searchSummaries } from './search-issues.ts';
import type { Session } from './session.ts';

type Makers = Pick<
  Issues,
  'createForm' | 'findUsers' | 'createIssue' | 'findOurIssue' | 'searchIssues' | 'searchSummaries' | 'attach'
>;

export function createMakers(options: IssuesOptions, session: Session, account: OurAccount): Makers {
  return {
    createForm: (projectKey, type) => readCreateForm(options.connection, projectKey, type, session, account),
    findUsers: (projectKey, query) => findUsers(options, projectKey, query, session),
    createIssue: (issue, deliveryId) => createIssue(options, issue, deliveryId, session),
    findOurIssue: (projectKey, deliveryId) => findOurIssue(options, projectKey, deliveryId, session, account),
    searchIssues: (query, projectKeys, limit) => searchIssues({ query, projectKeys, limit }, options, session, account),
    searchSummaries: (beginnings, projectKeys, limit) =>
      searchSummaries({ beginnings, projectKeys, limit }, options, session),
    attach: (issue, file) => attach(options, issue, file, session, account),
  };
}
