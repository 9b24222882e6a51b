// Work on runs of inline text: join, trim, split into lines, flatten blocks into one run.
import type { Block, Inline, Mark, TextInline } from './document.ts';

const ORDER: readonly Mark[] = ['strong', 'em', 'underline', 'strike', 'code'];

/** The marks without duplicates, in one fixed order. */
function orderMarks(marks: Iterable<Mark>): Mark[] {
  const given = [...marks];
  return given.length === 0 ? given : ORDER.filter((mark) => given.includes(mark));
}

/** A text inline in its one normal form: no empty list of marks, no undefined href. */
export function makeText(text: string, marks: Iterable<Mark> = [], href?: string): TextInline {
  const ordered = orderMarks(marks);
  return {
    type: 'text',
    text,
    ...(ordered.length > 0 ? { marks: ordered } : {}),
    ...(href === undefined ? {} : { href }),
  };
}

/** Two pieces with equal looks may be joined. */
function lookOf(inline: TextInline): string {
  return `${inline.marks === undefined ? '' : orderMarks(inline.marks).join()} ${inline.href ?? ''}`;
}

/** The same run with newlines as breaks, neighbours of one look joined and empty texts gone. */
export function joinInlines(run: Iterable<Inline>): Inline[] {
  const joined: Inline[] = [];
  let open: { readonly inline: TextInline; readonly look: string; text: string } | undefined;
  const close = (): void => {
    if (open !== undefined) joined.push(makeText(open.text, open.inline.marks, open.inline.href));
    open = undefined;
  };
  const add = (text: string, inline: TextInline): void => {
    if (text === '') return;
    const look = lookOf(inline);
    if (open?.look === look) open.text += text;
    else {
      close();
      open = { inline, look, text };
    }
  };
  for (const inline of run) {
    const lines = inline.type === 'break' ? ['', ''] : inline.text.split('\n');
    for (const [index, line] of lines.entries()) {
      if (index > 0) {
        close();
        joined.push({ type: 'break' });
      }
      if (inline.type === 'text') add(line, inline);
    }
  }
  close();
  return joined;
}

function isBlank(inline: Inline): boolean {
  return inline.type === 'break' || inline.text.trim() === '';
}

/** The run without breaks and blank texts at its two ends. */
export function trimInlines(run: readonly Inline[]): Inline[] {
  let start = 0;
  let end = run.length;
  while (start < end && isBlank(run[start] as Inline)) start += 1;
  while (end > start && isBlank(run[end - 1] as Inline)) end -= 1;
  return run.slice(start, end);
}

/** The run cut at its breaks: always at least one line. */
export function linesOf(run: readonly Inline[]): TextInline[][] {
  const lines: TextInline[][] = [[]];
  for (const inline of joinInlines(run)) {
    if (inline.type === 'break') lines.push([]);
    else lines.at(-1)?.push(inline);
  }
  return lines;
}

function withBreaks(runs: Iterable<readonly Inline[]>): Inline[] {
  const joined: Inline[] = [];
  for (const run of runs) {
    if (run.length === 0) continue;
    if (joined.length > 0) joined.push({ type: 'break' });
    for (const inline of run) joined.push(inline);
  }
  return joined;
}

/** The label in front of a list's item: its number, or a dash. */
export function itemLabel(list: { readonly ordered: boolean; readonly start?: number }, index: number): string {
  return list.ordered ? `${(list.start ?? 1) + index}. ` : '- ';
}

/** A list as paragraphs that carry their numbers: for formats whose lists always begin with 1. */
export function numberItems(list: Extract<Block, { type: 'list' }>): Block[] {
  return list.items.flatMap((item, index): Block[] => {
    const label = makeText(itemLabel(list, index));
    const [first, ...rest] = item;
    if (first?.type === 'paragraph') return [{ ...first, content: [label, ...first.content] }, ...rest];
    return [{ type: 'paragraph', content: [label] }, ...item];
  });
}

/** The rows of a table as text, "a | b", one run a row. */
export function tableLines(table: Extract<Block, { type: 'table' }>): Inline[][] {
  return table.rows.map((row) =>
    row.cells.flatMap((cell, index): Inline[] => {
      const content = flattenBlocks(cell.content);
      const shown = cell.header ? content.map(embolden) : content;
      return index === 0 ? shown : [{ type: 'text', text: ' | ' }, ...shown];
    }),
  );
}

/** The inline in bold; code stays code, since the two do not go together everywhere. */
export function embolden(inline: Inline): Inline {
  if (inline.type === 'break' || inline.marks?.includes('code')) return inline;
  return makeText(inline.text, [...(inline.marks ?? []), 'strong'], inline.href);
}

function flattenBlock(block: Block): Inline[] {
  switch (block.type) {
    case 'paragraph':
      return [...block.content];
    case 'heading':
      return block.content.map(embolden);
    case 'code':
      return block.text === '' ? [] : [{ type: 'text', text: block.text, marks: ['code'] }];
    case 'rule':
      return [{ type: 'text', text: '—' }];
    case 'quote':
      return flattenBlocks(block.content);
    case 'list':
      return withBreaks(
        block.items.map((item, index) => [{ type: 'text', text: itemLabel(block, index) }, ...flattenBlocks(item)]),
      );
    case 'table':
      return withBreaks(tableLines(block));
  }
}

/** Any blocks as one run of inlines with breaks between them: for places that can't hold blocks. */
export function flattenBlocks(blocks: readonly Block[]): Inline[] {
  return withBreaks(blocks.map(flattenBlock));
}
