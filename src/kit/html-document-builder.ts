// Turns the tags and texts of HTML, one after the other, into a document.
import { attachmentText, fileNameOf, type ReadContext } from '../domain/document/attachment.ts';
import { cleanText } from '../domain/document/clean-text.ts';
import type { Block, Document, Inline, Mark, TableRow } from '../domain/document/document.ts';
import { makeText } from '../domain/document/inlines.ts';
import { safeHref } from '../domain/document/safe-href.ts';
import { readImage } from './html-image.ts';
import { collapseSpaces } from './html-spaces.ts';

type Attributes = Readonly<Record<string, string>>;

const MARKS: Readonly<Record<string, Mark>> = {
  b: 'strong',
  strong: 'strong',
  i: 'em',
  em: 'em',
  cite: 'em',
  var: 'em',
  u: 'underline',
  ins: 'underline',
  s: 'strike',
  del: 'strike',
  strike: 'strike',
  code: 'code',
  tt: 'code',
  kbd: 'code',
  samp: 'code',
};
const INLINE = new Set('a span font sub sup small mark img br'.split(' '));
/** Deeper than people nest; tags below only part paragraphs, so that no input can make a document of endless depth. */
const MAX_DEPTH = 24;

/** A place that collects blocks: the document, a quote, an item, a cell. */
interface Flow {
  readonly kind: 'flow';
  readonly blocks: Block[];
  line: Inline[];
}

type Frame =
  | Flow
  | { readonly kind: 'list'; readonly items: Block[][] }
  | { readonly kind: 'table'; readonly rows: { cells: TableRow['cells'][number][] }[] }
  | { readonly kind: 'pre'; readonly texts: string[] };

function newFlow(): Flow {
  return { kind: 'flow', blocks: [], line: [] };
}

function languageOf(attributes: Attributes): string | undefined {
  return /(?:^|\s)(?:code|language|lang)-([\w+#.-]{1,40})/u.exec(attributes['class'] ?? '')?.[1];
}

/** Builds a document from the events of an HTML parser whose tags are balanced. */
export class HtmlDocumentBuilder {
  readonly #context: ReadContext;
  readonly #frames: Frame[] = [newFlow()];
  /** What to do at the end of each open element. */
  readonly #ends: (() => void)[] = [];
  readonly #marks: Mark[] = [];
  readonly #links: { readonly href: string | undefined; readonly title: string; readonly isPerson: boolean }[] = [];

  constructor(context: ReadContext) {
    this.#context = context;
  }

  open(tag: string, attributes: Attributes): void {
    this.#ends.push(this.#begin(tag, attributes));
  }

  close(): void {
    this.#ends.pop()?.();
  }

  text(text: string): void {
    const frame = this.#frames.at(-1);
    if (frame?.kind === 'pre') frame.texts.push(text);
    else if (frame?.kind === 'flow' || text.trim() !== '') this.#write(cleanText(text).replaceAll('\n', ' '));
  }

  finish(): Document {
    while (this.#ends.length > 0) this.close();
    const flow = this.#frames[0];
    return { blocks: flow?.kind === 'flow' ? this.#blocksOf(flow) : [] };
  }

  #write(text: string): void {
    const link = this.#links.at(-1);
    this.#add(makeText(text, this.#marks, link?.href));
  }

  #add(inline: Inline): void {
    const frame = this.#frames.at(-1);
    if (frame?.kind === 'flow') frame.line.push(inline);
    else if (frame?.kind === 'pre') frame.texts.push(inline.type === 'break' ? '\n' : inline.text);
    else this.#place({ type: 'paragraph', content: [inline] });
  }

  /** Puts a block where it stands, even where HTML allows none: straight in a list or a table. */
  #place(block: Block): void {
    const frame = this.#frames.at(-1);
    if (frame?.kind === 'flow') {
      this.#settle(frame);
      frame.blocks.push(block);
    } else if (frame?.kind === 'list') frame.items.push([block]);
    else if (frame?.kind === 'table') frame.rows.push({ cells: [{ header: false, content: [block] }] });
  }

  #settle(flow: Flow): void {
    const content = collapseSpaces(flow.line);
    if (content.length > 0) flow.blocks.push({ type: 'paragraph', content });
    flow.line = [];
  }

  #blocksOf(flow: Flow): Block[] {
    this.#settle(flow);
    return flow.blocks;
  }

  #part(): void {
    const frame = this.#frames.at(-1);
    if (frame?.kind === 'flow') this.#settle(frame);
    else if (frame?.kind === 'pre') frame.texts.push('\n');
  }

  #begin(tag: string, attributes: Attributes): () => void {
    const mark = MARKS[tag];
    const isInPre = this.#frames.at(-1)?.kind === 'pre';
    if (mark !== undefined) return this.#beginMark(mark);
    if (tag === 'a') return this.#beginLink(attributes);
    if (tag === 'br') this.#add({ type: 'break' });
    if (tag === 'img') this.#image(attributes);
    if (INLINE.has(tag) || (isInPre && tag !== 'div' && tag !== 'p')) return () => {};
    this.#part();
    if (tag === 'hr') this.#place({ type: 'rule' });
    if (tag === 'iframe' || tag === 'video' || tag === 'audio') this.#embed(tag, attributes);
    if (isInPre || this.#frames.length > MAX_DEPTH) return () => this.#part();
    return this.#beginBlock(tag, attributes);
  }

  #beginMark(mark: Mark): () => void {
    this.#marks.push(mark);
    return () => {
      this.#marks.pop();
    };
  }

  #beginLink(attributes: Attributes): () => void {
    const href = safeHref(attributes['href'] ?? '', this.#context.baseUrl);
    // Data Center renders a mention as a link to the person's profile.
    const isPerson = /(?:^|\s)user-hover(?:\s|$)/u.test(attributes['class'] ?? '');
    this.#links.push({ href: isPerson ? undefined : href, title: attributes['title'] ?? '', isPerson });
    if (isPerson) this.#write('@');
    return () => {
      this.#links.pop();
    };
  }

  #beginBlock(tag: string, attributes: Attributes): () => void {
    const heading = /^h([1-6])$/u.exec(tag);
    if (heading !== null) return this.#beginHeading(Number(heading[1]) as 1 | 2 | 3 | 4 | 5 | 6);
    switch (tag) {
      case 'ul':
      case 'ol':
        return this.#beginList(tag === 'ol', attributes);
      case 'li':
        return this.#beginItem();
      case 'blockquote':
        return this.#beginQuote();
      case 'pre':
        return this.#beginPre(attributes);
      case 'table':
        return this.#beginTable();
      case 'tr':
        return this.#beginRow();
      case 'td':
      case 'th':
        return this.#beginCell(tag === 'th');
      case 'div':
        // Data Center's panels, and code blocks, whose `pre` speaks for itself.
        return /(?:^|\s)panel(?:\s|$)/u.test(attributes['class'] ?? '') &&
          !/(?:^|\s)(?:code|preformatted)(?:\s|$)/u.test(attributes['class'] ?? '')
          ? this.#beginQuote()
          : () => this.#part();
      default:
        return () => this.#part();
    }
  }

  #beginFlow(end: (blocks: Block[]) => void): () => void {
    const flow = newFlow();
    this.#frames.push(flow);
    return () => {
      this.#frames.pop();
      end(this.#blocksOf(flow));
    };
  }

  #beginHeading(level: 1 | 2 | 3 | 4 | 5 | 6): () => void {
    return this.#beginFlow((blocks) => {
      for (const block of blocks) {
        this.#place(block.type === 'paragraph' ? { type: 'heading', level, content: block.content } : block);
      }
    });
  }

  #beginQuote(): () => void {
    return this.#beginFlow((content) => {
      if (content.length > 0) this.#place({ type: 'quote', content });
    });
  }

  #beginList(ordered: boolean, attributes: Attributes): () => void {
    const items: Block[][] = [];
    this.#frames.push({ kind: 'list', items });
    const start = Number.parseInt(attributes['start'] ?? '1', 10);
    const counted = ordered && start >= 0 && start !== 1 ? { start } : {};
    return () => {
      this.#frames.pop();
      if (items.length > 0) this.#place({ type: 'list', ordered, items, ...counted });
    };
  }

  #beginItem(): () => void {
    const list = this.#frames.at(-1);
    if (list?.kind !== 'list') return () => this.#part();
    return this.#beginFlow((blocks) => list.items.push(blocks));
  }

  #beginPre(attributes: Attributes): () => void {
    const texts: string[] = [];
    this.#frames.push({ kind: 'pre', texts });
    const language = languageOf(attributes);
    return () => {
      this.#frames.pop();
      const text = cleanText(texts.join('')).replace(/^\n/u, '').replace(/\n$/u, '');
      if (text !== '') this.#place({ type: 'code', text, ...(language === undefined ? {} : { language }) });
    };
  }

  #beginTable(): () => void {
    const rows: { cells: TableRow['cells'][number][] }[] = [];
    this.#frames.push({ kind: 'table', rows });
    return () => {
      this.#frames.pop();
      const filled = rows.filter((row) => row.cells.length > 0);
      if (filled.length > 0) this.#place({ type: 'table', rows: filled });
    };
  }

  #beginRow(): () => void {
    const table = this.#frames.at(-1);
    if (table?.kind !== 'table') return () => this.#part();
    table.rows.push({ cells: [] });
    return () => {};
  }

  #beginCell(header: boolean): () => void {
    const table = this.#frames.at(-1);
    if (table?.kind !== 'table') return () => this.#part();
    if (table.rows.length === 0) table.rows.push({ cells: [] });
    return this.#beginFlow((content) => table.rows.at(-1)?.cells.push({ header, content }));
  }

  #image(attributes: Attributes): void {
    const link = this.#links.at(-1);
    const shown = readImage(attributes, link?.title ?? '');
    if (shown.kind === 'text') this.#write(shown.text);
    if (shown.kind !== 'attachment') return;
    const href = link === undefined ? safeHref(attributes['src'] ?? '', this.#context.baseUrl) : link.href;
    this.#add(makeText(attachmentText(shown.name, this.#context.mediaLabel), [], href));
  }

  #embed(tag: string, attributes: Attributes): void {
    const href = safeHref(attributes['src'] ?? '', this.#context.baseUrl);
    if (href === undefined) return;
    const title = cleanText(attributes['title'] ?? '')
      .replaceAll('\n', ' ')
      .trim();
    const file = attachmentText(title || fileNameOf(href), this.#context.mediaLabel);
    this.#add(makeText(tag === 'iframe' ? title || href : file, [], href));
  }
}
