// Shortens a document to a number of characters, at the end of a block or a word.
import type { Block, Document, Inline, TableRow } from './document.ts';
import { makeText } from './inlines.ts';

const ELLIPSIS = '…';
/** A word longer than this is cut inside. */
const LONGEST_WORD = 40;

/** What is left to spend. Every block, item, cell and break costs one, so that empty ones can't pile up. */
interface Budget {
  left: number;
  cut: boolean;
}

/** At most `size` characters of the text, ending between words where one ends near, never inside a character. */
export function cutText(text: string, size: number): string {
  if (text.length <= size) return text;
  let end = Math.max(0, size);
  const code = text.charCodeAt(end);
  if (code >= 0xdc00 && code <= 0xdfff) end -= 1;
  if (/\s/u.test(text.charAt(end))) return text.slice(0, Math.max(0, end)).trimEnd();
  const head = text.slice(Math.max(0, end - LONGEST_WORD), Math.max(0, end));
  const space = head.search(/\s\S*$/u);
  return text.slice(0, space < 0 ? Math.max(0, end) : end - head.length + space).trimEnd();
}

function takeInlines(run: readonly Inline[], budget: Budget): Inline[] {
  const taken: Inline[] = [];
  for (const inline of run) {
    if (budget.cut) break;
    const cost = inline.type === 'break' ? 1 : inline.text.length;
    if (cost <= budget.left) {
      taken.push(inline);
      budget.left -= cost;
      continue;
    }
    budget.cut = true;
    const rest = inline.type === 'break' ? '' : cutText(inline.text, budget.left);
    if (inline.type === 'text' && rest !== '') taken.push(makeText(rest, inline.marks, inline.href));
  }
  if (budget.cut) taken.push(makeText(ELLIPSIS));
  return taken;
}

const MORE: Block = { type: 'paragraph', content: [makeText(ELLIPSIS)] };

/** As many items as there is room for; `more` stands for the rest. */
function takeItems<T>(items: readonly T[], budget: Budget, take: (item: T) => T, more: T): T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (budget.cut) break;
    budget.cut = budget.left <= 0;
    budget.left -= 1;
    taken.push(budget.cut ? more : take(item));
  }
  return taken;
}

function takeRow(row: TableRow, budget: Budget): TableRow {
  const takeCell = (cell: TableRow['cells'][number]) => ({ ...cell, content: takeBlocks(cell.content, budget) });
  return { cells: takeItems(row.cells, budget, takeCell, { header: false, content: [MORE] }) };
}

const ROW_OF_MORE: TableRow = { cells: [{ header: false, content: [MORE] }] };

function takeBlock(block: Block, budget: Budget): Block {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return { ...block, content: takeInlines(block.content, budget) };
    case 'code': {
      const fits = block.text.length <= budget.left;
      budget.cut = !fits;
      const text = fits ? block.text : `${cutText(block.text, budget.left)}${ELLIPSIS}`;
      budget.left -= block.text.length;
      return { ...block, text };
    }
    case 'rule':
      return block;
    case 'quote':
      return { ...block, content: takeBlocks(block.content, budget) };
    case 'list':
      return { ...block, items: takeItems(block.items, budget, (item) => takeBlocks(item, budget), [MORE]) };
    case 'table':
      return { ...block, rows: takeItems(block.rows, budget, (row) => takeRow(row, budget), ROW_OF_MORE) };
  }
}

function takeBlocks(blocks: readonly Block[], budget: Budget): Block[] {
  const taken: Block[] = [];
  for (const block of blocks) {
    if (budget.cut) break;
    budget.cut = budget.left <= 0;
    budget.left -= 1;
    taken.push(budget.cut ? MORE : takeBlock(block, budget));
  }
  return taken;
}

/**
 * The document, cut to about `maxChars` UTF-16 units with "…" at the cut; the same object when it fits. Each block,
 * list item, table row and line break counts as one character.
 */
export function truncateDocument(doc: Document, maxChars: number): Document {
  const budget: Budget = { left: Math.max(0, maxChars), cut: false };
  const blocks = takeBlocks(doc.blocks, budget);
  return budget.cut ? { blocks } : doc;
}

/**
 * The longest text that `write` makes of the document, shortened as far as needed, that has at most `maxChars` UTF-16
 * units. Writes about fifteen times at most, and only when the whole does not fit.
 */
export function fitInto(doc: Document, maxChars: number, write: (doc: Document) => string): string {
  // Nothing that is written is shorter than its text: this bounds the work for a huge document.
  const bounded = truncateDocument(doc, maxChars + 1);
  const whole = write(bounded);
  if (whole.length <= maxChars && bounded === doc) return whole;
  let best = maxChars > 0 ? ELLIPSIS : '';
  let low = 1;
  let high = Math.floor(maxChars);
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const shown = write(truncateDocument(doc, middle));
    if (shown.length <= maxChars) {
      best = shown;
      low = middle + 1;
    } else high = middle - 1;
  }
  return best;
}
