// What the demo's server tells its page: the inbox, the board and what the bridge did, as one JSON value.

export type Locale = 'en' | 'ru';
export type DialogState = 'open' | 'closed' | 'snoozed';
export type PartKind = 'customer' | 'teammate' | 'note' | 'bridge_note' | 'event';
export type PartEvent = 'closed' | 'opened' | 'snoozed' | 'unsnoozed' | 'assigned';
export type StatusCategory = 'new' | 'indeterminate' | 'done';

export interface DialogPart {
  readonly id: string;
  readonly kind: PartKind;
  readonly author: string;
  /** Empty for an event. */
  readonly html: string;
  /** What happened, for an event; null for a message or a note. */
  readonly event: PartEvent | null;
  /** Epoch milliseconds, like every time here. */
  readonly at: number;
}

export interface Dialog {
  readonly id: string;
  readonly title: string;
  readonly customer: string;
  readonly state: DialogState;
  /** The dialog's address in Intercom, the one that people paste into issues. */
  readonly url: string;
  /** Messages of the customer that no teammate has answered. */
  readonly unread: number;
  readonly parts: readonly DialogPart[];
}

export interface IssueStatus {
  readonly id: string;
  readonly name: string;
  readonly category: StatusCategory;
}

export interface IssueComment {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly at: number;
  /** Written by the bridge for somebody in support. */
  readonly fromSupport: boolean;
}

export interface Issue {
  readonly id: string;
  readonly key: string;
  readonly url: string;
  readonly type: string;
  readonly summary: string;
  readonly description: string;
  readonly status: IssueStatus;
  readonly priority: string | null;
  readonly assignee: string | null;
  /** Ids of the dialogs that the bridge has linked to it. */
  readonly linkedDialogs: readonly string[];
  readonly comments: readonly IssueComment[];
  /** Ids of the statuses that the workflow leads to from here. */
  readonly canMoveTo: readonly string[];
}

export interface ActivityDelivery {
  readonly id: string;
  /** The bridge's name of the action, such as `add_note`. */
  readonly kind: string;
  /** True when there was nothing to open: the dialog was open. */
  readonly wasOpen: boolean;
  readonly state: string;
  /** How long the vendor's answer took; null before there is one. */
  readonly ms: number | null;
  readonly error: string | null;
}

/** One event that the bridge received, with its decision and what came of it. */
export interface Activity {
  readonly id: string;
  readonly at: number;
  /** The vendor's name of the event, such as `comment_created`. */
  readonly what: string;
  /** The reason in words, in the bridge's language. */
  readonly why: string;
  /** The reason's code; null while it is on its way. */
  readonly reason: string | null;
  readonly outcome: string;
  /** When a waiting event is looked at again; null for a settled one. */
  readonly dueAt: number | null;
  /** The event that this one was told together with, in one note. */
  readonly decidedWith: string | null;
  readonly deliveries: readonly ActivityDelivery[];
  /** From receiving it to the end of its last delivery; null before that. */
  readonly tookMs: number | null;
  readonly lane: string;
}

export interface DemoState {
  readonly locale: Locale;
  readonly dialogs: readonly Dialog[];
  readonly issues: readonly Issue[];
  readonly statuses: readonly IssueStatus[];
  readonly priorities: readonly string[];
  readonly people: readonly string[];
  /** Newest first. */
  readonly activity: readonly Activity[];
  /** Whether the bridge answered the last question for its trace. */
  readonly bridge: 'up' | 'down';
  readonly now: number;
}

/** What a visitor can do; every name of a person, priority or status is one that the state lists. */
export type DemoAct =
  | { readonly do: 'move'; readonly issue: string; readonly status: string }
  | { readonly do: 'comment'; readonly issue: string; readonly text: string }
  | { readonly do: 'assign'; readonly issue: string; readonly person: string | null }
  | { readonly do: 'prioritise'; readonly issue: string; readonly priority: string }
  | { readonly do: 'create_issue'; readonly dialog: string; readonly summary: string }
  | { readonly do: 'customer_writes'; readonly dialog: string; readonly text: string }
  | { readonly do: 'teammate_notes'; readonly dialog: string; readonly text: string }
  | { readonly do: 'close_dialog'; readonly dialog: string };

export type DemoAnswer =
  | { readonly ok: true; readonly issue?: string }
  | { readonly ok: false; readonly error: string };

/** What the inbox asks of the app beside a dialog: to open, or what was pressed with all that was typed. */
export type AppCall =
  | { readonly dialog: string; readonly locale: Locale; readonly kind: 'initialize' }
  | {
      readonly dialog: string;
      readonly locale: Locale;
      readonly kind: 'submit';
      readonly componentId: string;
      readonly inputValues: Readonly<Record<string, unknown>>;
      readonly canvas: Canvas;
    };

/** As an app sends it; the page shows the components that it knows. */
export interface Canvas {
  readonly content: { readonly components: readonly CanvasComponent[] };
  readonly stored_data?: unknown;
}

export type AppAnswer =
  | { readonly kind: 'canvas'; readonly canvas: Canvas }
  | { readonly kind: 'failed'; readonly why: string };

export type ComponentAction = { readonly type: 'submit' } | { readonly type: 'url'; readonly url: string };

export interface CanvasOption {
  readonly id: string;
  readonly text: string;
  readonly disabled?: boolean;
}

export interface CanvasItem {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly tertiary_text?: string;
  readonly disabled?: boolean;
  readonly action?: ComponentAction;
}

/** Components of Canvas Kit, as far as an inbox shows them. */
export type CanvasComponent =
  | {
      readonly type: 'text';
      readonly text: string;
      readonly style?: 'header' | 'paragraph' | 'muted' | 'error';
      readonly align?: 'left' | 'center' | 'right';
    }
  | {
      readonly type: 'button';
      readonly id: string;
      readonly label: string;
      readonly style?: 'primary' | 'secondary' | 'link';
      readonly disabled?: boolean;
      readonly action: ComponentAction;
    }
  | {
      readonly type: 'input' | 'textarea';
      readonly id: string;
      readonly label?: string;
      readonly placeholder?: string;
      readonly value?: string;
      readonly action?: ComponentAction;
      readonly save_state?: 'unsaved' | 'saved' | 'failed';
      readonly error?: boolean;
      readonly disabled?: boolean;
    }
  | {
      readonly type: 'dropdown' | 'single-select';
      readonly id: string;
      readonly label?: string;
      readonly options: readonly CanvasOption[];
      readonly value?: string;
      readonly save_state?: 'unsaved' | 'saved' | 'failed';
      readonly action?: ComponentAction;
      readonly disabled?: boolean;
    }
  | {
      readonly type: 'checkbox';
      readonly id: string;
      readonly label: string;
      readonly option: readonly CanvasOption[];
      readonly value?: readonly string[];
      readonly disabled?: boolean;
    }
  | { readonly type: 'list'; readonly items: readonly CanvasItem[] }
  | {
      readonly type: 'data-table';
      readonly items: readonly { readonly type: 'field-value'; readonly field: string; readonly value: string }[];
    }
  | { readonly type: 'divider' }
  | { readonly type: 'spacer'; readonly size?: 'xs' | 's' | 'm' | 'l' | 'xl' };
