// Measures how deep JSON nests before it is parsed, so that no payload can exhaust the stack.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** The first byte after a string that begins at `start`; the length when it never ends. */
function endOfString(raw: Buffer, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = raw.indexOf(QUOTE, at);
    if (quote === -1) return raw.length;
    let before = quote - 1;
    while (raw[before] === BACKSLASH) before--;
    // An even number of backslashes escape one another, not the quote.
    if ((quote - before) % 2 === 1) return quote + 1;
    at = quote + 1;
  }
}

/** True when objects and arrays nest deeper than `max`. Linear in the size, whatever the bytes are. */
export function nestsDeeperThan(raw: Buffer, max: number): boolean {
  let depth = 0;
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at];
    if (byte === QUOTE) {
      at = endOfString(raw, at) - 1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth++;
      if (depth > max) return true;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth--;
    }
  }
  return false;
}
