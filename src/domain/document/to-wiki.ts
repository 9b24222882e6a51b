// Document → Jira's wiki markup, for Data Center and for API v2.
import { cleanText } from './clean-text.ts';
import type { Block, Document, Inline, Mark, TextInline } from './document.ts';
import { escapeWikiLine, escapeWikiTarget } from './escape-wiki.ts';
import { embolden, flattenBlocks, joinInlines, linesOf, numberItems, tableLines, trimInlines } from './inlines.ts';
import { safeHref } from './safe-href.ts';
import { JIRA_TEXT_LIMIT } from './to-adf.ts';
import { fitInto } from './truncate.ts';
import { linkify } from './urls.ts';

const SIGNS: readonly (readonly [Mark, string])[] = [
  ['underline', '+'],
  ['strike', '-'],
  ['em', '_'],
  ['strong', '*'],
];

/** Jira Data Center shows an error in place of code in a language that it does not know. */
const LANGUAGES = new Set(
  (
    'actionscript ada applescript bash c c# c++ cpp css erlang go groovy haskell html java javascript js json lua ' +
    'none objc perl php python r ruby scala sh sql swift visualbasic xml yaml'
  ).split(' '),
);

/** `joined`: the sign touches other text, where only its form in braces is understood. */
function mark(text: string, marks: readonly Mark[], joined: boolean): string {
  let marked = text;
  for (const [name, sign] of SIGNS) {
    if (marks.includes(name)) marked = joined ? `{${sign}}${marked}{${sign}}` : sign + marked + sign;
  }
  return marked;
}

function writeText(inline: TextInline, joined: boolean): string {
  const shown = inline.text.trim();
  if (shown === '') return inline.text;
  const [before = '', after = ''] = [inline.text.slice(0, inline.text.indexOf(shown)), inline.text.trimEnd()];
  const escaped = escapeWikiLine(shown);
  const marks = inline.marks ?? [];
  const core = marks.includes('code') ? `{{${escaped}}}` : escaped;
  // A sign beside its like is read as text, even when one of the two is escaped.
  const isCrowded = joined || /^\\?[*_+-]|[*_+-]$/u.test(core);
  return before + mark(core, marks, isCrowded) + inline.text.slice(after.length);
}

function writeInline(inline: TextInline, joined: boolean): string {
  const href = inline.href === undefined ? undefined : safeHref(inline.href);
  if (href === undefined) return writeText(inline, joined);
  const target = escapeWikiTarget(href);
  const label = inline.text.trim();
  if (label === '' || label === href)
    return `${inline.text === '' ? '' : leading(inline.text)}[${target}]${trailing(inline.text)}`;
  return `[${writeText(inline, false)}|${target}]`;
}

function leading(text: string): string {
  return text.slice(0, text.length - text.trimStart().length);
}

function trailing(text: string): string {
  return text.trim() === '' ? '' : text.slice(text.trimEnd().length);
}

function writeLine(line: readonly TextInline[]): string {
  const pieces = line.flatMap(linkify);
  return pieces
    .map((piece, index) => {
      const before = pieces[index - 1]?.text.at(-1) ?? ' ';
      const after = pieces[index + 1]?.text.at(0) ?? ' ';
      return writeInline(piece, !/\s/u.test(before) || !/\s/u.test(after));
    })
    .join('')
    .trim();
}

function writeLines(run: readonly Inline[]): string[] {
  const cleaned = run.map((inline) => (inline.type === 'text' ? { ...inline, text: cleanText(inline.text) } : inline));
  return linesOf(trimInlines(joinInlines(cleaned))).map(writeLine);
}

function writeCode(block: Extract<Block, { type: 'code' }>): string {
  const text = cleanText(block.text);
  if (text === '') return '';
  const language = block.language?.toLowerCase() ?? '';
  if (LANGUAGES.has(language) && !/\{code/iu.test(text)) return `{code:${language}}\n${text}\n{code}`;
  // A word joiner, which nobody sees, keeps the text from closing the macro that it stands in.
  return `{noformat}\n${text.replace(/\{(?=noformat)/giu, '{\u2060')}\n{noformat}`;
}

function writeTable(block: Extract<Block, { type: 'table' }>): string {
  return block.rows
    .filter((row) => row.cells.length > 0)
    .map((row) => {
      const cells = row.cells.map((cell) => {
        const content = writeLines(flattenBlocks(cell.content)).join(' \\\\ ').trim();
        return `${cell.header ? '||' : '|'}${content === '' ? ' ' : content}`;
      });
      return cells.join('') + (row.cells.at(-1)?.header ? '||' : '|');
    })
    .join('\n');
}

function writeItem(item: readonly Block[], markers: string): string {
  const lines: string[] = [];
  for (const block of item) {
    if (block.type === 'list') lines.push(writeList(block, markers));
    else for (const line of writeInItem(block)) lines.push(line);
  }
  const filled = lines.filter((line) => line !== '');
  const startsInList = item[0]?.type === 'list';
  if (filled.length === 0) return '';
  return startsInList ? filled.join('\n') : `${markers} ${filled.join('\n')}`;
}

/** A block inside a list's item: lines that go on where the item began. */
function writeInItem(block: Block): string[] {
  switch (block.type) {
    case 'code':
      return [writeCode(block)];
    case 'heading':
      return writeLines(block.content.map(embolden));
    case 'table':
      return tableLines(block).flatMap(writeLines);
    default:
      return writeLines(flattenBlocks([block]));
  }
}

function writeList(block: Extract<Block, { type: 'list' }>, markers: string): string {
  const own = markers + (block.ordered ? '#' : '*');
  return block.items
    .map((item) => writeItem(item, own))
    .filter((item) => item !== '')
    .join('\n');
}

function writeBlock(block: Block, inQuote: boolean): string {
  switch (block.type) {
    case 'paragraph':
      return writeLines(block.content).join('\n');
    case 'heading': {
      const line = writeLines(block.content).join(' ').trim();
      return line === '' ? '' : `h${block.level}. ${line}`;
    }
    case 'code':
      return writeCode(block);
    case 'rule':
      return '----';
    case 'quote': {
      const inner = writeBlocks(block.content, true);
      // Quotes can't be nested: the same macro opens and closes them.
      return inner === '' || inQuote ? inner : `{quote}\n${inner}\n{quote}`;
    }
    case 'list':
      if (block.ordered && (block.start ?? 1) !== 1) return writeBlocks(numberItems(block), inQuote);
      return writeList(block, '');
    case 'table':
      return writeTable(block);
  }
}

function writeBlocks(blocks: readonly Block[], inQuote: boolean): string {
  return blocks
    .map((block) => writeBlock(block, inQuote))
    .filter((part) => part !== '')
    .join('\n\n');
}

/**
 * The document as wiki markup in which no text can act: every control character is escaped. `maxChars` (UTF-16 units
 * of markup, default `JIRA_TEXT_LIMIT`) cuts between words, never inside a macro.
 */
export function toWiki(doc: Document, options: { readonly maxChars?: number } = {}): string {
  return fitInto(doc, options.maxChars ?? JIRA_TEXT_LIMIT, (part) => writeBlocks(part.blocks, false));
}
