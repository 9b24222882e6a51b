// A webhook as Jira Cloud sends it for a change of status, unique by its number, with the size of real ones (about 5 KB).
import { createHmac } from 'node:crypto';

const user = {
  self: 'https://example.atlassian.net/rest/api/2/user?accountId=5b10a2844c20165700ede21g',
  accountId: '5b10a2844c20165700ede21g',
  avatarUrls: Object.fromEntries(
    ['48x48', '24x24', '16x16', '32x32'].map((size) => [size, `https://avatars.example/${size}.png`]),
  ),
  displayName: 'Olga Sokolova',
  active: true,
  timeZone: 'Europe/Moscow',
  accountType: 'atlassian',
};

/** The body of webhook number `n` about one of `issues` issues. */
export function webhookBody(n: number, issues: number): Buffer {
  const id = String(10_000 + (n % issues));
  const fields: Record<string, unknown> = {
    summary: 'The monthly report does not open',
    status: { id: '3', name: 'In Progress', statusCategory: { id: 4, key: 'indeterminate', name: 'In Progress' } },
    priority: { id: '3', name: 'Major' },
    issuetype: { id: '10004', name: 'Bug', subtask: false },
    project: { id: '10000', key: 'SUP', name: 'Support' },
    assignee: user,
    reporter: user,
    creator: user,
    labels: ['from-support'],
    fixVersions: [],
    components: [],
    description: 'The customer opens the report and sees an empty page. '.repeat(8),
    created: '2026-11-01T10:00:00.000+0300',
    updated: '2026-11-22T10:00:00.000+0300',
  };
  for (let field = 0; field < 40; field++) fields[`customfield_${10_010 + field}`] = null;
  return Buffer.from(
    JSON.stringify({
      timestamp: 1_790_000_000_000 + n,
      webhookEvent: 'jira:issue_updated',
      issue_event_type_name: 'issue_generic',
      user,
      issue: { id, self: `https://example.atlassian.net/rest/api/2/${id}`, key: `SUP-${id}`, fields },
      changelog: {
        id: String(n),
        items: [
          {
            field: 'status',
            fieldtype: 'jira',
            fieldId: 'status',
            from: '1',
            fromString: 'To Do',
            to: '3',
            toString: 'In Progress',
          },
        ],
      },
    }),
  );
}

export function sign(body: Buffer, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** The whole HTTP request as bytes, ready to be written to a socket. */
export function webhookRequest(n: number, issues: number, secret: string): Buffer {
  const body = webhookBody(n, issues);
  const head = [
    'POST /webhooks/jira HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${body.length}`,
    `x-hub-signature: ${sign(body, secret)}`,
    `x-atlassian-webhook-identifier: bench-${n}`,
    'x-atlassian-webhook-flow: Primary',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]);
}
