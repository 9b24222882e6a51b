// Drains a backlog of notes against the simulated rate limit: how much of each window is used, and how often we are refused.
import { startChild } from './support/child.ts';
import { benchFolder } from './support/config.ts';
import { linkInLedger, startVendors, toldOf } from './support/vendors.ts';

export interface DrainFigures {
  readonly notes: number;
  readonly latencyMs: number;
  readonly windowLimit: number;
  readonly seconds: number;
  /** Notes accepted in each whole window between the first and the last. */
  readonly perWindow: readonly number[];
  /** Accepted in whole windows, as a share of what the vendor would have taken. */
  readonly used: number;
  readonly refused: number;
  readonly cpuMsPerNote: number;
  readonly peakMb: number;
}

const WINDOW_SECONDS = 10;
const PER_MINUTE = 10_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One comment on an issue that `notes` dialogs wait for: a note for each of them. */
export async function benchDrain(notes: number, latencyMs = 50): Promise<DrainFigures> {
  const accepted: number[] = [];
  const vendors = await startVendors({
    issues: 1,
    dialogsPerIssue: notes,
    latencyMs,
    rateLimit: { perMinute: PER_MINUTE, windowSeconds: WINDOW_SECONDS },
    onNote: () => accepted.push(Date.now()),
  });
  const folder = benchFolder(vendors.intercom.url, vendors.jira.url);
  const child = await startChild('bench/support/bridge-server.ts', folder.env);
  const [first] = vendors.dialogs;
  linkInLedger(folder.databasePath, vendors.dialogs, (issueId) => toldOf(vendors.jira, issueId, first?.key ?? ''));
  vendors.jira.setWebhookUrl(`http://127.0.0.1:${child.port}/webhooks/jira`);
  vendors.intercom.setWebhookUrl(null);
  try {
    const before = await child.usage();
    const startedAt = Date.now();
    vendors.jira.addComment({ issue: first?.key ?? '', body: 'Fixed in the next release.' });
    let peakMb = 0;
    while (accepted.length < notes && Date.now() - startedAt < 180_000) {
      await sleep(500);
      peakMb = Math.max(peakMb, (await child.usage()).rssMb);
    }
    const after = await child.usage();
    const windowLimit = Math.floor((PER_MINUTE * WINDOW_SECONDS) / 60);
    // The vendor's windows begin at whole multiples of their length.
    const windows = Map.groupBy(accepted, (at) => Math.floor(at / 1000 / WINDOW_SECONDS));
    const perWindow = [...windows].sort((a, b) => a[0] - b[0]).map(([, list]) => list.length);
    const whole = perWindow.slice(1, -1);
    const used = whole.reduce((sum, count) => sum + count, 0) / (whole.length * windowLimit);
    const refused = Number(vendors.intercom.counts()['rateLimited']);
    return {
      notes: accepted.length,
      latencyMs,
      windowLimit,
      seconds: (Date.now() - startedAt) / 1000,
      perWindow,
      used,
      refused,
      cpuMsPerNote: ((after.cpu - before.cpu) * 1000) / accepted.length,
      peakMb,
    };
  } finally {
    await child.stop();
    await vendors.close();
    folder.remove();
  }
}

if (import.meta.main) console.log(await benchDrain(Number(process.argv[2] ?? 5000), Number(process.argv[3] ?? 50)));
