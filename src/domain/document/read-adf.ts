// Atlassian's document format (ADF) → document. Total: whatever comes in, text comes out.
import { attrsOf, childrenOf, isRecord, stringIn, textOf, typeOf } from './adf-node.ts';
import type { ReadContext } from './attachment.ts';
import { cleanText } from './clean-text.ts';
import type { Block, Document, Inline, TableRow } from './document.ts';
import { joinInlines, makeText } from './inlines.ts';
import {
  type AdfReading,
  EMPTY_CONTAINERS,
  isInlineType,
  isLeafType,
  readInline,
  readInlines,
} from './read-adf-inline.ts';
import { readWiki } from './read-wiki.ts';

/** People nest a dozen levels at most; what lies deeper is read as one run of text, so that no input can exhaust the stack. */
const MAX_DEPTH = 24;
/** A field of Jira holds 32,767 characters, so no real document comes near; the rest of one that does is cut with "…". */
const MAX_NODES = 300_000;

const TASKS = new Set(['taskItem', 'blockTaskItem', 'decisionItem']);

type ReadBlock = (node: unknown, reading: AdfReading, depth: number) => Block[];

const BLOCKS: Readonly<Record<string, ReadBlock>> = {
  paragraph: readParagraph,
  caption: readParagraph,
  heading: (node, reading) => [
    { type: 'heading', level: levelOf(node), content: readInlines(childrenOf(node), reading) },
  ],
  bulletList: (node, reading, depth) => readList(node, reading, depth, false),
  orderedList: (node, reading, depth) => readList(node, reading, depth, true),
  taskList: readTasks,
  decisionList: readTasks,
  blockquote: readQuote,
  panel: readQuote,
  expand: readExpand,
  nestedExpand: readExpand,
  codeBlock: readCode,
  rule: () => [{ type: 'rule' }],
  table: readTable,
  mediaGroup: (node, reading) =>
    childrenOf(node).map((child) => ({ type: 'paragraph', content: readInlines([child], reading) })),
};

/**
 * Reads a value of Atlassian's document format; never throws and drops nothing silently: an unknown node yields its
 * children, its text or its address, at the least its type in brackets. A string is read as wiki markup, which is how
 * Jira Cloud's webhooks and REST API v2 carry the same text.
 */
export function readAdf(value: unknown, context: ReadContext = {}): Document {
  if (typeof value === 'string') return readWiki(value, context);
  const nodes = Array.isArray(value) || typeOf(value) === 'doc' ? childrenOf(value) : [value];
  return { blocks: readBlocks(nodes, { context, nodesLeft: MAX_NODES }, 0) };
}

function readBlocks(nodes: readonly unknown[], reading: AdfReading, depth: number): Block[] {
  const blocks: Block[] = [];
  let line: Inline[] = [];
  const flush = (): void => {
    const content = joinInlines(line);
    if (content.length > 0) blocks.push({ type: 'paragraph', content });
    line = [];
  };
  for (const node of nodes) {
    reading.nodesLeft -= 1;
    if (reading.nodesLeft === -1) line.push(makeText('…'));
    if (reading.nodesLeft < 0) break;
    const type = typeOf(node);
    if (isInlineType(type) || typeof node === 'string' || typeof node === 'number') {
      for (const inline of readInline(node, reading)) line.push(inline);
      continue;
    }
    flush();
    for (const block of readBlock(node, type, reading, depth)) blocks.push(block);
  }
  flush();
  return blocks;
}

function readBlock(node: unknown, type: string, reading: AdfReading, depth: number): Block[] {
  const read = Object.hasOwn(BLOCKS, type) ? BLOCKS[type] : undefined;
  if (depth >= MAX_DEPTH) {
    const content = readInlines([node], reading);
    return content.length === 0 ? [] : [{ type: 'paragraph', content }];
  }
  if (read !== undefined) return read(node, reading, depth);
  const children = childrenOf(node);
  if (children.length > 0 && textOf(node) === '') return readBlocks(children, reading, depth + 1);
  if (!isRecord(node) || (EMPTY_CONTAINERS.has(type) && !isLeafType(type))) return [];
  const content = readInline(node, reading);
  return content.length === 0 ? [] : [{ type: 'paragraph', content }];
}

/** An empty paragraph is only space, so it makes no block. */
function readParagraph(node: unknown, reading: AdfReading): Block[] {
  const content = readInlines(childrenOf(node), reading);
  return content.length === 0 ? [] : [{ type: 'paragraph', content }];
}

function levelOf(node: unknown): 1 | 2 | 3 | 4 | 5 | 6 {
  const level = Number(stringIn(attrsOf(node), 'level'));
  return level === 2 || level === 3 || level === 4 || level === 5 || level === 6 ? level : 1;
}

function readList(node: unknown, reading: AdfReading, depth: number, ordered: boolean): Block[] {
  const items = childrenOf(node).map((child) =>
    readBlocks(typeOf(child) === 'listItem' ? childrenOf(child) : [child], reading, depth + 1),
  );
  if (items.length === 0) return [];
  const order = Number(stringIn(attrsOf(node), 'order'));
  const start = ordered && Number.isSafeInteger(order) && order >= 0 && order !== 1 ? order : undefined;
  const counted = stringIn(attrsOf(node), 'order') === '' ? undefined : start;
  return [{ type: 'list', ordered, items, ...(counted === undefined ? {} : { start: counted }) }];
}

/** The sign before a task or a decision: "<>" is what one types in Jira to make a decision. */
function signOf(node: unknown): string {
  if (typeOf(node) === 'decisionItem') return '<> ';
  return stringIn(attrsOf(node), 'state') === 'DONE' ? '[x] ' : '[ ] ';
}

function readTask(node: unknown, reading: AdfReading, depth: number): Block[] {
  const sign = makeText(signOf(node));
  const blocks: Block[] =
    typeOf(node) === 'blockTaskItem'
      ? readBlocks(childrenOf(node), reading, depth + 1)
      : [{ type: 'paragraph', content: readInlines(childrenOf(node), reading) }];
  const [first, ...rest] = blocks;
  if (first?.type === 'paragraph') return [{ ...first, content: joinInlines([sign, ...first.content]) }, ...rest];
  return [{ type: 'paragraph', content: [sign] }, ...blocks];
}

function readTasks(node: unknown, reading: AdfReading, depth: number): Block[] {
  const items: Block[][] = [];
  for (const child of childrenOf(node)) {
    const last = items.at(-1);
    if (TASKS.has(typeOf(child))) items.push(readTask(child, reading, depth));
    // A list inside the list stands beside the item that it belongs to.
    else if (last !== undefined) for (const block of readBlocks([child], reading, depth + 1)) last.push(block);
    else items.push(readBlocks([child], reading, depth + 1));
  }
  return items.length === 0 ? [] : [{ type: 'list', ordered: false, items }];
}

function readQuote(node: unknown, reading: AdfReading, depth: number): Block[] {
  const content = readBlocks(childrenOf(node), reading, depth + 1);
  return content.length === 0 ? [] : [{ type: 'quote', content }];
}

function readExpand(node: unknown, reading: AdfReading, depth: number): Block[] {
  const title = cleanText(stringIn(attrsOf(node), 'title'));
  const content = readBlocks(childrenOf(node), reading, depth + 1);
  return title === ''
    ? content
    : [{ type: 'paragraph', content: joinInlines([makeText(title, ['strong'])]) }, ...content];
}

function readCode(node: unknown, reading: AdfReading): Block[] {
  const run = readInlines(childrenOf(node), reading);
  const code = run.map((inline) => (inline.type === 'break' ? '\n' : inline.text)).join('');
  const language = stringIn(attrsOf(node), 'language');
  return [{ type: 'code', text: code, ...(language === '' ? {} : { language }) }];
}

function readTable(node: unknown, reading: AdfReading, depth: number): Block[] {
  const rows = childrenOf(node).map((row): TableRow => {
    const cells = typeOf(row) === 'tableRow' ? childrenOf(row) : [row];
    return {
      cells: cells.map((cell) => {
        const type = typeOf(cell);
        const isCell = type === 'tableCell' || type === 'tableHeader';
        return {
          header: type === 'tableHeader',
          content: readBlocks(isCell ? childrenOf(cell) : [cell], reading, depth + 1),
        };
      }),
    };
  });
  return rows.length === 0 ? [] : [{ type: 'table', rows }];
}
