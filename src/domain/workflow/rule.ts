// A rule as the admin wrote it: on what, under which conditions, what is done in each linked dialog.
import type { StatusCategory } from '../issue.ts';
import type { Template } from './template.ts';

/** What happens to an issue, or to one of its linked dialogs. */
export type Trigger = IssueTrigger | DialogTrigger;

export const ISSUE_TRIGGERS = [
  'linked',
  'unlinked',
  'status_changed',
  'resolution_changed',
  'priority_changed',
  'assignee_changed',
  'version_changed',
  'due_date_changed',
  'summary_changed',
  'moved',
  'attachment_added',
  'comment_added',
  'comment_edited',
  'comment_deleted',
  'deleted',
  'inaccessible',
  'restored',
  'version_released',
  'no_change',
] as const;
export type IssueTrigger = (typeof ISSUE_TRIGGERS)[number];

export const DIALOG_TRIGGERS = [
  'dialog_closed',
  'dialog_reopened',
  'customer_replied',
  'teammate_replied',
  'dialog_tagged',
  'dialog_untagged',
  'dialog_rated',
  'dialog_assigned',
] as const;
export type DialogTrigger = (typeof DIALOG_TRIGGERS)[number];

/** Names or ids, compared without regard to case: one of them, or none of them when `not`. */
export interface Choice {
  readonly anyOf: readonly string[];
  readonly not: boolean;
}

/** Where a change came from or went to. Every given one must hold. */
export interface ChangeEnd {
  readonly status?: Choice;
  readonly category?: { readonly anyOf: readonly StatusCategory[]; readonly not: boolean };
  readonly priority?: Choice;
  readonly resolution?: Choice;
  readonly assignee?: Choice;
  readonly version?: Choice;
}

/** What must hold beside the change itself. Every given one must hold. */
export interface Conditions {
  readonly workflow?: Choice;
  readonly project?: Choice;
  readonly type?: Choice;
  readonly status?: Choice;
  readonly category?: ChangeEnd['category'];
  readonly resolution?: Choice;
  readonly priority?: Choice;
  readonly component?: Choice;
  readonly label?: Choice;
  readonly version?: Choice;
  /** Who did it: a name or an account id. */
  readonly author?: Choice;
  /** Words of a comment, of which one must stand in it (or none, when `not`). */
  readonly text?: Choice;
  /** `support`, or the name of somebody whom the comment mentions. */
  readonly mentions?: Choice;
  /** State of the dialog: open, closed or snoozed. */
  readonly dialog?: Choice;
  readonly team?: Choice;
  readonly teammate?: Choice;
  readonly tag?: Choice;
  /** Attributes of the customer by their name. */
  readonly customer?: Readonly<Record<string, Choice>>;
  /** Attributes of the conversation by their name. */
  readonly attribute?: Readonly<Record<string, Choice>>;
  /** Stars of a rating, 1 to 5. */
  readonly rating?: Choice;
  /** True within the office hours of the config, false outside. */
  readonly businessHours?: boolean;
}

export type RuleAction =
  /** Null: the usual lines about what changed; else the text of that name. */
  | { readonly kind: 'note'; readonly text: string | null }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'close' }
  | { readonly kind: 'snooze'; readonly ms: number }
  | { readonly kind: 'assign'; readonly to: AssignTarget }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'untag'; readonly tag: string }
  | { readonly kind: 'attributes'; readonly values: Readonly<Record<string, Template>> }
  | { readonly kind: 'ticketState'; readonly state: string }
  | { readonly kind: 'comment'; readonly text: Template }
  | { readonly kind: 'transition'; readonly to: string }
  | { readonly kind: 'setField'; readonly values: Readonly<Record<string, Template>> }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'unlabel'; readonly label: string }
  | { readonly kind: 'notify'; readonly channel: string };

/** `owner`: the teammate who created or set the link. `promised`: the one who asked to be reminded. */
export type AssignTarget =
  | { readonly kind: 'owner' }
  | { readonly kind: 'promised' }
  | { readonly kind: 'team'; readonly name: string }
  | { readonly kind: 'teammate'; readonly name: string };

export interface Rule {
  /** Where it stands, as people find it: `workflows.incident.rules[3]`, or `default: done`. */
  readonly at: string;
  readonly on: Trigger;
  readonly from: ChangeEnd;
  readonly to: ChangeEnd;
  /** Milliseconds without a change; only of `no_change`. */
  readonly after: number | null;
  readonly conditions: Conditions;
  /** Empty is silence. */
  readonly do: readonly RuleAction[];
}
