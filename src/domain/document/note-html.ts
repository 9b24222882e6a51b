// Document → the HTML of an Intercom note: few tags, one attribute, everything else escaped.
import { cleanText } from './clean-text.ts';
import type { Block, Document, Inline, TextInline } from './document.ts';
import { embolden, joinInlines, linesOf, numberItems, tableLines, trimInlines } from './inlines.ts';
import { safeHref } from './safe-href.ts';
import { fitInto } from './truncate.ts';
import { linkify } from './urls.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe inside HTML's text and attributes. */
export function escapeHtml(text: string): string {
  return cleanText(text).replace(/[&<>"']/gu, (char) => ESCAPES[char] ?? char);
}

function writeText(inline: TextInline): string {
  const marks = inline.marks ?? [];
  let html = escapeHtml(inline.text).replaceAll('\n', '<br>');
  if (marks.includes('code')) html = `<code>${html}</code>`;
  if (marks.includes('em')) html = `<i>${html}</i>`;
  if (marks.includes('strong')) html = `<b>${html}</b>`;
  const href = inline.href === undefined ? undefined : safeHref(inline.href);
  return href === undefined ? html : `<a href="${escapeHtml(href)}">${html}</a>`;
}

function writeLine(line: readonly TextInline[]): string {
  return line.flatMap(linkify).map(writeText).join('');
}

function writeInlines(run: readonly Inline[]): string {
  const cleaned = run.map((inline) => (inline.type === 'text' ? { ...inline, text: cleanText(inline.text) } : inline));
  return linesOf(trimInlines(joinInlines(cleaned)))
    .map(writeLine)
    .join('<br>');
}

function wrap(tag: string, html: string): string {
  return html === '' ? '' : `<${tag}>${html}</${tag}>`;
}

/** A block as it stands in a list's item, where paragraphs and headings are lines; false: it is a line. */
function writeInItem(block: Block): readonly [html: string, isBlock: boolean] {
  if (block.type === 'paragraph') return [writeInlines(block.content), false];
  if (block.type === 'heading') return [writeInlines(block.content.map(embolden)), false];
  if (block.type === 'table') return [tableLines(block).map(writeInlines).join('<br>'), false];
  if (block.type === 'rule') return ['—', false];
  return [writeBlock(block), true];
}

function writeItem(item: readonly Block[]): string {
  let html = '';
  let endsInLine = false;
  for (const block of item.flatMap((inner) =>
    inner.type === 'list' && startsLate(inner) ? numberItems(inner) : [inner],
  )) {
    const [part, isBlock] = writeInItem(block);
    if (part === '') continue;
    html += endsInLine && !isBlock ? `<br>${part}` : part;
    endsInLine = !isBlock;
  }
  return `<li>${html}</li>`;
}

/** An `ol` could say where it starts, but attributes other than a link's address are not known to survive. */
function startsLate(list: Extract<Block, { type: 'list' }>): boolean {
  return list.ordered && list.start !== undefined && list.start !== 1;
}

function writeBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return wrap('p', writeInlines(block.content));
    case 'heading':
      return wrap(block.level === 1 ? 'h1' : 'h2', writeInlines(block.content));
    case 'code':
      return block.text === '' ? '' : `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case 'rule':
      return '<p>—</p>';
    case 'quote':
      return wrap('blockquote', writeBlocks(block.content));
    case 'list':
      if (startsLate(block)) return writeBlocks(numberItems(block));
      return wrap(block.ordered ? 'ol' : 'ul', block.items.map(writeItem).join(''));
    case 'table':
      return wrap('p', tableLines(block).map(writeInlines).join('<br>'));
  }
}

function writeBlocks(blocks: readonly Block[]): string {
  return blocks.map(writeBlock).join('');
}

/**
 * HTML for a note, of `p br b i a[href] ul ol li h1 h2 code pre blockquote` alone. With `maxChars` the whole HTML has
 * at most that many UTF-16 units: the text is cut between words and ends in "…", every tag is closed.
 */
export function toNoteHtml(doc: Document, options: { readonly maxChars?: number } = {}): string {
  const write = (part: Document): string => writeBlocks(part.blocks);
  return options.maxChars === undefined ? write(doc) : fitInto(doc, options.maxChars, write);
}
