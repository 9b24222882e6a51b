// Every text of the inbox app, in both languages: a missing one does not compile.
import type { Locale } from '../rules.ts';
import { SCREENS_ENGLISH } from './screen-texts-en.ts';
import { SCREENS_RUSSIAN } from './screen-texts-ru.ts';

export interface ScreenTexts {
  readonly home: {
    readonly linked: (count: number) => string;
    readonly nothing: string;
    readonly more: (count: number) => string;
    readonly refresh: string;
    readonly create: (label: string) => string;
    readonly find: string;
    readonly back: string;
    readonly asOf: (ago: string | null) => string;
    readonly unknownAge: string;
    readonly stale: string;
    /** Where its age is known. */
    readonly staleAsOf: (ago: string | null) => string;
    readonly creating: string;
  };
  readonly card: {
    readonly status: string;
    readonly inStatus: string;
    readonly atLeast: (duration: string) => string;
    readonly lessThanMinute: string;
    readonly type: string;
    readonly priority: string;
    readonly assignee: string;
    readonly nobody: string;
    readonly none: string;
    readonly changed: string;
    readonly justNow: string;
    readonly waiting: string;
    readonly dialogs: (count: number) => string;
    readonly promise: string;
    readonly promised: (when: string, by: string | null) => string;
    readonly overdue: (when: string, by: string | null) => string;
    readonly moved: (from: string) => string;
    readonly deleted: string;
    readonly inaccessible: string;
    /** The same on a line of a list. */
    readonly deletedShort: string;
    readonly inaccessibleShort: string;
    readonly comment: string;
    readonly remind: string;
    readonly unlink: string;
  };
  readonly unlink: {
    readonly title: (key: string) => string;
    readonly what: string;
    readonly promiseGoes: string;
    readonly yes: string;
    readonly no: string;
    readonly done: (key: string) => string;
  };
  readonly comment: {
    readonly title: (key: string) => string;
    readonly label: string;
    readonly placeholder: string;
    readonly crosses: string;
    readonly send: string;
    readonly empty: string;
    readonly tooLong: (max: number) => string;
    readonly done: (key: string) => string;
  };
  readonly remind: {
    readonly title: (key: string) => string;
    readonly what: string;
    readonly tomorrow: (time: string) => string;
    readonly days: (count: number, when: string) => string;
    readonly week: (when: string) => string;
    readonly date: string;
    readonly datePlaceholder: string;
    readonly setDate: string;
    readonly badDate: (typed: string) => string;
    readonly pastDate: (typed: string) => string;
    readonly farDate: (typed: string) => string;
    readonly now: (when: string) => string;
    readonly never: string;
    readonly done: (key: string, when: string) => string;
    readonly cancelled: (key: string) => string;
  };
  readonly form: {
    readonly title: (label: string) => string;
    readonly goesTo: (project: string, type: string) => string;
    readonly summary: string;
    readonly description: string;
    readonly required: string;
    readonly choose: (field: string) => string;
    readonly change: (field: string) => string;
    readonly nothingChosen: string;
    readonly noneOption: string;
    readonly labelsHint: string;
    readonly dateHint: string;
    readonly dateTimeHint: string;
    readonly numberHint: string;
    readonly urlHint: string;
    readonly submit: (label: string) => string;
    readonly submitAnyway: string;
    readonly preview: string;
    readonly back: string;
    readonly cut: (fields: readonly string[]) => string;
    readonly cantShow: (field: string, vendorType: string, setting: string) => string;
    readonly noOptions: (field: string) => string;
    readonly alike: (count: number) => string;
    readonly alikeItem: (dialogs: number, key: string) => string;
    readonly alikeHint: string;
    /** At the button, where what was found stands far above. */
    readonly alikeAbove: string;
    /** A colleague has created or linked an issue while the form was open. */
    readonly linkedMeanwhile: string;
    readonly notPrefilled: string;
    readonly sawProblems: (fields: readonly string[]) => string;
  };
  readonly problems: {
    readonly missing: string;
    readonly tooLong: (max: number) => string;
    readonly notNumber: (typed: string) => string;
    readonly notDate: (typed: string) => string;
    readonly notDateTime: (typed: string) => string;
    readonly notUrl: (typed: string) => string;
    readonly notOption: (typed: string) => string;
    readonly notLabel: (typed: string) => string;
  };
  readonly choose: {
    readonly title: (field: string) => string;
    readonly under: (parent: string) => string;
    readonly search: string;
    readonly searchPeople: string;
    readonly found: (count: number) => string;
    readonly page: (page: number, pages: number) => string;
    readonly previous: string;
    readonly next: string;
    readonly chosen: string;
    readonly remove: string;
    readonly nothing: (query: string) => string;
    readonly typeName: string;
    readonly done: string;
    readonly clear: string;
  };
  readonly preview: {
    readonly title: string;
    readonly files: (count: number) => string;
    readonly skipped: string;
    readonly privacy: string;
    readonly cut: string;
    readonly unavailable: string;
  };
  readonly wait: {
    readonly title: string;
    readonly what: string;
    readonly refresh: string;
    readonly waitsForJira: string;
    readonly created: (key: string) => string;
    readonly linked: string;
    readonly home: string;
    readonly failed: string;
  };
  readonly find: {
    readonly title: string;
    readonly label: string;
    readonly placeholder: string;
    readonly results: (count: number) => string;
    readonly nothing: (query: string) => string;
    readonly waiting: (dialogs: number) => string;
    readonly linkHint: string;
    readonly already: string;
    readonly done: (key: string) => string;
    readonly notThere: (key: string) => string;
  };
  readonly errors: {
    readonly title: string;
    readonly slow: string;
    readonly vendorDown: string;
    readonly refused: string;
    readonly paused: string;
    readonly unknown: string;
    readonly reference: (id: string) => string;
    readonly kept: string;
    readonly again: string;
    readonly noConversation: string;
    readonly otherWorkspace: (workspaceId: string) => string;
    readonly unlinkedMeanwhile: string;
    /** Stands over what was typed and could not be sent. */
    readonly notSent: string;
    readonly noWorkflow: (name: string) => string;
    readonly noProject: (project: string, type: string) => string;
    readonly notUnderstood: string;
    readonly pending: string;
    readonly already: string;
  };
}

/** The texts of the inbox app in a language. */
export function screenTextsOf(locale: Locale): ScreenTexts {
  return locale === 'ru' ? SCREENS_RUSSIAN : SCREENS_ENGLISH;
}
