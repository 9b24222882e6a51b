// How an event ends: exactly one outcome, with a reason that a person understands.

export type DoneReason =
  | 'noted'
  | 'linked'
  | 'unlinked'
  | 'commented'
  | 'remembered'
  | 'answered'
  | 'acted'
  | 'requested'
  | 'promised'
  | 'promise_cancelled'
  | 'reminded'
  | 'summarised'
  | 'passed_on';

export type IgnoreReason =
  | 'ping'
  | 'not_mirrored'
  | 'unknown_event'
  | 'unreadable'
  | 'own_echo'
  | 'not_linked'
  | 'dialog_not_linked'
  | 'already_told'
  | 'nothing_visible'
  | 'restricted_comment'
  | 'comment_gone'
  | 'note_gone'
  | 'still_there'
  | 'other_workspace'
  | 'other_host'
  | 'plain_note'
  | 'already_linked'
  | 'was_unlinked'
  | 'issue_not_found'
  | 'conversation_not_found'
  | 'not_linked_any_more'
  | 'silenced'
  | 'no_rule'
  | 'already_requested'
  | 'request_incomplete'
  | 'promise_over'
  | 'summary_unchanged';

export type ParkReason = 'budget_spent' | 'crashed' | 'vendor_refused' | 'gave_up';

export type Outcome =
  | { readonly state: 'done'; readonly reason: DoneReason; readonly detail: string | null }
  | { readonly state: 'ignored'; readonly reason: IgnoreReason; readonly detail: string | null }
  | { readonly state: 'parked'; readonly reason: ParkReason; readonly detail: string | null };

export function done(reason: DoneReason, detail: string | null = null): Outcome {
  return { state: 'done', reason, detail };
}

export function ignored(reason: IgnoreReason, detail: string | null = null): Outcome {
  return { state: 'ignored', reason, detail };
}

export function parked(reason: ParkReason, detail: string | null = null): Outcome {
  return { state: 'parked', reason, detail };
}
