// One line of a wiki table, `||head||head||` or `|cell|cell|` → a row.
import type { ReadContext } from './attachment.ts';
import type { TableRow } from './document.ts';
import { readWikiLine } from './read-wiki-inline.ts';

interface Cell {
  readonly header: boolean;
  readonly source: string;
}

/**
 * Where a link or monospace that starts here ends, since a bar inside it parts no cells; `at` when it does not end. A
 * second opening ends the search, so that each character is looked at twice at most.
 */
function skip(line: string, at: number): number {
  const opening = line.startsWith('{{', at) ? '{{' : line.charAt(at) === '[' ? '[' : undefined;
  if (opening === undefined) return at;
  const closing = opening === '[' ? ']' : '}}';
  for (let end = at + opening.length; end < line.length; end += 1) {
    if (line.charAt(end) === '\\') end += 1;
    else if (line.startsWith(closing, end)) return end + closing.length - 1;
    else if (line.startsWith(opening, end)) return at;
  }
  return at;
}

function splitCells(line: string): Cell[] {
  const cells: Cell[] = [];
  let header = line.startsWith('||');
  let start = header ? 2 : 1;
  for (let at = start; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === '\\') at += 1;
    else if (char === '|') {
      cells.push({ header, source: line.slice(start, at) });
      header = line.charAt(at + 1) === '|';
      start = at + (header ? 2 : 1);
      at = start - 1;
    } else at = skip(line, at);
  }
  if (line.slice(start).trim() !== '') cells.push({ header, source: line.slice(start) });
  return cells;
}

/** The row that a line makes, or undefined when it is no row of a table. */
export function readWikiRow(line: string, context: ReadContext): TableRow | undefined {
  const trimmed = line.trim();
  if (!trimmed.startsWith('|')) return undefined;
  const cells = splitCells(trimmed);
  if (cells.length === 0) return undefined;
  return {
    cells: cells.map(({ header, source }) => {
      const content = readWikiLine(source.trim(), context);
      return { header, content: content.length === 0 ? [] : [{ type: 'paragraph', content }] };
    }),
  };
}
