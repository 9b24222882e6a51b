// One line of a wiki table, `||head||head||` or `|cell|cell|` → a row.
import type { ReadContext } from './attachment.ts';
import type { TableRow } from './document.ts';
import { readWikiLine } from './read-wiki-inline.ts';

interface Cell {
  readonly header: boolean;
  readonly source: string;
}

/** Where a link or monospace that starts here ends, since a bar inside it parts no cells. */
function skip(line: string, at: number): number {
  const closing = line.startsWith('{{', at) ? '}}' : line.charAt(at) === '[' ? ']' : undefined;
  if (closing === undefined) return at;
  // A cell is rarely longer; the limit keeps a row of opening brackets from being searched again and again.
  const end = line.slice(at, at + 2500).indexOf(closing);
  return end < 0 ? at : at + end + closing.length - 1;
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
