// The issues that a dialog waits for, from the store at once, and from Jira when that is quick.
import type { IssueSnapshot } from '../../domain/issue.ts';
import type { KnownIssue } from '../../domain/known.ts';
import type { Link } from '../../domain/link.ts';
import type { Instant } from '../../domain/refs.ts';
import type { IssueView } from '../../domain/screen/view.ts';
import { issueUrl } from '../../domain/vendor-urls.ts';
import { LATE, type Sitting, trackerOf, within } from './sitting.ts';

/** More issues than this are not read anew when the app is opened. */
const MOST_READ = 10;
/** How long the opening of the app may wait for Jira. */
const OPEN_MS = 900;
/** How long somebody waits who pressed Refresh. */
const REFRESH_MS = 2500;
/** After it was slow, a tracker is not waited for at the next openings; it is read all the same. */
const SLOW_FOR_MS = 30_000;

const keyOf = ({ issue }: Link): string => `${issue.connection}/${issue.issueId}`;

export async function activeLinks({ bridge, conversation }: Sitting): Promise<readonly Link[]> {
  const links = await bridge.ledger.links.ofConversation(conversation);
  return links.filter((link) => link.unlinkedAt === null);
}

/** The link of that id, if it is one of this dialog and still there. */
export async function linkOf(linkId: string, sitting: Sitting): Promise<Link | null> {
  return (await activeLinks(sitting)).find((link) => link.id === linkId) ?? null;
}

/** True when all was read in time. */
export async function refreshIssues(links: readonly Link[], forced: boolean, sitting: Sitting): Promise<boolean> {
  const { bridge, recent } = sitting;
  const wanted = links
    .slice(0, MOST_READ)
    .filter((link) => !bridge.pauses.isPaused(link.issue.connection))
    .filter((link) => forced || recent.issues.peek(keyOf(link)) === null);
  if (wanted.length === 0) return true;
  const reads = wanted.map(async (link) => {
    const { connection, issueId } = link.issue;
    const tracker = trackerOf(connection, bridge);
    if (tracker !== null) await recent.issues.read(keyOf(link), () => tracker.read(issueId));
  });
  const all = Promise.all(reads);
  const connections = [...new Set(wanted.map(({ issue }) => issue.connection))];
  const slow = connections.some((connection) => (recent.slowUntil.get(connection) ?? 0) > bridge.now());
  if (slow && !forced) {
    all.catch(() => undefined);
    return false;
  }
  const result = await within(forced ? REFRESH_MS : OPEN_MS, all).catch(() => LATE);
  for (const connection of connections) {
    if (result === LATE) recent.slowUntil.set(connection, bridge.now() + SLOW_FOR_MS);
    else recent.slowUntil.delete(connection);
  }
  return result !== LATE;
}

interface Seen {
  readonly snapshot: IssueSnapshot | null;
  readonly readAt: Instant | null;
  readonly state: IssueView['state'];
}

/** Whatever was read last: by the inbox app, or by what told the dialogs. */
function lastSeen(link: Link, known: KnownIssue | null, { recent }: Sitting): Seen {
  const reading = recent.issues.last(keyOf(link));
  const toldAt = known === null ? null : Math.max(known.told.updatedAt, known.lastNotedAt ?? 0);
  const told: Seen = { snapshot: known?.told ?? null, readAt: toldAt, state: known?.state ?? 'seen' };
  if (reading === null) return told;
  if (reading.value.state === 'missing') {
    return { ...told, readAt: reading.at, state: told.state === 'seen' ? 'inaccessible' : told.state };
  }
  const read: Seen = { snapshot: reading.value.value, readAt: reading.at, state: 'seen' };
  return known !== null && (toldAt ?? 0) > reading.at ? told : read;
}

/** Null when the status is another one than the one whose beginning is known. */
function sinceOf(since: Instant | null, seen: Seen, known: KnownIssue | null, link: Link): IssueView['statusSince'] {
  if (since === null || known === null || seen.snapshot?.status.id !== known.told.status.id) return null;
  // The status that an issue had when it was linked may be older than the link, and was first seen with it.
  return { at: since, exact: since > link.createdAt };
}

async function viewOf(link: Link, dialogs: number, sitting: Sitting): Promise<IssueView> {
  const { bridge } = sitting;
  const { memory } = bridge.ledger;
  const [known, since] = await Promise.all([memory.issue(link.issue), memory.statusSince(link.issue)]);
  const seen = lastSeen(link, known, sitting);
  const { snapshot } = seen;
  const site = bridge.rules().trackerSites.find(({ connection }) => connection === link.issue.connection);
  const key = snapshot?.key ?? link.issueKey;
  return {
    linkId: link.id,
    key,
    url: snapshot?.url ?? (site === undefined ? null : issueUrl(site.siteUrl, key)),
    summary: snapshot?.summary ?? '',
    type: snapshot?.type ?? '—',
    status: snapshot?.status.name ?? '—',
    category: snapshot?.status.category ?? 'undefined',
    priority: snapshot?.priority ?? null,
    assignee: snapshot?.assignee ?? null,
    statusSince: sinceOf(since, seen, known, link),
    updatedAt: snapshot?.updatedAt ?? null,
    dialogs,
    promise: link.promise === null ? null : { dueAt: link.promise.dueAt, by: link.promise.by.name },
    state: seen.state,
    movedFrom: key === link.issueKey ? (known?.told.formerKey ?? null) : link.issueKey,
    readAt: seen.readAt,
  };
}

/** In the order in which they were linked, the newest first. */
export async function viewsOf(links: readonly Link[], sitting: Sitting): Promise<readonly IssueView[]> {
  const waiting = await sitting.bridge.ledger.links.waiting(links.map(({ issue }) => issue));
  const views = await Promise.all(links.map((link, index) => viewOf(link, waiting[index] ?? 1, sitting)));
  return views.toReversed();
}
