// Asks every vendor once who we are: what calls need is loaded before the first event needs it, and a dead token shows.
import type { Bridge } from './bridge.ts';
import type { Connection } from './ports.ts';
import { VendorError } from './vendor-error.ts';

async function greet(connection: Connection, bridge: Bridge): Promise<void> {
  try {
    const port = connection.kind === 'jira' ? connection.issues : connection.conversations;
    await port.account();
    bridge.telemetry.log('info', 'connection.ready', { connection: connection.name });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    bridge.telemetry.log('warn', 'connection.not_ready', { connection: connection.name, error: message });
    // Other errors pass by themselves; a refused token would only be refused again for each event.
    if (error instanceof VendorError && error.details.kind === 'auth') {
      await bridge.pauses.pause(connection.name, message);
    }
  }
}

/** One vendor after another: start-up should not be felt. Never throws for a vendor that can't be reached. */
export async function greetVendors(bridge: Bridge): Promise<void> {
  for (const connection of bridge.connections.values()) await greet(connection, bridge);
}
