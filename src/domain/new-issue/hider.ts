// Hides personal data in all that crosses to the tracker for one dialog, and counts what it met.
import type { DialogContent } from '../dialog.ts';
import type { Document } from '../document/document.ts';
import { toPlainText } from '../document/plain-text.ts';
import { countPersonal } from '../privacy/count-personal.ts';
import type { PersonalKind, Persons } from '../privacy/finding.ts';
import { hideInDocument } from '../privacy/hide-in-document.ts';
import { hideInText } from '../privacy/hide-in-text.ts';
import type { Locale } from '../rules.ts';
import type { Privacy } from '../workflow/workflow.ts';

export interface Hider {
  readonly text: (text: string) => string;
  readonly doc: (doc: Document) => Document;
  /** How many places of each kind were met so far, hidden or kept. */
  readonly met: () => Readonly<Partial<Record<PersonalKind, number>>>;
}

/** Whose data a dialog holds: the customer's, and that of everybody else who wrote from the customer's side. */
export function personsOf({ details, messages }: Pick<DialogContent, 'details' | 'messages'>): Persons {
  const authors = messages.flatMap(({ kind, author }) =>
    kind === 'customer' && author.name !== null ? [author.name] : [],
  );
  const own = details.customer?.name == null ? [] : [details.customer.name];
  return {
    // The chat shows an address where it knows no name: that is hidden as what it is.
    names: [...new Set([...own, ...authors])].filter((name) => !name.includes('@')),
    phones: details.customer?.phone == null ? [] : [details.customer.phone],
  };
}

export function createHider(privacy: Privacy, persons: Persons, locale: Locale): Hider {
  const hiding = { privacy, persons, locale };
  const met: Partial<Record<PersonalKind, number>> = {};
  const meet = (text: string): void => {
    for (const [kind, count] of Object.entries(countPersonal(text, persons))) {
      met[kind as PersonalKind] = (met[kind as PersonalKind] ?? 0) + count;
    }
  };
  return {
    text: (text) => {
      meet(text);
      return hideInText(text, hiding);
    },
    doc: (doc) => {
      meet(toPlainText(doc));
      return hideInDocument(doc, hiding);
    },
    met: () => ({ ...met }),
  };
}
