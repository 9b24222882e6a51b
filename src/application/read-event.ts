// Turns a stored event back into what happened.
import type { BridgeEvent } from '../domain/event.ts';
import type { Bridge } from './bridge.ts';
import type { StoredEvent } from './ledger.ts';
import type { Unreadable } from './ports.ts';

/** Never throws: what can't be understood says so and stays replayable. */
export function readStoredEvent(stored: StoredEvent, bridge: Bridge): BridgeEvent | Unreadable {
  try {
    const payload: unknown = JSON.parse(Buffer.from(stored.body).toString('utf8'));
    if (stored.format === 'bridge') return payload as BridgeEvent;
    const connection = bridge.connections.get(stored.connection);
    if (connection === undefined) {
      return { kind: 'unreadable', why: `The connection ${stored.connection} is not in the config any more` };
    }
    return connection.source.read(payload);
  } catch (error) {
    return { kind: 'unreadable', why: `Reading it failed: ${String(error).slice(0, 200)}` };
  }
}
