// Document → plain text, as one would type it into a mail.
import type { Block, Document, Inline } from './document.ts';
import { flattenBlocks, itemLabel } from './inlines.ts';

function textOf(run: readonly Inline[]): string {
  let shown = '';
  let open: { href: string; label: string } | undefined;
  const close = (): void => {
    if (open !== undefined && !showsTarget(open.label, open.href)) shown += ` (${open.href})`;
    open = undefined;
  };
  for (const inline of run) {
    const href = inline.type === 'text' ? inline.href : undefined;
    if (href !== open?.href) close();
    const text = inline.type === 'break' ? '\n' : inline.text;
    if (href !== undefined) open = { href, label: (open?.label ?? '') + text };
    shown += text;
  }
  close();
  return shown;
}

function showsTarget(label: string, href: string): boolean {
  const bare = (address: string): string =>
    address
      .trim()
      .replace(/^mailto:/iu, '')
      .replace(/\/$/u, '');
  return bare(label) === bare(href);
}

function indent(text: string, prefix: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : prefix + line))
    .join('\n');
}

function writeItem(item: readonly Block[], label: string): string {
  const body = item
    .map(writeBlock)
    .filter((part) => part !== '')
    .join('\n');
  return label + indent(body, '  ').slice(2);
}

function writeBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return textOf(block.content);
    case 'code':
      return block.text;
    case 'rule':
      return '---';
    case 'quote':
      return block.content.length === 0
        ? ''
        : writeBlocks(block.content)
            .split('\n')
            .map((line) => (line === '' ? '>' : `> ${line}`))
            .join('\n');
    case 'list':
      return block.items.map((item, index) => writeItem(item, itemLabel(block, index))).join('\n');
    case 'table':
      return block.rows
        .map((row) => row.cells.map((cell) => textOf(flattenBlocks(cell.content))).join(' | '))
        .join('\n');
  }
}

function writeBlocks(blocks: readonly Block[]): string {
  return blocks
    .map(writeBlock)
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The text of a document; a link whose text is not its address is followed by the address in brackets. */
export function toPlainText(doc: Document): string {
  return writeBlocks(doc.blocks);
}

function showsNothing(block: Block): boolean {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return block.content.every((inline) => inline.type === 'break' || inline.text.trim() === '');
    case 'code':
      return block.text.trim() === '';
    case 'rule':
      return true;
    case 'quote':
      return block.content.every(showsNothing);
    case 'list':
      return block.items.every((item) => item.every(showsNothing));
    case 'table':
      return block.rows.every((row) => row.cells.every((cell) => cell.content.every(showsNothing)));
  }
}

/** Whether a document says nothing: no blocks, or only blank ones and rules. */
export function isEmpty(doc: Document): boolean {
  return doc.blocks.every(showsNothing);
}
