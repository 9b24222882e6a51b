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

/** Code right under a list's item belongs to it, so that the list's numbers go on after it. */
function addCode(level: Level, token: Extract<WikiToken, { kind: 'code' }>): void {
  const block: Block = {
    type: 'code',
    text: token.text,
    ...(token.language === undefined ? {} : { language: token.language }),
  };
  const title: Block[] =
    token.title === undefined ? [] : [{ type: 'paragraph', content: [makeText(token.title, ['strong'])] }];
  const last = level.items.at(-1);
  if (last === undefined) settle(level);
  const target = last === undefined ? level.blocks : last.blocks;
  target.push(...title, block);
}

/** Reads wiki markup as Jira Data Center stores it and as Jira Cloud's webhooks carry it; never throws. */
export function readWiki(text: string, context: ReadContext = {}): Document {
  const levels: Level[] = [openLevel('document')];
  const top = (): Level => levels.at(-1) ?? openLevel('document');
  const close = (): void => {
    const level = levels.pop();
    if (level === undefined) return;
    settle(level);
    if (level.blocks.length > 0) addBlock(top(), { type: 'quote', content: level.blocks });
  };
  for (const token of splitWiki(cleanText(text))) {
    if (token.kind === 'line') {
      if (token.text.trim() !== '') readTextLine(top(), token.text, context);
      else if (!token.partial) settle(top());
    } else if (token.kind === 'code') addCode(top(), token);
    else if (levels.some((level) => level.opener === token.kind) && token.title === undefined) {
      while (top().opener !== token.kind) close();
      close();
    } else {
      settle(top());
      levels.push(openLevel(token.kind));
      if (token.title !== undefined)
        addBlock(top(), { type: 'paragraph', content: [makeText(token.title, ['strong'])] });
    }
  }
  while (levels.length > 1) close();
  settle(top());
  return { blocks: levels[0]?.blocks ?? [] };
}
