// Lets a webhook in: verified, looked at just enough to know its lane, and on disk before anybody says yes.
import { hash } from 'node:crypto';
import { nestsDeeperThan } from '../kit/json-depth.ts';
import { type Bridge, eventsRing } from './bridge.ts';
import type { NewEvent } from './ledger.ts';
import type { Headers } from './ports.ts';

export interface Delivered {
  readonly connection: string;
  readonly raw: Buffer;
  readonly headers: Headers;
  /** The secret part of the URL, where the vendor can't sign. */
  readonly urlSecret: string | null;
  readonly maxDepth: number;
}

export type ReceiveOutcome =
  | { readonly kind: 'recorded' | 'duplicate'; readonly eventId: string }
  | { readonly kind: 'unknown_connection' | 'bad_signature' | 'too_deep' | 'not_json' | 'not_stored' };

/** Headers that help to understand a delivery later; never a signature or a secret. */
const KEPT_HEADERS = [
  'content-type',
  'user-agent',
  'x-atlassian-webhook-identifier',
  'x-atlassian-webhook-retry',
  'x-atlassian-webhook-flow',
] as const;

function keptHeaders(headers: Headers): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') kept[name] = value.slice(0, 200);
  }
  return kept;
}

function parse(raw: Buffer): { readonly payload: unknown } | null {
  try {
    return { payload: JSON.parse(raw.toString('utf8')) };
  } catch {
    return null;
  }
}

async function record(event: NewEvent, bridge: Bridge): Promise<ReceiveOutcome> {
  try {
    const result = await bridge.ledger.events.record(event);
    if (result.kind === 'recorded') bridge.doorbell.ring(eventsRing(event.lane));
    return result;
  } catch (error) {
    bridge.telemetry.log('error', 'event.not_stored', { connection: event.connection, error: String(error) });
    return { kind: 'not_stored' };
  }
}

/** Never throws: whatever arrives has an outcome. */
export async function receiveEvent(delivered: Delivered, bridge: Bridge): Promise<ReceiveOutcome> {
  const { raw, headers } = delivered;
  const connection = bridge.connections.get(delivered.connection);
  if (connection === undefined) return { kind: 'unknown_connection' };
  if (!connection.source.verify(raw, headers, delivered.urlSecret)) return { kind: 'bad_signature' };
  if (nestsDeeperThan(raw, delivered.maxDepth)) return { kind: 'too_deep' };
  const parsed = parse(raw);
  if (parsed === null) return { kind: 'not_json' };
  const { deliveryKey, lane, topic } = connection.source.identify(parsed.payload, headers);
  const event: NewEvent = {
    id: bridge.newId('ev'),
    connection: connection.name,
    format: 'vendor',
    deliveryKey,
    bodyHash: hash('sha256', raw, 'base64url'),
    lane,
    topic,
    headers: keptHeaders(headers),
    body: raw,
    receivedAt: bridge.now(),
    replayOf: null,
  };
  const outcome = await record(event, bridge);
  bridge.telemetry.count('deskbridge_events_received_total', { connection: connection.name, result: outcome.kind });
  return outcome;
}
