// Durable acknowledged webhooks per CPU-second, against bare node:http with the same HMAC in the same run.
import { blast, percentile } from './support/blast.ts';
import { startChild } from './support/child.ts';
import { benchFolder, JIRA_SECRET } from './support/config.ts';
import { webhookRequest } from './support/payload.ts';

export interface AcknowledgeFigures {
  readonly bodyBytes: number;
  readonly bare: ServerFigures;
  readonly deskbridge: ServerFigures;
  readonly ratio: number;
}

export interface ServerFigures {
  readonly perCpuSecond: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const CONNECTIONS = 64;
const ISSUES = 2000;

async function measure(
  script: string,
  env: Record<string, string>,
  requests: readonly Buffer[],
): Promise<ServerFigures> {
  const child = await startChild(script, env);
  const warmUp = Math.floor(requests.length / 5);
  await blast(child.port, requests.slice(0, warmUp), CONNECTIONS);
  const before = await child.usage();
  const result = await blast(child.port, requests.slice(warmUp), CONNECTIONS);
  const after = await child.usage();
  await child.stop();
  const ok = result.statuses.get('200') ?? 0;
  if (ok !== result.answered) throw new Error(`not all were acknowledged: ${JSON.stringify([...result.statuses])}`);
  return {
    perCpuSecond: ok / (after.cpu - before.cpu),
    perSecond: ok / result.seconds,
    p50: percentile(result.latencies, 0.5),
    p99: percentile(result.latencies, 0.99),
  };
}

/** Every event is new, stored with full durability, and acknowledged only then. */
export async function benchAcknowledge(count: number): Promise<AcknowledgeFigures> {
  const requests = Array.from({ length: count }, (_, n) => webhookRequest(n, ISSUES, JIRA_SECRET));
  const folder = benchFolder('http://127.0.0.1:1', 'http://127.0.0.1:2');
  try {
    const bare = await measure('bench/support/bare-server.ts', folder.env, requests);
    const env = { ...folder.env, BENCH_RECEIVE_ONLY: '1' };
    const deskbridge = await measure('bench/support/bridge-server.ts', env, requests);
    const ratio = deskbridge.perCpuSecond / bare.perCpuSecond;
    return { bodyBytes: requests[0]?.length ?? 0, bare, deskbridge, ratio };
  } finally {
    folder.remove();
  }
}

if (import.meta.main) {
  const figures = await benchAcknowledge(Number(process.argv[2] ?? 20_000));
  console.log(JSON.stringify(figures, null, 1));
}
