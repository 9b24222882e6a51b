// Finds what to tell about an issue's fields: the way from what the dialogs know to what is true now.
import type { AnyIssueEvent } from '../event.ts';
import type { IssueChange, IssueSnapshot, MirroredField } from '../issue.ts';
import type { NoteEntry } from '../note.ts';

const FIELDS: readonly Exclude<MirroredField, 'key'>[] = [
  'summary',
  'status',
  'resolution',
  'priority',
  'assignee',
  'fixVersions',
  'dueDate',
];

/** A field's value in the words that a note shows. */
function shownValueOf(issue: IssueSnapshot, field: Exclude<MirroredField, 'key'>): string | null {
  switch (field) {
    case 'status':
      return issue.status.name;
    case 'fixVersions':
      return issue.fixVersions.length === 0 ? null : issue.fixVersions.join(', ');
    default:
      return issue[field];
  }
}

/**
 * The values a field went through. A changelog item counts only when it starts where the way has got to: so a
 * webhook that comes late or twice adds nothing, and a quick there-and-back is still mentioned.
 */
function pathOf(told: string | null, now: string | null, changes: readonly IssueChange[]): (string | null)[] {
  const path = [told];
  for (const change of changes) {
    if ((change.from ?? null) === path.at(-1) && change.to !== path.at(-1)) path.push(change.to);
  }
  if (path.at(-1) !== now) path.push(now);
  return path;
}

/** Changelog items of these fields name one value of several, so only the difference of the whole is reliable. */
const WHOLE_ONLY: ReadonlySet<MirroredField> = new Set(['fixVersions', 'dueDate']);

/** Entries for all fields that changed, the attachments added, and a move to another project. */
export function fieldEntries(told: IssueSnapshot, now: IssueSnapshot, events: readonly AnyIssueEvent[]): NoteEntry[] {
  const changes = events
    .filter((event) => event.kind === 'issue_changed')
    .sort((a, b) => a.at - b.at)
    .flatMap((event) => event.changes);
  const entries: NoteEntry[] = [];
  if (told.key !== now.key) entries.push({ kind: 'moved', fromKey: told.key });
  for (const field of FIELDS) {
    const items = WHOLE_ONLY.has(field) ? [] : changes.filter((change) => change.field === field);
    const path = pathOf(shownValueOf(told, field), shownValueOf(now, field), items);
    if (path.length > 1) entries.push({ kind: 'field', field, path });
  }
  const before = new Set(told.attachments.map((attachment) => attachment.id));
  for (const attachment of now.attachments) {
    if (!before.has(attachment.id)) entries.push({ kind: 'attached', attachment });
  }
  return entries;
}

/** True when the way of the status passed into the category done and is there now. */
export function reachedDone(told: IssueSnapshot, now: IssueSnapshot): boolean {
  return told.status.category !== 'done' && now.status.category === 'done';
}
