// Every answer of the simulated Jira Cloud is held against Atlassian's own description of its REST API.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { createExchangeGuard, loadVendorSpec } from '../support/vendor-specs.ts';
import { call, issueFields, rich } from './jira-simulator-kit.ts';

const spec = loadVendorSpec('jira-cloud');
const guard = createExchangeGuard({ jira: spec });
const skipped = 'absent' in spec ? ` (skipped: no ${spec.absent})` : '';

let jira: JiraSimulator;
beforeAll(async () => {
  jira = await startJiraSimulator({ edition: 'cloud', onExchange: guard.onJira, indexLagMs: 0 });
});
afterAll(() => jira.close());

async function statuses(calls: [string, string, unknown?][]): Promise<number[]> {
  const found: number[] = [];
  for (const [method, path, body] of calls) found.push((await call(jira, method, path, body)).status);
  return found;
}

describe.skipIf('absent' in spec)(`the simulated Jira Cloud beside the vendor's description${skipped}`, () => {
  it('when people, permissions and lists are read, then the answers are as described', async () => {
    const answers = await statuses([
      ['GET', 'myself'],
      ['GET', 'serverInfo'],
      ['GET', `user?accountId=${jira.state.bridgeAccountId}`],
      ['GET', 'user/search?query=olga'],
      ['GET', 'user/assignable/search?project=SUP'],
      ['GET', 'mypermissions?permissions=BROWSE_PROJECTS,ADD_COMMENTS'],
      ['GET', 'field'],
      ['GET', 'priority'],
      ['GET', 'priority/search'],
      ['GET', 'status'],
      ['GET', 'statuscategory'],
      ['GET', 'resolution'],
      ['GET', 'issuetype'],
      ['GET', 'label'],
    ]);
    expect(answers).toEqual(Array(14).fill(200));
    guard.assertNoProblems();
  });

  it('when projects and create metadata are read, then the answers are as described', async () => {
    const answers = await statuses([
      ['GET', 'project'],
      ['GET', 'project/search'],
      ['GET', 'project/SUP'],
      ['GET', 'project/SUP/statuses'],
      ['GET', 'project/SUP/versions'],
      ['GET', 'project/SUP/version?status=released'],
      ['GET', 'project/SUP/components'],
      ['GET', 'version/1000051'],
      ['GET', 'issue/createmeta/PAY/issuetypes'],
      ['GET', 'issue/createmeta/PAY/issuetypes/10001?maxResults=50'],
      ['GET', 'issue/createmeta/OPS/issuetypes/10005'],
      ['GET', 'issue/createmeta/OPS/issuetypes/10006'],
    ]);
    expect(answers).toEqual(Array(12).fill(200));
    guard.assertNoProblems();
  });

  it('when an issue is written and read, then the answers are as described', async () => {
    const made = await call(jira, 'POST', 'issue', {
      ...issueFields({ description: rich(jira, 'It stops.'), labels: ['a'], priority: { id: '2' } }),
      properties: [{ key: 'mark', value: { a: 1 } }],
    });
    expect(made.status).toBe(201);
    const at = `issue/${made.body['id']}`;
    const answers = await statuses([
      ['GET', `${at}?expand=renderedFields,changelog,names,schema&properties=*all`],
      ['PUT', at, { fields: { summary: 'Other', assignee: { accountId: jira.state.users[1]?.accountId } } }],
      ['GET', `${at}/editmeta`],
      ['GET', `${at}/transitions?expand=transitions.fields`],
      ['POST', `${at}/transitions`, { transition: { id: '41' } }],
      ['POST', `${at}/transitions`, { transition: { id: '31' } }],
      ['GET', `${at}/changelog`],
      ['GET', `${at}/properties`],
      ['PUT', `${at}/properties/k`, { b: 2 }],
      ['GET', `${at}/properties/k`],
      ['POST', `${at}/remotelink`, { globalId: 'g', object: { url: 'https://a.example', title: 'T' } }],
      ['GET', `${at}/remotelink`],
      ['GET', `${at}/remotelink?globalId=g`],
      ['DELETE', `${at}/remotelink?globalId=g`],
      ['POST', 'search/jql', { jql: 'project = SUP', fields: ['*all'], expand: 'changelog,names,schema' }],
      ['POST', 'search/approximate-count', { jql: 'project = SUP' }],
      ['POST', 'issue/bulkfetch', { issueIdsOrKeys: [made.body['id'], 'NO-1'], fields: ['summary'] }],
      ['DELETE', at],
      ['GET', at],
    ]);
    expect(answers).toEqual([
      200, 204, 200, 200, 204, 400, 200, 200, 201, 200, 201, 200, 200, 204, 200, 200, 200, 204, 404,
    ]);
    guard.assertNoProblems();
  });

  it('when comments are written and read, then the answers are as described', async () => {
    const { key } = jira.createIssue({ project: 'SUP', summary: 'Talk' });
    const made = await call(jira, 'POST', `issue/${key}/comment`, {
      body: rich(jira, 'Hello'),
      properties: [{ key: 'mark', value: 1 }],
    });
    const at = `issue/${key}/comment/${made.body['id']}`;
    const answers = await statuses([
      ['GET', `${at}?expand=renderedBody`],
      ['GET', `issue/${key}/comment?orderBy=-created&expand=renderedBody,properties`],
      ['PUT', at, { body: rich(jira, 'Hello again') }],
      ['POST', 'comment/list?expand=renderedBody', { ids: [Number(made.body['id'])] }],
      ['GET', `comment/${made.body['id']}/properties`],
      ['GET', `comment/${made.body['id']}/properties/mark`],
      ['PUT', `comment/${made.body['id']}/properties/mark`, { v: 2 }],
      ['DELETE', at],
    ]);
    expect([made.status, ...answers]).toEqual([201, 200, 200, 200, 200, 200, 200, 200, 204]);
    guard.assertNoProblems();
  });

  it('when a file was attached, then its metadata and the redirect are as described', async () => {
    const { key } = jira.createIssue({ project: 'SUP', summary: 'Files' });
    const { id } = jira.attachFile({ issue: key, filename: 'log.txt', content: 'abc', mimeType: 'text/plain' });
    const answers = await statuses([
      ['GET', `attachment/${id}`],
      ['GET', 'attachment/meta'],
      ['GET', `attachment/content/${id}`],
      ['GET', `issue/${key}?fields=attachment`],
    ]);
    expect(answers).toEqual([200, 200, 303, 200]);
    guard.assertNoProblems();
  });

  it('when all of this was asked, then every exchange was judged', () => {
    expect('absent' in spec ? 0 : spec.checked).toBe(jira.exchanges.length);
    expect(jira.exchanges.length).toBeGreaterThan(50);
  });
});
