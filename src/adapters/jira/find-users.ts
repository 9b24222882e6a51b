// Looks for the people who can stand in a user field of a project.
import { z } from 'zod';
import type { Named } from '../../domain/dialog.ts';
import type { Call } from './call.ts';
import { checkProject } from './ids.ts';
import type { IssuesOptions } from './options.ts';
import { userSchema } from './people.ts';
import type { Session } from './session.ts';

const MOST = 10;
const LONGEST_QUERY = 100;

const listSchema = z.array(z.unknown());
const activeSchema = z.object({ active: z.boolean().optional().catch(undefined) });

/**
 * Users who can be assigned issues of the project, by the beginning of their names. Ids are what a user field is written
 * with: the account id on Cloud, the user name on Data Center. Throws VendorError.
 */
export async function findUsers(
  options: IssuesOptions,
  projectKey: string,
  query: string,
  session: Session,
): Promise<readonly Named[]> {
  checkProject(options.connection, projectKey);
  const words = query.trim().slice(0, LONGEST_QUERY);
  const asked = options.edition === 'cloud' ? { query: words } : { username: words };
  const path = 'user/assignable/search';
  const call: Call = { method: 'GET', route: path, path, params: { project: projectKey, maxResults: MOST, ...asked } };
  const reply = await session.send(call);
  const list = listSchema.safeParse(reply.data).data;
  if (list === undefined) throw session.complain(reply, call, 'a list of users');
  return list
    .map(readUser)
    .filter((user) => user !== null)
    .slice(0, MOST);
}

function readUser(data: unknown): Named | null {
  const user = userSchema.parse(data);
  const id = user?.accountId ?? user?.name;
  if (user === undefined || id === undefined || user.accountType === 'app') return null;
  if (activeSchema.safeParse(data).data?.active === false) return null;
  return { id, name: user.displayName ?? id };
}
