// The inline half of reading Atlassian's document format: text, mentions, emoji, cards, dates, attachments.
import { attrsOf, childrenOf, marksOf, recordIn, stringIn, textOf, typeOf } from './adf-node.ts';
import { attachmentText, fileNameOf, type ReadContext } from './attachment.ts';
import { cleanText } from './clean-text.ts';
import type { Inline, Mark } from './document.ts';
import { joinInlines, makeText } from './inlines.ts';
import { safeHref } from './safe-href.ts';

/** The reader's view of one call: the context, and how many nodes it may still look at. */
export interface AdfReading {
  readonly context: ReadContext;
  /** So that hostile input, or one that contains itself, ends. */
  nodesLeft: number;
}

const INLINE = new Set(
  'text hardBreak mention emoji inlineCard status date mediaInline placeholder inlineExtension media image'.split(' '),
);
/** Blocks that are nothing but a line when they stand alone: read by the inline reader, shown as a paragraph. */
const SINGLE_LINE = new Set('blockCard embedCard extension syncBlock applicationCard'.split(' '));
/** Types that say nothing when they have no children. */
export const EMPTY_CONTAINERS: ReadonlySet<string> = new Set(
  (
    'doc paragraph heading blockquote bulletList orderedList listItem codeBlock panel rule table tableRow tableCell ' +
    'tableHeader taskList taskItem blockTaskItem decisionList decisionItem mediaSingle mediaGroup caption ' +
    'layoutSection layoutColumn expand nestedExpand bodiedExtension bodiedSyncBlock'
  ).split(' '),
);
const MARKS: ReadonlySet<string> = new Set<Mark>(['strong', 'em', 'underline', 'strike', 'code']);

export function isInlineType(type: string): boolean {
  return INLINE.has(type);
}

export function isLeafType(type: string): boolean {
  return INLINE.has(type) || SINGLE_LINE.has(type);
}

function isMark(type: string): type is Mark {
  return MARKS.has(type);
}

function readMedia(node: unknown, { context }: AdfReading): readonly [string, string | undefined] {
  const attrs = attrsOf(node);
  const url = stringIn(attrs, 'url');
  const name = stringIn(attrs, 'alt', '__fileName', 'fileName', 'name') || fileNameOf(url);
  const href = context.issueUrl ?? (url === '' ? undefined : url);
  return [attachmentText(name, context.mediaLabel), href];
}

function readMention(node: unknown): string {
  const name = stringIn(attrsOf(node), 'text', 'displayName').replace(/^@+/u, '');
  const id = stringIn(attrsOf(node), 'id');
  if (name !== '') return `@${name}`;
  return id === 'all' || id === 'here' ? `@${id}` : '@user';
}

function readDate(node: unknown): string {
  const stamp = stringIn(attrsOf(node), 'timestamp');
  const date = new Date(/^-?\d+$/u.test(stamp) ? Number(stamp) : Number.NaN);
  return Number.isNaN(date.getTime()) ? stamp : date.toISOString().slice(0, 10);
}

function readCard(node: unknown): readonly [string, string | undefined] {
  const attrs = attrsOf(node);
  const data = recordIn(attrs, 'data');
  const url = stringIn(attrs, 'url') || stringIn(data, 'url', '@url', '@id');
  const query = stringIn(recordIn(recordIn(attrs, 'datasource'), 'parameters'), 'jql');
  return [stringIn(data, 'name') || url || query || textOf(node) || '[card]', url === '' ? undefined : url];
}

function readApplicationCard(node: unknown): readonly [string, string | undefined] {
  const attrs = attrsOf(node);
  const title = stringIn(recordIn(attrs, 'title'), 'text');
  const description = stringIn(recordIn(attrs, 'description'), 'text');
  const own = stringIn(attrs, 'text') || textOf(node);
  const shown = [title || own, description].filter((part) => part !== '').join(': ');
  return [shown || '[card]', stringIn(recordIn(attrs, 'link'), 'url') || undefined];
}

function readExtension(node: unknown): string {
  const attrs = attrsOf(node);
  const metadata = recordIn(recordIn(attrs, 'parameters'), 'macroMetadata');
  const named = stringIn(attrs, 'text') || textOf(node) || stringIn(attrs, 'title') || stringIn(metadata, 'title');
  return named || attachmentText(stringIn(attrs, 'extensionKey'), 'extension');
}

/** A leaf as its text and its address. */
function readLeaf(node: unknown, type: string, reading: AdfReading): readonly [string, (string | undefined)?] {
  const attrs = attrsOf(node);
  switch (type) {
    case 'text':
      return [textOf(node)];
    case 'hardBreak':
      return ['\n'];
    case 'mention':
      return [readMention(node)];
    case 'emoji':
      return [stringIn(attrs, 'text', 'shortName', 'fallback') || ':emoji:'];
    case 'status':
    case 'placeholder':
      return [stringIn(attrs, 'text')];
    case 'date':
      return [readDate(node)];
    case 'inlineCard':
    case 'blockCard':
    case 'embedCard':
      return readCard(node);
    case 'applicationCard':
      return readApplicationCard(node);
    case 'media':
    case 'mediaInline':
    case 'image':
      return readMedia(node, reading);
    case 'extension':
    case 'inlineExtension':
      return [readExtension(node)];
    default:
      return readUnknown(node, type);
  }
}

function readUnknown(node: unknown, type: string): readonly [string, (string | undefined)?] {
  if (typeof node === 'string' || typeof node === 'number') return [String(node)];
  const attrs = attrsOf(node);
  const url = stringIn(attrs, 'url', 'href');
  const shown = textOf(node) || stringIn(attrs, 'text', 'title', 'name', 'alt') || url;
  if (shown !== '') return [shown, url === '' ? undefined : url];
  return [type === '' ? '' : `[${type}]`];
}

function markedHref(node: unknown): string | undefined {
  for (const mark of marksOf(node)) {
    const href = typeOf(mark) === 'link' ? stringIn(attrsOf(mark), 'href', 'url') : '';
    if (href !== '') return href;
  }
  return undefined;
}

/** One node without children as inline text, with its marks and its link. */
export function readInline(node: unknown, reading: AdfReading): Inline[] {
  const type = typeOf(node);
  const [raw, ownHref] = readLeaf(node, type, reading);
  const target = markedHref(node) ?? ownHref;
  const href = target === undefined ? undefined : safeHref(target, reading.context.baseUrl);
  const marks = marksOf(node).map(typeOf).filter(isMark);
  return joinInlines([makeText(cleanText(raw), marks, href)]);
}

function isBlockLike(type: string, children: number): boolean {
  return EMPTY_CONTAINERS.has(type) || (children > 0 && !INLINE.has(type));
}

/**
 * Everything under `nodes` as one run of inlines, with a break where a block ends. Without recursion: also the way out
 * for nodes nested deeper than a document may be.
 */
export function readInlines(nodes: readonly unknown[], reading: AdfReading): Inline[] {
  const run: Inline[] = [];
  const END = Symbol('end of a block');
  const stack: unknown[] = nodes.toReversed();
  let breakDue = false;
  const write = (inlines: readonly Inline[]): void => {
    if (breakDue && inlines.length > 0 && run.length > 0) run.push({ type: 'break' });
    if (inlines.length > 0) breakDue = false;
    for (const inline of inlines) run.push(inline);
  };
  while (stack.length > 0) {
    const node = stack.pop();
    if (node === END) {
      breakDue = true;
      continue;
    }
    reading.nodesLeft -= 1;
    if (reading.nodesLeft === -1) write([{ type: 'text', text: '…' }]);
    if (reading.nodesLeft < 0) break;
    const children = childrenOf(node);
    const type = typeOf(node);
    const isBlock = isBlockLike(type, children.length);
    if (isBlock) stack.push(END);
    if (children.length > 0 && textOf(node) === '') {
      for (let index = children.length - 1; index >= 0; index -= 1) stack.push(children[index]);
    } else if (!EMPTY_CONTAINERS.has(type)) {
      write(readInline(node, reading));
    }
    if (isBlock) breakDue = run.length > 0;
  }
  return joinInlines(run);
}
