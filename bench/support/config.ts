// The config and environment that the benchmarks give the service.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const JIRA_SECRET = 'bench-jira-secret';

export interface BenchFolder {
  readonly databasePath: string;
  readonly env: Record<string, string>;
  remove(): void;
}

/** A fresh folder with a config file for these vendors. BENCH_TMP names another disk than the usual one. */
export function benchFolder(intercomUrl: string, jiraUrl: string): BenchFolder {
  const folder = mkdtempSync(join(process.env['BENCH_TMP'] ?? tmpdir(), 'deskbridge-bench-'));
  const databasePath = join(folder, 'deskbridge.db');
  const path = join(folder, 'config.yaml');
  writeFileSync(
    path,
    `connections:
  intercom:
    { kind: intercom, workspaceId: ws1, region: us, apiUrl: "${intercomUrl}", accessToken: "\${INTERCOM_TOKEN}",
      clientSecrets: ["\${INTERCOM_SECRET}"], authorAdminId: "900" }
  jira:
    { kind: jira-cloud, siteUrl: "${jiraUrl}", email: bridge@example.com, apiToken: "\${JIRA_TOKEN}",
      webhookSecrets: ["\${JIRA_SECRET}"] }
workflows: { incident: { issue: { connection: jira, project: SUP, type: Bug } } }
mirror: { digestWindow: 0s }
delivery: { budget: { actions: 10000, per: 10m } }
sweep: { enabled: false }
`,
  );
  return {
    databasePath,
    env: {
      INTERCOM_TOKEN: 'intercom-token',
      INTERCOM_SECRET: 'intercom-secret',
      JIRA_TOKEN: 'jira-token',
      JIRA_SECRET,
      BENCH_SECRET: JIRA_SECRET,
      HOST: '127.0.0.1',
      PORT: '0',
      PUBLIC_URL: 'http://bridge.test',
      DATABASE_URL: `sqlite:${databasePath}`,
      DESKBRIDGE_CONFIG: path,
      LOG_LEVEL: 'warn',
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
