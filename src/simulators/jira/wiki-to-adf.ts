// Reads Jira's wiki markup into an Atlassian Document: both editions render and convert from that one tree.
import type { JsonObject } from './types.ts';
import { inlineNodes } from './wiki-inline.ts';

interface Reader {
  lines: string[];
  at: number;
}

const paragraph = (source: string): JsonObject => ({ type: 'paragraph', content: inlineNodes(source) });

/** Lines up to the closing macro; what stands behind the opening macro on its own line counts too. */
function untilClosing(reader: Reader, rest: string, closing: string): string {
  const taken: string[] = [];
  let line: string | undefined = rest;
  while (line !== undefined) {
    const end = line.indexOf(closing);
    if (end >= 0) {
      taken.push(line.slice(0, end));
      break;
    }
    taken.push(line);
    line = reader.lines[reader.at];
    reader.at += 1;
  }
  return taken.join('\n').replace(/^\n+|\n+$/g, '');
}

function macro(reader: Reader, line: string): JsonObject | null {
  const match = /^\{(code|noformat|quote|panel)(?::([^}]*))?\}(.*)$/.exec(line);
  if (match === null) return null;
  const [, name = '', options = '', rest = ''] = match;
  const inside = untilClosing(reader, rest, `{${name}}`);
  if (name === 'quote') return { type: 'blockquote', content: fitting(blockNodes(inside), IN_QUOTE) };
  if (name === 'panel')
    return { type: 'panel', attrs: { panelType: 'info' }, content: fitting(blockNodes(inside), IN_PANEL) };
  const language = options.split('|').find((option) => option !== '' && !option.includes('='));
  const content = inside === '' ? [] : [{ type: 'text', text: inside }];
  return { type: 'codeBlock', ...(language === undefined ? {} : { attrs: { language } }), content };
}

const IN_QUOTE = new Set(['paragraph', 'bulletList', 'orderedList', 'codeBlock']);
const IN_PANEL = new Set([...IN_QUOTE, 'heading', 'rule']);

/** Wiki markup nests more freely than a document may: what cannot stand here gives what it holds, a heading its line. */
function fitting(nodes: JsonObject[], allowed: Set<string>): JsonObject[] {
  const keep = (list: JsonObject[]): JsonObject[] =>
    list.flatMap((node) => {
      if (allowed.has(String(node.type))) return [node];
      if (node.type === 'heading') return [{ type: 'paragraph', content: node.content }];
      return keep((node.content ?? []) as JsonObject[]);
    });
  return orParagraph(keep(nodes));
}

const orParagraph = (nodes: JsonObject[]): JsonObject[] => (nodes.length === 0 ? [paragraph('')] : nodes);

interface ListLine {
  marks: string;
  text: string;
}
const LIST_LINE = /^\s*([*#-]+)\s+(.*)$/;

function listLines(reader: Reader): ListLine[] {
  const found: ListLine[] = [];
  for (;;) {
    const match = LIST_LINE.exec(reader.lines[reader.at] ?? '');
    if (match === null) return found;
    found.push({ marks: match[1] ?? '', text: match[2] ?? '' });
    reader.at += 1;
  }
}

function listNode(lines: ListLine[], depth: number): JsonObject {
  const items: { content: JsonObject[]; below: ListLine[] }[] = [];
  for (const line of lines) {
    const last = items.at(-1);
    if (line.marks.length > depth && last !== undefined) last.below.push(line);
    else items.push({ content: [paragraph(line.text)], below: [] });
  }
  const ordered = lines[0]?.marks[depth - 1] === '#';
  return {
    type: ordered ? 'orderedList' : 'bulletList',
    content: items.map(({ content, below }) => ({
      type: 'listItem',
      content: below.length === 0 ? content : [...content, listNode(below, depth + 1)],
    })),
  };
}

function tableRow(line: string): JsonObject {
  const header = line.startsWith('||');
  const cells = line
    .replace(/^\|+|\|+\s*$/g, '')
    .split(header ? '||' : /\|(?![^[\]]*\])/)
    .map((cell) => ({ type: header ? 'tableHeader' : 'tableCell', content: [paragraph(cell.trim())] }));
  return { type: 'tableRow', content: cells };
}

function table(reader: Reader): JsonObject {
  const rows: JsonObject[] = [];
  for (let line = reader.lines[reader.at]; line?.startsWith('|'); line = reader.lines[reader.at]) {
    rows.push(tableRow(line));
    reader.at += 1;
  }
  return { type: 'table', content: rows };
}

const STARTS_BLOCK = /^(\{(code|noformat|quote|panel)|h[1-6]\. |bq\. |-{4,}\s*$|\||\s*[*#-]+\s+\S)/;

function paragraphAt(reader: Reader): JsonObject {
  const lines: string[] = [];
  for (let line = reader.lines[reader.at]; line !== undefined && line.trim() !== ''; line = reader.lines[reader.at]) {
    if (lines.length > 0 && STARTS_BLOCK.test(line)) break;
    lines.push(line.replace(/\\\\\s*$/, ''));
    reader.at += 1;
  }
  return paragraph(lines.join('\n'));
}

function simpleLine(line: string): JsonObject | null {
  const heading = /^h([1-6])\. (.*)$/.exec(line);
  if (heading !== null) {
    return { type: 'heading', attrs: { level: Number(heading[1]) }, content: inlineNodes(heading[2] ?? '') };
  }
  if (line.startsWith('bq. ')) return { type: 'blockquote', content: [paragraph(line.slice(4))] };
  return /^-{4,}\s*$/.test(line) ? { type: 'rule' } : null;
}

function nextBlock(reader: Reader): JsonObject {
  const line = reader.lines[reader.at] ?? '';
  const simple = simpleLine(line);
  if (simple !== null) {
    reader.at += 1;
    return simple;
  }
  if (line.startsWith('|')) return table(reader);
  if (LIST_LINE.test(line)) return listNode(listLines(reader), 1);
  if (line.startsWith('{')) {
    reader.at += 1;
    const found = macro(reader, line);
    if (found !== null) return found;
    reader.at -= 1;
  }
  return paragraphAt(reader);
}

function blockNodes(source: string): JsonObject[] {
  const reader: Reader = { lines: source.replaceAll('\r\n', '\n').split('\n'), at: 0 };
  const blocks: JsonObject[] = [];
  while (reader.at < reader.lines.length) {
    if ((reader.lines[reader.at] ?? '').trim() === '') reader.at += 1;
    else blocks.push(nextBlock(reader));
  }
  return blocks;
}

/** The Atlassian Document of a piece of wiki markup. Source: Jira, "Text Formatting Notation Help". */
export function adfFromWiki(source: string): JsonObject {
  return { type: 'doc', version: 1, content: blockNodes(source) };
}
