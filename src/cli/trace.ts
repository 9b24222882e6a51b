// `deskbridge trace`: follows an event, an issue or a conversation to its end, straight from the database.
import { trace as follow } from '../application/trace.ts';
import { print } from './print.ts';
import { Problem } from './problem.ts';
import { showTrace } from './show-trace.ts';
import { withBridge } from './with-bridge.ts';

export function trace(query: string, { json }: { readonly json?: boolean }): Promise<number> {
  return withBridge(async (bridge) => {
    const found = await follow(query, bridge);
    if (found.events.length === 0 && found.links.length === 0) {
      throw new Problem(
        `QUERY: nothing is known about "${query}"; give an event id, a delivery id, an issue key or URL, or a conversation id or URL`,
      );
    }
    print(json === true ? JSON.stringify(found, null, 2) : showTrace(found));
    return 0;
  });
}
