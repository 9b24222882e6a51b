// Takes what waits at the head of an event lane, decides it, and stores the decision whole or not at all.
import { type AnyIssueEvent, type BridgeEvent, isIssueEvent } from '../domain/event.ts';
import { type Outcome, parked } from '../domain/outcome.ts';
import type { ConversationFacts, IssueFacts } from '../domain/plan/facts.ts';
import { NO_PLAN, type Plan } from '../domain/plan/plan.ts';
import { planConversationEvent } from '../domain/plan/plan-conversation-event.ts';
import { planIssueEvents } from '../domain/plan/plan-issue-events.ts';
import { connectionOfLane, type IssueRef } from '../domain/refs.ts';
import { type Bridge, deliveriesRing, eventsRing } from './bridge.ts';
import { unmaskDeadToken } from './dead-token.ts';
import { decideRetry } from './decide-retry.ts';
import { gatherConversationFacts, gatherIssueFacts } from './gather-facts.ts';
import type { Decision, DecisionRecord, ReceivedEvents, StoredEvent, Wait } from './ledger.ts';
import { deliveryOf, meantBy, type ReadEvent, withOutcomes } from './plan-batch.ts';
import { readStoredEvent } from './read-event.ts';
import { recordOf } from './record-decision.ts';
import { followUpEvent } from './record-own-event.ts';
import { planVersionReleased } from './version-released.ts';
import { errorForLog } from './error-for-log.ts';

const MAX_BATCH = 50;
const MAX_CRASHES = 3;

type Decided = { readonly plan: Plan; readonly facts: string; readonly record: DecisionRecord | null };

function shortIssueFacts(facts: IssueFacts): string {
  const { reading } = facts;
  return JSON.stringify({
    issue: reading.state === 'found' ? { key: reading.value.key, status: reading.value.status.name } : reading.state,
    known: facts.known === null ? null : { key: facts.known.told.key, status: facts.known.told.status.name },
    links: facts.links.filter((link) => link.unlinkedAt === null).length,
    comments: facts.comments.map(({ commentId, comment }) => (comment === null ? `${commentId} gone` : commentId)),
  });
}

function shortConversationFacts(facts: ConversationFacts): string {
  return JSON.stringify({
    links: facts.links.filter((link) => link.unlinkedAt === null).map((link) => link.issueKey),
    named: facts.named.map(({ asked, issue }) => (issue === null ? `${asked} not found` : issue.key)),
    ours: facts.ours,
  });
}

async function decideEvents(events: readonly ReadEvent[], bridge: Bridge): Promise<Decided> {
  const meant = meantBy(events);
  const rules = bridge.rules();
  switch (meant.kind) {
    case 'nothing':
      return { plan: withOutcomes(NO_PLAN, events, []), facts: '{}', record: null };
    case 'issue': {
      const facts = await gatherIssueFacts(meant.events, bridge);
      const plan = planIssueEvents(meant.events, facts, rules);
      const record = recordOf(facts, plan.trace);
      return { plan: withOutcomes(plan, events, meant.events), facts: shortIssueFacts(facts), record };
    }
    case 'version': {
      const plan = await planVersionReleased(meant.event, bridge);
      return { plan: withOutcomes(plan, events, [meant.event]), facts: '{}', record: null };
    }
    case 'conversation': {
      const facts = await gatherConversationFacts(meant.event, bridge);
      const plan = planConversationEvent(meant.event, facts, rules);
      const record = recordOf(facts, plan.trace);
      return { plan: withOutcomes(plan, events, [meant.event]), facts: shortConversationFacts(facts), record };
    }
  }
}

/** When the last note about the issue is so fresh that what follows should join the next one. */
async function digestUntil(issue: IssueRef, bridge: Bridge): Promise<number | null> {
  const known = await bridge.ledger.memory.issue(issue);
  if (known?.lastNotedAt == null) return null;
  const until = known.lastNotedAt + bridge.patience.digestWindow;
  return until > bridge.now() ? until : null;
}

async function store(events: readonly ReadEvent[], decided: Decided, bridge: Bridge): Promise<void> {
  const batch = events.map(({ stored }) => stored);
  const { plan, facts, record } = decided;
  const decision: Decision = {
    batch: batch.map(({ id, attempt }) => ({ id, attempt })),
    plan,
    deliveries: plan.actions.map((action, index) => deliveryOf(action, batch, index)),
    linkIds: plan.links.map(() => bridge.newId('ln')),
    rulesVersion: bridge.rules().version,
    facts,
    record,
    followUps: plan.followUps.map((followUp) => followUpEvent(followUp, bridge)),
    now: bridge.now(),
  };
  if (!(await bridge.ledger.events.decide(decision))) return;
  for (const lane of new Set(decision.deliveries.map((delivery) => delivery.lane))) {
    bridge.doorbell.ring(deliveriesRing(lane));
  }
  for (const { lane, dueAt = 0 } of decision.followUps) {
    if (dueAt <= decision.now) bridge.doorbell.ring(eventsRing(lane));
  }
  await report(batch, plan, decision, bridge);
}

async function report(batch: readonly StoredEvent[], plan: Plan, decision: Decision, bridge: Bridge): Promise<void> {
  for (const [index, stored] of batch.entries()) {
    const outcome = plan.outcomes[index];
    if (outcome === undefined) continue;
    bridge.telemetry.log('info', 'event.planned', {
      eventId: stored.id,
      connection: stored.connection,
      topic: stored.topic,
      lane: stored.lane,
      outcome: outcome.state,
      reason: outcome.reason,
      deliveries: decision.deliveries.length,
      ms: decision.now - stored.receivedAt,
    });
    bridge.telemetry.count('deskbridge_events_total', { outcome: outcome.state, reason: outcome.reason });
    if (outcome.state === 'parked') await raiseParked(stored, outcome, bridge);
  }
}

async function raiseParked(stored: StoredEvent, outcome: Outcome, bridge: Bridge): Promise<void> {
  const message = `Event ${stored.id} is parked (${outcome.reason}${outcome.detail === null ? '' : `: ${outcome.detail}`}). Look with: deskbridge trace ${stored.id}; then: deskbridge replay ${stored.id}`;
  bridge.telemetry.log('error', 'event.parked', { eventId: stored.id, reason: outcome.reason });
  await bridge.ledger.upkeep.raiseAlarm({
    id: bridge.newId('al'),
    at: bridge.now(),
    kind: 'event_parked',
    subject: stored.id,
    message,
  });
}

/** What waited for its time (a promise, perhaps for weeks) is tried as long as anything else, beginning then. */
function firstDue({ stored, event }: ReadEvent): number {
  return stored.format === 'bridge' && 'at' in event ? Math.max(stored.receivedAt, event.at) : stored.receivedAt;
}

/** A vendor that fails makes events wait; our own mistake is tried three times and then parked, alone. */
async function handleFailure(events: readonly ReadEvent[], error: unknown, bridge: Bridge): Promise<void> {
  const [head] = events;
  if (head === undefined) return;
  const { stored } = head;
  const batch = events.map(({ stored: { id, attempt } }) => ({ id, attempt }));
  const message = error instanceof Error ? error.message : String(error);
  const isVendor = error instanceof Error && error.name === 'VendorError';
  bridge.telemetry.log(isVendor ? 'warn' : 'error', 'event.failed', { eventId: stored.id, error: errorForLog(error) });
  const decision = decideRetry(
    error,
    { number: stored.failures + 1, since: firstDue(head), now: bridge.now(), random: bridge.random() },
    bridge.patience,
  );
  const hopeless = !isVendor && stored.failures + 1 >= MAX_CRASHES;
  if (decision.kind === 'park' || hopeless) {
    const reason = decision.kind === 'park' ? decision.reason : 'crashed';
    const outcome = parked(reason, message.slice(0, 300));
    if (batch.length > 1) {
      // Any of them may be the reason: the head shows alone whether it is.
      await putBack(batch, { dueAt: bridge.now(), reason: 'vendor_failed', detail: message.slice(0, 300) }, bridge);
      return;
    }
    await bridge.ledger.events.settle(stored.id, stored.attempt, outcome, bridge.now());
    await raiseParked(stored, outcome, bridge);
    return;
  }
  if (decision.kind === 'pause_connection') await pauseFor(error, bridge);
  const reason = isVendor ? (decision.kind === 'retry' ? 'vendor_failed' : 'connection_paused') : 'crashed';
  await putBack(batch, { dueAt: decision.at, reason, detail: message.slice(0, 300) }, bridge);
}

/** Only the head counts as failed and goes on alone: what waits behind it still becomes one note. */
async function putBack(batch: Parameters<ReceivedEvents['postpone']>[0], wait: Omit<Wait, 'failed'>, bridge: Bridge) {
  await bridge.ledger.events.postpone(batch.slice(0, 1), { ...wait, failed: true });
  if (batch.length > 1) await bridge.ledger.events.postpone(batch.slice(1), { ...wait, failed: false });
}

async function pauseFor(error: unknown, bridge: Bridge): Promise<void> {
  const connection = (error as { details?: { connection?: string } }).details?.connection;
  if (connection === undefined) return;
  const message = (error as Error).message;
  bridge.telemetry.log('error', 'connection.paused', { connection, error: errorForLog(error) });
  await bridge.pauses.pause(connection, message);
}

/** A file that is taken in the middle of a decision counts from the next one on. */
function holdingRules(bridge: Bridge): Bridge {
  const rules = bridge.rules();
  return { ...bridge, rules: () => rules };
}

/** Decides the events at the head of a lane. False when there was nothing to do now. */
export async function processNextEvents(lane: string, running: Bridge): Promise<boolean> {
  const bridge = holdingRules(running);
  if (bridge.pauses.isPaused(connectionOfLane(lane))) return false;
  const now = bridge.now();
  const limit = lane.startsWith('issue/') ? MAX_BATCH : 1;
  const claimed = await bridge.ledger.events.claim(lane, now, now + bridge.patience.lease, limit);
  if (claimed.length === 0) return false;
  const events = claimed.map((stored) => ({ stored, event: readStoredEvent(stored, bridge) }));
  try {
    const issue = events
      .map(({ event }) => event)
      .find((event): event is AnyIssueEvent => isIssueEvent(event as BridgeEvent));
    const until = issue === undefined ? null : await digestUntil(issue.issue, bridge);
    if (until !== null) {
      const batch = claimed.map(({ id, attempt }) => ({ id, attempt }));
      await bridge.ledger.events.postpone(batch, { dueAt: until, reason: 'digest', detail: null, failed: false });
      return false;
    }
    await store(events, await decideEvents(events, bridge), bridge);
  } catch (error) {
    await handleFailure(events, await unmaskDeadToken(error, bridge), bridge);
    return true;
  }
  // A batch that was not full took all there was; what comes from now on rings for itself.
  return claimed.length === limit || claimed.some(({ failures }) => failures > 0);
}
