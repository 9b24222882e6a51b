// From a developer's change to the note in the dialog, at a steady pace: time, CPU, memory, and where the CPU goes.
import { percentile } from './support/blast.ts';
import { type Child, startChild } from './support/child.ts';
import { benchFolder } from './support/config.ts';
import { cpuTable, type CpuShare } from './support/cpu-table.ts';
import { type BenchVendors, linkInLedger, startVendors, toldOf } from './support/vendors.ts';

export interface EndToEndFigures {
  readonly perSecond: number;
  readonly notes: number;
  /** What the vendors themselves take: one read and one note, each with the simulated latency. */
  readonly vendorMs: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuMsPerNote: number;
  readonly restMb: number;
  readonly loadMb: number;
  readonly table: readonly CpuShare[];
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Run {
  readonly vendors: BenchVendors;
  readonly child: Child;
  readonly latencies: number[];
  readonly since: Map<string, number>;
  played: number;
}

/** Moves issues back and forth at `perSecond`. */
async function play(run: Run, seconds: number, perSecond: number): Promise<void> {
  const { vendors, since } = run;
  const total = seconds * perSecond;
  const startedAt = performance.now();
  for (let n = 0; n < total; n++) {
    const due = startedAt + (n * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    const turn = run.played++;
    const dialog = vendors.dialogs[turn % vendors.dialogs.length];
    if (dialog === undefined) return;
    const to = Math.floor(turn / vendors.dialogs.length) % 2 === 0 ? 'In Progress' : 'Testing';
    since.set(dialog.conversationId, performance.now());
    vendors.jira.transitionIssue({ issue: dialog.key, to });
  }
}

async function withRun<T>(latencyMs: number, work: (run: Run) => Promise<T>): Promise<T> {
  const latencies: number[] = [];
  const since = new Map<string, number>();
  const onNote = (conversationId: string): void => {
    const at = since.get(conversationId);
    if (at !== undefined) latencies.push(performance.now() - at);
  };
  const vendors = await startVendors({ issues: 400, dialogsPerIssue: 1, latencyMs, rateLimit: null, onNote });
  const folder = benchFolder(vendors.intercom.url, vendors.jira.url);
  const child = await startChild('bench/support/bridge-server.ts', folder.env);
  linkInLedger(folder.databasePath, vendors.dialogs, (issueId) => {
    const dialog = vendors.dialogs.find((candidate) => candidate.issueId === issueId);
    return toldOf(vendors.jira, issueId, dialog?.key ?? '');
  });
  vendors.jira.setWebhookUrl(`http://127.0.0.1:${child.port}/webhooks/jira`);
  vendors.intercom.setWebhookUrl(null);
  try {
    return await work({ vendors, child, latencies, since, played: 0 });
  } finally {
    await child.stop();
    await vendors.close();
    folder.remove();
  }
}

async function profiled(latencyMs: number, perSecond: number): Promise<readonly CpuShare[]> {
  return withRun(latencyMs, async (run) => {
    await play(run, 4, perSecond);
    const end = await run.child.profile();
    await play(run, 8, perSecond);
    return cpuTable(await end());
  });
}

/** One change a note, each on another issue than the ones before it. */
export async function benchEndToEnd(seconds: number, perSecond = 50, latencyMs = 20): Promise<EndToEndFigures> {
  const figures = await withRun(latencyMs, async (run) => {
    const { child, latencies } = run;
    await sleep(1500);
    const rest = await child.usage();
    await play(run, 4, perSecond);
    await sleep(1000);
    latencies.length = 0;
    const before = await child.usage();
    await play(run, seconds, perSecond);
    await sleep(1000);
    const after = await child.usage();
    const sorted = latencies.sort((a, b) => a - b);
    return {
      perSecond,
      notes: sorted.length,
      vendorMs: 2 * latencyMs,
      p50: percentile(sorted, 0.5),
      p99: percentile(sorted, 0.99),
      cpuMsPerNote: ((after.cpu - before.cpu) * 1000) / sorted.length,
      restMb: rest.rssMb,
      loadMb: after.rssMb,
    };
  });
  return { ...figures, table: await profiled(latencyMs, perSecond) };
}

if (import.meta.main) {
  const { table, ...figures } = await benchEndToEnd(Number(process.argv[2] ?? 20), Number(process.argv[3] ?? 50));
  console.log(figures);
  console.table(table);
}
