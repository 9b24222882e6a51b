// Replaces personal data in a text as the privacy settings of a workflow ask.
import type { Locale } from '../rules.ts';
import { privacyTextsOf } from '../texts/privacy-texts.ts';
import type { Privacy } from '../workflow/workflow.ts';
import { findPersonal } from './find-personal.ts';
import type { Finding, PersonalKind, Persons } from './finding.ts';

export interface Hiding {
  readonly privacy: Privacy;
  readonly persons: Persons;
  readonly locale: Locale;
}

/** A part of a text that is replaced. */
export interface Replacement {
  readonly kind: PersonalKind;
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** What a masked value still shows: enough for people who know it to recognise it, too little to use it. */
function masked(kind: PersonalKind, value: string): string {
  switch (kind) {
    case 'email': {
      const host = value.split(/@|%40/iu).at(-1) ?? '';
      return `***@***.${host.split('.').at(-1) ?? ''}`;
    }
    case 'phone':
      return `***${value.replace(/\D/gu, '').slice(-2)}`;
    case 'cards':
      return `**** ${value.replace(/\D/gu, '').slice(-4)}`;
    case 'names':
      return value
        .split(/[\s-]+/u)
        .map((part) => `${[...part][0] ?? ''}***`)
        .join(' ');
    case 'tokens':
      return '***';
  }
}

function replacementOf(text: string, found: Finding, { privacy, locale }: Hiding): Replacement {
  const { kind, start, end } = found;
  const dropped = privacyTextsOf(locale).dropped[kind];
  return { kind, start, end, by: privacy[kind] === 'drop' ? dropped : masked(kind, text.slice(start, end)) };
}

/** Where two findings overlap, nothing of either is shown. */
function joinOverlapping(text: string, findings: readonly Finding[], hiding: Hiding): Replacement[] {
  const joined: { found: Finding; several: boolean }[] = [];
  // Of those that begin together the longest comes first, so that it gives the name.
  for (const found of findings.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = joined.at(-1);
    if (last === undefined || found.start >= last.found.end) {
      joined.push({ found, several: false });
      continue;
    }
    if (found.end <= last.found.end) continue;
    last.found = { ...last.found, end: found.end };
    last.several = true;
  }
  return joined.map(({ found, several }) =>
    several ? { ...found, by: privacyTextsOf(hiding.locale).dropped[found.kind] } : replacementOf(text, found, hiding),
  );
}

/** What has to be replaced in a text, in order, without overlaps. */
export function replacementsIn(text: string, hiding: Hiding): readonly Replacement[] {
  const wanted = findPersonal(text, hiding.persons).filter(({ kind }) => hiding.privacy[kind] !== 'keep');
  return joinOverlapping(text, wanted, hiding);
}

/** The text with everything replaced that may not be shown. */
export function hideInText(text: string, hiding: Hiding): string {
  let shown = '';
  let done = 0;
  for (const { start, end, by } of replacementsIn(text, hiding)) {
    shown += text.slice(done, start) + by;
    done = end;
  }
  return shown + text.slice(done);
}
