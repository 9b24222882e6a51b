// The Jira adapter. Importing it is cheap: jira.js is loaded by the first call that `createIssues` makes.
export type { CallReport } from './call.ts';
export { createIssues } from './issues.ts';
export type { IssuesOptions } from './options.ts';
export { createJiraSource, type JiraSourceOptions } from './webhook-source.ts';
