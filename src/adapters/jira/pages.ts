// Reads lists that Jira gives in pages, under whatever name an edition gives the list.
import type { Call } from './call.ts';
import type { Session } from './session.ts';

/** Jira takes this as a wish and may give fewer. */
const PAGE = 100;
/** A site that never ends its list must not hold us. */
const MOST_PAGES = 50;
/** Cloud names its lists; Data Center writes `values`, and the list of fields of a type by either name. */
const NAMES = ['values', 'fields', 'issueTypes', 'results'] as const;

/** All entries of a paged list. Throws VendorError. */
export async function readPages(call: Call, session: Session): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const asked = { ...call, params: { ...call.params, startAt: found.length, maxResults: PAGE } };
    // In turn on purpose: only an answer tells how many a page holds.
    const reply = await session.send(asked);
    const list = listOf(reply.data);
    if (list === null) throw session.complain(reply, call, 'a list');
    found.push(...list);
    if (list.length === 0 || isLast(reply.data, found.length)) break;
  }
  return found;
}

function listOf(data: unknown): readonly unknown[] | null {
  if (typeof data !== 'object' || data === null) return null;
  for (const name of NAMES) {
    const list: unknown = Reflect.get(data, name);
    if (Array.isArray(list)) return list;
  }
  return null;
}

function isLast(data: unknown, soFar: number): boolean {
  if (typeof data !== 'object' || data === null) return true;
  const total: unknown = Reflect.get(data, 'total');
  if (typeof total === 'number') return soFar >= total;
  return Reflect.get(data, 'isLast') !== false;
}
