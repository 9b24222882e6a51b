// Takes the head of a delivery lane, makes its one call, and settles how it ended.
import { connectionOfLane } from '../domain/refs.ts';
import type { Bridge } from './bridge.ts';
import { unmaskDeadToken } from './dead-token.ts';
import { decideRetry, type RetryDecision } from './decide-retry.ts';
import { errorForLog } from './error-for-log.ts';
import type { StoredDelivery } from './ledger.ts';
import { performAction } from './perform-action.ts';
import { isToldToOperator, tellRefused } from './perform-create.ts';
import { writeRefusal } from './refusal-text.ts';
import { VendorError } from './vendor-error.ts';

async function settleDelivered(
  delivery: StoredDelivery,
  startedAt: number,
  result: { readonly receipt: string; readonly found: boolean },
  bridge: Bridge,
): Promise<void> {
  const now = bridge.now();
  await bridge.ledger.deliveries.settle({
    id: delivery.id,
    kind: delivery.action.kind,
    attempt: delivery.attempt,
    earlier: delivery.tries,
    state: 'delivered',
    dueAt: now,
    inDoubt: false,
    receipt: result.receipt,
    error: null,
    try: { at: startedAt, ms: now - startedAt, result: result.found ? 'found' : 'delivered' },
    now,
  });
  logAttempt(delivery, 'delivered', now - startedAt, null, bridge);
}

function logAttempt(delivery: StoredDelivery, state: string, ms: number, error: string | null, bridge: Bridge): void {
  const { id, eventId, lane, action, attempt } = delivery;
  const level = state === 'delivered' ? 'info' : state === 'parked' ? 'error' : 'warn';
  bridge.telemetry.log(level, 'delivery.attempted', {
    delivery: id,
    eventId,
    kind: action.kind,
    lane,
    attempt,
    state,
    ms,
    ...(error === null ? {} : { error }),
  });
  bridge.telemetry.count('deskbridge_deliveries_total', { kind: action.kind, state });
  bridge.telemetry.time('deskbridge_delivery_seconds', ms, { kind: action.kind });
}

async function raiseParked(delivery: StoredDelivery, error: string, bridge: Bridge): Promise<void> {
  await bridge.ledger.upkeep.raiseAlarm({
    id: bridge.newId('al'),
    at: bridge.now(),
    kind: 'delivery_parked',
    subject: delivery.id,
    message: `Delivery ${delivery.id} (${delivery.action.kind}) is parked: ${error}. Mend the cause, then: deskbridge replay ${delivery.id}`,
  });
}

async function settleFailed(
  delivery: StoredDelivery,
  startedAt: number,
  error: unknown,
  decision: RetryDecision,
  bridge: Bridge,
): Promise<void> {
  const now = bridge.now();
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  const kind = error instanceof VendorError ? error.details.kind : 'crashed';
  const state = decision.kind === 'park' ? 'parked' : 'retrying';
  // A clear refusal after an unclear try leaves the earlier doubt in place.
  const inDoubt = (decision.kind !== 'park' && decision.inDoubt) || delivery.inDoubt;
  const isOurs = await bridge.ledger.deliveries.settle({
    id: delivery.id,
    kind: delivery.action.kind,
    attempt: delivery.attempt,
    earlier: delivery.tries,
    state,
    dueAt: decision.kind === 'park' ? now : decision.at,
    inDoubt,
    receipt: null,
    error: error instanceof VendorError ? writeRefusal({ message, fields: error.details.fields ?? {} }) : message,
    try: { at: startedAt, ms: now - startedAt, result: `${kind}: ${message}` },
    now,
  });
  logAttempt(delivery, state, now - startedAt, errorForLog(error), bridge);
  // Whoever took the delivery over decides what becomes of it.
  if (decision.kind === 'park' && isOurs && !isToldToOperator(delivery, error)) {
    await raiseParked(delivery, message, bridge);
  }
}

/** True when the lane may go on: a parked head steps aside, a retrying one holds it. */
async function handleFailure(
  delivery: StoredDelivery,
  startedAt: number,
  error: unknown,
  bridge: Bridge,
): Promise<boolean> {
  const decision = decideRetry(
    error,
    { number: delivery.attempt, since: delivery.createdAt, now: bridge.now(), random: bridge.random() },
    bridge.patience,
  );
  if (decision.kind === 'pause_connection' && error instanceof VendorError) {
    const { connection } = error.details;
    bridge.telemetry.log('error', 'connection.paused', { connection, error: errorForLog(error) });
    await bridge.pauses.pause(connection, error.message);
  }
  if (decision.kind === 'park') await tellRefused(delivery, error, bridge);
  await settleFailed(delivery, startedAt, error, decision, bridge);
  return decision.kind === 'park';
}

/** Delivers the head of a lane. False when there was nothing to do now, or the head has to wait. */
export async function deliverNext(lane: string, bridge: Bridge): Promise<boolean> {
  if (bridge.pauses.isPaused(connectionOfLane(lane))) return false;
  const startedAt = bridge.now();
  const delivery = await bridge.ledger.deliveries.claim(lane, startedAt, startedAt + bridge.patience.lease);
  if (delivery === null) return false;
  let result: Awaited<ReturnType<typeof performAction>>;
  try {
    result = await performAction(delivery, bridge);
  } catch (error) {
    return handleFailure(delivery, startedAt, await unmaskDeadToken(error, bridge), bridge);
  }
  // Outside the try: when storing the receipt fails, the lease runs out and the call is looked up, not repeated.
  await settleDelivered(delivery, startedAt, result, bridge);
  // What is put behind it from now on rings for itself.
  return delivery.more;
}
