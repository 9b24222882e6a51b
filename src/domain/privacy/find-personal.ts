// Finds all personal data in a text, kind by kind.
import { digitRuns } from './digit-groups.ts';
import { findCards } from './find-cards.ts';
import { findEmails } from './find-emails.ts';
import { findNames } from './find-names.ts';
import { findPhones } from './find-phones.ts';
import { findTokens } from './find-tokens.ts';
import type { Finding, Persons } from './finding.ts';

const overlaps = (a: Finding, b: Finding): boolean => a.start < b.end && b.start < a.end;

/** Findings may overlap: a token may hold digits that look like a phone number. In no particular order. */
export function findPersonal(text: string, persons: Persons): readonly Finding[] {
  if (text === '') return [];
  const runs = digitRuns(text);
  const emails = findEmails(text);
  const cards = findCards(runs);
  return [
    ...findTokens(text),
    ...cards,
    ...emails,
    // A card number holds groups that look like a phone number, an address often holds the name.
    ...findPhones(text, runs, persons.phones).filter((found) => !cards.some((card) => overlaps(card, found))),
    ...findNames(text, persons.names).filter((found) => !emails.some((email) => overlaps(email, found))),
  ];
}
