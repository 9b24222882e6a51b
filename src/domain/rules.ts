// What the admin wants, as far as plans depend on it; made from the config file.
import type { ChatSite, TrackerSite } from './vendor-urls.ts';
import type { Template } from './workflow/template.ts';
import type { BusinessHours, Workflow } from './workflow/workflow.ts';

export type Locale = 'en' | 'ru';

/** What is set on a dialog when it becomes linked; each only where the workspace has it. */
export interface DialogMarks {
  readonly attribute: string | null;
  readonly tag: string | null;
}

export interface Rules {
  /** Changes whenever anything below changes; every event remembers the version it was decided with. */
  readonly version: string;
  readonly locale: Locale;
  /** IANA name, for dates in notes. */
  readonly timezone: string;
  readonly chatSites: readonly ChatSite[];
  readonly trackerSites: readonly TrackerSite[];
  /** By name of the Intercom connection. */
  readonly marks: Readonly<Record<string, DialogMarks>>;
  /** Keys of the projects whose restricted comments may be shown to operators. */
  readonly restrictedCommentsFrom: readonly string[];
  readonly reopenOnDone: boolean;
  /** Puts a snoozed dialog back to sleep after a note, because a note may wake it. */
  readonly keepSnoozed: boolean;
  /** In the order of the file: the first that fits an issue is its workflow. */
  readonly workflows: readonly Workflow[];
  /** Texts that rules name, the built-in ones included. */
  readonly texts: Readonly<Record<string, Readonly<Record<Locale, Template>>>>;
  /** Null: always open. */
  readonly businessHours: BusinessHours | null;
  /** Names of the teammates whom `mentions: support` means, beside the bridge's own account. */
  readonly supportNames: readonly string[];
  /** How many actions a link may cause within `budgetPerMs` before it is stopped as a loop. */
  readonly budgetActions: number;
}
