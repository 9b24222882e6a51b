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
function shownValueOf(issue: IssueSnapshot, field: Exclude<MirroredField, 'key' | 'fixVersions'>): string | null {
  return field === 'status' ? issue.status.name : issue[field];
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

/** Applies one changelog's items to a list of versions; null when they don't start from it: the changelog came late. */
function applyItems(versions: readonly string[], items: readonly IssueChange[]): readonly string[] | null {
  let now = versions;
  for (const { from, to } of items) {
    if ((from !== null && !now.includes(from)) || (to !== null && now.includes(to))) return null;
    now = [...now.filter((name) => name !== from), ...(to === null ? [] : [to])];
  }
  return now;
}

/** The lists that the fix versions went through: each changelog item names one version of several. */
function versionsPath(told: readonly string[], now: readonly string[], changelogs: readonly Changelog[]) {
  const path = [told];
  const same = (a: readonly string[], b: readonly string[]): boolean =>
    a.length === b.length && a.every((name) => b.includes(name));
  for (const changes of changelogs) {
    const last = path.at(-1) ?? told;
    const next = applyItems(
      last,
      changes.filter((change) => change.field === 'fixVersions'),
    );
    if (next !== null && !same(next, last)) path.push(next);
  }
  if (!same(path.at(-1) ?? told, now)) path.push(now);
  return path.map((versions) => (versions.length === 0 ? null : versions.join(', ')));
}

type Changelog = readonly IssueChange[];

function fieldPath(
  field: Exclude<MirroredField, 'key'>,
  told: IssueSnapshot,
  now: IssueSnapshot,
  changelogs: readonly Changelog[],
): (string | null)[] {
  if (field === 'fixVersions') return versionsPath(told.fixVersions, now.fixVersions, changelogs);
  const items = changelogs.flat().filter((change) => change.field === field);
  // A status that was only renamed, or read in another language, is the same status.
  const renamed = field === 'status' && told.status.id === now.status.id;
  const before = renamed ? now : told;
  return pathOf(shownValueOf(before, field), shownValueOf(now, field), items);
}

/** Entries for all fields that changed, the attachments added, and a move to another project. */
export function fieldEntries(told: IssueSnapshot, now: IssueSnapshot, events: readonly AnyIssueEvent[]): NoteEntry[] {
  const changelogs = events
    .filter((event) => event.kind === 'issue_changed')
    .sort((a, b) => a.at - b.at)
    .map((event) => event.changes);
  const entries: NoteEntry[] = [];
  if (told.key !== now.key) entries.push({ kind: 'moved', fromKey: told.key });
  for (const field of FIELDS) {
    const path = fieldPath(field, told, now, changelogs);
    if (path.length > 1) entries.push({ kind: 'field', field, path });
  }
  const before = new Set(told.attachments.map((attachment) => attachment.id));
  for (const attachment of now.attachments) {
    if (!before.has(attachment.id)) entries.push({ kind: 'attached', attachment });
  }
  return entries;
}

/** True when the status is in the category done and was not when the dialogs last heard of it. */
export function reachedDone(told: IssueSnapshot, now: IssueSnapshot): boolean {
  return told.status.category !== 'done' && now.status.category === 'done';
}
