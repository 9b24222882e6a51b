// Replaces personal data in rich text: across changes of formatting, in code, and in the addresses behind links.
import type { Block, Document, Inline, TextInline } from '../document/document.ts';
import { joinInlines, makeText } from '../document/inlines.ts';
import { hideInText, type Hiding, type Replacement, replacementsIn } from './hide-in-text.ts';

/** An address is read as browsers do: what is percent-encoded counts too. */
function decoded(href: string): string {
  try {
    return decodeURIComponent(href.replaceAll('+', ' '));
  } catch {
    return href;
  }
}

/** A link with personal data in its address is no link any more: cut addresses lead nowhere. */
function showsNothingPersonal(href: string, hiding: Hiding): boolean {
  return replacementsIn(href, hiding).length === 0 && replacementsIn(decoded(href), hiding).length === 0;
}

function withSafeHref(inline: TextInline, text: string, hiding: Hiding): TextInline {
  const { href, marks } = inline;
  return makeText(text, marks, href !== undefined && showsNothingPersonal(href, hiding) ? href : undefined);
}

/** The part of the replaced text that an inline shows: a replacement stands where its first letter stood. */
function shownPart(text: string, from: number, replacements: readonly Replacement[]): string {
  const to = from + text.length;
  let shown = '';
  let done = from;
  for (const { start, end, by } of replacements) {
    if (end <= from || start >= to) continue;
    shown += text.slice(done - from, Math.max(start, done) - from);
    if (start >= from) shown += by;
    done = Math.min(Math.max(done, end), to);
  }
  return shown + text.slice(done - from);
}

function hideInRun(run: readonly Inline[], hiding: Hiding): Inline[] {
  // Formatting may change in the middle of an address: the run is read as one text.
  const whole = run.map((inline) => (inline.type === 'break' ? '\n' : inline.text)).join('');
  const replacements = replacementsIn(whole, hiding);
  let at = 0;
  const hidden = run.map((inline): Inline => {
    if (inline.type === 'break') {
      const covered = replacements.some(({ start, end }) => start < at && at < end);
      at += 1;
      return covered ? makeText('') : inline;
    }
    const text = shownPart(inline.text, at, replacements);
    at += inline.text.length;
    return withSafeHref(inline, text, hiding);
  });
  return joinInlines(hidden);
}

function hideInBlock(block: Block, hiding: Hiding): Block {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return { ...block, content: hideInRun(block.content, hiding) };
    case 'code':
      return { ...block, text: hideInText(block.text, hiding) };
    case 'quote':
      return { ...block, content: hideInBlocks(block.content, hiding) };
    case 'list':
      return { ...block, items: block.items.map((item) => hideInBlocks(item, hiding)) };
    case 'table':
      return {
        ...block,
        rows: block.rows.map(({ cells }) => ({
          cells: cells.map((cell) => ({ ...cell, content: hideInBlocks(cell.content, hiding) })),
        })),
      };
    case 'rule':
      return block;
  }
}

function hideInBlocks(blocks: readonly Block[], hiding: Hiding): Block[] {
  return blocks.map((block) => hideInBlock(block, hiding));
}

/** The document with everything replaced that may not be shown. */
export function hideInDocument(doc: Document, hiding: Hiding): Document {
  return { blocks: hideInBlocks(doc.blocks, hiding) };
}
