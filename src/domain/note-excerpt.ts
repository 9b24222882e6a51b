// Shortens a comment for a note: at most so many letters and so many lines, whatever it is made of.
import type { Block, Document, Inline, TableRow } from './document/document.ts';
import { truncateDocument } from './document/truncate.ts';

const MORE = '…';
const MORE_BLOCK: Block = { type: 'paragraph', content: [{ type: 'text', text: MORE }] };

/** What is left to spend. */
interface Room {
  lines: number;
  full: boolean;
}

/** True when one more line fits. */
function takeLine(room: Room): boolean {
  if (room.lines <= 0) room.full = true;
  room.lines -= 1;
  return !room.full;
}

function takeInlines(content: readonly Inline[], room: Room): Inline[] {
  const taken: Inline[] = [];
  for (const inline of content) {
    if (inline.type === 'break' && !takeLine(room)) return [...taken, { type: 'text', text: ` ${MORE}` }];
    taken.push(inline);
  }
  return taken;
}

function takeCode(text: string, room: Room): string {
  const lines = text.split('\n');
  const taken = lines.slice(0, Math.max(1, room.lines + 1));
  room.lines -= taken.length - 1;
  if (taken.length === lines.length) return text;
  room.full = true;
  return `${taken.join('\n')}\n${MORE}`;
}

function takeBlock(block: Block, room: Room): Block {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return { ...block, content: takeInlines(block.content, room) };
    case 'code':
      return { ...block, text: takeCode(block.text, room) };
    case 'rule':
      return block;
    case 'quote':
      return { ...block, content: takeBlocks(block.content, room) };
    case 'list':
      return { ...block, items: takeEach(block.items, room, (item) => takeBlocks(item, room), [MORE_BLOCK]) };
    case 'table': {
      // A table is written row by row, each a line of its own.
      const more: TableRow = { cells: [{ header: false, content: [MORE_BLOCK] }] };
      return { ...block, rows: takeEach(block.rows, room, (row) => (takeLine(room) ? row : more), more) };
    }
  }
}

/** As many as there is room for; `more` stands for the rest. */
function takeEach<T>(items: readonly T[], room: Room, take: (item: T) => T, more: T): T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (room.full) break;
    if (room.lines <= 0) room.full = true;
    taken.push(room.full ? more : take(item));
  }
  return taken;
}

function takeBlocks(blocks: readonly Block[], room: Room): Block[] {
  const isLine = (block: Block): boolean => block.type !== 'list' && block.type !== 'quote' && block.type !== 'table';
  const taken: Block[] = [];
  for (const block of blocks) {
    if (room.full) break;
    const fits = isLine(block) ? takeLine(room) : room.lines > 0;
    if (!fits) room.full = true;
    taken.push(fits ? takeBlock(block, room) : MORE_BLOCK);
  }
  return taken;
}

/** The beginning of a document that has at most about `maxChars` letters and `maxLines` lines; "…" stands for the rest. */
export function excerpt(doc: Document, maxChars: number, maxLines: number): Document {
  const room: Room = { lines: maxLines, full: false };
  const blocks = takeBlocks(doc.blocks, room);
  return truncateDocument(room.full ? { blocks } : doc, maxChars);
}
