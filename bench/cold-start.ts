// From starting the process to its first durable answer, as an admin would start it: the compiled service.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { benchFolder, JIRA_SECRET } from './support/config.ts';
import { sign, webhookBody } from './support/payload.ts';

export interface ColdStartFigures {
  readonly compiled: boolean;
  /** Milliseconds of each start, sorted. */
  readonly runs: readonly number[];
  readonly median: number;
  /** `node -e 0` in the same run: what no service can be faster than. */
  readonly bareNode: number;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function firstAnswer(port: number, n: number): Promise<void> {
  const body = webhookBody(n, 10);
  const headers = { 'content-type': 'application/json', 'x-hub-signature': sign(body, JIRA_SECRET) };
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/webhooks/jira`, {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
    }).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

async function timeBareNode(): Promise<number> {
  const startedAt = performance.now();
  await ended(spawn(process.execPath, ['-e', '0']));
  return performance.now() - startedAt;
}

export async function benchColdStart(times: number): Promise<ColdStartFigures> {
  const compiled = existsSync('dist/cli.js');
  const folder = benchFolder('http://127.0.0.1:1', 'http://127.0.0.1:2');
  const runs: number[] = [];
  try {
    for (let n = 0; n < times; n++) {
      const port = await freePort();
      const startedAt = performance.now();
      const script = compiled ? 'dist/cli.js' : 'src/cli.ts';
      const child = spawn(process.execPath, ['--max-semi-space-size=2', '--max-old-space-size=256', script, 'serve'], {
        stdio: 'ignore',
        env: { ...process.env, ...folder.env, PORT: String(port) },
      });
      await firstAnswer(port, n);
      runs.push(performance.now() - startedAt);
      const gone = ended(child);
      child.kill('SIGKILL');
      await gone;
    }
  } finally {
    folder.remove();
  }
  const sorted = runs.sort((a, b) => a - b);
  return { compiled, runs: sorted, median: sorted[Math.floor(sorted.length / 2)] ?? 0, bareNode: await timeBareNode() };
}

if (import.meta.main) console.log(await benchColdStart(Number(process.argv[2] ?? 5)));
