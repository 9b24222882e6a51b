// Runs the real command line as a child process, with a config file of its own in a temporary folder.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ENTRY = join(import.meta.dirname, '../../src/cli.ts');

export interface CliSettings {
  readonly intercomUrl?: string;
  readonly jiraUrl?: string;
  /** Replaces parts of the config file's text. */
  readonly change?: (text: string) => string;
  /** Added to, or with undefined taken from, the environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** An existing folder whose `deskbridge.db` is to be used. */
  readonly folder?: string;
}

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Cli {
  readonly folder: string;
  readonly configFile: string;
  run(...args: string[]): Promise<CliRun>;
  /** Starts a command and leaves it running. */
  start(...args: string[]): ChildProcess;
  close(): void;
}

const SECRETS = {
  INTERCOM_ACCESS_TOKEN: 'intercom-token',
  INTERCOM_CLIENT_SECRET: 'intercom-secret',
  JIRA_API_TOKEN: 'jira-token',
  JIRA_WEBHOOK_SECRET: 'jira-secret',
};

export function configText(intercomUrl: string, jiraUrl: string): string {
  return `connections:
  intercom:
    kind: intercom
    workspaceId: ws1
    region: us
    apiUrl: ${intercomUrl}
    accessToken: \${INTERCOM_ACCESS_TOKEN}
    clientSecrets: ["\${INTERCOM_CLIENT_SECRET}"]
    authorAdminId: "900"
  jira:
    kind: jira-cloud
    siteUrl: ${jiraUrl}
    email: bridge@example.com
    apiToken: \${JIRA_API_TOKEN}
    webhookSecrets: ["\${JIRA_WEBHOOK_SECRET}"]
workflows:
  incident:
    issue: { connection: jira, project: SUP, type: Bug }
mirror: { digestWindow: 0s }
delivery: { inDoubtWait: 1s, timeout: 15s }
sweep: { enabled: false }
`;
}

/** Without addresses the vendors are where nothing listens. */
export function makeCli(settings: CliSettings = {}): Cli {
  const { intercomUrl = 'http://127.0.0.1:9', jiraUrl = 'http://127.0.0.1:9', change = (text) => text } = settings;
  const folder = settings.folder ?? mkdtempSync(join(tmpdir(), 'deskbridge-cli-'));
  const configFile = join(folder, 'deskbridge.yaml');
  writeFileSync(configFile, change(configText(intercomUrl, jiraUrl)));
  const env = {
    PATH: process.env['PATH'],
    TZ: 'Asia/Tokyo',
    DESKBRIDGE_CONFIG: configFile,
    DATABASE_URL: `sqlite:${join(folder, 'deskbridge.db')}`,
    PUBLIC_URL: 'https://bridge.example.com',
    DESKBRIDGE_API_TOKEN: 'api-token-for-tests',
    HOST: '127.0.0.1',
    PORT: '0',
    ...SECRETS,
    ...settings.env,
  };
  const start = (...args: string[]): ChildProcess => spawn(process.execPath, [ENTRY, ...args], { env, cwd: folder });
  return {
    folder,
    configFile,
    start,
    run: (...args) => finished(start(...args)),
    close: () => {
      if (settings.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits for the end of a process and gives what it wrote. */
export function finished(child: ChildProcess): Promise<CliRun> {
  const chunks = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    chunks.stdout += chunk.toString('utf8');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    chunks.stderr += chunk.toString('utf8');
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...chunks })));
}

/** The port that a started service tells in its log. */
export function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const port = /"event":"service.started","port":(\d+)/.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('close', (code) => reject(new Error(`it ended with ${code} before it listened`)));
  });
}

/** Sends a webhook as Jira signs it. */
export function deliverToJira(port: number, body: string): Promise<Response> {
  const signature = `sha256=${createHmac('sha256', SECRETS.JIRA_WEBHOOK_SECRET).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-hub-signature': signature };
  return fetch(`http://127.0.0.1:${port}/webhooks/jira`, { method: 'POST', headers, body });
}
