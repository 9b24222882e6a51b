// The baseline of the whole path: the same webhook, read and note with node:http alone; nothing stored, checked or told twice.
import { createHmac } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import { serveBench } from './child.ts';

interface BareSetup {
  readonly intercomUrl: string;
  readonly jiraUrl: string;
  /** The conversation of each issue, by the issue's id. */
  readonly conversations: Readonly<Record<string, string>>;
}

const setup = JSON.parse(process.env['BENCH_BARE'] ?? '{}') as BareSetup;
const agent = new Agent({ keepAlive: true });
const jiraLogin = `Basic ${Buffer.from(`bridge@example.com:${process.env['JIRA_TOKEN']}`).toString('base64')}`;

function call(url: string, authorization: string, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization, accept: 'application/json', 'content-type': 'application/json' };
    const sent = request(url, { method: body === undefined ? 'GET' : 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
    });
    sent.on('error', reject).end(body);
  });
}

async function pass(raw: Buffer): Promise<void> {
  createHmac('sha256', process.env['BENCH_SECRET'] ?? '')
    .update(raw)
    .digest('hex');
  const event = JSON.parse(raw.toString('utf8')) as { issue: { id: string } };
  const conversation = setup.conversations[event.issue.id];
  if (conversation === undefined) return;
  const issue = JSON.parse(await call(`${setup.jiraUrl}/rest/api/3/issue/${event.issue.id}`, jiraLogin)) as {
    key: string;
    fields: { status: { name: string } };
  };
  const body = `<p>${issue.key}: ${issue.fields.status.name}</p>`;
  const note = JSON.stringify({ message_type: 'note', type: 'admin', admin_id: '900', body });
  await call(
    `${setup.intercomUrl}/conversations/${conversation}/reply`,
    `Bearer ${process.env['INTERCOM_TOKEN']}`,
    note,
  );
}

const server = createServer((incoming, response) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    response.end('ok');
    void pass(Buffer.concat(chunks));
  });
});
server.listen(0, '127.0.0.1', () => {
  serveBench((server.address() as { port: number }).port, async () => {
    server.closeAllConnections();
    server.close();
  });
});
