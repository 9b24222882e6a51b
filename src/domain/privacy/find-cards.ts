// Finds numbers of payment cards: 13 to 19 digits that begin like a card and pass the Luhn check.
import type { DigitGroup } from './digit-groups.ts';
import type { Finding } from './finding.ts';

const MIN_DIGITS = 13;
const MAX_DIGITS = 19;

/** The check digit of ISO/IEC 7812: every order number passes it one time in ten, every card always. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - at));
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function isCard(digits: string): boolean {
  return digits.length >= MIN_DIGITS && digits.length <= MAX_DIGITS && /^[2-6]/u.test(digits) && passesLuhn(digits);
}

// As cards are printed and typed; other groupings are numbers of orders.
const SHAPE = /^(?:\d+|(?:2-)+[12]|(?:4-){3,4}[1-4]|4-6-[45]|8-8|6-\d+|4-12)$/u;

function cardFrom(run: readonly DigitGroup[], from: number): number {
  let digits = '';
  let shape = '';
  let best = -1;
  for (let at = from; at < run.length; at += 1) {
    const group = run[at];
    if (group === undefined || (at > from && !/^(?:\s|[\u2010-\u2015-])$/u.test(group.before))) break;
    digits += group.digits;
    shape += `${at > from ? '-' : ''}${group.digits.length}`;
    if (digits.length > MAX_DIGITS) break;
    if (SHAPE.test(shape) && isCard(digits)) best = at;
  }
  return best;
}

/** The card numbers in the runs of a text. */
export function findCards(runs: readonly (readonly DigitGroup[])[]): Finding[] {
  const found: Finding[] = [];
  for (const run of runs) {
    for (let from = 0; from < run.length; from += 1) {
      const to = cardFrom(run, from);
      const first = run[from];
      const last = run[to];
      if (first === undefined || last === undefined) continue;
      found.push({ kind: 'cards', start: first.start, end: last.end });
      from = to;
    }
  }
  return found;
}
