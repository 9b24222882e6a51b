// One line of Jira's wiki markup → inlines. One pass, every character looked at a bounded number of times.
import { attachmentText, fileNameOf, type ReadContext } from './attachment.ts';
import type { Inline, Mark } from './document.ts';
import { joinInlines, makeText } from './inlines.ts';
import { safeHref } from './safe-href.ts';
import { linkify } from './urls.ts';

/** A piece of the line: text that is done, or a delimiter that may yet turn out to be text. */
type Piece = { readonly kind: 'done'; readonly inline: Inline } | Delimiter;

interface Delimiter {
  readonly kind: 'delimiter';
  readonly text: string;
  readonly sign: string;
  readonly opens: boolean;
  readonly closes: boolean;
  role: 'none' | 'open' | 'close';
}

const PHRASES: Readonly<Record<string, Mark>> = { '*': 'strong', _: 'em', '-': 'strike', '+': 'underline', '??': 'em' };
const WORD = /[\p{L}\p{N}]/u;
const PUNCTUATION = /[!-/:-@[-`{-~]/u;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/iuy;
const FORCED = /\{([*_+-]|\?\?)\}/uy;
const COLOR = /\{color(?::[^{}\n]{0,40})?\}/iuy;
const IMAGE = /!([^\s!|][^!|\n]{0,500})(?:\|[^!\n]{0,300})?!/uy;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

interface Scan {
  readonly line: string;
  readonly context: ReadContext;
  readonly inLink: boolean;
  readonly pieces: Piece[];
  plain: string[];
  at: number;
  /** True once a search for `}}` has failed: what is not behind this place is not behind a later one either. */
  noMono: boolean;
}

function matchAt(pattern: RegExp, line: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(line);
}

function flushPlain(scan: Scan): void {
  if (scan.plain.length === 0) return;
  const text = makeText(scan.plain.join(''));
  for (const inline of scan.inLink ? [text] : linkify(text)) scan.pieces.push({ kind: 'done', inline });
  scan.plain = [];
}

function push(scan: Scan, inlines: readonly Inline[]): void {
  flushPlain(scan);
  for (const inline of inlines) scan.pieces.push({ kind: 'done', inline });
}

function readEscape(scan: Scan): boolean {
  const next = scan.line.charAt(scan.at + 1);
  if (next === '\\') {
    let end = scan.at + 2;
    while (scan.line.charAt(end) === '\\') end += 1;
    if (end === scan.at + 2) push(scan, [{ type: 'break' }]);
    else scan.plain.push(scan.line.slice(scan.at, end));
    scan.at = end;
    return true;
  }
  if (next === '' || !PUNCTUATION.test(next)) return false;
  scan.plain.push(next);
  scan.at += 2;
  return true;
}

function decode(match: RegExpExecArray): string {
  const [whole, decimal, hex, name] = match;
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  const isText = code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && (code < 0x7f || code > 0x9f);
  return isText ? String.fromCodePoint(code) : whole;
}

function readEntity(scan: Scan): boolean {
  const match = matchAt(ENTITY, scan.line, scan.at);
  if (match === null) return false;
  scan.plain.push(decode(match));
  scan.at += match[0].length;
  return true;
}

/** The place of the first `}}` that is not escaped, or -1. */
function endOfMono(line: string, from: number): number {
  for (let at = from; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === '\\') at += 1;
    else if (char === '}' && line.charAt(at + 1) === '}') return at;
  }
  return -1;
}

/** Text with the escapes and entities undone that wiki markup honours even inside monospace. */
function undoEscapes(text: string): string {
  return text
    .replace(/\\([!-/:-@[\]^-`{-~])/gu, '$1')
    .replace(new RegExp(ENTITY, 'giu'), (...match) => decode(match as unknown as RegExpExecArray));
}

function readBrace(scan: Scan): boolean {
  const { line, at } = scan;
  if (line.charAt(at + 1) === '{' && !scan.noMono) {
    const end = endOfMono(line, at + 2);
    scan.noMono = end < 0;
    if (end > at + 2) {
      push(scan, [makeText(undoEscapes(line.slice(at + 2, end)), ['code'])]);
      scan.at = end + 2;
      return true;
    }
  }
  const color = matchAt(COLOR, line, at);
  if (color !== null) {
    scan.at += color[0].length;
    return true;
  }
  const forced = matchAt(FORCED, line, at);
  if (forced === null) return false;
  addDelimiter(scan, forced[0], forced[1] ?? '', true, true);
  return true;
}

function readImage(scan: Scan): boolean {
  if (WORD.test(scan.line.charAt(scan.at - 1))) return false;
  const match = matchAt(IMAGE, scan.line, scan.at);
  const source = match?.[1] ?? '';
  const isAddress = /^https?:\/\//iu.test(source);
  if (match === null || !(isAddress || /\.[a-z0-9]{1,5}$/iu.test(source))) return false;
  const name = isAddress ? fileNameOf(source) : undoEscapes(source.replace(/^\^/u, ''));
  const href = scan.context.issueUrl ?? (isAddress ? safeHref(source) : undefined);
  push(scan, [makeText(attachmentText(name, scan.context.mediaLabel), [], scan.inLink ? undefined : href)]);
  scan.at += match[0].length;
  return true;
}

/** The place of the bracket that closes a link, or -1: another opening bracket first means that it is none. */
function endOfLink(line: string, from: number): number {
  for (let at = from; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === '\\') at += 1;
    else if (char === '[') return -1;
    else if (char === ']') return at;
  }
  return -1;
}

/** `[text|target|options]` taken apart at the bars that are not escaped. */
function splitBars(content: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < content.length; at += 1) {
    if (content.charAt(at) === '\\') at += 1;
    else if (content.charAt(at) === '|') {
      parts.push(content.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(content.slice(start));
  return parts;
}

function readLinkParts(content: string, context: ReadContext): Inline[] | undefined {
  const parts = splitBars(content);
  const target = (parts.length === 1 ? parts[0] : parts[1])?.trim() ?? '';
  const label = parts.length === 1 ? '' : (parts[0] ?? '');
  if (parts.length === 1 && target.startsWith('~') && target.length > 1) {
    const name = undoEscapes(target.slice(1));
    return [makeText(/^accountid:/iu.test(name) ? '@user' : `@${name}`)];
  }
  if (target.startsWith('^') && target.length > 1) {
    const file = makeText(attachmentText(undoEscapes(target.slice(1)), context.mediaLabel), [], context.issueUrl);
    return label.trim() === '' ? [file] : [...readWikiLine(label, context, true), makeText(' '), file];
  }
  if (target.startsWith('#') && label.trim() !== '') return readWikiLine(label, context, true);
  if (!/^(?:https?:\/\/|mailto:|\/[^/])/iu.test(target)) return undefined;
  const href = safeHref(target, context.baseUrl);
  if (href === undefined) return undefined;
  if (label.trim() === '') return [makeText(target, [], href)];
  return readWikiLine(label, context, true).map((inline) =>
    inline.type === 'text' ? makeText(inline.text, inline.marks, href) : inline,
  );
}

function readLink(scan: Scan): boolean {
  if (scan.inLink) return false;
  const end = endOfLink(scan.line, scan.at + 1);
  if (end < 0) return false;
  const inlines = readLinkParts(scan.line.slice(scan.at + 1, end), scan.context);
  if (inlines === undefined) return false;
  push(scan, inlines);
  scan.at = end + 1;
  return true;
}

function addDelimiter(scan: Scan, text: string, sign: string, opens: boolean, closes: boolean): void {
  flushPlain(scan);
  scan.pieces.push({ kind: 'delimiter', text, sign, opens, closes, role: 'none' });
  scan.at += text.length;
}

/** `*`, `_`, `-`, `+` and `??` count at the edge of a word only, as in Jira: "snake_case" and "2-3" are plain. */
function readPhrase(scan: Scan): boolean {
  const { line, at } = scan;
  const sign = line.charAt(at) === '?' ? line.slice(at, at + 2) : line.charAt(at);
  if (PHRASES[sign] === undefined) return false;
  const before = line.charAt(at - 1);
  const after = line.charAt(at + sign.length);
  if (before === sign || after === sign) return false;
  const opens = after !== '' && !/\s/u.test(after) && !WORD.test(before);
  const closes = before !== '' && !/\s/u.test(before) && !WORD.test(after);
  if (!opens && !closes) return false;
  addDelimiter(scan, sign, sign, opens, closes);
  return true;
}

/** Pairs the delimiters up; one that finds no partner stays text. Each is pushed and popped once. */
function pairDelimiters(pieces: readonly Piece[]): void {
  const stack: Delimiter[] = [];
  const waiting = new Map<string, number>();
  const count = (sign: string, change: number): void => {
    waiting.set(sign, (waiting.get(sign) ?? 0) + change);
  };
  let previous: Piece | undefined;
  for (const piece of pieces) {
    const before = previous;
    previous = piece;
    if (piece.kind === 'done') continue;
    if (piece.closes && (waiting.get(piece.sign) ?? 0) > 0 && before !== stack.at(-1)) {
      let opener = stack.pop();
      while (opener !== undefined && opener.sign !== piece.sign) {
        count(opener.sign, -1);
        opener = stack.pop();
      }
      if (opener !== undefined) {
        count(opener.sign, -1);
        opener.role = 'open';
        piece.role = 'close';
      }
    } else if (piece.opens) {
      stack.push(piece);
      count(piece.sign, 1);
    }
  }
}

function applyMarks(pieces: readonly Piece[]): Inline[] {
  const active: string[] = [];
  const run: Inline[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'delimiter' && piece.role === 'open') active.push(piece.sign);
    else if (piece.kind === 'delimiter' && piece.role === 'close') active.splice(active.lastIndexOf(piece.sign), 1);
    else {
      const inline: Inline = piece.kind === 'done' ? piece.inline : makeText(piece.text);
      const marks = active.flatMap((sign) => PHRASES[sign] ?? []);
      run.push(
        inline.type === 'text' ? makeText(inline.text, [...marks, ...(inline.marks ?? [])], inline.href) : inline,
      );
    }
  }
  return run;
}

const READERS: Readonly<Record<string, (scan: Scan) => boolean>> = {
  '\\': readEscape,
  '&': readEntity,
  '{': readBrace,
  '[': readLink,
  '!': readImage,
  '*': readPhrase,
  _: readPhrase,
  '-': readPhrase,
  '+': readPhrase,
  '?': readPhrase,
};

/** Reads one line of wiki markup without block markup; `inLink` switches links off. */
export function readWikiLine(line: string, context: ReadContext, inLink = false): Inline[] {
  const scan: Scan = { line, context, inLink, pieces: [], plain: [], at: 0, noMono: false };
  while (scan.at < line.length) {
    const char = line.charAt(scan.at);
    if (READERS[char]?.(scan) === true) continue;
    scan.plain.push(char);
    scan.at += 1;
  }
  flushPlain(scan);
  pairDelimiters(scan.pieces);
  return joinInlines(applyMarks(scan.pieces));
}
