// One thing that happened, as rules see it: what triggered, where from and where to, and what a note would say of it.
import type { Document } from '../document/document.ts';
import type { IssueSnapshot } from '../issue.ts';
import type { NoteEntry } from '../note.ts';
import type { Actor } from '../refs.ts';
import type { Trigger } from './rule.ts';

export interface Change {
  readonly trigger: Trigger;
  /** Tells it from the other changes of its batch: `status_changed`, `comment_added/123`. */
  readonly key: string;
  readonly by: Actor;
  /** The issue as the dialogs know it, and as it is now; the same where the issue itself did not change. */
  readonly from: IssueSnapshot;
  readonly to: IssueSnapshot;
  /** The usual lines of a note about it. */
  readonly entries: readonly NoteEntry[];
  /** Statuses that it went through between its ends. */
  readonly passed: readonly string[];
  readonly comment: { readonly author: Actor; readonly body: Document | null; readonly url: string | null } | null;
  /** The version that was released. */
  readonly version: string | null;
  /** How long nothing had changed when the timer spoke, in milliseconds; only of `no_change`. */
  readonly rested: number | null;
  /** The tag that was put on or taken off the dialog. */
  readonly tag: string | null;
  /** Stars that the customer gave. */
  readonly rating: number | null;
}

/** A change with nothing but its ends; the rest is empty unless given. */
export function changeOf(
  trigger: Trigger,
  from: IssueSnapshot,
  to: IssueSnapshot,
  by: Actor,
  given: Partial<Change> = {},
): Change {
  return {
    trigger,
    key: trigger,
    by,
    from,
    to,
    entries: [],
    passed: [],
    comment: null,
    version: null,
    rested: null,
    tag: null,
    rating: null,
    ...given,
  };
}
