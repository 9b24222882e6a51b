// The ports behind the names of connections.
import type { Bridge } from './bridge.ts';
import type { Conversations, Issues } from './ports.ts';

/** The tracker behind a connection. Throws for a name that is no tracker's: a mistake of ours. */
export function issuesOf(bridge: Bridge, connection: string): Issues {
  const found = bridge.connections.get(connection);
  if (found?.kind !== 'jira') throw new Error(`${connection} is not a Jira connection`);
  return found.issues;
}

/** The chat behind a connection. Throws for a name that is no chat's: a mistake of ours. */
export function conversationsOf(bridge: Bridge, connection: string): Conversations {
  const found = bridge.connections.get(connection);
  if (found?.kind !== 'intercom') throw new Error(`${connection} is not an Intercom connection`);
  return found.conversations;
}
