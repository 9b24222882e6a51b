// The simulated Jira as a process of its own: prints one JSON line with its address, ends on SIGTERM.
import { parseArgs } from 'node:util';
import { type JiraSimulatorOptions, startJiraSimulator } from './index.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    edition: { type: 'string', default: 'cloud' },
    'context-path': { type: 'string', default: '' },
    email: { type: 'string' },
    'api-token': { type: 'string' },
    'personal-access-token': { type: 'string' },
    'webhook-url': { type: 'string' },
    'webhook-secret': { type: 'string' },
    latency: { type: 'string', default: '0' },
    'index-lag': { type: 'string' },
    'retry-delay': { type: 'string' },
    'keep-exchanges': { type: 'string' },
    language: { type: 'string', default: 'en' },
    'no-rate-limits': { type: 'boolean', default: false },
  },
});

function optional<K extends keyof JiraSimulatorOptions>(name: K, value: JiraSimulatorOptions[K] | undefined) {
  return value === undefined ? {} : { [name]: value };
}

const numeric = (value: string | undefined): number | undefined => (value === undefined ? undefined : Number(value));

if (values.edition !== 'cloud' && values.edition !== 'data-center') {
  process.stderr.write(`--edition is cloud or data-center, not ${values.edition}\n`);
  process.exit(2);
}

const simulator = await startJiraSimulator({
  port: Number(values.port),
  host: values.host,
  edition: values.edition,
  contextPath: values['context-path'],
  latencyMs: Number(values.latency),
  webhookUrl: values['webhook-url'] ?? null,
  language: values.language === 'ru' ? 'ru' : 'en',
  ...optional('webhookSecret', values['webhook-secret']),
  ...optional('email', values.email),
  ...optional('apiToken', values['api-token']),
  ...optional('personalAccessToken', values['personal-access-token']),
  ...optional('indexLagMs', numeric(values['index-lag'])),
  ...optional('keepExchanges', numeric(values['keep-exchanges'])),
  ...(values['retry-delay'] === undefined ? {} : { webhooks: { retryDelayMs: Number(values['retry-delay']) } }),
  ...(values['no-rate-limits'] ? { rateLimits: null } : {}),
});

async function stop(): Promise<void> {
  await simulator.close();
  process.exit(0);
}
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
process.stdout.write(`${JSON.stringify({ ready: true, url: simulator.url, port: simulator.port })}\n`);
