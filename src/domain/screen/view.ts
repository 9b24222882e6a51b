// What screens are made of: issues as an operator wants to see them, and whose eyes they are for.
import type { StatusCategory } from '../issue.ts';
import type { Instant } from '../refs.ts';
import type { Locale } from '../rules.ts';

export interface Viewer {
  readonly locale: Locale;
  /** IANA name. */
  readonly timezone: string;
  readonly now: Instant;
}

export interface IssueView {
  readonly linkId: string;
  readonly key: string;
  /** Null where the tracker's site is not known any more. */
  readonly url: string | null;
  readonly summary: string;
  readonly type: string;
  readonly status: string;
  readonly category: StatusCategory;
  readonly priority: string | null;
  readonly assignee: string | null;
  /** Since when it has this status; `exact` is false when it may be longer. Null where nothing is known. */
  readonly statusSince: { readonly at: Instant; readonly exact: boolean } | null;
  readonly updatedAt: Instant | null;
  /** How many dialogs wait for it, this one included. */
  readonly dialogs: number;
  readonly promise: { readonly dueAt: Instant; readonly by: string | null } | null;
  readonly state: 'seen' | 'deleted' | 'inaccessible';
  /** The key that it had when it was linked, if it has another one now. */
  readonly movedFrom: string | null;
  /** When this was true; null where that is not known. */
  readonly readAt: Instant | null;
}

export interface WorkflowChoice {
  readonly name: string;
  /** In the language of the viewer: `Incident`. */
  readonly label: string;
}

/** An issue that a search found, or one that looks like the one about to be created. */
export interface FoundIssue {
  readonly connection: string;
  readonly issueId: string;
  readonly key: string;
  readonly summary: string;
  readonly status: string;
  readonly category: StatusCategory;
  readonly dialogs: number;
  /** This dialog is linked to it already. */
  readonly linked: boolean;
}
