// The Jira adapter. Importing it is cheap: jira.js is loaded by the first call that `createIssues` makes.
export { createIssues } from './issues.ts';
export type { IssuesOptions } from './options.ts';
export { createJiraSource } from './webhook-source.ts';
