// Every text that an operator or a developer reads, in both languages: a missing one does not compile.
import type { StatusCategory } from '../issue.ts';
import type { DoneReason, IgnoreReason, ParkReason } from '../outcome.ts';
import type { Locale } from '../rules.ts';
import { ENGLISH } from './en.ts';
import { RUSSIAN } from './ru.ts';

export interface Texts {
  readonly locale: Locale;
  readonly fields: {
    readonly status: string;
    readonly resolution: string;
    readonly priority: string;
    readonly assignee: string;
    readonly fixVersions: string;
    readonly dueDate: string;
    readonly summary: string;
    readonly type: string;
  };
  /** Stands for an empty value: nobody, no version. */
  readonly nobody: string;
  readonly none: string;
  readonly linked: string;
  readonly unlinked: (by: string | null) => string;
  readonly moved: (fromKey: string) => string;
  readonly deleted: string;
  readonly inaccessible: string;
  readonly restored: string;
  readonly commented: (author: string) => string;
  readonly commentEdited: (author: string) => string;
  readonly commentDeleted: (author: string) => string;
  readonly attached: string;
  readonly tellCustomer: (facts: { resolution: string | null; versions: readonly string[] }) => string;
  readonly moreChanges: (count: number) => string;
  readonly somebody: string;
  readonly history: string;
  /** Heads a comment that an operator sent to the developers. */
  readonly fromSupport: (teammate: string) => string;
  readonly emptyComment: string;
  readonly answers: {
    readonly issueNotFound: (asked: readonly string[]) => string;
    /** The linked issue is not there any more, so a message could not be sent. */
    readonly issueGone: (key: string) => string;
    readonly whichIssue: (keys: readonly string[]) => string;
    readonly noIssue: string;
    readonly emptyMessage: string;
  };
  readonly remoteLink: { readonly title: (title: string) => string; readonly summary: string };
  readonly categories: Readonly<Record<StatusCategory, string>>;
  readonly reasons: Readonly<Record<DoneReason | IgnoreReason | ParkReason, string>>;
}

/** The texts of a language. */
export function textsOf(locale: Locale): Texts {
  return locale === 'ru' ? RUSSIAN : ENGLISH;
}

/** A calendar date (`YYYY-MM-DD`) as people of that language write it. */
export function formatDate(date: string, locale: Locale): string {
  const instant = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(instant)) return date;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(instant);
}

/** A point in time as people of that language and time zone write it, to the minute. */
export function formatInstant(instant: number, locale: Locale, timezone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: timezone }).format(
    instant,
  );
}
