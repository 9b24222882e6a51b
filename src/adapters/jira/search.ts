// Searches by JQL: with a page token on Cloud, with an offset on Data Center.
import { z } from 'zod';
import type { Call } from './call.ts';
import type { IssuesOptions } from './options.ts';
import type { Session } from './session.ts';

const answerSchema = z.object({ issues: z.array(z.unknown()) });

export interface Search {
  readonly jql: string;
  readonly fields: readonly string[];
  readonly properties?: readonly string[];
  readonly limit: number;
}

/**
 * The first `limit` issues, as far as the index knows: on Cloud it is seconds to minutes behind, and an issue that it had
 * found may be absent again for a moment. Throws VendorError.
 */
export async function search(asked: Search, options: IssuesOptions, session: Session): Promise<readonly unknown[]> {
  const { jql, fields, properties = [], limit } = asked;
  const common = { jql, fields, maxResults: limit, ...(properties.length === 0 ? {} : { properties }) };
  const call: Call =
    options.edition === 'cloud'
      ? { method: 'POST', route: 'search/jql', path: 'search/jql', data: common }
      : // A project that is gone would otherwise refuse the whole search.
        { method: 'POST', route: 'search', path: 'search', data: { ...common, startAt: 0, validateQuery: false } };
  const reply = await session.send(call);
  const answer = answerSchema.safeParse(reply.data).data;
  if (answer === undefined) throw session.complain(reply, call, 'a list of issues');
  return answer.issues;
}
