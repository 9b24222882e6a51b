// Jira's wiki markup → document. Total and linear: what is not understood stays text.
import type { ReadContext } from './attachment.ts';
import { cleanText } from './clean-text.ts';
import type { Block, Document, Inline, TableRow } from './document.ts';
import { makeText } from './inlines.ts';
import { readWikiLine } from './read-wiki-inline.ts';
import { nestItems, type WikiItem } from './read-wiki-list.ts';
import { readWikiRow } from './read-wiki-row.ts';
import { splitWiki, type WikiToken } from './split-wiki.ts';

const HEADING = /^[ \t]*h([1-6])\.[ \t]+(\S.*)$/u;
const QUOTE_LINE = /^[ \t]*bq\.[ \t]+(\S.*)$/u;
const RULE = /^[ \t]*-{4,}[ \t]*$/u;
const ITEM = /^[ \t]*([*#-]{1,1000})[ \t]+(\S.*)$/u;

/** Panels with titles could be nested without end; deeper ones are read as if they stood side by side. */
const MAX_LEVELS = 10;

/** One container being filled: the document itself, a quote or a panel. */
interface Level {
  readonly opener: 'document' | 'quote' | 'panel';
  readonly blocks: Block[];
  lines: Inline[][];
  items: WikiItem[];
  rows: TableRow[];
}

function openLevel(opener: Level['opener']): Level {
  return { opener, blocks: [], lines: [], items: [], rows: [] };
}

function joinLines(lines: readonly (readonly Inline[])[]): Inline[] {
  return lines.flatMap((line, index): Inline[] => (index === 0 ? [...line] : [{ type: 'break' }, ...line]));
}

/** Ends whatever paragraph, list or table is open. */
function settle(level: Level): void {
  if (level.lines.length > 0) level.blocks.push({ type: 'paragraph', content: joinLines(level.lines) });
  if (level.items.length > 0) for (const list of nestItems(level.items)) level.blocks.push(list);
  if (level.rows.length > 0) level.blocks.push({ type: 'table', rows: level.rows });
  level.lines = [];
  level.items = [];
  level.rows = [];
}

function addBlock(level: Level, block: Block): void {
  settle(level);
  level.blocks.push(block);
}

/** Several dashes alone are a dash, not a list three levels deep. */
function isItem(markers: string): boolean {
  return markers === '-' || /[*#]/u.test(markers);
}

/** A line that is a block by itself, or undefined. */
function readLineBlock(line: string, context: ReadContext): Block | undefined {
  const head = HEADING.exec(line);
  if (head !== null) {
    const level = Number(head[1]) as 1 | 2 | 3 | 4 | 5 | 6;
    return { type: 'heading', level, content: readWikiLine(head[2] ?? '', context) };
  }
  const quoted = QUOTE_LINE.exec(line);
  if (quoted !== null) {
    return { type: 'quote', content: [{ type: 'paragraph', content: readWikiLine(quoted[1] ?? '', context) }] };
  }
  return RULE.test(line) ? { type: 'rule' } : undefined;
}

function readItemLine(line: string, context: ReadContext): WikiItem | undefined {
  const [, markers = '', rest = ''] = ITEM.exec(line) ?? [];
  return isItem(markers) ? { markers, lines: [readWikiLine(rest, context)], blocks: [] } : undefined;
}

function readTextLine(level: Level, line: string, context: ReadContext): void {
  const block = readLineBlock(line, context);
  if (block !== undefined) {
    addBlock(level, block);
    return;
  }
  const item = readItemLine(line, context);
  const row = item === undefined ? readWikiRow(line, context) : undefined;
  const last = level.items.at(-1);
  if (item !== undefined) {
    if (last === undefined) settle(level);
    level.items.push(item);
  } else if (row !== undefined) {
    if (level.rows.length === 0) settle(level);
    level.rows.push(row);
  } else if (last !== undefined && last.blocks.length === 0) {
    last.lines.push(readWikiLine(line.trim(), context));
  } else {
    if (last !== undefined || level.rows.length > 0) settle(level);
    level.lines.push(readWikiLine(line.trim(), context));
  }
}

function strongParagraph(text: string): Block {
  return { type: 'paragraph', content: [makeText(text, ['strong'])] };
}

/** Code right under a list's item belongs to it, so that the list's numbers go on after it. */
function addCode(level: Level, token: Extract<WikiToken, { kind: 'code' }>): void {
  const block: Block = {
    type: 'code',
    text: token.text,
    ...(token.language === undefined ? {} : { language: token.language }),
  };
  const title = token.title === undefined ? [] : [strongParagraph(token.title)];
  const last = level.items.at(-1);
  if (last === undefined) settle(level);
  const target = last === undefined ? level.blocks : last.blocks;
  target.push(...title, block);
}

function top(levels: readonly Level[]): Level {
  return levels.at(-1) ?? openLevel('document');
}

function closeLevel(levels: Level[]): void {
  const level = levels.length > 1 ? levels.pop() : undefined;
  if (level === undefined) return;
  settle(level);
  if (level.blocks.length > 0) addBlock(top(levels), { type: 'quote', content: level.blocks });
}

/** A quote's or panel's macro: the same word opens and closes it, a title can only open. */
function toggleLevel(levels: Level[], token: Extract<WikiToken, { kind: 'quote' | 'panel' }>): void {
  const isOpen = levels.some((level) => level.opener === token.kind);
  if (isOpen && token.title === undefined) {
    while (top(levels).opener !== token.kind) closeLevel(levels);
    closeLevel(levels);
    return;
  }
  settle(top(levels));
  if (levels.length < MAX_LEVELS) levels.push(openLevel(token.kind));
  if (token.title !== undefined) addBlock(top(levels), strongParagraph(token.title));
}

/** Reads wiki markup as Jira Data Center stores it and as Jira Cloud's webhooks carry it; never throws. */
export function readWiki(text: string, context: ReadContext = {}): Document {
  const document = openLevel('document');
  const levels: Level[] = [document];
  for (const token of splitWiki(cleanText(text))) {
    if (token.kind === 'code') addCode(top(levels), token);
    else if (token.kind !== 'line') toggleLevel(levels, token);
    else if (token.text.trim() !== '') readTextLine(top(levels), token.text, context);
    else if (!token.partial) settle(top(levels));
  }
  while (levels.length > 1) closeLevel(levels);
  settle(document);
  return { blocks: document.blocks };
}
