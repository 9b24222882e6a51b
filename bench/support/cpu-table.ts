// Says where the CPU went, by the part of the system that a profile's samples were in.

export interface CpuShare {
  readonly part: string;
  readonly percent: number;
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const PARTS: readonly (readonly [string, RegExp])[] = [
  [
    'Jira calls: jira.js, axios and our guards',
    /node_modules\/(jira\.js|axios|follow-redirects|form-data)|adapters\/jira/,
  ],
  ['Intercom calls: intercom-client and our guards', /node_modules\/intercom-client|adapters\/intercom|window-limiter/],
  ['checking what vendors answer (zod)', /node_modules\/zod/],
  ['SQL: kysely and our ledger', /node_modules\/kysely|adapters\/sql|node:sqlite/],
  ['deciding and writing notes (domain)', /src\/domain/],
  ['use cases', /src\/application|src\/edge|src\/kit|adapters\/doorbell/],
  ['log and metrics', /node_modules\/(winston|logform|prom-client|readable-stream|triple-beam)|adapters\/telemetry/],
  [
    'HTTP and sockets of Node',
    /node:(_http|http|net|stream|internal\/(streams|http|stream_base|url|timers|process|async|fetch|webstreams|deps))|node:timers|undici/,
  ],
  ['crypto of Node', /node:(crypto|internal\/crypto)/],
];

const NATIVE = 'rest of Node (natives, events)';

function partOf(functionName: string, url: string): string | null {
  if (functionName === '(idle)' || functionName === '(program)') return null;
  if (functionName === '(garbage collector)') return 'garbage collection';
  return PARTS.find(([, pattern]) => pattern.test(url))?.[0] ?? NATIVE;
}

/** Natives belong to whoever called them: SQLite's work to the ledger, a socket's to the HTTP client. */
function partsOf({ nodes }: Profile): ReadonlyMap<number, string | null> {
  const parts = new Map<number, string | null>();
  const parents = new Map(nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id] as const)));
  // A profile lists callers before those they call.
  for (const { id, callFrame } of nodes) {
    const own = partOf(callFrame.functionName, callFrame.url);
    const caller = parts.get(parents.get(id) ?? -1);
    parts.set(id, own === NATIVE && callFrame.url === '' && caller != null ? caller : own);
  }
  return parts;
}

/** Shares of the time in which something ran. */
export function cpuTable(profile: unknown): readonly CpuShare[] {
  const known = profile as Profile;
  const parts = partsOf(known);
  const spent = new Map<string, number>();
  let total = 0;
  for (const [index, sample] of known.samples.entries()) {
    const part = parts.get(sample);
    const delta = known.timeDeltas[index] ?? 0;
    if (part === null || part === undefined) continue;
    spent.set(part, (spent.get(part) ?? 0) + delta);
    total += delta;
  }
  return [...spent]
    .sort((a, b) => b[1] - a[1])
    .map(([part, time]) => ({ part, percent: Math.round((1000 * time) / total) / 10 }));
}
