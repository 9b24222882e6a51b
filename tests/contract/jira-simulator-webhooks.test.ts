// The simulated Jira's webhooks: shapes as recorded, signatures, retries, order, and what may go wrong with them.
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JiraSimulator, type JiraSimulatorOptions, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { signature } from '../../src/simulators/jira/webhooks.ts';
import {
  call,
  EDITIONS,
  fixture,
  type Json,
  type Received,
  type Receiver,
  rich,
  startReceiver,
} from './jira-simulator-kit.ts';

let jira: JiraSimulator;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await jira.close();
  await receiver.close();
});
const start = async (options: JiraSimulatorOptions) => {
  const webhooks = { secondaryDelayMs: 0, retryDelayMs: 10, ...options.webhooks };
  jira = await startJiraSimulator({ webhookUrl: receiver.url, ...options, webhooks });
};
const names = () => receiver.received.map(({ body }) => [body.webhookEvent, body.issue_event_type_name]);
/** What the webhooks of one action are, whatever came before. */
const sentBy = async (act: () => unknown): Promise<Json[]> => {
  await jira.settled();
  receiver.received.length = 0;
  act();
  await jira.settled();
  return receiver.received.map(({ body }) => body);
};

describe('the signature of a webhook', () => {
  it("when Atlassian's own example is signed, then the result is theirs", async () => {
    await start({ edition: 'cloud' });
    expect(signature("It's a Secret to Everybody", 'Hello World!')).toBe(
      'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9',
    );
  });

  it.each(EDITIONS)('when a webhook of %s is sent, then its raw body is signed', async (edition) => {
    await start({ edition, webhookSecret: 's3' });
    jira.createIssue({ project: 'SUP', summary: 'Ошибка ☂' });
    await jira.settled();
    const { headers, raw } = receiver.received[0] as Received;
    expect(headers['x-hub-signature']).toBe(`sha256=${createHmac('sha256', 's3').update(raw).digest('hex')}`);
    expect(headers['content-type']).toContain('application/json');
    expect(headers['x-atlassian-webhook-identifier'] !== undefined).toBe(edition === 'cloud');
    expect(headers['x-atlassian-webhook-flow']).toBe(edition === 'cloud' ? 'Primary' : undefined);
    expect(headers['x-atlassian-webhook-retry']).toBeUndefined();
  });

  it('when there is no secret, then there is no signature', async () => {
    await start({ edition: 'data-center', webhookSecret: null });
    jira.createIssue({ project: 'SUP', summary: 's' });
    await jira.settled();
    expect(receiver.received[0]?.headers).not.toHaveProperty('x-hub-signature');
  });
});

const MATTERMOST = 'mattermost_mattermost-plugin-jira__webhook-';
const RECORDED = 'jira-webhooks';
const without = fixture(RECORDED, `${MATTERMOST}issue-created.json`) === null ? ' (skipped: no recorded webhooks)' : '';

interface Shape {
  edition: 'cloud' | 'data-center';
  file: string;
  act: (key: string) => unknown;
  event: string;
}
const comment = (key: string) => jira.addComment({ issue: key, body: 'Hi', by: 'max' });
const SHAPES: Shape[] = [
  {
    edition: 'cloud',
    file: 'issue-created.json',
    event: 'jira:issue_created',
    act: () => jira.createIssue({ project: 'SUP', summary: 's' }),
  },
  {
    edition: 'cloud',
    file: 'issue-updated-resolved.json',
    event: 'jira:issue_updated',
    act: (issue) => jira.transitionIssue({ issue, to: 'Done' }),
  },
  {
    edition: 'cloud',
    file: 'issue-updated-raised-priority.json',
    event: 'jira:issue_updated',
    act: (issue) => jira.editIssue({ issue, fields: { priority: 'Blocker' } }),
  },
  {
    edition: 'cloud',
    file: 'issue-updated-fix-version.json',
    event: 'jira:issue_updated',
    act: (issue) => jira.editIssue({ issue, fields: { fixVersions: ['2.4'] } }),
  },
  {
    edition: 'cloud',
    file: 'issue-updated-assigned.json',
    event: 'jira:issue_updated',
    act: (issue) => jira.editIssue({ issue, fields: { assignee: 'max' } }),
  },
  {
    edition: 'cloud',
    file: 'issue-deleted.json',
    event: 'jira:issue_deleted',
    act: (issue) => jira.deleteIssue({ issue }),
  },
  {
    edition: 'cloud',
    file: 'cloud-comment-updated.json',
    event: 'comment_updated',
    act: (issue) => jira.editComment({ issue, comment: comment(issue).id, body: 'x', by: 'max' }),
  },
  {
    edition: 'cloud',
    file: 'comment-deleted@ddd369b.json',
    event: 'comment_deleted',
    act: (issue) => jira.deleteComment({ issue, comment: comment(issue).id, by: 'max' }),
  },
  {
    edition: 'data-center',
    file: 'server-issue-updated-resolved.json',
    event: 'jira:issue_updated',
    act: (issue) => jira.transitionIssue({ issue, to: 'Done' }),
  },
  { edition: 'data-center', file: 'server-issue-updated-commented-1.json', event: 'jira:issue_updated', act: comment },
  {
    edition: 'data-center',
    file: 'server-comment-deleted.json',
    event: 'comment_deleted',
    act: (issue) => jira.deleteComment({ issue, comment: comment(issue).id }),
  },
  {
    edition: 'data-center',
    file: 'server-issue-updated-comment-deleted.json',
    event: 'jira:issue_updated',
    act: (issue) => jira.deleteComment({ issue, comment: comment(issue).id }),
  },
];

/** Parts that the recordings of 2019 had and that Atlassian has taken out of its payloads, or that plug-ins add. */
const OLD = new Set(['key', 'name', 'emailAddress', 'avatarUrls', 'tmpFromAccountId', 'tmpToAccountId']);

/** Keys of a recorded object, below the given depth, that ours lacks. */
function missing(recorded: Json, ours: Json, path = ''): string[] {
  if (Array.isArray(recorded))
    return recorded.length > 0 && ours?.length > 0 ? missing(recorded[0], ours[0], `${path}[]`) : [];
  if (typeof recorded !== 'object' || recorded === null || typeof ours !== 'object' || ours === null) return [];
  return Object.keys(recorded).flatMap((key) => {
    const at = `${path}.${key}`;
    if (
      /fields\.(customfield_|aggregate|time|worklog|issuelinks|subtasks|progress.percent)/.test(at) ||
      (OLD.has(key) && path !== '.issue')
    )
      return [];
    return Object.hasOwn(ours, key) ? missing(recorded[key], ours[key], at) : [at];
  });
}

describe.skipIf(without !== '')(`webhooks beside recorded ones${without}`, () => {
  it.each(SHAPES)(
    'when $event is sent by $edition, then it has the keys of $file',
    async ({ edition, file, act, event }) => {
      await start({ edition });
      const recorded = fixture(RECORDED, `${MATTERMOST}${file}`);
      const { key } = jira.createIssue({ project: 'SUP', summary: 's', description: 'd' });
      const sent = await sentBy(() => act(key));
      const ours = sent.filter((body) => body.webhookEvent === event).at(-1);
      expect(Object.keys(ours)).toEqual(Object.keys(recorded));
      expect(ours.issue_event_type_name).toBe(recorded.issue_event_type_name);
      expect(missing(recorded, ours)).toEqual([]);
      const items = (body: Json) =>
        body.changelog?.items.map((item: Json) => [item.field, item.fieldtype, item.fieldId]);
      if (event === 'jira:issue_updated') expect(items(ours)).toEqual(items(recorded));
    },
  );
});

describe('what each edition sends', () => {
  it('when somebody comments on Cloud, then two events come: a trimmed one without a user, and the issue’s', async () => {
    await start({ edition: 'cloud' });
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    const [bare, whole] = await sentBy(() => jira.addComment({ issue: key, body: 'Hi *there*' }));
    expect(bare).not.toHaveProperty('user');
    expect(Object.keys(bare.issue.fields).sort()).toEqual([
      'assignee',
      'issuetype',
      'priority',
      'project',
      'status',
      'summary',
    ]);
    expect(bare.comment.body).toBe('Hi *there*');
    expect([whole.webhookEvent, whole.issue_event_type_name]).toEqual(['jira:issue_updated', 'issue_commented']);
    jira.webhooks.options.commentEvents = 'comment';
    expect(await sentBy(() => jira.addComment({ issue: key, body: 'Again' }))).toHaveLength(1);
  });

  it('when somebody comments on Data Center, then one event has no issue and no user, the other has both', async () => {
    await start({ edition: 'data-center' });
    const { id, key } = jira.createIssue({ project: 'SUP', summary: 's' });
    const [bare, whole] = await sentBy(() => jira.addComment({ issue: key, body: 'Hi' }));
    expect(Object.keys(bare)).toEqual(['timestamp', 'webhookEvent', 'comment']);
    expect(bare.comment.self).toContain(`/issue/${id}/comment/`);
    expect([whole.issue_event_type_name, whole.user.name, whole.issue.key]).toEqual(['issue_commented', 'olga', key]);
  });

  it('when a comment is restricted or internal, then the webhook leaks its text all the same, as the real one does', async () => {
    await start({ edition: 'cloud' });
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    const sent = await sentBy(() =>
      jira.addComment({ issue: key, body: 'inner', internal: true, visibility: { type: 'role', value: 'Developers' } }),
    );
    expect(sent[0].comment).toMatchObject({ body: 'inner', jsdPublic: true });
    const read = await call(jira, 'GET', `issue/${key}/comment/${sent[0].comment.id}`);
    expect(read.status).toBe(404);
  });

  it.each(EDITIONS)('when an issue of %s moves, then items tell project and key, and the id stays', async (edition) => {
    await start({ edition });
    const { id, key } = jira.createIssue({ project: 'SUP', summary: 's' });
    const [sent] = await sentBy(() => jira.moveIssue({ issue: key, project: 'IDEAS' }));
    const item = sent.changelog.items.find((one: Json) => one.field === 'Key');
    expect([item.fromString, Object.hasOwn(item, 'toString') && item.toString]).toEqual([key, sent.issue.key]);
    expect([sent.issue.id, sent.issue.fields.project.key]).toEqual([id, 'IDEAS']);
    expect('fieldId' in item).toBe(edition === 'cloud');
  });

  it('when an issue is deleted, then its comments follow in the Secondary flow', async () => {
    await start({ edition: 'cloud' });
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    jira.addComment({ issue: key, body: 'Hi' });
    await sentBy(() => jira.deleteIssue({ issue: key }));
    expect(names()).toEqual([
      ['jira:issue_deleted', undefined],
      ['comment_deleted', undefined],
    ]);
    expect(receiver.received.map(({ headers }) => headers['x-atlassian-webhook-flow'])).toEqual([
      'Primary',
      'Secondary',
    ]);
  });

  it('when a file is attached and a version released, then the events have no issue', async () => {
    await start({ edition: 'cloud' });
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    const [bare, whole] = await sentBy(() => jira.attachFile({ issue: key, filename: 'a.png' }));
    expect(bare).toMatchObject({ webhookEvent: 'attachment_created', attachment: { filename: 'a.png' } });
    expect(bare).not.toHaveProperty('issue');
    expect(whole.changelog.items).toMatchObject([{ field: 'Attachment', to: bare.attachment.id, toString: 'a.png' }]);
    const [released] = await sentBy(() => jira.releaseVersion({ project: 'SUP', version: '2.4' }));
    expect(released).toMatchObject({
      webhookEvent: 'jira:version_released',
      version: { name: '2.4', released: true, projectId: 10_000 },
    });
  });

  it('when the bridge writes over the API, then its own change comes back as a webhook', async () => {
    await start({ edition: 'cloud' });
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    await sentBy(() => undefined);
    await call(jira, 'POST', `issue/${key}/comment`, { body: rich(jira, 'Echo') });
    await jira.settled();
    expect(receiver.received.map(({ body }) => body.comment.author.accountId)).toEqual([
      jira.state.bridgeAccountId,
      jira.state.bridgeAccountId,
    ]);
  });

  it('when the site speaks Russian, then names are Russian and the keys of categories stay', async () => {
    await start({ edition: 'cloud', language: 'ru' });
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    const [sent] = await sentBy(() => jira.transitionIssue({ issue: key, to: 'Done' }));
    expect(sent.issue.fields.status).toMatchObject({ name: 'Готово', statusCategory: { key: 'done' } });
    expect(sent.changelog.items.at(-1)).toMatchObject({ fromString: 'К выполнению', toString: 'Готово' });
  });

  it('when many issues are changed at once, then each has its webhook, late and marked as bulk', async () => {
    await start({ edition: 'cloud' });
    const issues = Array.from({ length: 30 }, () => jira.createIssue({ project: 'SUP', summary: 's' }).key);
    const sent = await sentBy(() => jira.bulkChange({ issues, to: 'Done' }));
    expect(new Set(sent.map((body) => body.issue.key))).toEqual(new Set(issues));
    expect(sent.every((body) => body.bulkOperationMetaData !== undefined)).toBe(true);
    expect(receiver.received.every(({ headers }) => headers['x-atlassian-webhook-flow'] === 'Secondary')).toBe(true);
  });

  it('when an edit changes nothing, then nothing is sent', async () => {
    await start({ edition: 'cloud' });
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    expect(await sentBy(() => jira.editIssue({ issue: key, fields: { summary: 's' } }))).toEqual([]);
  });
});

describe('delivery', () => {
  it('when Cloud meets 503, then it tries again with the same identifier and says which retry it is', async () => {
    await start({ edition: 'cloud' });
    receiver.answers = [503, 429];
    jira.createIssue({ project: 'SUP', summary: 's' });
    await jira.settled();
    expect(receiver.received.map(({ headers }) => headers['x-atlassian-webhook-retry'])).toEqual([undefined, '1', '2']);
    expect(new Set(receiver.received.map(({ headers }) => headers['x-atlassian-webhook-identifier'])).size).toBe(1);
    expect(jira.webhooks.log[0]).toMatchObject({
      state: 'delivered',
      attempts: [{ status: 503 }, { status: 429 }, { status: 200 }],
    });
  });

  it('when Cloud is refused for good, or five retries fail, then it gives up', async () => {
    await start({ edition: 'cloud' });
    receiver.answers = [400];
    jira.createIssue({ project: 'SUP', summary: 's' });
    await jira.settled();
    expect(receiver.received).toHaveLength(1);
    receiver.answers = Array(20).fill(500);
    jira.createIssue({ project: 'SUP', summary: 's' });
    await jira.settled();
    expect(receiver.received).toHaveLength(1 + 6);
    expect(jira.webhooks.counts.failed).toBe(2);
  });

  it('when Data Center meets 503, then it does not try again', async () => {
    await start({ edition: 'data-center' });
    receiver.answers = [503];
    jira.createIssue({ project: 'SUP', summary: 's' });
    await jira.settled();
    expect(receiver.received).toHaveLength(1);
  });

  it('when doubling and dropping are ordered, then one comes twice with one identifier and one never', async () => {
    await start({ edition: 'cloud' });
    jira.webhooks.options.duplicateNext = 1;
    jira.createIssue({ project: 'SUP', summary: 'twice' });
    await jira.settled();
    const ids = receiver.received.map(({ headers }) => headers['x-atlassian-webhook-identifier']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    jira.webhooks.options.dropNext = 1;
    expect(await sentBy(() => jira.createIssue({ project: 'SUP', summary: 'never' }))).toEqual([]);
  });

  it('when webhooks are held, then they go out together in another order', async () => {
    await start({ edition: 'cloud', webhooks: { hold: 20 } });
    const keys = Array.from({ length: 19 }, () => jira.createIssue({ project: 'SUP', summary: 's' }).key);
    await jira.settled();
    expect(receiver.received).toEqual([]);
    keys.push(jira.createIssue({ project: 'SUP', summary: 's' }).key);
    await jira.settled();
    const order = jira.webhooks.log.map(({ attempts }, at) => ({ at, time: attempts[0]?.at }));
    expect(order.every(({ time }) => time !== undefined)).toBe(true);
    const came = receiver.received.map(({ body }) => body.issue.key);
    expect([...came].sort()).toEqual([...keys].sort());
    expect(came).not.toEqual(keys);
  });

  it('when the receiver is slow or dead, then the API call is answered at once', async () => {
    await start({ edition: 'cloud' });
    jira.setWebhookUrl('http://127.0.0.1:9/nobody');
    const made = await call(jira, 'POST', 'issue', {
      fields: { project: { key: 'SUP' }, issuetype: { id: '10001' }, summary: 's' },
    });
    expect(made.status).toBe(201);
    await expect.poll(() => jira.webhooks.log[0]?.attempts[0]?.status, { timeout: 5000 }).toBe('ECONNREFUSED');
  });
});
