// Looks for issues by key, address or words, and links the one that was pressed.
import type { IssueSnapshot } from '../../domain/issue.ts';
import { isAlike, tellingBeginnings } from '../../domain/new-issue/alike.ts';
import { findScreen } from '../../domain/screen/find-screen.ts';
import type { Screen } from '../../domain/screen/screen.ts';
import type { FoundIssue } from '../../domain/screen/view.ts';
import { isIssueKey, readIssueUrl } from '../../domain/vendor-urls.ts';
import type { IssueTarget } from '../../domain/workflow/workflow.ts';
import type { Bridge } from '../bridge.ts';
import { showHome } from './home.ts';
import { activeLinks } from './issue-views.ts';
import { doOwn } from './own-event.ts';
import { emptied, LATE, renewed, type Sitting, textsFor, timeLeft, trackerOf, within } from './sitting.ts';

const MOST_FOUND = 10;
const MOST_ALIKE = 3;
/** So many of the newest that have a word in common are compared. */
const MOST_COMPARED = 50;
/** How long a form may wait for what looks like it. */
const ALIKE_MS = 1200;
/** What is left for writing the answer. */
const MARGIN_MS = 300;

/** Issues with how many dialogs wait for each. */
async function withDialogs(issues: readonly IssueSnapshot[], sitting: Sitting): Promise<FoundIssue[]> {
  const [links, waiting] = await Promise.all([
    activeLinks(sitting),
    sitting.bridge.ledger.links.waiting(issues.map(({ connection, issueId }) => ({ connection, issueId }))),
  ]);
  return issues.map(({ connection, issueId, key, summary, status }, index) => ({
    connection,
    issueId,
    key,
    summary,
    status: status.name,
    category: status.category,
    dialogs: waiting[index] ?? 0,
    linked: links.some(({ issue }) => issue.connection === connection && issue.issueId === issueId),
  }));
}

async function searchAll(query: string, projects: readonly string[], limit: number, bridge: Bridge) {
  const { trackerSites } = bridge.rules();
  const url = readIssueUrl(query, trackerSites);
  const key = url?.key ?? (isIssueKey(query.toUpperCase()) ? query.toUpperCase() : null);
  const connections = url === null ? trackerSites.map(({ connection }) => connection) : [url.connection];
  const found = await Promise.all(
    connections.map(async (connection): Promise<readonly IssueSnapshot[]> => {
      const tracker = trackerOf(connection, bridge);
      if (tracker === null) return [];
      if (key === null) return tracker.searchIssues(query, projects, limit);
      const reading = await tracker.read(key);
      return reading.state === 'found' ? [reading.value] : [];
    }),
  );
  return found.flat().slice(0, limit);
}

export async function showFind(sitting: Sitting): Promise<Screen> {
  return findScreen(null, null, renewed(sitting), sitting.viewer);
}

/** Throws VendorError. */
export async function search(sitting: Sitting): Promise<Screen> {
  const { memory, viewer } = sitting;
  const query = memory.query.trim();
  if (query === '') return findScreen(null, null, memory, viewer);
  const { errors } = textsFor(sitting);
  const found = await within(timeLeft(sitting) - MARGIN_MS, searchAll(query, [], MOST_FOUND, sitting.bridge));
  if (found === LATE) return findScreen([], `${errors.slow} ${errors.kept}`, memory, viewer);
  return findScreen(await withDialogs(found, sitting), null, memory, viewer);
}

/** Open issues of a project that look like a summary, those with most dialogs first; empty when Jira is slow. */
export async function findAlike(
  summary: string,
  { connection, project }: Pick<IssueTarget, 'connection' | 'project'>,
  sitting: Sitting,
): Promise<readonly FoundIssue[]> {
  const beginnings = tellingBeginnings(summary);
  const tracker = trackerOf(connection, sitting.bridge);
  if (beginnings.length === 0 || tracker === null) return [];
  const look = async (): Promise<readonly FoundIssue[]> => {
    const met = await tracker.searchSummaries(beginnings, [project], MOST_COMPARED);
    const alike = met.filter((issue) => issue.status.category !== 'done' && isAlike(issue.summary, beginnings));
    // What this dialog waits for already stands on the first screen.
    return (await withDialogs(alike, sitting)).filter(({ linked }) => !linked);
  };
  const ms = Math.min(ALIKE_MS, timeLeft(sitting) - MARGIN_MS);
  // A help, not a must: whatever fails here must not stand in the way of creating.
  const found = await within(ms, look()).catch(() => LATE);
  if (found === LATE) return [];
  return (found as readonly FoundIssue[]).toSorted((a, b) => b.dialogs - a.dialogs).slice(0, MOST_ALIKE);
}

export async function linkIssue(connection: string, keyOrId: string, sitting: Sitting): Promise<Screen> {
  const { bridge, conversation, teammate: by, memory, viewer } = sitting;
  const texts = textsFor(sitting);
  if (trackerOf(connection, bridge) === null) return findScreen(null, texts.find.notThere(keyOrId), memory, viewer);
  const issue = { connection, keyOrId };
  const event = { kind: 'link_requested', conversation, issue, by, at: bridge.now() } as const;
  const end = await doOwn(event, `link/${connection}/${keyOrId}`, sitting);
  if (end === null) return showHome(sitting, { message: texts.errors.pending, memory: emptied(sitting) });
  if (end.state === 'done') {
    return showHome(sitting, { message: texts.find.done(end.detail ?? keyOrId), memory: emptied(sitting) });
  }
  if (end.reason === 'already_linked') {
    return showHome(sitting, { message: texts.errors.already, memory: emptied(sitting) });
  }
  const message =
    end.reason === 'issue_not_found'
      ? texts.find.notThere(end.detail ?? keyOrId)
      : `${texts.errors.refused} ${end.detail ?? end.reason ?? ''}`;
  return findScreen(null, message, { ...memory, nonce: bridge.newId('ev') }, viewer);
}
