// Finds the addresses of conversations anywhere in a payload, whatever field or markup they stand in.

const MOST = 200;
const LONGEST = 2_000;
const PUNCTUATION = '.,;:!?*)_';
/** Ends at white space and at what wiki markup, HTML and Markdown put around an address. */
const ADDRESS = /https?:\/\/[^\s"'<>|\][{}\\^`]+/gi;

/** Every http(s) address that contains `/conversation`, each once, at most 200. */
export function findConversationUrls(payload: unknown): string[] {
  const found = new Set<string>();
  const open: unknown[] = [payload];
  while (open.length > 0 && found.size < MOST) {
    const value = open.pop();
    if (typeof value === 'string') collect(value, found);
    else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) open.push(inner);
  }
  return [...found];
}

function collect(text: string, found: Set<string>): void {
  // Most strings of a payload are names and addresses of the site itself: this test spares them the expression.
  if (!text.includes('/conversation')) return;
  for (const [address] of text.matchAll(ADDRESS)) {
    if (address.length > LONGEST) continue;
    const url = trimEnd(address);
    if (url.includes('/conversation') && found.size < MOST) found.add(url);
  }
}

/** Drops the punctuation of the sentence that an address stands in. A loop, because `[…]+$` is quadratic on a row of dots. */
function trimEnd(address: string): string {
  let end = address.length;
  while (end > 0 && PUNCTUATION.includes(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
}
