// Finds issues on which nothing has changed for as long as a rule on no_change says, and makes an event of each.
import type { KnownIssue } from '../domain/known.ts';
import { type Instant, issueLane, UNKNOWN_ACTOR } from '../domain/refs.ts';
import type { Rules } from '../domain/rules.ts';
import { workflowOf } from '../domain/workflow/workflow-of.ts';
import type { Workflow } from '../domain/workflow/workflow.ts';
import type { Bridge } from './bridge.ts';
import type { UnchangedCursor } from './ledger.ts';
import { recordOwnEvent } from './record-own-event.ts';

const PAGE = 100;

/** How long nothing may change, for each rule of a workflow that asks; in milliseconds, the longest first. */
function waitsOf(workflow: Workflow): number[] {
  const waits = workflow.rules.flatMap(({ on, after }) => (on === 'no_change' && after !== null ? [after] : []));
  return [...new Set(waits)].sort((a, b) => b - a);
}

function shortestWait(rules: Rules): number | null {
  const all = rules.workflows.flatMap(waitsOf);
  return all.length === 0 ? null : Math.min(...all);
}

/** The longest of the waits that are over: an issue that was stale before we looked is told once, not once a rule. */
function waitOver({ told }: KnownIssue, rules: Rules, now: Instant): number | null {
  const workflow = workflowOf(told, rules);
  if (workflow === null) return null;
  return waitsOf(workflow).find((after) => told.updatedAt + after <= now) ?? null;
}

/** Remembers what was recorded, so that each round does not write the same into the journal and drop it again. */
export interface UnchangedScan {
  /** Looks through all linked issues once; gives how many events it made. Throws when one can't be stored. */
  readonly run: (now: Instant) => Promise<number>;
}

export function createUnchangedScan(bridge: Bridge): UnchangedScan {
  let recorded = new Set<string>();

  const record = async (known: KnownIssue, after: number, now: Instant, seen: Set<string>): Promise<number> => {
    const { connection, issueId, told } = known;
    const key = `unchanged/${connection}/${issueId}/${told.updatedAt}/${after}`;
    seen.add(key);
    if (recorded.has(key)) return 0;
    const issue = { connection, issueId, key: told.key };
    const event = {
      kind: 'issue_unchanged',
      issue,
      since: told.updatedAt,
      by: UNKNOWN_ACTOR,
      at: now,
      conversationUrls: [],
    } as const;
    const { kind } = await recordOwnEvent({ connection, lane: issueLane(issue), key, event }, bridge);
    return kind === 'recorded' ? 1 : 0;
  };

  const scan = async (connection: string, wait: number, now: Instant, seen: Set<string>): Promise<number> => {
    const rules = bridge.rules();
    let made = 0;
    let after: UnchangedCursor | null = null;
    for (;;) {
      // Page by page: the next begins where this one ended.
      const page: readonly KnownIssue[] = await bridge.ledger.memory.unchangedIssues(
        connection,
        now - wait + 1,
        after,
        PAGE,
      );
      for (const known of page) {
        const over = waitOver(known, rules, now);
        if (over !== null) made += await record(known, over, now, seen);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return made;
      after = { changedAt: last.told.updatedAt, issueId: last.issueId };
    }
  };

  return {
    run: async (now) => {
      const wait = shortestWait(bridge.rules());
      if (wait === null) return 0;
      // Only keys that came up in this round are kept: an issue that changes leaves nothing behind.
      const seen = new Set<string>();
      let made = 0;
      for (const connection of bridge.connections.values()) {
        if (connection.kind === 'jira') made += await scan(connection.name, wait, now, seen);
      }
      recorded = seen;
      if (made > 0) bridge.telemetry.log('info', 'unchanged.found', { issues: made });
      return made;
    },
  };
}
