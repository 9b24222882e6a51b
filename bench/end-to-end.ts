// From a developer's change to the note in the dialog: time and memory at a steady pace, CPU with the core kept busy.
import { percentile } from './support/blast.ts';
import { type Child, startChild } from './support/child.ts';
import { benchFolder } from './support/config.ts';
import { cpuTable, type CpuShare } from './support/cpu-table.ts';
import { type BenchVendors, linkInLedger, startVendors, toldOf } from './support/vendors.ts';

export interface PathFigures {
  readonly p50: number;
  readonly p99: number;
  /** At the steady pace: most of the time the core is idle, and every note pays for waking it. */
  readonly pacedCpuMs: number;
  /** With so many notes under way that the core never rests: what a note costs. */
  readonly busyCpuMs: number;
  readonly busyPerSecond: number;
  readonly restMb: number;
  readonly loadMb: number;
}

export interface EndToEndFigures {
  readonly perSecond: number;
  readonly notes: number;
  /** What the vendors themselves take: one read and one note, each with the simulated latency. */
  readonly vendorMs: number;
  /** The same webhook, read and note with node:http alone, in the same run. */
  readonly bare: PathFigures;
  readonly deskbridge: PathFigures;
  readonly table: readonly CpuShare[];
}

type Server = 'bare' | 'deskbridge';

const IN_FLIGHT = 40;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Run {
  readonly vendors: BenchVendors;
  readonly child: Child;
  readonly latencies: number[];
  readonly since: Map<string, number>;
  readonly notes: { arrived: number; onNote: () => void };
  played: number;
}

/** Moves the next issue back or forth. */
function move(run: Run): void {
  const { vendors, since } = run;
  const turn = run.played++;
  const dialog = vendors.dialogs[turn % vendors.dialogs.length];
  if (dialog === undefined) return;
  const to = Math.floor(turn / vendors.dialogs.length) % 2 === 0 ? 'In Progress' : 'Testing';
  since.set(dialog.conversationId, performance.now());
  vendors.jira.transitionIssue({ issue: dialog.key, to });
}

async function playPaced(run: Run, seconds: number, perSecond: number): Promise<void> {
  const startedAt = performance.now();
  for (let n = 0; n < seconds * perSecond; n++) {
    const wait = startedAt + (n * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    move(run);
  }
}

/** A new change for every note that arrives. */
async function playBusy(run: Run, seconds: number): Promise<void> {
  run.notes.onNote = () => move(run);
  for (let n = 0; n < IN_FLIGHT; n++) move(run);
  await sleep(seconds * 1000);
  run.notes.onNote = () => undefined;
}

async function withRun<T>(server: Server, latencyMs: number, work: (run: Run) => Promise<T>): Promise<T> {
  const latencies: number[] = [];
  const since = new Map<string, number>();
  const notes = { arrived: 0, onNote: (): void => undefined };
  const onNote = (conversationId: string): void => {
    const at = since.get(conversationId);
    if (at !== undefined) latencies.push(performance.now() - at);
    notes.arrived += 1;
    notes.onNote();
  };
  const vendors = await startVendors({ issues: 400, dialogsPerIssue: 1, latencyMs, rateLimit: null, onNote });
  const folder = benchFolder(vendors.intercom.url, vendors.jira.url);
  const conversations = Object.fromEntries(
    vendors.dialogs.map(({ issueId, conversationId }) => [issueId, conversationId]),
  );
  const setup = JSON.stringify({ intercomUrl: vendors.intercom.url, jiraUrl: vendors.jira.url, conversations });
  const script = server === 'bare' ? 'bench/support/bare-path-server.ts' : 'bench/support/bridge-server.ts';
  const child = await startChild(script, { ...folder.env, BENCH_BARE: setup });
  if (server === 'deskbridge') {
    linkInLedger(folder.databasePath, vendors.dialogs, (issueId) => {
      const dialog = vendors.dialogs.find((candidate) => candidate.issueId === issueId);
      return toldOf(vendors.jira, issueId, dialog?.key ?? '');
    });
  }
  vendors.jira.setWebhookUrl(`http://127.0.0.1:${child.port}/webhooks/jira`);
  vendors.intercom.setWebhookUrl(null);
  try {
    return await work({ vendors, child, latencies, since, notes, played: 0 });
  } finally {
    await child.stop();
    await vendors.close();
    folder.remove();
  }
}

async function profiled(latencyMs: number): Promise<readonly CpuShare[]> {
  return withRun('deskbridge', latencyMs, async (run) => {
    await playBusy(run, 4);
    const end = await run.child.profile();
    await playBusy(run, 6);
    return cpuTable(await end());
  });
}

async function measure(server: Server, seconds: number, perSecond: number, latencyMs: number) {
  return withRun(server, latencyMs, async (run) => {
    const { child, latencies, notes } = run;
    await sleep(1500);
    const rest = await child.usage();
    await playPaced(run, 4, perSecond);
    await sleep(1000);
    latencies.length = 0;
    const beforePaced = await child.usage();
    await playPaced(run, seconds, perSecond);
    await sleep(1000);
    const paced = await child.usage();
    const sorted = latencies.toSorted((a, b) => a - b);
    await playBusy(run, 3);
    const from = { usage: await child.usage(), arrived: notes.arrived, at: performance.now() };
    await playBusy(run, Math.max(4, seconds / 3));
    const busy = await child.usage();
    const arrived = notes.arrived - from.arrived;
    const figures: PathFigures = {
      p50: percentile(sorted, 0.5),
      p99: percentile(sorted, 0.99),
      pacedCpuMs: ((paced.cpu - beforePaced.cpu) * 1000) / sorted.length,
      busyCpuMs: ((busy.cpu - from.usage.cpu) * 1000) / arrived,
      busyPerSecond: (arrived * 1000) / (performance.now() - from.at),
      restMb: rest.rssMb,
      loadMb: paced.rssMb,
    };
    return { figures, notes: sorted.length };
  });
}

/** One change a note, each on another issue than the ones before it. */
export async function benchEndToEnd(seconds: number, perSecond = 50, latencyMs = 20): Promise<EndToEndFigures> {
  const bare = await measure('bare', seconds / 2, perSecond, latencyMs);
  const { figures: deskbridge, notes } = await measure('deskbridge', seconds, perSecond, latencyMs);
  const table = await profiled(latencyMs);
  return { perSecond, notes, vendorMs: 2 * latencyMs, bare: bare.figures, deskbridge, table };
}

if (import.meta.main) {
  const { table, ...figures } = await benchEndToEnd(Number(process.argv[2] ?? 20), Number(process.argv[3] ?? 50));
  console.log(figures);
  console.table(table);
}
