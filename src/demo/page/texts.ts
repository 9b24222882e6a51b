// The page's own words; everything else on it is data of the vendors and the bridge.
import type { DialogState, Locale, PartEvent } from './demo-state.ts';
import { ENGLISH } from './texts-en.ts';
import { RUSSIAN } from './texts-ru.ts';

export interface PageTexts {
  readonly tagline: string;
  readonly language: string;
  readonly loading: string;
  readonly bridgeDown: string;
  readonly unreachable: string;
  readonly failed: string;
  readonly close: string;
  readonly guide: {
    readonly title: string;
    readonly move: (key: string, done: string) => string;
    readonly moveResult: (customer: string) => string;
    readonly reopen: (key: string, done: string) => string;
    readonly reopenResult: (customer: string) => string;
    readonly ask: (prefix: string) => string;
    readonly askResult: (key: string) => string;
    readonly finished: string;
  };
  /** What stands beside the dialog: the developers' board, or the app of the operator. */
  readonly views: { readonly label: string; readonly board: string; readonly app: string };
  readonly app: { readonly loading: string; readonly failed: string; readonly reopen: string };
  readonly inbox: string;
  readonly inboxHint: string;
  readonly states: Readonly<Record<DialogState, string>>;
  readonly reopened: string;
  readonly newNote: string;
  readonly unanswered: (count: number) => string;
  readonly you: string;
  readonly dialog: {
    readonly customer: string;
    readonly teammate: string;
    readonly note: string;
    readonly bridgeNote: string;
    readonly events: Readonly<Record<PartEvent, (author: string) => string>>;
    readonly linked: string;
    readonly notLinked: string;
    readonly closeDialog: string;
    readonly closeDialogShort: string;
    readonly newIssue: string;
    /** The beginning of `newIssue`, where there is little room. */
    readonly newIssueShort: string;
    readonly newIssueTitle: string;
    readonly newIssueWhy: string;
    readonly summary: string;
    readonly description: string;
    readonly create: string;
    readonly cancel: string;
    readonly messages: string;
  };
  readonly compose: {
    readonly as: string;
    readonly note: string;
    readonly customer: string;
    readonly notePlaceholder: string;
    readonly customerPlaceholder: (name: string) => string;
    readonly send: string;
    readonly commentOn: (key: string) => string;
    readonly link: (key: string) => string;
  };
  readonly board: {
    readonly title: string;
    readonly hint: string;
    readonly moveTo: (key: string) => string;
    readonly move: string;
    readonly empty: string;
    readonly open: (key: string, summary: string) => string;
    readonly comments: (count: number) => string;
    readonly dialogs: (count: number) => string;
    readonly noDialog: string;
    readonly unassigned: string;
    readonly back: string;
    readonly status: string;
    readonly priority: string;
    readonly assignee: string;
    readonly descriptionTitle: string;
    readonly dialogsTitle: string;
    readonly noDialogs: string;
    readonly commentsTitle: string;
    readonly noComments: string;
    readonly fromSupport: string;
    readonly commentPlaceholder: string;
    readonly comment: string;
  };
  readonly activity: {
    readonly title: string;
    readonly received: string;
    readonly decision: string;
    readonly delivered: string;
    readonly total: string;
    readonly showAll: string;
    readonly empty: string;
    readonly nothingToDo: string;
    readonly together: string;
    readonly inTotal: (ms: number) => string;
    readonly waiting: (seconds: number) => string;
    readonly onItsWay: string;
    readonly outcomes: Readonly<Record<string, string>>;
    readonly topics: Readonly<Record<string, (subject: string) => string>>;
    readonly anything: (subject: string) => string;
    readonly deliveries: Readonly<Record<string, string>>;
    readonly deliveryStates: Readonly<Record<string, string>>;
    readonly ms: (ms: number) => string;
  };
}

export const PAGE_TEXTS: Readonly<Record<Locale, PageTexts>> = { en: ENGLISH, ru: RUSSIAN };
