// Cuts result lists into Intercom's cursor pages. The cursor is stateless, so changes between pages repeat or skip rows.
import { refuseInvalid } from './refusal.ts';
import type { Json } from './types.ts';

const maxPerPage = 150;

/** What the caller asked for. */
export interface PageRequest {
  perPage: number;
  startingAfter: string | null;
}

/** Reads `per_page` and `starting_after` from a query string or a search's `pagination`. */
export function readPageRequest(perPage: unknown, startingAfter: unknown, fallback: number): PageRequest {
  const size = perPage === undefined || perPage === null ? fallback : Number(perPage);
  if (!Number.isInteger(size) || size < 1) throw refuseInvalid('Per Page must be a positive number', 'per_page');
  if (size > maxPerPage) throw refuseInvalid('Per Page is too big', 'per_page');
  return { perPage: size, startingAfter: typeof startingAfter === 'string' ? startingAfter : null };
}

type Position = [value: number | string, id: string];

function readCursor(cursor: string): Position {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(read) && read.length === 2) return [read[0] as number | string, String(read[1])];
  } catch {
    // Falls through to the refusal: any broken cursor is the caller's mistake.
  }
  throw refuseInvalid('Invalid starting_after', 'starting_after');
}

function comparePositions(left: Position, right: Position): number {
  if (left[0] !== right[0]) return left[0] < right[0] ? -1 : 1;
  return left[1] < right[1] ? -1 : left[1] > right[1] ? 1 : 0;
}

/** Sorts documents, takes the page after the cursor and tells its ids with the `pages` object. */
export function cutPage(
  documents: readonly Json[],
  sort: { field: string; ascending: boolean },
  request: PageRequest,
): { ids: string[]; totalCount: number; pages: Json } {
  const direction = sort.ascending ? 1 : -1;
  const positions = documents.map((document): Position => {
    const value = document[sort.field];
    return [typeof value === 'number' || typeof value === 'string' ? value : 0, String(document['id'])];
  });
  positions.sort((left, right) => direction * comparePositions(left, right));
  const after = request.startingAfter === null ? null : readCursor(request.startingAfter);
  const found = after === null ? 0 : positions.findIndex((one) => direction * comparePositions(one, after) > 0);
  const start = found === -1 ? positions.length : found;
  const taken = positions.slice(start, start + request.perPage);
  const pages: Json = {
    type: 'pages',
    page: Math.floor(start / request.perPage) + 1,
    per_page: request.perPage,
    total_pages: Math.ceil(positions.length / request.perPage),
  };
  const last = taken.at(-1);
  if (last !== undefined && start + taken.length < positions.length) {
    const cursor = Buffer.from(JSON.stringify(last)).toString('base64url');
    pages['next'] = { page: Number(pages['page']) + 1, per_page: request.perPage, starting_after: cursor };
  }
  return { ids: taken.map(([, id]) => id), totalCount: positions.length, pages };
}
