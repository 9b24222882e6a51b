// Turns what differs about an issue into typed changes, each with the lines that a note would say of it.
import type { AnyIssueEvent, IssueReleased, IssueUnchanged } from '../event.ts';
import type { Comment, IssueSnapshot, MirroredField } from '../issue.ts';
import type { NoteEntry } from '../note.ts';
import { type Actor, UNKNOWN_ACTOR } from '../refs.ts';
import { type Change, changeOf } from '../workflow/change.ts';
import { sameName } from '../workflow/choice.ts';
import type { IssueTrigger } from '../workflow/rule.ts';
import type { CommentVerdict } from './comment-entries.ts';
import { fieldEntries, reachedDone } from './field-changes.ts';

const TRIGGERS: Readonly<Record<Exclude<MirroredField, 'key'>, IssueTrigger>> = {
  status: 'status_changed',
  resolution: 'resolution_changed',
  priority: 'priority_changed',
  assignee: 'assignee_changed',
  fixVersions: 'version_changed',
  dueDate: 'due_date_changed',
  summary: 'summary_changed',
};

/** Who changed the field last, as far as an event of the batch says. */
function authorOf(field: MirroredField | 'attachment', events: readonly AnyIssueEvent[]): Actor {
  const last = events
    .filter((event) => event.kind === 'issue_changed' && event.changes.some((change) => change.field === field))
    .sort((a, b) => a.at - b.at)
    .at(-1);
  return last?.by ?? UNKNOWN_ACTOR;
}

function changeOfEntry(
  entry: NoteEntry,
  told: IssueSnapshot,
  now: IssueSnapshot,
  events: readonly AnyIssueEvent[],
): Change | null {
  switch (entry.kind) {
    case 'moved':
      return changeOf('moved', told, now, authorOf('key', events), { entries: [entry] });
    case 'attached': {
      const key = `attachment_added/${entry.attachment.id}`;
      return changeOf('attachment_added', told, now, authorOf('attachment', events), { key, entries: [entry] });
    }
    case 'field': {
      const passed = entry.field === 'status' ? entry.path.slice(1, -1).flatMap((name) => name ?? []) : [];
      return changeOf(TRIGGERS[entry.field], told, now, authorOf(entry.field, events), { entries: [entry], passed });
    }
    default:
      return null;
  }
}

/** The advice to answer the customer belongs to the step that made the issue done. */
function withAdvice(changes: readonly Change[], told: IssueSnapshot, now: IssueSnapshot): readonly Change[] {
  if (!reachedDone(told, now)) return changes;
  const advice: NoteEntry = { kind: 'tell_customer', resolution: now.resolution, versions: now.fixVersions };
  const at = changes.findIndex(({ trigger }) => trigger === 'status_changed');
  // A status that moved to the category done with all its issues has no line of its own.
  if (at < 0) return [...changes, changeOf('status_changed', told, now, UNKNOWN_ACTOR, { entries: [advice] })];
  return changes.map((change, index) => (index === at ? { ...change, entries: [...change.entries, advice] } : change));
}

/**
 * A resolution is set by the step that ends the work: unless rules speak of resolutions, it is told (or kept silent)
 * with the status that it came with.
 */
function withResolution(changes: readonly Change[], ownTriggers: ReadonlySet<string>): readonly Change[] {
  const resolution = changes.find(({ trigger }) => trigger === 'resolution_changed');
  const status = changes.find(({ trigger }) => trigger === 'status_changed');
  if (resolution === undefined || status === undefined || ownTriggers.has('resolution_changed')) return changes;
  return changes.flatMap((change) => {
    if (change === resolution) return [];
    return change === status ? [{ ...change, entries: [...change.entries, ...resolution.entries] }] : [change];
  });
}

/** What changed about the issue itself; `ownTriggers` are those that rules of its workflow speak of. */
export function issueChanges(
  told: IssueSnapshot,
  now: IssueSnapshot,
  wasSeen: boolean,
  events: readonly AnyIssueEvent[],
  ownTriggers: ReadonlySet<string>,
): readonly Change[] {
  const restored = wasSeen ? [] : [changeOf('restored', told, now, UNKNOWN_ACTOR, { entries: [{ kind: 'restored' }] })];
  const fields = fieldEntries(told, now, events).flatMap((entry) => changeOfEntry(entry, told, now, events) ?? []);
  return [...restored, ...withResolution(withAdvice(fields, told, now), ownTriggers)];
}

/** The change that a comment's verdict tells of; null when nothing crosses. */
export function commentChange(
  verdict: CommentVerdict,
  commentId: string,
  comment: Comment | null,
  told: IssueSnapshot,
  now: IssueSnapshot,
): Change | null {
  const [entry] = verdict.entries;
  if (entry === undefined) return null;
  if (entry.kind === 'comment_deleted') {
    const author: Actor = { id: null, name: entry.author, kind: 'unknown' };
    const key = `comment_deleted/${commentId}`;
    const gone = { author, body: null, url: null };
    return changeOf('comment_deleted', told, now, UNKNOWN_ACTOR, { key, entries: [entry], comment: gone });
  }
  if (entry.kind !== 'comment' || comment === null) return null;
  const trigger = entry.what === 'added' ? 'comment_added' : 'comment_edited';
  return changeOf(trigger, told, now, comment.author, {
    key: `${trigger}/${commentId}`,
    entries: [entry],
    comment: { author: comment.author, body: entry.body, url: entry.url },
  });
}

/** A version came out; null when the issue is not to be fixed in it any more. */
export function releasedChange(event: IssueReleased, issue: IssueSnapshot): Change | null {
  if (!issue.fixVersions.some((name) => sameName(name, event.version))) return null;
  return changeOf('version_released', issue, issue, event.by, {
    key: `version_released/${event.version}`,
    entries: [{ kind: 'released', version: event.version }],
    version: event.version,
  });
}

/** Nothing has happened for a while; null when something has after all. */
export function unchangedChange(event: IssueUnchanged, told: IssueSnapshot, issue: IssueSnapshot): Change | null {
  if (issue.updatedAt > told.updatedAt) return null;
  const rested = event.at - event.since;
  const entries: NoteEntry[] = [{ kind: 'unchanged', days: wholeDays(rested) }];
  return changeOf('no_change', issue, issue, event.by, { entries, rested });
}

/** At least one. */
export function wholeDays(ms: number): number {
  return Math.max(1, Math.floor(ms / 86_400_000));
}
