// Finds web addresses in text and documents, the way people paste them: in brackets, before commas, amid Cyrillic.
import type { Block, Document, Inline, TextInline } from './document.ts';
import { makeText } from './inlines.ts';
import { safeHref } from './safe-href.ts';

interface FoundUrl {
  readonly url: string;
  readonly start: number;
  readonly end: number;
}

// Cannot stand in an address as people write it: spaces, quotes, wiki's and Markdown's delimiters, invisible characters.
const STOP = /[\s\p{Cc}\p{Cf}<>"«»“”„‹›|\\^`{}]/u;
const TRAILING = new Set(".,:;!?…'*‘’—–、。，；：！？".split(''));
const SCHEME = /https?:\/\//giu;
const GLUED = /[,;]https?:\/\//iuy;
const PAIRS = new Map([
  [')', '('],
  [']', '['],
  ['）', '（'],
  ['】', '【'],
]);
const OPENING = new Set(PAIRS.values());

/** Where an address that starts at `from` can reach at most: up to a stop, a bracket that it did not open, a next address. */
function reachOf(text: string, from: number): number {
  const open = new Map<string, number>();
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (STOP.test(char)) return at;
    if (char === ',' || char === ';') {
      GLUED.lastIndex = at;
      if (GLUED.test(text)) return at;
    }
    if (OPENING.has(char)) open.set(char, (open.get(char) ?? 0) + 1);
    const partner = PAIRS.get(char);
    if (partner === undefined) continue;
    const count = open.get(partner) ?? 0;
    if (count === 0) return at;
    open.set(partner, count - 1);
  }
  return text.length;
}

/** Every http and https address in the text with its place, in order. Linear in the length of the text. */
function findUrls(text: string): FoundUrl[] {
  const found: FoundUrl[] = [];
  const pattern = new RegExp(SCHEME);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = match.index;
    const reach = reachOf(text, pattern.lastIndex);
    let end = reach;
    while (end > pattern.lastIndex && TRAILING.has(text.charAt(end - 1))) end -= 1;
    const url = text.slice(start, end);
    if (end > pattern.lastIndex && URL.canParse(url)) found.push({ url, start, end });
    pattern.lastIndex = Math.max(reach, pattern.lastIndex);
  }
  return found;
}

/** The http and https addresses in a text, in order, each once, as they are written there. */
export function urlsInText(text: string): string[] {
  return [...new Set(findUrls(text).map((found) => found.url))];
}

/** A text with its bare addresses made links; an inline that is a link or code already stays as it is. */
export function linkify(inline: TextInline): TextInline[] {
  if (inline.href !== undefined || inline.marks?.includes('code')) return [inline];
  const pieces: TextInline[] = [];
  let done = 0;
  for (const { url, start, end } of findUrls(inline.text)) {
    const href = safeHref(url);
    if (href === undefined) continue;
    if (start > done) pieces.push(makeText(inline.text.slice(done, start), inline.marks));
    pieces.push(makeText(url, inline.marks, href));
    done = end;
  }
  if (done < inline.text.length) pieces.push(makeText(inline.text.slice(done), inline.marks));
  return pieces;
}

function collectInline(content: readonly Inline[], add: (url: string) => void): void {
  // Neighbours with one target are read together, because a change of mark may fall inside an address.
  let run = '';
  let href: string | undefined;
  const flush = (): void => {
    if (href !== undefined) add(href);
    for (const url of urlsInText(run)) {
      // A link often shows its own address shortened, which would be a wrong address.
      if (href === undefined || !href.startsWith(url)) add(url);
    }
    run = '';
  };
  for (const inline of content) {
    const target = inline.type === 'text' ? inline.href : undefined;
    if (target !== href) {
      flush();
      href = target;
    }
    run += inline.type === 'text' ? inline.text : '\n';
  }
  flush();
}

function collectBlocks(blocks: readonly Block[], add: (url: string) => void): void {
  for (const block of blocks) collectBlock(block, add);
}

function collectBlock(block: Block, add: (url: string) => void): void {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      collectInline(block.content, add);
      break;
    case 'quote':
      collectBlocks(block.content, add);
      break;
    case 'code':
      for (const url of urlsInText(block.text)) add(url);
      break;
    case 'list':
      for (const item of block.items) collectBlocks(item, add);
      break;
    case 'table':
      for (const cell of block.rows.flatMap((row) => row.cells)) collectBlocks(cell.content, add);
      break;
    case 'rule':
      break;
  }
}

/** Every link target and every http or https address in the text of a document, code included, in order, each once. */
export function urlsIn(doc: Document): string[] {
  const urls = new Set<string>();
  collectBlocks(doc.blocks, (url) => urls.add(url));
  return [...urls];
}
