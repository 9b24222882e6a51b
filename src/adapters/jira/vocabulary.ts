// Reads the names that a site has, so that a configuration can be held against them.
import { z } from 'zod';
import type { TrackerVocabulary } from '../../domain/vocabulary.ts';
import type { Named } from '../../domain/dialog.ts';
import type { Call } from './call.ts';
import type { IssuesOptions } from './options.ts';
import { readPages } from './pages.ts';
import { categoryOf } from './read-issue.ts';
import type { Session } from './session.ts';

const id = z.union([z.string().min(1), z.number().transform(String)]);
const namedSchema = z.object({ id, name: z.string() });
const projectSchema = z.object({ id, name: z.string(), key: z.string() });
const statusSchema = z.object({
  id,
  name: z.string(),
  statusCategory: z.object({ key: z.string() }).nullish().catch(null),
});

/** Whatever the account may see; a name can occur several times, with another id each. Throws VendorError. */
export async function readVocabulary(options: IssuesOptions, session: Session): Promise<TrackerVocabulary> {
  const list = (path: string) => readList({ method: 'GET', route: path, path }, session);
  const projects =
    options.edition === 'cloud'
      ? readPages({ method: 'GET', route: 'project/search', path: 'project/search' }, session)
      : list('project');
  const [inProjects, types, statuses, priorities, resolutions, fields] = await Promise.all([
    projects,
    list('issuetype'),
    list('status'),
    list('priority'),
    list('resolution'),
    list('field'),
  ]);
  return {
    projects: inProjects.flatMap((one) => projectSchema.safeParse(one).data ?? []),
    types: named(types),
    statuses: statuses.flatMap((one) => {
      const status = statusSchema.safeParse(one).data;
      if (status === undefined) return [];
      return [{ id: status.id, name: status.name, category: categoryOf(status.statusCategory?.key) }];
    }),
    priorities: named(priorities),
    resolutions: named(resolutions),
    fields: named(fields),
  };
}

async function readList(call: Call, session: Session): Promise<readonly unknown[]> {
  const reply = await session.send(call);
  const parsed = z.array(z.unknown()).safeParse(reply.data);
  if (!parsed.success) throw session.complain(reply, call, 'a list');
  return parsed.data;
}

function named(list: readonly unknown[]): readonly Named[] {
  return list.flatMap((one) => namedSchema.safeParse(one).data ?? []);
}
