// Looks into what was let in, and puts each arrival into its lane exactly once; senders have had their answer by then.
import { hash } from 'node:crypto';
import { connectionLane } from '../domain/refs.ts';
import { isIssueKey } from '../domain/vendor-urls.ts';
import { type Bridge, eventsRing } from './bridge.ts';
import type { Arrival, Filed, Identity } from './ledger.ts';

// A group is one transaction: large enough to share its sync, small enough not to hold up answers.
const GROUP = 128;

/** People ask by the key in capitals; what is no key is not worth a place in an index. */
function readKey(told: string | null | undefined): string | null {
  const key = told?.trim().toUpperCase() ?? '';
  return isIssueKey(key) && key.length <= 255 ? key : null;
}

function identify(arrival: Arrival, bridge: Bridge): Identity {
  const bodyHash = hash('sha256', arrival.body, 'base64url');
  const lane = connectionLane(arrival.connection);
  const unknown = { deliveryKey: null, bodyHash, lane, topic: 'unreadable', issueKey: null };
  const source = bridge.connections.get(arrival.connection)?.source;
  if (source === undefined) return unknown;
  try {
    const payload: unknown = JSON.parse(Buffer.from(arrival.body).toString('utf8'));
    const identified = source.identify(payload, arrival.headers);
    return { ...identified, issueKey: readKey(identified.issueKey), bodyHash };
  } catch {
    // It is filed all the same: reading it will say why it can't be understood.
    return unknown;
  }
}

/** Empties the journal and tells what became of it. Throws when the ledger can't be written; nothing is lost then. */
export async function fileArrivals(bridge: Bridge): Promise<readonly Filed[]> {
  const all: Filed[] = [];
  for (;;) {
    const filed = await bridge.ledger.events.file((arrival) => identify(arrival, bridge), GROUP);
    all.push(...filed);
    for (const { eventId, connection, lane, result } of filed) {
      bridge.telemetry.count('deskbridge_events_received_total', { connection, result });
      if (result === 'recorded') bridge.doorbell.ring(eventsRing(lane));
      else bridge.telemetry.log('debug', 'event.duplicate', { eventId, connection });
    }
    // What comes in from now on rings for itself.
    if (filed.length < GROUP) return all;
  }
}
