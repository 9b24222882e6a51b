// Small builders, so that a document reads like the text it stands for.
import type { Block, Document, Inline, Mark, TableRow, TextInline } from './document.ts';
import { safeHref } from './safe-href.ts';

type Level = 1 | 2 | 3 | 4 | 5 | 6;

/** What a builder takes for a line: ready inlines, or a string for plain text. */
export type InlineLike = Inline | string;

export function text(content: string, ...marks: readonly Mark[]): TextInline {
  return marks.length === 0 ? { type: 'text', text: content } : { type: 'text', text: content, marks };
}

/** A link that shows `label`; plain text when the address is not http, https or mailto. */
export function link(label: string, href: string, ...marks: readonly Mark[]): TextInline {
  const safe = safeHref(href);
  return safe === undefined ? text(label, ...marks) : { ...text(label, ...marks), href: safe };
}

export function lineBreak(): Inline {
  return { type: 'break' };
}

function inlines(content: readonly InlineLike[]): Inline[] {
  return content.map((piece) => (typeof piece === 'string' ? text(piece) : piece));
}

export function paragraph(...content: readonly InlineLike[]): Block {
  return { type: 'paragraph', content: inlines(content) };
}

export function heading(level: Level, ...content: readonly InlineLike[]): Block {
  return { type: 'heading', level, content: inlines(content) };
}

/** An item is a string, one block, or several. */
type ItemLike = string | Block | readonly Block[];

function items(content: readonly ItemLike[]): Block[][] {
  return content.map((item) => {
    if (typeof item === 'string') return [paragraph(item)];
    return 'type' in item ? [item] : [...item];
  });
}

export function bulletList(...content: readonly ItemLike[]): Block {
  return { type: 'list', ordered: false, items: items(content) };
}

export function orderedList(...content: readonly ItemLike[]): Block {
  return { type: 'list', ordered: true, items: items(content) };
}

export function quote(...content: readonly Block[]): Block {
  return { type: 'quote', content };
}

export function codeBlock(code: string, language?: string): Block {
  return language === undefined ? { type: 'code', text: code } : { type: 'code', text: code, language };
}

export function rule(): Block {
  return { type: 'rule' };
}

/** A table of plain strings; the first row is the header when `header` is true. */
export function table(rows: readonly (readonly string[])[], header = true): Block {
  const built: TableRow[] = rows.map((row, index) => ({
    cells: row.map((cell) => ({ header: header && index === 0, content: [paragraph(cell)] })),
  }));
  return { type: 'table', rows: built };
}

export function documentOf(...blocks: readonly Block[]): Document {
  return { blocks };
}
