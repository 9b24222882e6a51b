// Makes what people wrote harmless in a canvas: Canvas Kit's texts know links and bold, and hostile names know them too.
import { cleanText } from '../../domain/document/clean-text.ts';
import { cutText } from '../../domain/document/truncate.ts';

// Marks that turn the direction of all that follows; the letters of right-to-left scripts need none of them.
const TURNS = /[\u202a-\u202e\u2066-\u2069]/gu;
const JOINER = '\u2060';

/** Not longer than `max`, with "…" where it was cut; "—" for nothing. */
function bounded(text: string, max: number): string {
  const tidy = cleanText(text).replace(TURNS, '').trim();
  if (tidy === '') return '—';
  return tidy.length <= max ? tidy : `${cutText(tidy, max - 1)}…`;
}

/**
 * The text as it is to be read: an invisible joiner keeps two signs from being one of Markdown's marks. Backslashes
 * would be seen wherever the inbox does not know them.
 */
export function plainWords(text: string, max: number): string {
  return bounded(text, max)
    .replace(/\](?=\()/g, `]${JOINER}`)
    .replace(/([*_~`])(?=\1)/g, `$1${JOINER}`);
}

/** For a label within a link, which brackets would end. */
function linkLabel(text: string, max: number): string {
  return plainWords(text, max).replace(/\[/g, '(').replace(/\]/g, ')').replace(/\n/g, ' ');
}

/** Null for an address that is not of the web. */
function linkTarget(href: string): string | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  if (!/^https?:$/.test(url.protocol)) return null;
  return url.href.replace(/[()\s[\]*_]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

export interface PieceOfLine {
  readonly text: string;
  readonly strong?: boolean;
  readonly href?: string;
}

/** A line as Canvas Kit's Markdown. */
export function markdownOf(line: readonly PieceOfLine[], max: number): string {
  const written = line.map(({ text, strong, href }) => {
    const target = href === undefined ? null : linkTarget(href);
    if (target !== null) return `[${linkLabel(text, max)}](${target})`;
    if (text.trim() === '') return text;
    const [lead = ''] = /^\s*/.exec(text) ?? [];
    const [trail = ''] = /\s*$/.exec(text) ?? [];
    const shown = plainWords(text, max);
    // A star within would end the bold before its time.
    return strong === true ? `${lead}**${shown.replace(/\*/g, '∗')}**${trail}` : `${lead}${shown}${trail}`;
  });
  const whole = written.join('').trim();
  return whole === '' ? '—' : whole;
}
