// Both simulated vendors with dialogs that are linked already.
import { DatabaseSync } from 'node:sqlite';
import { type IntercomSimulator, startIntercomSimulator } from '../../src/simulators/intercom/index.ts';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { JIRA_SECRET } from './config.ts';

export interface BenchVendors {
  readonly intercom: IntercomSimulator;
  readonly jira: JiraSimulator;
  readonly dialogs: { readonly conversationId: string; readonly issueId: string; readonly key: string }[];
  close(): Promise<void>;
}

export interface VendorOptions {
  readonly issues: number;
  readonly dialogsPerIssue: number;
  readonly latencyMs: number;
  readonly rateLimit: { perMinute: number; windowSeconds: number } | null;
  /** Told of every note that was accepted. */
  readonly onNote?: (conversationId: string, html: string) => void;
}

export async function startVendors(options: VendorOptions): Promise<BenchVendors> {
  const intercom = await startIntercomSimulator({
    rateLimit: options.rateLimit,
    latencyMs: options.latencyMs,
    behaviour: { responseParts: 'new' },
    onExchange: ({ method, path, status, requestBody }) => {
      const id = /^\/conversations\/(\d+)\/reply$/.exec(path)?.[1];
      if (method !== 'POST' || id === undefined || status !== 200) return;
      options.onNote?.(id, String((requestBody as { body?: unknown }).body));
    },
  });
  const jira = await startJiraSimulator({
    edition: 'cloud',
    rateLimits: null,
    latencyMs: options.latencyMs,
    webhookSecret: JIRA_SECRET,
    keepExchanges: 0,
  });
  const dialogs: BenchVendors['dialogs'] = [];
  for (let issue = 0; issue < options.issues; issue++) {
    const { id, key } = jira.createIssue({ project: 'SUP', summary: `Incident ${issue}` });
    for (let dialog = 0; dialog < options.dialogsPerIssue; dialog++) {
      const { conversationId = '' } = intercom.customerWrites({
        name: `Customer ${issue}-${dialog}`,
        body: '<p>Help</p>',
      });
      dialogs.push({ conversationId, issueId: id, key });
    }
  }
  return { intercom, jira, dialogs, close: async () => void (await Promise.all([intercom.close(), jira.close()])) };
}

/** Writes the links straight into the ledger's file, whose schema the service has made. */
export function linkInLedger(
  databasePath: string,
  dialogs: BenchVendors['dialogs'],
  told: (issueId: string) => unknown,
): void {
  const database = new DatabaseSync(databasePath, { timeout: 5000 });
  const link = database.prepare(
    `insert into links (id, conversation_connection, conversation_id, issue_connection, issue_id, issue_key, origin, created_at)
     values (?, 'intercom', ?, 'jira', ?, ?, 'api', ?)`,
  );
  const known = database.prepare(
    `insert or ignore into known_issues (connection, issue_id, told, state) values ('jira', ?, ?, 'seen')`,
  );
  database.exec('begin');
  for (const [index, { conversationId, issueId, key }] of dialogs.entries()) {
    link.run(`ln_${index}`, conversationId, issueId, key, Date.now() - 60_000);
    known.run(issueId, JSON.stringify(told(issueId)));
  }
  database.exec('commit');
  database.close();
}

/** What the ledger knows of a fresh issue of the simulated Jira. */
export function toldOf(jira: JiraSimulator, issueId: string, key: string): unknown {
  return {
    connection: 'jira',
    issueId,
    key,
    url: `${jira.url}/browse/${key}`,
    projectKey: 'SUP',
    summary: jira.state.issues.get(issueId)?.summary ?? '',
    type: 'Bug',
    status: { id: '1', name: 'To Do', category: 'todo' },
    resolution: null,
    priority: 'Major',
    assignee: null,
    fixVersions: [],
    dueDate: null,
    attachments: [],
    urls: [],
    updatedAt: 0,
  };
}
