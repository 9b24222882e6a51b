// `deskbridge explain`: the rules that were tried on an event, straight from the database.
import { explain as explainEvent } from '../application/explain.ts';
import { print } from './print.ts';
import { Problem } from './problem.ts';
import { showExplanation } from './show-explanation.ts';
import { withBridge } from './with-bridge.ts';

export function explain(id: string, { json }: { readonly json?: boolean }): Promise<number> {
  return withBridge(async (bridge) => {
    const found = await explainEvent(id.trim(), bridge);
    if (found === null) {
      throw new Problem(
        `EVENT: nothing is known about "${id}"; give an event id or a delivery id, or find one with: deskbridge trace`,
      );
    }
    print(json === true ? JSON.stringify(found, null, 2) : showExplanation(found));
    return 0;
  });
}
