// Looks for an issue that we may have created, when the answer to its creation was lost.
import { z } from 'zod';
import type { CreatedIssue } from '../../application/ports.ts';
import type { OurAccount } from './account.ts';
import { checkProject } from './ids.ts';
import { findMarked, ISSUE_MARK, markLabel } from './issue-marks.ts';
import { quote } from './jql.ts';
import type { IssuesOptions } from './options.ts';
import { search } from './search.ts';
import type { Session } from './session.ts';

/** So many of the newest issues of the project are looked at by search, and so many keys after them by themselves. */
const LOOK_BACK = 50;
const LOOK_AHEAD = { cloud: 50, 'data-center': 5 } as const;
const FIELDS = ['labels'];

const issueSchema = z.object({
  id: z.union([z.string().min(1), z.number().transform(String)]),
  key: z.string().min(1),
  fields: z
    .object({ labels: z.array(z.string()).nullish().catch(null) })
    .optional()
    .catch(undefined),
  properties: z.unknown(),
});
type Candidate = z.infer<typeof issueSchema>;

/**
 * Looks in three places, because the index of search is seconds to minutes behind:
 * 1. by label, however old the issue is;
 * 2. among the newest 50 issues of the project, whose property is compared, where labels could not be set;
 * 3. by the keys that follow the newest one that search knows (50 on Cloud in one call, 5 on Data Center), which are read
 *    from the issues themselves and need no index.
 * Missed can be: an issue that Jira is still creating; on Cloud one that was moved to another project, or that more than
 * 50 other issues followed, before the index learned of it; and one whose labels could not be set, when 50 others
 * followed. Null is therefore believed only after the wait that a delivery in doubt has. Throws VendorError.
 */
export async function findOurIssue(
  options: IssuesOptions,
  projectKey: string,
  deliveryId: string,
  session: Session,
  account: OurAccount,
): Promise<CreatedIssue | null> {
  checkProject(options.connection, projectKey);
  const look = async (jql: string) => {
    const asked = { jql, fields: FIELDS, properties: [ISSUE_MARK], limit: LOOK_BACK };
    return readCandidates(await search(asked, options, session));
  };
  const project = `project = ${quote(projectKey)}`;
  // Newest first: two searches that find nothing may be two different states of the index.
  const labelled = await look(`labels = ${quote(markLabel(deliveryId))} ORDER BY key DESC`);
  const newest = await look(`${project} ORDER BY key DESC`);
  const known = pick([...labelled, ...newest], deliveryId);
  if (known !== null) return known;
  // An anonymous caller finds nothing whatever there is.
  if (newest.length === 0) await account.read();
  const following = keysAfter(projectKey, newest, LOOK_AHEAD[options.edition]);
  const read = options.edition === 'cloud' ? fetchTogether : fetchSingly;
  return pick(await read(following, deliveryId, session, account), deliveryId);
}

function pick(candidates: readonly Candidate[], deliveryId: string): CreatedIssue | null {
  const ours = findMarked(
    candidates.map(({ id, key, fields, properties }) => ({ id, key, labels: fields?.labels ?? [], properties })),
    deliveryId,
  );
  return ours === undefined ? null : { issueId: ours.id, key: ours.key };
}

function readCandidates(list: readonly unknown[]): Candidate[] {
  return list.flatMap((issue) => issueSchema.safeParse(issue).data ?? []);
}

/** Keys are numbered in the order of creation, each number once. */
function keysAfter(projectKey: string, newest: readonly Candidate[], count: number): string[] {
  const numbers = newest.map(({ key }) => Number(/-(\d+)$/.exec(key)?.[1] ?? 0));
  const last = Math.max(0, ...numbers);
  return Array.from({ length: count }, (_, at) => `${projectKey}-${last + 1 + at}`);
}

type Fetch = (
  keys: readonly string[],
  deliveryId: string,
  session: Session,
  account: OurAccount,
) => Promise<readonly Candidate[]>;

const bulkSchema = z.object({ issues: z.array(z.unknown()) });

/** Cloud's bulk fetch reads the issues themselves and leaves out what is not there. */
const fetchTogether: Fetch = async (issueIdsOrKeys, _deliveryId, session) => {
  const path = 'issue/bulkfetch';
  const data = { issueIdsOrKeys, fields: FIELDS, properties: [ISSUE_MARK] };
  const reply = await session.send({ method: 'POST', route: path, path, data });
  return readCandidates(bulkSchema.safeParse(reply.data).data?.issues ?? []);
};

const fetchSingly: Fetch = async (keys, deliveryId, _session, account) => {
  const found: Candidate[] = [];
  for (const key of keys) {
    // In turn on purpose: the first key after the last known one is the likeliest.
    const reply = await account.sendProven({
      method: 'GET',
      route: 'issue/{id}',
      path: `issue/${encodeURIComponent(key)}`,
      params: { fields: FIELDS.join(','), properties: ISSUE_MARK },
    });
    if (reply !== null) found.push(...readCandidates([reply.data]));
    if (pick(found, deliveryId) !== null) break;
  }
  return found;
};
