// Finds phone numbers by how people write them; a bare number is one only when something says so.
import type { DigitGroup } from './digit-groups.ts';
import type { Finding } from './finding.ts';

const MAX_GROUPS = 8;
const MIN_DIGITS = 6;
const MAX_DIGITS = 17;
const CALLED =
  /(?<!\p{L})(?:тел|телефон|моб|мобильный|номер телефона|вотсап|ватсап|whatsapp|viber|phone|phone number|tel|mobile|cell|call|call me|call me at|call us at|позвоните|звоните|перезвоните)(?: is| по| мне| на| по номеру)?[\s.:№#–-]{0,4}$/iu;

const BEHIND_WORD = /\p{L}[\s.:№#–-]{0,4}$/u;

interface Window {
  readonly groups: readonly DigitGroup[];
  readonly digits: string;
  readonly text: string;
  readonly plus: boolean;
  /** Spaced and dashed groups by length: `1-3-3-4`. */
  readonly shape: string;
}

/** Country codes never begin with 0; North American area codes begin with 2 to 9. */
function isInternational({ plus, digits }: Window): boolean {
  if (!plus || digits.length < 9 || digits.length > 15) return false;
  if (digits.startsWith('7') || digits.startsWith('1')) return digits.length === 11 && /^(?:7|1[2-9])/u.test(digits);
  return /^[2-9]/u.test(digits);
}

/** `0049 30 1234567`: the prefix of international calls, then a number in groups or a long one. */
function isDialled({ groups, digits }: Window): boolean {
  return /^00[1-9]/u.test(digits) && digits.length >= (groups.length > 1 ? 10 : 12) && digits.length <= MAX_DIGITS;
}

function isBracketed({ text, digits }: Window): boolean {
  return /^(?:[178][\s-]{0,2})?\(\d{2,5}\)/u.test(text) && digits.length >= 9 && digits.length <= 11;
}

const AMERICAN = /^(?:1-)?3-3-4$/u;
const RUSSIAN_LOCAL = /^3-3-2-2$/u;

function isNational({ groups, digits, shape }: Window): boolean {
  const [first] = groups;
  if (first === undefined) return false;
  if (groups.length === 1) return /^[78]9\d{9}$/u.test(digits);
  // With spaces alone it may be three numbers in a row: then the digits must be such as the plan allows.
  const dashed = groups.slice(1).every(({ before }) => /[-.)]/u.test(before));
  if (AMERICAN.test(shape)) return (dashed ? /^1?\d/u : /^1?[2-9]\d{2}[2-9]\d{6}$/u).test(digits);
  if (RUSSIAN_LOCAL.test(shape)) return /^[3489]/u.test(digits);
  if (/^[78]$/u.test(first.digits)) return digits.length === 11 && /^.[3489]/u.test(digits) && groups.length <= 6;
  if (/^0[1-9]\d{0,3}$/u.test(first.digits)) return digits.length >= 9 && digits.length <= 11;
  return false;
}

function isPhone(window: Window, own: readonly string[], called: boolean): boolean {
  const { digits } = window;
  if (own.some((tail) => digits.endsWith(tail) && digits.length <= tail.length + 4)) return true;
  if (called && digits.length >= 6 && digits.length <= 15) return true;
  return isInternational(window) || isDialled(window) || isBracketed(window) || isNational(window);
}

/** The signs in front of a number that are a part of it: a bracket only when it holds nothing but the area code. */
function leadOf(text: string, first: DigitGroup): string {
  const signs = text.slice(Math.max(0, first.start - 2), first.start);
  if (first.digits.length <= 5 && text.charAt(first.end) === ')' && signs.endsWith('('))
    return signs === '+(' ? signs : '(';
  return signs.endsWith('+') ? '+' : '';
}

function windowOf(text: string, run: readonly DigitGroup[], from: number, to: number): Window | null {
  const groups = run.slice(from, to + 1);
  const [first] = groups;
  const last = groups.at(-1);
  if (first === undefined || last === undefined) return null;
  const lead = leadOf(text, first);
  const behindWord = /[\p{L}\p{N}]$/u.test(text.slice(0, first.start - lead.length).slice(-2));
  return {
    groups,
    digits: groups.map(({ digits }) => digits).join(''),
    text: text.slice(first.start - lead.length, last.end).replace(/^\+/u, ''),
    plus: lead.includes('+') && !behindWord,
    shape: groups.map(({ digits }) => digits.length).join('-'),
  };
}

function phoneFrom(text: string, run: readonly DigitGroup[], from: number, own: readonly string[]): number {
  const start = run[from]?.start ?? 0;
  const before = text.slice(Math.max(0, start - 32), start).replace(/[+(]+$/u, '');
  const called = BEHIND_WORD.test(before.slice(-6)) && CALLED.test(before);
  if (run[from]?.glued === true && !called) return -1;
  let best = -1;
  let length = 0;
  for (let to = from; to < Math.min(run.length, from + MAX_GROUPS); to += 1) {
    // In a sentence, a dot and a space end the number.
    if (to > from && /[.]\s/u.test(run[to]?.before ?? '')) break;
    length += run[to]?.digits.length ?? 0;
    // Nothing shorter is a phone number: most numbers of a text end here, before they cost anything.
    if (length < MIN_DIGITS) continue;
    if (length > MAX_DIGITS) break;
    const window = windowOf(text, run, from, to);
    if (window !== null && isPhone(window, own, called)) best = to;
  }
  return best;
}

/** The last digits of the customers' own numbers: country codes and trunk prefixes come and go. */
function ownTails(phones: readonly string[]): string[] {
  return phones.map((phone) => phone.replace(/\D/gu, '').slice(-10)).filter((tail) => tail.length >= 7);
}

/** The phone numbers in the runs of a text. */
export function findPhones(
  text: string,
  runs: readonly (readonly DigitGroup[])[],
  phones: readonly string[],
): Finding[] {
  const own = ownTails(phones);
  const found: Finding[] = [];
  for (const run of runs) {
    for (let from = 0; from < run.length; from += 1) {
      const to = phoneFrom(text, run, from, own);
      const first = run[from];
      const last = run[to];
      if (first === undefined || last === undefined) continue;
      found.push({ kind: 'phone', start: first.start - leadOf(text, first).length, end: last.end });
      from = to;
    }
  }
  return found;
}
