// Asks for the times of change of many issues in one call.
import { z } from 'zod';
import type { Instant } from '../../domain/refs.ts';
import type { OurAccount } from './account.ts';
import type { Call } from './call.ts';
import { checkId, refuse } from './ids.ts';
import type { IssuesOptions } from './options.ts';
import { readTime } from './read-time.ts';
import type { Session } from './session.ts';

const MOST = 100;

const issueSchema = z.object({
  id: z.union([z.string().min(1), z.number().transform(String)]),
  fields: z.object({ updated: z.string() }),
});
const answerSchema = z.object({ issues: z.array(z.unknown()) });

export interface Update {
  readonly issueId: string;
  readonly updatedAt: Instant;
}

/** Issues that are deleted or hidden are left out. Throws VendorError; `rejected` for more than 100 ids. */
export async function readUpdates(
  ids: readonly string[],
  options: IssuesOptions,
  session: Session,
  account: OurAccount,
): Promise<readonly Update[]> {
  if (ids.length === 0) return [];
  if (ids.length > MOST)
    throw refuse(options.connection, `${ids.length} ids at once; at most ${MOST} can be asked for`);
  const checked = ids.map((id) => checkId(options.connection, 'issue', id));
  const call = options.edition === 'cloud' ? bulkFetch(checked) : search(checked);
  const reply = await session.send(call);
  const answer = answerSchema.safeParse(reply.data).data;
  if (answer === undefined) throw session.complain(reply, call, 'a list of issues');
  // An anonymous caller sees an empty list: before "all are gone" is believed, the token must be proven.
  if (answer.issues.length === 0) await account.read();
  return answer.issues.map(readUpdate).filter((update) => update !== null);
}

/** Reads the issues themselves, not the search index, which is seconds to minutes behind; leaves out what is gone. */
function bulkFetch(ids: readonly string[]): Call {
  return {
    method: 'POST',
    route: 'issue/bulkfetch',
    path: 'issue/bulkfetch',
    data: { issueIdsOrKeys: ids, fields: ['updated'] },
  };
}

/** Data Center has no bulk fetch. Without `validateQuery: false` one deleted issue fails the whole search with 400. */
function search(ids: readonly string[]): Call {
  const data = {
    jql: `id in (${ids.join(',')})`,
    fields: ['updated'],
    startAt: 0,
    maxResults: MOST,
    validateQuery: false,
  };
  return { method: 'POST', route: 'search', path: 'search', data };
}

function readUpdate(data: unknown): Update | null {
  const issue = issueSchema.safeParse(data).data;
  const updatedAt = readTime(issue?.fields.updated);
  return issue === undefined || updatedAt === null ? null : { issueId: issue.id, updatedAt };
}
