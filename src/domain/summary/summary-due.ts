// When the living summary of an issue is brought up to date: a few minutes after something about its dialogs changed.
import { fingerprint } from '../known.ts';
import type { Link } from '../link.ts';
import type { FollowUp, LinkChange, Plan } from '../plan/plan.ts';
import { type Instant, type IssueRef, issueLane, UNKNOWN_ACTOR } from '../refs.ts';

/** At most one update of an issue in this time, however many dialogs are linked meanwhile. */
const SUMMARY_EVERY_MS = 3 * 60_000;

interface Touched {
  readonly issue: IssueRef;
  readonly key: string;
}

/** Issues have their minutes at different times, so that a thousand of them do not want the vendors at once. */
function offsetOf({ connection, issueId }: IssueRef): number {
  return Number.parseInt(fingerprint(`${connection}/${issueId}`).slice(0, 8), 16) % SUMMARY_EVERY_MS;
}

function followUp({ issue, key }: Touched, now: Instant): FollowUp {
  const offset = offsetOf(issue);
  const bucket = Math.floor((now + offset) / SUMMARY_EVERY_MS);
  const at = (bucket + 1) * SUMMARY_EVERY_MS - offset;
  const { connection, issueId } = issue;
  return {
    key: `summary/${connection}/${issueId}/${bucket}`,
    event: {
      kind: 'summary_due',
      issue: { connection, issueId, key },
      by: UNKNOWN_ACTOR,
      at,
      conversationUrls: [],
    },
    lane: issueLane(issue),
    dueAt: at,
  };
}

function touchedBy(change: LinkChange, links: readonly Link[]): Touched[] {
  if (change.kind === 'link') return [{ issue: change.issue, key: change.issueKey }];
  if (change.kind !== 'unlink') return [];
  return links.filter(({ id }) => id === change.linkId).map(({ issue, issueKey }) => ({ issue, key: issueKey }));
}

/**
 * Adds what the plan means for summaries: links set or taken away among `links`, and `heard`, links whose customer
 * wrote.
 */
export function withSummariesDue(plan: Plan, links: readonly Link[], heard: readonly Link[], now: Instant): Plan {
  const touched = [
    ...plan.links.flatMap((change) => touchedBy(change, links)),
    ...heard.map(({ issue, issueKey }) => ({ issue, key: issueKey })),
  ];
  if (touched.length === 0) return plan;
  const due = new Map(touched.map((one) => followUp(one, now)).map((event) => [event.key, event]));
  return { ...plan, followUps: [...plan.followUps, ...due.values()] };
}
