// A released version is told issue by issue: each that names it gets an event of its own.
import type { VersionReleased } from '../domain/event.ts';
import type { KnownIssue } from '../domain/known.ts';
import { done, ignored } from '../domain/outcome.ts';
import { type FollowUp, NO_PLAN, type Plan } from '../domain/plan/plan.ts';
import { issueLane, UNKNOWN_ACTOR } from '../domain/refs.ts';
import type { Bridge } from './bridge.ts';
import { issuesOf } from './connected.ts';

// Far more than a release has; a bound all the same, because they become events in one transaction.
const MAX_ISSUES = 10_000;

/** Issues are known by the key of their project, a release tells its id. Null when the account sees no such project. */
async function projectKey(event: VersionReleased, bridge: Bridge): Promise<string | null> {
  const { projects } = await issuesOf(bridge, event.connection).vocabulary();
  return projects.find(({ id }) => id === event.projectId)?.key ?? null;
}

/** Versions are named alike in many projects: only issues of the one that released it are meant. */
async function ofProject(
  found: readonly KnownIssue[],
  event: VersionReleased,
  bridge: Bridge,
): Promise<readonly KnownIssue[]> {
  if (found.length === 0 || event.projectId === null) return found;
  const key = await projectKey(event, bridge);
  return found.filter(({ told }) => told.projectKey === key);
}

function releasedEvent({ connection, issueId, told }: KnownIssue, event: VersionReleased): FollowUp {
  const issue = { connection, issueId, key: told.key };
  const { version, at } = event;
  return {
    // With the time: a version may be taken back and released again.
    key: `released/${connection}/${version.id}/${issueId}/${at}`,
    event: { kind: 'issue_released', issue, version: version.name, by: UNKNOWN_ACTOR, at, conversationUrls: [] },
    lane: issueLane(issue),
    dueAt: at,
  };
}

/** What follows from a release: an event for each linked issue that it fixes. Throws VendorError. */
export async function planVersionReleased(event: VersionReleased, bridge: Bridge): Promise<Plan> {
  const { connection, version } = event;
  const found = await bridge.ledger.memory.issuesWithVersion(connection, version.name, MAX_ISSUES);
  const issues = await ofProject(found, event, bridge);
  if (issues.length === 0) return { ...NO_PLAN, outcomes: [ignored('not_linked', version.name)] };
  const detail = `${version.name}: ${issues.length}`;
  return {
    ...NO_PLAN,
    outcomes: [done('passed_on', detail)],
    followUps: issues.map((issue) => releasedEvent(issue, event)),
  };
}
