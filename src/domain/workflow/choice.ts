// Whether a choice of the config holds for what a thing has.
import type { Choice } from './rule.ts';

/** Case, the two ways to write an accented letter, and spaces at the ends make no difference between names. */
export function sameName(a: string, b: string): boolean {
  return fold(a) === fold(b);
}

function fold(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}

/**
 * True when one of `values` (names and ids of what a thing has) is one of the choice, or none of them is when the
 * choice says `not`. Nothing at all is not one of anything, and so it holds for `not`.
 */
export function choiceHolds(
  choice: Choice,
  values: readonly (string | number | boolean | null | undefined)[],
): boolean {
  const given = new Set(values.flatMap((value) => (value == null ? [] : [fold(String(value))])));
  return choice.anyOf.some((name) => given.has(fold(name))) !== choice.not;
}
