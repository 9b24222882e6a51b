// Runs the simulated Intercom as a process of its own; prints one JSON line with its address when it is ready.
import { parseArgs } from 'node:util';
import type { IntercomSimulatorOptions } from './options.ts';
import { startIntercomSimulator } from './simulator.ts';

const usage = {
  port: { type: 'string', default: '0' },
  host: { type: 'string', default: '127.0.0.1' },
  workspace: { type: 'string', default: 'ws1' },
  region: { type: 'string', default: 'us' },
  'access-token': { type: 'string', default: 'intercom-token' },
  'client-secret': { type: 'string', default: 'intercom-secret' },
  'webhook-url': { type: 'string' },
  'webhook-retry-ms': { type: 'string', default: '60000' },
  'api-version': { type: 'string', default: '2.16' },
  latency: { type: 'string', default: '0' },
  'rate-limit-per-minute': { type: 'string', default: '10000' },
  'rate-limit-window-seconds': { type: 'string', default: '10' },
  'no-rate-limit': { type: 'boolean', default: false },
  'response-parts': { type: 'string', default: 'all' },
  'no-exchanges': { type: 'boolean', default: false },
} as const;

function readNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) throw new Error(`--${name} must be a number, not "${text}"`);
  return number;
}

function readOptions(): IntercomSimulatorOptions {
  const { values } = parseArgs({ options: usage });
  const version = values['api-version'];
  if (version !== '2.14' && version !== '2.15' && version !== '2.16') {
    throw new Error(`--api-version must be 2.14, 2.15 or 2.16, not "${version}"`);
  }
  const rateLimit = {
    perMinute: readNumber('rate-limit-per-minute', values['rate-limit-per-minute']),
    windowSeconds: readNumber('rate-limit-window-seconds', values['rate-limit-window-seconds']),
  };
  return {
    port: readNumber('port', values.port),
    host: values.host,
    workspaceId: values.workspace,
    region: values.region,
    accessToken: values['access-token'],
    clientSecret: values['client-secret'],
    webhookUrl: values['webhook-url'] ?? null,
    webhooks: { retryDelayMs: readNumber('webhook-retry-ms', values['webhook-retry-ms']) },
    apiVersion: version,
    latencyMs: readNumber('latency', values.latency),
    rateLimit: values['no-rate-limit'] ? null : rateLimit,
    behaviour: { responseParts: values['response-parts'] === 'new' ? 'new' : 'all' },
    recordExchanges: !values['no-exchanges'],
  };
}

async function run(): Promise<void> {
  const simulator = await startIntercomSimulator(readOptions());
  const end = () => {
    void simulator.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.stdout.write(`${JSON.stringify({ url: simulator.url, port: simulator.port, pid: process.pid })}\n`);
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
