// Finds notes among the parts of a conversation: the one that a call just wrote, and one that carries a mark.
import { newestNote, type WirePart } from './wire.ts';

/** The least that tells a mark from a word that stands in other notes too. */
const SHORTEST_MARK = 8;

/** The last path segment of the last link in our own note: the history link's id, which names this note alone. */
function markOf(html: string): string | null {
  const href = [...html.matchAll(/href\s*=\s*["']([^"']+)["']/gi)].at(-1)?.[1];
  const segment = href
    ?.split(/[?#]/, 1)[0]
    ?.split('/')
    .findLast((part) => part !== '');
  return segment !== undefined && segment.length >= SHORTEST_MARK ? segment : null;
}

function holds(part: WirePart, mark: string): boolean {
  return part.partType === 'note' && part.body !== null && part.body.includes(mark);
}

/** The id of the newest note whose body holds the mark. */
export function findMarked(parts: readonly WirePart[], mark: string): string | null {
  return newestNote(parts.filter((part) => holds(part, mark)))?.id ?? null;
}

/**
 * The id of the note that was just written: the one with its mark, else the newest one by its author. Intercom answers
 * with the conversation and promises no more about the place of the new part in it.
 */
export function findWritten(parts: readonly WirePart[], html: string, authorAdminId: string): string | null {
  const mark = markOf(html);
  const marked = mark === null ? null : findMarked(parts, mark);
  return marked ?? newestNote(parts.filter((part) => part.author.id === authorAdminId))?.id ?? null;
}
