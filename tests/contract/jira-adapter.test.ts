// The port `Issues` on both editions of Jira, against the simulated sites; each call is held against Atlassian's document.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Issues } from '../../src/application/ports.ts';
import { documentOf, link, paragraph } from '../../src/domain/document/build.ts';
import type { IssueSnapshot } from '../../src/domain/issue.ts';
import {
  type Edition,
  type Exchange,
  type JiraSimulator,
  startJiraSimulator,
} from '../../src/simulators/jira/index.ts';
import { failureOf, issuesAt } from '../support/scripted-jira.ts';
import { createExchangeGuard, loadVendorSpec } from '../support/vendor-specs.ts';

const guard = createExchangeGuard({ jira: loadVendorSpec('jira-cloud') });
const checked = guard.notChecked.length === 0 ? '' : ` (calls not checked: no file ${guard.notChecked.join(', ')})`;
const CONVERSATION = 'https://app.intercom.com/a/inbox/ws1/inbox/admin/900/conversation/';
const LINK = {
  globalId: 'intercom:conversation:ws1:123',
  url: `${CONVERSATION}123`,
  title: 'Cannot pay\nby card',
  summary: 'Open',
  resolved: false,
};

/** A link in rich text, as each edition keeps it. */
const richText = (edition: Edition, url: string): string | Record<string, unknown> => {
  if (edition === 'data-center') return `See [the dialog|${url}].`;
  const marks = [{ type: 'link', attrs: { href: url } }];
  return {
    type: 'doc',
    version: 1,
    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'the dialog', marks }] }],
  };
};

function judge(exchange: Exchange): void {
  // Broken connections, login pages and redirects are not in Atlassian's document, nor is the body of a 401.
  const type = exchange.responseHeaders['Content-Type'] ?? exchange.responseHeaders['content-type'] ?? '';
  if ([0, 302, 401].includes(exchange.status) || type.startsWith('text/html')) return;
  const query = Object.fromEntries(new URLSearchParams(exchange.query));
  guard.onJira({ ...exchange, query });
}

describe.each<Edition>(['cloud', 'data-center'])(`Jira %s${checked}`, (edition) => {
  let site: JiraSimulator;
  let issues: Issues;

  beforeAll(async () => {
    site = await startJiraSimulator({
      edition,
      contextPath: edition === 'cloud' ? '' : '/jira',
      rateLimits: null,
      ...(edition === 'cloud' ? { onExchange: judge } : {}),
    });
    const tokens = { apiToken: 'jira-token', personalAccessToken: 'jira-pat' };
    issues = issuesAt(site.url, { edition, timeoutMs: 2_000, ...tokens });
  });
  afterEach(() => {
    site.faults.clear();
    guard.assertNoProblems();
  });
  afterAll(() => site.close());

  const create = (more: Partial<Parameters<JiraSimulator['createIssue']>[0]> = {}) => {
    const { id, key } = site.createIssue({ project: 'SUP', summary: 'Card is refused', ...more });
    return { connection: 'jira', issueId: id, key };
  };
  const snapshotOf = async (idOrKey: string): Promise<IssueSnapshot> => {
    const found = await issues.read(idOrKey);
    if (found.state === 'missing') throw new Error(`${idOrKey} is missing`);
    return found.value;
  };
  const callsOf = (method: string) => site.exchanges.filter((exchange) => exchange.method === method).length;

  describe('the account', () => {
    test('when the token is alive, then it is named', async () => {
      const bridge = site.state.users.find(({ accountId }) => accountId === site.state.bridgeAccountId);
      const { id, name } = await issues.account();
      expect(name).toBe('Deskbridge');
      expect([bridge?.accountId, bridge?.name, `JIRAUSER${bridge?.name}`].concat(id)).toContain(id);
      expect(id).not.toBe('');
    });

    test('when the token is dead, then it is an auth error, for reading issues too', async () => {
      const { issueId } = create();
      const tokens = { apiToken: 'dead', personalAccessToken: 'dead' };
      const dead = issuesAt(site.url, { edition, timeoutMs: 5_000, ...tokens });
      expect((await failureOf(dead.account())).details.kind).toBe('auth');
      expect((await failureOf(dead.read(issueId))).details.kind).toBe('auth');
      expect((await failureOf(dead.readUpdates([issueId]))).details.kind).toBe('auth');
    });
  });

  describe('reading an issue', () => {
    test('when it is there, then all that dialogs are told is read', async () => {
      const { issueId, key } = create({
        priority: 'Major',
        assignee: 'max',
        fixVersions: ['2.4'],
        components: [],
        labels: [],
        duedate: '2026-12-01',
      });
      const { id: fileId } = site.attachFile({ issue: issueId, filename: 'log file.txt' });
      const issue = await snapshotOf(issueId);
      expect(issue).toEqual({
        connection: 'jira',
        issueId,
        key,
        url: `${site.url}/browse/${key}`,
        projectKey: 'SUP',
        summary: 'Card is refused',
        type: 'Bug',
        status: { id: '10001', name: 'To Do', category: 'todo' },
        resolution: null,
        priority: 'Major',
        assignee: 'Max Weber',
        fixVersions: ['2.4'],
        components: [],
        labels: [],
        dueDate: '2026-12-01',
        attachments: [{ id: fileId, name: 'log file.txt', url: expect.stringContaining(`${site.url}/`) }],
        urls: [],
        updatedAt: expect.any(Number),
        ids: { type: '10001', priority: '3', resolution: null, assignee: expect.any(String) },
      });
      expect(Math.abs(issue.updatedAt - Date.now())).toBeLessThan(60_000);
    });

    test('when it is done, then its category and resolution say so, in whatever language', async () => {
      const { issueId } = create();
      site.transitionIssue({ issue: issueId, to: 'In Progress' });
      expect((await snapshotOf(issueId)).status.category).toBe('in_progress');
      site.transitionIssue({ issue: issueId, to: 'Done', resolution: 'Done' });
      site.state.language = 'ru';
      const issue = await snapshotOf(issueId);
      site.state.language = 'en';
      expect(issue).toMatchObject({ status: { id: '10002', name: 'Готово', category: 'done' }, resolution: 'Готово' });
    });

    test('when addresses stand in text, rich text and URL fields, then all are found, and no others', async () => {
      const rich = richText(edition, `${CONVERSATION}3`);
      const { issueId } = create({
        summary: `Look at ${CONVERSATION}1, please`,
        description: richText(edition, `${CONVERSATION}2#part_id=comment-2-9`),
        assignee: 'max',
        custom: {
          customfield_10105: rich,
          customfield_10106: `${CONVERSATION}4`,
          customfield_10107: `(${CONVERSATION}5)`,
        },
      });
      const { urls } = await snapshotOf(issueId);
      expect(new Set(urls)).toEqual(
        new Set([1, '2#part_id=comment-2-9', 3, 4, 5].map((part) => `${CONVERSATION}${part}`)),
      );
    });

    test('when it has moved, then the old key leads to it and it tells the new one', async () => {
      const { issueId, key } = create();
      const moved = site.moveIssue({ issue: issueId, project: 'PAY' });
      expect(await snapshotOf(key)).toMatchObject({ issueId, key: moved.key, projectKey: 'PAY' });
    });

    test('when it is hidden, deleted or never was, then it is missing; when it can be seen again, then it is found', async () => {
      const { issueId } = create();
      site.hideIssue({ issue: issueId });
      expect(await issues.read(issueId)).toEqual({ state: 'missing' });
      site.restoreIssue({ issue: issueId });
      expect(await snapshotOf(issueId)).toMatchObject({ issueId });
      site.deleteIssue({ issue: issueId });
      expect(await issues.read(issueId)).toEqual({ state: 'missing' });
      expect(await issues.read('NONE-1')).toEqual({ state: 'missing' });
    });
  });

  describe('asking for updates', () => {
    test('when some issues are gone, then the times of the others are told', async () => {
      const [one, two, three, four] = [create(), create(), create(), create()];
      site.hideIssue({ issue: two.issueId });
      site.deleteIssue({ issue: three.issueId });
      // The index of Cloud's search is a second behind: this must not depend on it.
      const updates = await issues.readUpdates([one, two, three, four].map(({ issueId }) => issueId));
      expect(updates.map(({ issueId }) => issueId).sort()).toEqual([one.issueId, four.issueId].sort());
      expect(updates[0]?.updatedAt).toBe((await snapshotOf(updates[0]?.issueId ?? '')).updatedAt);
    });

    test('when there are a hundred, then one call tells all', async () => {
      const ids = Array.from({ length: 100 }, () => create().issueId);
      const before = callsOf('POST');
      expect(await issues.readUpdates(ids)).toHaveLength(100);
      expect(callsOf('POST') - before).toBe(1);
      expect(await issues.readUpdates([])).toEqual([]);
    });
  });

  describe('comments', () => {
    const HELLO = documentOf(paragraph('Hello *all*, see ', link('here', 'https://example.com/a?b=1')));

    test('when one is written, then it is read back with its text, our mark and our account', async () => {
      const issue = create();
      const id = await issues.addComment(issue, HELLO, 'delivery-1');
      const { id: author } = await issues.account();
      expect(await issues.readComment(issue, id)).toEqual({
        state: 'found',
        value: {
          id,
          author: { id: author, name: 'Deskbridge', kind: 'bot' },
          body: HELLO,
          createdAt: expect.any(Number),
          updatedAt: expect.any(Number),
          restrictedTo: null,
          ourDelivery: 'delivery-1',
        },
      });
    });

    test('when a text is longer than Jira takes, then it is cut and accepted', async () => {
      const issue = create();
      const long = documentOf(
        ...Array.from({ length: 900 }, (_, n) => paragraph(`${n} ${'{long} [text] '.repeat(8)}`)),
      );
      const id = await issues.addComment(issue, long, 'delivery-2');
      const found = await issues.readComment(issue, id);
      expect(JSON.stringify(found)).toContain('…');
      expect(JSON.stringify(found).length).toBeGreaterThan(20_000);
    });

    test('when a person wrote it, then it has no mark, and the person is named', async () => {
      const issue = create();
      const { id } = site.addComment({
        issue: issue.issueId,
        body: richText(edition, 'https://example.com/x'),
        by: 'olga',
      });
      const found = await issues.readComment(issue, id);
      expect(found).toMatchObject({
        value: { author: { name: 'Olga Sokolova', kind: 'person' }, restrictedTo: null, ourDelivery: null },
      });
      expect(JSON.stringify(found)).toContain('https://example.com/x');
    });

    test('when it is for a role that the bridge has not, then it is missing; when it has, then the role is named', async () => {
      const issue = create();
      const visibility = { type: 'role' as const, value: 'Developers' };
      const { id } = site.addComment({
        issue: issue.issueId,
        body: richText(edition, 'https://example.com'),
        visibility,
      });
      expect(await issues.readComment(issue, id)).toEqual({ state: 'missing' });
      const bridge = site.state.users.find(({ accountId }) => accountId === site.state.bridgeAccountId);
      bridge?.roles.push('Developers');
      expect(await issues.readComment(issue, id)).toMatchObject({ value: { restrictedTo: 'Developers' } });
      bridge?.roles.pop();
    });

    test('when it is internal, then it says so', async () => {
      const issue = create();
      const { id } = site.addComment({
        issue: issue.issueId,
        body: richText(edition, 'https://example.com'),
        internal: true,
      });
      // How Jira Service Management keeps it on both editions.
      const stored = site.state.issues.get(issue.issueId)?.comments.find((comment) => comment.id === id);
      stored?.properties.set('sd.public.comment', { internal: true });
      expect(await issues.readComment(issue, id)).toMatchObject({ value: { restrictedTo: 'internal' } });
    });

    test('when it was edited, then its times tell', async () => {
      const issue = create();
      const { id } = site.addComment({ issue: issue.issueId, body: richText(edition, 'https://example.com/1') });
      await new Promise((resolve) => setTimeout(resolve, 5));
      site.editComment({ issue: issue.issueId, comment: id, body: richText(edition, 'https://example.com/2') });
      const found = await issues.readComment(issue, id);
      expect(found.state === 'found' && found.value.updatedAt > found.value.createdAt).toBe(true);
    });

    test('when it is not there, then it is missing', async () => {
      const issue = create();
      expect(await issues.readComment(issue, '999999')).toEqual({ state: 'missing' });
    });

    test('when all are read, then the newest come first, across pages, no more than asked for', async () => {
      const issue = create();
      const ids = Array.from({ length: 130 }, (_, n) => {
        return site.addComment({ issue: issue.issueId, body: richText(edition, `https://example.com/${n}`) }).id;
      }).reverse();
      expect((await issues.readComments(issue, 500)).map(({ id }) => id)).toEqual(ids);
      expect((await issues.readComments(issue, 120)).map(({ id }) => id)).toEqual(ids.slice(0, 120));
      expect((await issues.readComments(issue, 3)).map(({ id }) => id)).toEqual(ids.slice(0, 3));
    });

    test('when our comment is looked for, then it is found by its mark alone', async () => {
      const issue = create();
      const id = await issues.addComment(issue, HELLO, 'delivery-7');
      await issues.addComment(issue, HELLO, 'delivery-70');
      site.addComment({ issue: issue.issueId, body: richText(edition, 'https://example.com/delivery-7') });
      expect(await issues.findOurComment(issue, 'delivery-7')).toBe(id);
      expect(await issues.findOurComment(issue, 'delivery-8')).toBeNull();
    });

    test('when the answer to a write is lost, then it is in doubt, and the comment is found', async () => {
      const issue = create();
      site.faults.add({ kind: 'drop-after', method: 'POST', path: 'comment', count: 1 });
      expect((await failureOf(issues.addComment(issue, HELLO, 'delivery-9'))).details.inDoubt).toBe(true);
      expect(await issues.findOurComment(issue, 'delivery-9')).toMatch(/^\d+$/);
    });

    test('when the issue is gone, then writing and looking say so', async () => {
      const issue = create();
      site.deleteIssue({ issue: issue.issueId });
      expect((await failureOf(issues.addComment(issue, HELLO, 'd'))).details).toMatchObject({
        kind: 'gone',
        inDoubt: false,
      });
      expect((await failureOf(issues.readComments(issue, 5))).details.kind).toBe('gone');
    });

    test('when the issue holds as many comments as Jira allows, then it is rejected', async () => {
      const issue = create();
      site.state.commentLimit = 0;
      const error = await failureOf(issues.addComment(issue, HELLO, 'd'));
      site.state.commentLimit = 5_000;
      expect(error.details).toMatchObject({ kind: 'rejected', status: 413, inDoubt: false });
    });
  });

  describe('remote links', () => {
    const linksOf = (issueId: string) => site.state.issues.get(issueId)?.remoteLinks ?? [];

    test('when one is put twice, then there is one, with the second state and nothing emptied', async () => {
      const issue = create();
      const id = await issues.putRemoteLink(issue, LINK);
      expect(await issues.putRemoteLink(issue, { ...LINK, resolved: true })).toBe(id);
      expect(linksOf(issue.issueId)).toMatchObject([
        {
          globalId: LINK.globalId,
          application: { name: 'Intercom' },
          object: { url: LINK.url, title: 'Cannot pay by card', summary: 'Open', status: { resolved: true } },
        },
      ]);
    });

    test('when it has no title, then its address stands for one, and a long one is cut', async () => {
      const issue = create();
      await issues.putRemoteLink(issue, { ...LINK, globalId: 'a', title: '  ' });
      await issues.putRemoteLink(issue, { ...LINK, globalId: 'b', title: 'x'.repeat(400) });
      expect(linksOf(issue.issueId).map(({ object }) => object['title'])).toEqual([LINK.url, 'x'.repeat(255)]);
    });

    test('when it is removed, then it is gone, and removing it again is a success', async () => {
      const issue = create();
      await issues.putRemoteLink(issue, LINK);
      await issues.removeRemoteLink(issue, LINK.globalId);
      expect(linksOf(issue.issueId)).toEqual([]);
      await issues.removeRemoteLink(issue, LINK.globalId);
      site.deleteIssue({ issue: issue.issueId });
      await issues.removeRemoteLink(issue, LINK.globalId);
    });

    test('when the issue is gone, then putting one says so', async () => {
      const issue = create();
      site.deleteIssue({ issue: issue.issueId });
      expect((await failureOf(issues.putRemoteLink(issue, LINK))).details.kind).toBe('gone');
    });
  });

  describe('faults of the site', () => {
    test.each([
      ['html', 'auth'],
      ['login-redirect', 'auth'],
      ['dead-token', 'auth'],
      ['outage', 'unavailable'],
      ['drop-before', 'unavailable'],
      ['rate-limited', 'rate_limited'],
    ] as const)('when it is %s, then reading ends in %s', async (fault, kind) => {
      const { issueId } = create();
      const fresh = issuesAt(site.url, { edition, apiToken: 'jira-token', personalAccessToken: 'jira-pat' });
      site.faults.add({ kind: fault });
      expect((await failureOf(fresh.read(issueId))).details.kind).toBe(kind);
    });
  });
});
