// Looks at JSON without building anything: is it JSON by its shape, and how deep does it nest?

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** What may stand outside strings beside brackets: blanks, commas, colons, numbers, and the letters of the literals. */
const PLAIN = new Uint8Array(256);
for (const char of ' \t\r\n,:+-.0123456789eEtruefalsn') PLAIN[char.charCodeAt(0)] = 1;

const BLANK = new Set([0x20, 0x09, 0x0d, 0x0a]);

export type JsonShape = 'json' | 'too_deep' | 'not_json';

/** The first byte after a string that begins at `start`; -1 when it never ends. */
function endOfString(raw: Buffer, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = raw.indexOf(QUOTE, at);
    if (quote === -1) return -1;
    let before = quote - 1;
    while (raw[before] === BACKSLASH) before--;
    // An even number of backslashes escape one another, not the quote.
    if ((quote - before) % 2 === 1) return quote + 1;
    at = quote + 1;
  }
}

function isBlankFrom(raw: Buffer, start: number): boolean {
  for (let at = start; at < raw.length; at++) if (!BLANK.has(raw[at] ?? 0)) return false;
  return true;
}

function closes(opening: number, byte: number): boolean {
  return opening === OPEN_BRACE ? byte === CLOSE_BRACE : byte === CLOSE_BRACKET;
}

/**
 * The shape of an object or array in UTF-8; anything else is not JSON to us. Linear in the size, whatever the bytes
 * are: about a tenth of what parsing costs, because strings are skipped by a native search. It lets through some
 * texts that a parser refuses (a missing comma), which are found out when the event is read.
 */
export function shapeOfJson(raw: Buffer, maxDepth: number): JsonShape {
  const open: number[] = [];
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at] ?? 0;
    if (byte === QUOTE) {
      if (open.length === 0) return 'not_json';
      at = endOfString(raw, at) - 1;
      if (at < 0) return 'not_json';
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (open.length === maxDepth) return 'too_deep';
      open.push(byte);
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (!closes(open.pop() ?? 0, byte)) return 'not_json';
      if (open.length === 0) return isBlankFrom(raw, at + 1) ? 'json' : 'not_json';
    } else if (PLAIN[byte] === 0 || (open.length === 0 && !BLANK.has(byte))) {
      return 'not_json';
    }
  }
  return 'not_json';
}
