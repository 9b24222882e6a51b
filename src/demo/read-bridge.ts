// Asks the bridge, through its own API, what it did with the demo's dialogs and which issues it has linked to them.
import type { Trace, TracedDelivery, TracedEvent } from '../application/trace.ts';
import type { Activity, ActivityDelivery } from './page/demo-state.ts';

/** What the bridge told: all of it comes from `GET /api/v1/events`. */
export interface BridgeReport {
  readonly up: boolean;
  /** Newest first. */
  readonly activity: readonly Activity[];
  /** Ids of linked dialogs by id of the issue. */
  readonly dialogsByIssue: ReadonlyMap<string, readonly string[]>;
}

export interface BridgeAddress {
  readonly bridgeUrl: string;
  readonly bridgeToken: string;
}

const MAX_ACTIVITY = 60;
const TIMEOUT_MS = 3000;

function toDelivery({ id, kind, state, error, receipt, tries }: TracedDelivery): ActivityDelivery {
  const wasOpen = kind === 'reopen' && receipt === 'was open already';
  return { id, kind, wasOpen, state, error, ms: tries.at(-1)?.ms ?? null };
}

const UNDER_WAY: readonly string[] = ['queued', 'sending', 'retrying'];

/** From receiving to the end of the last delivery; null while any is under way. */
function tookMs(event: TracedEvent): number | null {
  if (event.settledAt === null || event.deliveries.some(({ state }) => UNDER_WAY.includes(state))) return null;
  const ends = event.deliveries.flatMap(({ tries }) => tries.slice(-1).map((last) => last.at + last.ms));
  return Math.max(event.settledAt, ...ends) - event.receivedAt;
}

function toActivity(event: TracedEvent): Activity {
  return {
    id: event.id,
    at: event.receivedAt,
    what: event.topic,
    why: event.because,
    reason: event.reason,
    outcome: event.outcome,
    dueAt: event.dueAt,
    decidedWith: event.decidedWith,
    // What was told together is shown where it was decided, once.
    deliveries: event.decidedWith === null ? event.deliveries.map(toDelivery) : [],
    tookMs: tookMs(event),
    lane: event.lane,
  };
}

async function askTrace(query: string, address: BridgeAddress): Promise<Trace> {
  const answer = await fetch(`${address.bridgeUrl}/api/v1/events?q=${encodeURIComponent(query)}`, {
    headers: { authorization: `Bearer ${address.bridgeToken}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new Error(`the bridge answered ${answer.status}`);
  return (await answer.json()) as Trace;
}

function linksByIssue(traces: readonly Trace[]): Map<string, readonly string[]> {
  const byIssue = new Map<string, readonly string[]>();
  for (const { issue, conversation, unlinkedAt } of traces.flatMap((trace) => trace.links)) {
    const known = byIssue.get(issue.issueId) ?? [];
    if (unlinkedAt !== null || known.includes(conversation.conversationId)) continue;
    byIssue.set(issue.issueId, [...known, conversation.conversationId]);
  }
  return byIssue;
}

/** Never throws: a bridge that does not answer is a report too, with what was known before. */
export async function readBridge(
  dialogIds: readonly string[],
  address: BridgeAddress,
  before: BridgeReport,
): Promise<BridgeReport> {
  try {
    const traces = await Promise.all(dialogIds.map((id) => askTrace(id, address)));
    const events = new Map(traces.flatMap((trace) => trace.events).map((event) => [event.id, event]));
    const newest = [...events.values()].sort((a, b) => b.receivedAt - a.receivedAt || (a.id < b.id ? 1 : -1));
    return { up: true, activity: newest.slice(0, MAX_ACTIVITY).map(toActivity), dialogsByIssue: linksByIssue(traces) };
  } catch {
    return { ...before, up: false };
  }
}
