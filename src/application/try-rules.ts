// Tries rules on the recorded events of the past: what would have ended differently, and what can't be told.
import type { Rules } from '../domain/rules.ts';
import type { Ledger, RecordedDecision } from './ledger.ts';
import { compareDecision, type Difference } from './compare-plans.ts';
import { type Replanned, type ReadStored, replan, type Untold } from './replan.ts';

export interface TriedDecision {
  readonly batchId: string;
  readonly eventIds: readonly string[];
  readonly topic: string;
  readonly lane: string;
  readonly receivedAt: number;
  readonly rulesVersion: string | null;
}

export interface TriedRules {
  /** How many events were tried. */
  readonly events: number;
  /** When the oldest of them was received; null when there were none. */
  readonly since: number | null;
  readonly same: number;
  readonly different: readonly (TriedDecision & { readonly differences: readonly Difference[] })[];
  readonly untold: readonly (TriedDecision & { readonly why: Untold })[];
}

const PAGE = 200;

function asTried(decision: RecordedDecision): TriedDecision {
  const [first] = decision.events;
  return {
    batchId: decision.batchId,
    eventIds: decision.events.map(({ id }) => id),
    topic: first?.topic ?? '',
    lane: first?.lane ?? '',
    receivedAt: first?.receivedAt ?? 0,
    rulesVersion: first?.rulesVersion ?? null,
  };
}

/** The newest recorded decisions that hold at least `events` events together; those without any are left out. */
async function newest(ledger: Ledger, events: number): Promise<RecordedDecision[]> {
  const all: RecordedDecision[] = [];
  let count = 0;
  let before: number | null = null;
  while (count < events) {
    const page: readonly RecordedDecision[] = await ledger.events.decisions(before, PAGE);
    for (const decision of page) {
      if (count >= events) break;
      if (decision.events.length === 0) continue;
      all.push(decision);
      count += decision.events.length;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    before = last.seq;
  }
  return all;
}

/** Which of these deliveries exist, whichever event they belong to. */
async function writtenOf(ids: readonly string[], ledger: Ledger): Promise<ReadonlySet<string>> {
  const found = await Promise.all(ids.map((id) => ledger.deliveries.find(id)));
  return new Set(found.flatMap((delivery) => delivery?.id ?? []));
}

type Compared = Extract<Replanned, { kind: 'planned' }>;

async function compare(decision: RecordedDecision, tried: Compared, ledger: Ledger): Promise<readonly Difference[]> {
  const was = await ledger.deliveries.ofEvents([decision.batchId]);
  const own = new Set(was.map(({ id }) => id));
  const others = tried.deliveries.flatMap(({ id }) => (own.has(id) ? [] : [id]));
  return compareDecision(decision, was, tried.plan, tried.deliveries, await writtenOf(others, ledger));
}

/** Reads the ledger and nothing else; nothing is stored. */
export async function tryRules(last: number, rules: Rules, read: ReadStored, ledger: Ledger): Promise<TriedRules> {
  const different: TriedRules['different'][number][] = [];
  const untold: TriedRules['untold'][number][] = [];
  const decisions = await newest(ledger, last);
  let same = 0;
  for (const decision of decisions) {
    const tried = replan(decision, rules, read);
    if (tried.kind === 'untold') {
      untold.push({ ...asTried(decision), why: tried.why });
      continue;
    }
    // One after another: a thousand decisions at once would hold all their texts in memory.
    const differences = await compare(decision, tried, ledger);
    if (differences.length > 0) different.push({ ...asTried(decision), differences });
    else same += decision.events.length;
  }
  const events = decisions.flatMap((decision) => decision.events);
  return {
    events: events.length,
    since: events.length === 0 ? null : Math.min(...events.map(({ receivedAt }) => receivedAt)),
    same,
    different,
    untold,
  };
}
