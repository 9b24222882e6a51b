// Which conversations changed since a moment, by Intercom's search.
import { z } from 'zod';
import type { Instant } from '../../domain/refs.ts';
import type { Caller } from './caller.ts';
import { readTime, wireId } from './wire.ts';

/** The largest page that Intercom gives. */
const LARGEST_PAGE = 150;

const page = z.object({
  conversations: z.array(z.object({ id: wireId, updated_at: z.unknown().transform(readTime) })),
  pages: z
    .object({ next: z.object({ starting_after: z.string() }).nullish().catch(null) })
    .nullish()
    .catch(null),
});

export interface Changed {
  readonly conversationId: string;
  readonly updatedAt: Instant;
}

/**
 * Oldest change first, at most `limit`, each conversation once. The second of `since` is included, because Intercom
 * counts in seconds: asking twice may name a conversation twice, but none is missed. Low priority: a sweep can wait.
 * The specification calls `>` both "greater than" and "greater or equal": this asks so that both give enough.
 */
export async function findChanged(caller: Caller, since: Instant, limit: number): Promise<readonly Changed[]> {
  const second = Math.floor(since / 1000);
  const query = { field: 'updated_at', operator: '>', value: String(second - 1) } as const;
  const found = new Map<string, Changed>();
  let startingAfter: string | undefined;
  do {
    const pagination = {
      per_page: Math.min(LARGEST_PAGE, limit),
      ...(startingAfter !== undefined && { starting_after: startingAfter }),
    };
    // The SDK's type knows no `sort`, and sends it all the same.
    const request = { query, pagination, sort: { field: 'updated_at', order: 'ascending' } };
    const answer = await caller.call({
      method: 'POST',
      route: '/conversations/search',
      answer: page,
      priority: 'low',
      perform: async (client) => (await client.conversations.search(request)).response,
    });
    for (const { id, updated_at: updatedAt } of answer.conversations) {
      if (updatedAt !== null && updatedAt >= second * 1000) {
        found.set(id, { conversationId: id, updatedAt });
      }
    }
    const next = answer.pages?.next?.starting_after;
    startingAfter = next === startingAfter || answer.conversations.length === 0 ? undefined : next;
  } while (startingAfter !== undefined && found.size < limit);
  return [...found.values()].sort((a, b) => a.updatedAt - b.updatedAt).slice(0, limit);
}
