// Lets a webhook in: verified, looked at just enough to know its lane, and on disk before anybody says yes.
import { shapeOfJson } from '../kit/json-shape.ts';
import { type Bridge, JOURNAL_RING } from './bridge.ts';
import type { Arrival } from './ledger.ts';
import type { Headers } from './ports.ts';
import { errorForLog } from './error-for-log.ts';

export interface Delivered {
  readonly connection: string;
  readonly raw: Buffer;
  readonly headers: Headers;
  /** The secret part of the URL, where the vendor can't sign. */
  readonly urlSecret: string | null;
  readonly maxDepth: number;
}

export type ReceiveOutcome =
  | { readonly kind: 'stored'; readonly eventId: string }
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

async function store(arrival: Arrival, bridge: Bridge): Promise<ReceiveOutcome> {
  try {
    await bridge.ledger.events.accept(arrival);
  } catch (error) {
    bridge.telemetry.log('error', 'event.not_stored', { connection: arrival.connection, error: errorForLog(error) });
    return { kind: 'not_stored' };
  }
  bridge.doorbell.ring(JOURNAL_RING);
  return { kind: 'stored', eventId: arrival.id };
}

/** Never throws: whatever arrives has an outcome. What the event says is found out after the answer. */
export async function receiveEvent(delivered: Delivered, bridge: Bridge): Promise<ReceiveOutcome> {
  const { raw, headers } = delivered;
  const connection = bridge.connections.get(delivered.connection);
  if (connection === undefined) return { kind: 'unknown_connection' };
  if (!connection.source.verify(raw, headers, delivered.urlSecret)) return { kind: 'bad_signature' };
  const shape = shapeOfJson(raw, delivered.maxDepth);
  if (shape !== 'json') return { kind: shape };
  const arrival = {
    id: bridge.newId('ev'),
    connection: connection.name,
    headers: keptHeaders(headers),
    body: raw,
    receivedAt: bridge.now(),
  };
  return store(arrival, bridge);
}
