// Document → Atlassian's document format (ADF), valid against Atlassian's JSON schema whatever the text is.
import { cleanText } from './clean-text.ts';
import type { Block, Document, Inline, TableRow, TextInline } from './document.ts';
import { embolden, joinInlines, tableLines } from './inlines.ts';
import { safeHref } from './safe-href.ts';
import { truncateDocument } from './truncate.ts';

interface AdfMark {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, string>>;
}

interface AdfNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, string | number>>;
  readonly text?: string;
  readonly marks?: readonly AdfMark[];
  readonly content?: readonly AdfNode[];
}

export interface AdfDocument {
  readonly version: 1;
  readonly type: 'doc';
  readonly content: readonly AdfNode[];
}

/** Where a block stands decides what it may be: the schema has no quote, heading or table in items and quotes. */
type Place = 'document' | 'cell' | 'item' | 'quote';

/** Jira refuses a comment or description above 32,767 characters; the rest is room for what it counts besides text. */
export const JIRA_TEXT_LIMIT = 30_000;

function writeMarks(inline: TextInline): AdfMark[] {
  const marks = inline.marks ?? [];
  const href = inline.href === undefined ? undefined : safeHref(inline.href);
  const link: AdfMark[] = href === undefined ? [] : [{ type: 'link', attrs: { href } }];
  // The schema lets code stand beside a link only.
  if (marks.includes('code')) return [{ type: 'code' }, ...link];
  return [...marks.map((type) => ({ type })), ...link];
}

function writeInlines(run: readonly Inline[]): AdfNode[] {
  const cleaned = run.map((inline) => (inline.type === 'text' ? { ...inline, text: cleanText(inline.text) } : inline));
  return joinInlines(cleaned).map((inline) => {
    if (inline.type === 'break') return { type: 'hardBreak' };
    const marks = writeMarks(inline);
    return { type: 'text', text: inline.text, ...(marks.length > 0 ? { marks } : {}) };
  });
}

function writeParagraph(run: readonly Inline[]): AdfNode[] {
  const content = writeInlines(run);
  return content.length === 0 ? [] : [{ type: 'paragraph', content }];
}

const EMPTY_PARAGRAPH: AdfNode = { type: 'paragraph' };

function writeList(block: Extract<Block, { type: 'list' }>): AdfNode[] {
  if (block.items.length === 0) return [];
  const content = block.items.map((item): AdfNode => {
    const inner = writeBlocks(item, 'item');
    // The schema would let a list come first; the editor's own rules have wanted a paragraph before it for years.
    const leads = inner[0]?.type === 'paragraph' || inner[0]?.type === 'codeBlock';
    return { type: 'listItem', content: leads ? inner : [EMPTY_PARAGRAPH, ...inner] };
  });
  if (!block.ordered) return [{ type: 'bulletList', content }];
  const start = block.start ?? 1;
  const attrs = start !== 1 && Number.isSafeInteger(start) && start >= 0 ? { attrs: { order: start } } : {};
  return [{ type: 'orderedList', ...attrs, content }];
}

function writeCode(block: Extract<Block, { type: 'code' }>): AdfNode[] {
  const text = cleanText(block.text);
  const language = block.language ?? '';
  const attrs = /^[\w+#.-]{1,40}$/u.test(language) ? { attrs: { language } } : {};
  return [{ type: 'codeBlock', ...attrs, ...(text === '' ? {} : { content: [{ type: 'text', text }] }) }];
}

function writeRow(row: TableRow, width: number): AdfNode {
  const cells = row.cells.map((cell): AdfNode => {
    const content = writeBlocks(cell.content, 'cell');
    return {
      type: cell.header ? 'tableHeader' : 'tableCell',
      content: content.length === 0 ? [EMPTY_PARAGRAPH] : content,
    };
  });
  while (cells.length < width) cells.push({ type: 'tableCell', content: [EMPTY_PARAGRAPH] });
  return { type: 'tableRow', content: cells };
}

function writeTable(block: Extract<Block, { type: 'table' }>, place: Place): AdfNode[] {
  if (place !== 'document') {
    const lines = tableLines(block).flatMap((line, index): Inline[] => [...(index > 0 ? [BREAK] : []), ...line]);
    return writeParagraph(lines);
  }
  const width = block.rows.reduce((widest, row) => Math.max(widest, row.cells.length), 0);
  return width === 0 ? [] : [{ type: 'table', content: block.rows.map((row) => writeRow(row, width)) }];
}

const BREAK: Inline = { type: 'break' };

function writeBlock(block: Block, place: Place): AdfNode[] {
  const isNarrow = place === 'item' || place === 'quote';
  switch (block.type) {
    case 'paragraph':
      return writeParagraph(block.content);
    case 'heading': {
      if (isNarrow) return writeParagraph(block.content.map(embolden));
      const content = writeInlines(block.content);
      return content.length === 0 ? [] : [{ type: 'heading', attrs: { level: block.level }, content }];
    }
    case 'code':
      return writeCode(block);
    case 'rule':
      return isNarrow ? writeParagraph([{ type: 'text', text: '—' }]) : [{ type: 'rule' }];
    case 'quote': {
      if (isNarrow) return writeBlocks(block.content, place);
      const content = writeBlocks(block.content, 'quote');
      return content.length === 0 ? [] : [{ type: 'blockquote', content }];
    }
    case 'list':
      return writeList(block);
    case 'table':
      return writeTable(block, place);
  }
}

function writeBlocks(blocks: readonly Block[], place: Place): AdfNode[] {
  return blocks.flatMap((block) => writeBlock(block, place));
}

/**
 * The document in ADF for Jira Cloud's REST API v3. `maxChars` (UTF-16 units of text, default `JIRA_TEXT_LIMIT`)
 * cuts it as `truncateDocument` does. Never makes a mention, a card or a macro.
 */
export function toAdf(doc: Document, options: { readonly maxChars?: number } = {}): AdfDocument {
  const fitting = truncateDocument(doc, options.maxChars ?? JIRA_TEXT_LIMIT);
  return { version: 1, type: 'doc', content: writeBlocks(fitting.blocks, 'document') };
}
