// Cuts wiki markup into lines and the macros that span lines: code, noformat, quote, panel.

export type WikiToken =
  /** `partial`: a macro stands on the same line, so that an empty text is no empty line. */
  | { readonly kind: 'line'; readonly text: string; readonly partial: boolean }
  | { readonly kind: 'code'; readonly text: string; readonly language?: string; readonly title?: string }
  | { readonly kind: 'quote' | 'panel'; readonly title?: string };

const MACRO = /\{(code|noformat|quote|panel)(?::([^{}\n]{0,300}))?\}/iuy;
const CLOSING = { code: /\{code\}/giu, noformat: /\{noformat\}/giu };

interface Parameters {
  readonly language?: string;
  readonly title?: string;
}

/** `java|title=Foo.java|borderStyle=solid`, as far as it matters. */
function readParameters(source: string | undefined): Parameters {
  let language: string | undefined;
  let title: string | undefined;
  for (const part of (source ?? '').split('|')) {
    const [name = '', ...rest] = part.split('=');
    const value = rest.join('=').trim();
    if (rest.length === 0 && name.trim() !== '') language = name.trim();
    else if (name.trim().toLowerCase() === 'language') language = value;
    else if (name.trim().toLowerCase() === 'title' && value !== '') title = value;
  }
  return { ...(language ? { language } : {}), ...(title ? { title } : {}) };
}

interface Split {
  readonly text: string;
  readonly tokens: WikiToken[];
  start: number;
  partial: boolean;
  /** Macros whose closing tag is known to be absent behind this place: not searched for again. */
  readonly unclosed: Set<string>;
}

function emitLine(split: Split, end: number, beforeMacro: boolean): void {
  const text = split.text.slice(split.start, end);
  split.tokens.push({ kind: 'line', text, partial: split.partial || beforeMacro });
  split.partial = beforeMacro;
}

function findClosing(
  split: Split,
  name: 'code' | 'noformat',
  from: number,
): { index: number; end: number } | undefined {
  if (split.unclosed.has(name)) return undefined;
  const pattern = CLOSING[name];
  pattern.lastIndex = from;
  const match = pattern.exec(split.text);
  if (match !== null) return { index: match.index, end: pattern.lastIndex };
  split.unclosed.add(name);
  return undefined;
}

/** The macro at a brace and where it ends, or undefined when the brace is only a brace. */
function readMacro(split: Split, at: number): { token: WikiToken; end: number } | undefined {
  MACRO.lastIndex = at;
  const match = MACRO.exec(split.text);
  if (match === null) return undefined;
  const name = (match[1] ?? '').toLowerCase();
  const { language, title } = readParameters(match[2]);
  const from = at + match[0].length;
  const titled = title === undefined ? {} : { title };
  if (name === 'quote' || name === 'panel') return { token: { kind: name, ...titled }, end: from };
  const isCode = name === 'code';
  const closing = findClosing(split, isCode ? 'code' : 'noformat', from);
  if (closing === undefined) return undefined;
  const text = split.text
    .slice(from, closing.index)
    .replace(/^[ \t]*\n/u, '')
    .replace(/\n$/u, '');
  const spoken = isCode && language !== undefined ? { language } : {};
  return { token: { kind: 'code', text, ...spoken, ...titled }, end: closing.end };
}

/** Looks at one place and says where to look next. */
function step(split: Split, at: number): number {
  const { text } = split;
  const char = text.charAt(at);
  if (char === '\n') {
    emitLine(split, at, false);
    split.start = at + 1;
    return at + 1;
  }
  // An escaped brace opens nothing, and neither does one of monospace's two.
  if (char === '\\' && text.charAt(at + 1) !== '\n') return at + 2;
  if (char !== '{') return at + 1;
  if (text.charAt(at + 1) === '{') return at + 2;
  const macro = readMacro(split, at);
  if (macro === undefined) return at + 1;
  emitLine(split, at, true);
  split.tokens.push(macro.token);
  split.start = macro.end;
  return macro.end;
}

/** The tokens of a text whose newlines are all `\n`, in order, nothing left out. Linear. */
export function splitWiki(text: string): WikiToken[] {
  const split: Split = { text, tokens: [], start: 0, partial: false, unclosed: new Set() };
  let at = 0;
  while (at < text.length) at = step(split, at);
  emitLine(split, text.length, false);
  return split.tokens;
}
