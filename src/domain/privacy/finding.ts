// A piece of personal data in a text: what it is and where it stands.
import type { Privacy } from '../workflow/workflow.ts';

export type PersonalKind = keyof Privacy;

export interface Finding {
  readonly kind: PersonalKind;
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
}

/** Whose data it is: what no pattern can know. */
export interface Persons {
  /** Full names of customers, as the chat knows them. */
  readonly names: readonly string[];
  /** Their phone numbers, however they are written. */
  readonly phones: readonly string[];
}

export const NOBODY: Persons = { names: [], phones: [] };

/** Every match of a pattern as findings; `group` is the part that is the secret, the whole match by default. */
export function findAll(text: string, kind: PersonalKind, pattern: RegExp, group?: string): Finding[] {
  const found: Finding[] = [];
  for (const match of text.matchAll(pattern)) {
    const secret = group === undefined ? match[0] : match.groups?.[group];
    if (secret === undefined || secret === '') continue;
    // A named part stands at the end of its match in all patterns here, so that its place is known.
    const end = match.index + match[0].length;
    found.push({ kind, start: end - secret.length, end });
  }
  return found;
}
