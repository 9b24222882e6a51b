// Finds the issue that an operator means: by its key, or by words in it.
import type { IssueSnapshot } from '../../domain/issue.ts';
import type { OurAccount } from './account.ts';
import type { Call } from './call.ts';
import { checkIdOrKey, checkProject, isKey } from './ids.ts';
import { beginningSearch, textSearch, wordsOf } from './jql.ts';
import type { IssuesOptions } from './options.ts';
import { ISSUE_FIELDS, readIssue } from './read-issue.ts';
import { search } from './search.ts';
import type { Session } from './session.ts';

const MOST = 50;

export interface Asked {
  readonly query: string;
  readonly projectKeys: readonly string[];
  readonly limit: number;
}

/**
 * A key is read from the issue itself, so it is found however far behind the index is, by an old key too. Words are looked
 * for by JQL, the newest change first. What holds no word finds nothing. Throws VendorError.
 */
export async function searchIssues(
  { query, projectKeys, limit }: Asked,
  options: IssuesOptions,
  session: Session,
  account: OurAccount,
): Promise<readonly IssueSnapshot[]> {
  for (const key of projectKeys) checkProject(options.connection, key);
  const text = query.trim();
  if (isKey(text)) {
    const issue = await readByKey(text.toUpperCase(), options, session, account);
    const isWithin = projectKeys.length === 0 || projectKeys.includes(issue?.projectKey ?? '');
    return issue !== null && isWithin ? [issue] : [];
  }
  const words = wordsOf(text);
  if (words.length === 0 || limit < 1) return [];
  const jql = textSearch(words, projectKeys);
  const found = await search({ jql, fields: ISSUE_FIELDS.split(','), limit: Math.min(limit, MOST) }, options, session);
  // An anonymous caller finds nothing whatever there is: before "nothing" is believed, the token must be proven.
  if (found.length === 0) await account.read();
  return found.map((issue) => readIssue(issue, options)).filter((issue) => issue !== null);
}

/** Issues with a summary in which any of these beginnings of words stands, the newest change first. Throws VendorError. */
export async function searchSummaries(
  { beginnings, projectKeys, limit }: Omit<Asked, 'query'> & { readonly beginnings: readonly string[] },
  options: IssuesOptions,
  session: Session,
): Promise<readonly IssueSnapshot[]> {
  for (const key of projectKeys) checkProject(options.connection, key);
  const words = wordsOf(beginnings.join(' '));
  if (words.length === 0 || limit < 1) return [];
  const jql = beginningSearch(words, projectKeys);
  const found = await search({ jql, fields: ISSUE_FIELDS.split(','), limit: Math.min(limit, MOST) }, options, session);
  return found.map((issue) => readIssue(issue, options)).filter((issue) => issue !== null);
}

async function readByKey(
  key: string,
  options: IssuesOptions,
  session: Session,
  account: OurAccount,
): Promise<IssueSnapshot | null> {
  const path = `issue/${checkIdOrKey(options.connection, key)}`;
  const call: Call = { method: 'GET', route: 'issue/{id}', path, params: { fields: ISSUE_FIELDS } };
  const reply = await account.sendProven(call);
  if (reply === null) return null;
  const issue = readIssue(reply.data, options);
  if (issue === null) throw session.complain(reply, call, 'an issue');
  return issue;
}
