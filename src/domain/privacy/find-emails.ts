// Finds e-mail addresses, also the percent-encoded ones of links. Linear in the length of the text.
import type { Finding } from './finding.ts';

const LOCAL = /[\p{L}\p{N}._%+'’-]/u;
const DOMAIN = /[\p{L}\p{N}.-]/u;
const AT = /@|%40/giu;
// The last label holds a letter: `package@1.2.3` is a version, not an address.
const HOST =
  /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)*\.(?:\p{L}{2,}|xn--[\p{L}\p{N}-]+)/u;

function startOf(text: string, at: number): number {
  let start = at;
  while (start > 0 && LOCAL.test(text.charAt(start - 1))) start -= 1;
  // `?to=%22maria` and `'maria'`: what only parts the address from its neighbours is none of it.
  while (start < at && /[.%'’+-]/u.test(text.charAt(start))) start += 1;
  return start;
}

/** Every e-mail address of the text. */
export function findEmails(text: string): Finding[] {
  const found: Finding[] = [];
  let searched = 0;
  for (const match of text.matchAll(AT)) {
    const from = match.index + match[0].length;
    if (match.index < searched) continue;
    const start = Math.max(searched, startOf(text, match.index));
    let reach = from;
    while (reach < text.length && DOMAIN.test(text.charAt(reach))) reach += 1;
    const host = HOST.exec(text.slice(from, reach))?.[0];
    if (host === undefined || start === match.index) continue;
    searched = from + host.length;
    found.push({ kind: 'email', start, end: searched });
  }
  return found;
}
