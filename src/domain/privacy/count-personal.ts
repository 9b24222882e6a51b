// Counts the personal data of a text by kind: so that a form can say what will cross, and what will not.
import { findPersonal } from './find-personal.ts';
import type { PersonalKind, Persons } from './finding.ts';

export type PersonalCounts = Readonly<Partial<Record<PersonalKind, number>>>;

/** How many places there are of each kind; kinds without any are left out. */
export function countPersonal(text: string, persons: Persons): PersonalCounts {
  const counts: Partial<Record<PersonalKind, number>> = {};
  for (const { kind } of findPersonal(text, persons)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
