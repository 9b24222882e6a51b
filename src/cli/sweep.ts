// `deskbridge sweep`: looks now for what webhooks lost, and says what was checked and what differed.
import type { Bridge } from '../application/bridge.ts';
import type { Connection } from '../application/ports.ts';
import { sweep as sweepOnce } from '../application/sweep.ts';
import { countOf, print, withProgress } from './print.ts';
import { Problem } from './problem.ts';
import { withBridge } from './with-bridge.ts';

interface Seen {
  issues: number;
  conversations: number;
}

/** The same connection, with what is read through it counted. */
function counted(connection: Connection, seen: Seen): Connection {
  if (connection.kind === 'jira') {
    const { issues } = connection;
    const readUpdates: typeof issues.readUpdates = async (ids) => {
      const updates = await issues.readUpdates(ids);
      seen.issues += ids.length;
      return updates;
    };
    return { ...connection, issues: { ...issues, readUpdates } };
  }
  const { conversations } = connection;
  const read: typeof conversations.read = async (id) => {
    const reading = await conversations.read(id);
    seen.conversations++;
    return reading;
  };
  return { ...connection, conversations: { ...conversations, read } };
}

function withCounting(bridge: Bridge, seen: Seen): Bridge {
  const connections = [...bridge.connections].map(([name, found]) => [name, counted(found, seen)] as const);
  return { ...bridge, connections: new Map(connections) };
}

export function sweep(): Promise<number> {
  return withBridge(async (bridge) => {
    const seen: Seen = { issues: 0, conversations: 0 };
    const describe = (): string =>
      `So far: ${countOf(seen.issues, 'issue')} and ${countOf(seen.conversations, 'conversation')} checked`;
    const report = await withProgress(describe, () => sweepOnce(withCounting(bridge, seen)));
    print(
      `Checked ${countOf(report.issuesChecked, 'linked issue')} and ${countOf(report.conversationsChecked, 'changed conversation')}`,
    );
    print(
      report.repaired === 0
        ? 'Nothing was missed'
        : `Found ${countOf(report.repaired, 'change')} that no webhook had told; the running service works them off`,
    );
    if (report.failed.length === 0) return 0;
    throw new Problem(`Not everything could be checked: ${report.failed.join('; ')}; look with: deskbridge doctor`);
  });
}
