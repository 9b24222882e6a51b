// Durable acknowledged webhooks per CPU-second, against bare node:http with the same HMAC in the same run.
import { blast, percentile } from './support/blast.ts';
import { type Child, startChild } from './support/child.ts';
import { benchFolder, JIRA_SECRET } from './support/config.ts';
import { webhookRequest } from './support/payload.ts';

export interface AcknowledgeFigures {
  readonly bodyBytes: number;
  readonly bare: ServerFigures;
  readonly deskbridge: ServerFigures;
  /** The median of the rounds. */
  readonly ratio: number;
  readonly ratios: readonly number[];
}

export interface ServerFigures {
  readonly perCpuSecond: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const CONNECTIONS = 64;
const ISSUES = 2000;

const ROUNDS = 7;

interface Round {
  readonly perCpuSecond: number;
  readonly perSecond: number;
  readonly latencies: readonly number[];
}

async function playRound(child: Child, requests: readonly Buffer[]): Promise<Round> {
  const before = await child.usage();
  const result = await blast(child.port, requests, CONNECTIONS);
  const after = await child.usage();
  const ok = result.statuses.get('200') ?? 0;
  if (ok !== result.answered) throw new Error(`not all were acknowledged: ${JSON.stringify([...result.statuses])}`);
  return { perCpuSecond: ok / (after.cpu - before.cpu), perSecond: ok / result.seconds, latencies: result.latencies };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function summarize(rounds: readonly Round[]): ServerFigures {
  const latencies = rounds.flatMap((round) => round.latencies).sort((a, b) => a - b);
  return {
    perCpuSecond: median(rounds.map((round) => round.perCpuSecond)),
    perSecond: median(rounds.map((round) => round.perSecond)),
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

/**
 * Every event is new, stored with full durability, and acknowledged only then. Both servers take turns, and the ratio
 * is the median of the rounds: a busy neighbour then slows both sides, not one.
 */
export async function benchAcknowledge(count: number): Promise<AcknowledgeFigures> {
  const size = Math.floor(count / (ROUNDS + 1));
  const requests = Array.from({ length: size * (ROUNDS + 1) }, (_, n) => webhookRequest(n, ISSUES, JIRA_SECRET));
  const folder = benchFolder('http://127.0.0.1:1', 'http://127.0.0.1:2');
  const bareServer = await startChild('bench/support/bare-server.ts', folder.env);
  const service = await startChild('bench/support/bridge-server.ts', { ...folder.env, BENCH_RECEIVE_ONLY: '1' });
  try {
    const bare: Round[] = [];
    const deskbridge: Round[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const part = requests.slice(round * size, (round + 1) * size);
      bare.push(await playRound(bareServer, part));
      deskbridge.push(await playRound(service, part));
    }
    // The first round warms both up.
    const ratios = bare.slice(1).map((one, index) => (deskbridge[index + 1]?.perCpuSecond ?? 0) / one.perCpuSecond);
    return {
      bodyBytes: requests[0]?.length ?? 0,
      bare: summarize(bare.slice(1)),
      deskbridge: summarize(deskbridge.slice(1)),
      ratio: median(ratios),
      ratios: ratios.map((ratio) => Math.round(ratio * 100) / 100),
    };
  } finally {
    await bareServer.stop();
    await service.stop();
    folder.remove();
  }
}

if (import.meta.main) console.log(await benchAcknowledge(Number(process.argv[2] ?? 32_000)));
