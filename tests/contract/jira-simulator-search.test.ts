// The simulated Jira's search: bounded and lagging on Cloud, by offset on Data Center, and the JQL both understand.
import { afterEach, describe, expect, it } from 'vitest';
import { type JiraSimulator, type JiraSimulatorOptions, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { call, EDITIONS } from './jira-simulator-kit.ts';

let jira: JiraSimulator;
afterEach(() => jira.close());
const start = async (options: JiraSimulatorOptions) => {
  jira = await startJiraSimulator({ indexLagMs: 0, rateLimits: null, ...options });
};
const search = (body: object) => call(jira, 'POST', jira.state.edition === 'cloud' ? 'search/jql' : 'search', body);
const keysOf = async (jql: string) => {
  const { body } = await search({ jql, fields: ['summary'], maxResults: 50 });
  return (body['issues'] as unknown as { key: string }[]).map(({ key }) => key);
};

describe.each(EDITIONS)('JQL of the simulated Jira, %s', (edition) => {
  it('when issues are searched for by field, then exactly those are found', async () => {
    await start({ edition });
    const [one, two] = ['a', 'b'].map((label) =>
      jira.createIssue({ project: 'SUP', summary: `Crash ${label}`, labels: [label] }),
    );
    const other = jira.createIssue({ project: 'IDEAS', summary: 'Nice', fixVersions: [] });
    jira.transitionIssue({ issue: one?.key ?? '', to: 'Done' });
    jira.editIssue({ issue: two?.key ?? '', fields: { fixVersions: ['2.4'] } });
    expect(await keysOf('project = SUP ORDER BY key ASC')).toEqual([one?.key, two?.key]);
    expect(await keysOf(`key in (${one?.key}, ${other.key})`)).toEqual([other.key, one?.key]);
    expect(await keysOf('labels in ("a", "zz")')).toEqual([one?.key]);
    expect(await keysOf('status = Done AND project = SUP')).toEqual([one?.key]);
    expect(await keysOf('project in (SUP, IDEAS) AND statusCategory != Done ORDER BY key')).toEqual([
      two?.key,
      other.key,
    ]);
    expect(await keysOf('summary ~ "crash" OR labels = zz')).toHaveLength(2);
    expect(await keysOf('fixVersion = "2.4"')).toEqual([two?.key]);
    expect(await keysOf('(labels = a OR labels = b) AND NOT status = Done')).toEqual([two?.key]);
  });

  it('when an issue was moved, then search finds it by its old key', async () => {
    await start({ edition });
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    const moved = jira.moveIssue({ issue: key, project: 'IDEAS' });
    expect(await keysOf(`key = ${key}`)).toEqual([moved.key]);
  });

  it('when time is asked for, then minutes are compared, in the zone of the account, and milliseconds exactly', async () => {
    await start({ edition });
    const now = Date.parse('2026-11-22T10:30:40Z');
    jira.state.now = () => now;
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    expect(await keysOf('updated >= "2026/11/22 10:30"')).toEqual([key]);
    expect(await keysOf('updated >= "2026/11/22 10:31"')).toEqual([]);
    const bridge = jira.state.users[0];
    if (bridge !== undefined) bridge.timeZone = 'Europe/Moscow';
    expect(await keysOf('updated >= "2026/11/22 13:31"')).toEqual([]);
    expect(await keysOf('updated >= "2026/11/22 13:30"')).toEqual([key]);
    expect(await keysOf(`updated >= ${now}`)).toEqual([key]);
    expect(await keysOf(`updated >= ${now + 1}`)).toEqual([]);
    expect(await keysOf('updated >= -5m')).toEqual([key]);
  });

  it('when the query is broken, then it is refused in words that name the place', async () => {
    await start({ edition });
    const message = async (jql: string) => String((await search({ jql })).body['errorMessages']);
    expect(await message('project = SUP status = Done')).toContain(
      "Expecting either 'OR' or 'AND' but got 'status'. (line 1, character 15)",
    );
    expect(await message('colour = red')).toContain("Field 'colour' does not exist");
    expect(await message('updated >= yesterday')).toContain("Date value 'yesterday'");
    expect(await message('labels = "open')).toContain('has not been completed');
  });

  it('when an issue is hidden, then search does not know it', async () => {
    await start({ edition });
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    jira.hideIssue({ issue: key });
    expect(await keysOf('project = SUP')).toEqual([]);
  });
});

describe('search of the simulated Jira Cloud', () => {
  it('when nothing bounds the query, then it is refused; the old search is gone', async () => {
    await start({ edition: 'cloud' });
    expect((await search({ jql: 'ORDER BY created' })).body['errorMessages'][0]).toContain('Unbounded JQL');
    expect((await call(jira, 'GET', 'search?jql=project=SUP')).status).toBe(410);
  });

  it('when no fields are asked for, then ids alone come', async () => {
    await start({ edition: 'cloud' });
    const { id } = jira.createIssue({ project: 'SUP', summary: 's' });
    expect((await search({ jql: 'project = SUP' })).body).toEqual({ issues: [{ id }], isLast: true });
  });

  it('when there are several pages, then the token leads through all of them, and a wrong one is refused', async () => {
    await start({ edition: 'cloud' });
    const made = Array.from({ length: 5 }, () => jira.createIssue({ project: 'SUP', summary: 's' }).id);
    const found: string[] = [];
    let token: string | undefined;
    for (let isLast = false; !isLast; ) {
      const { body } = await search({ jql: 'project = SUP ORDER BY key ASC', maxResults: 2, nextPageToken: token });
      found.push(...(body['issues'] as unknown as { id: string }[]).map(({ id }) => id));
      token = body['nextPageToken'];
      isLast = Boolean(body['isLast']);
    }
    expect(found).toEqual(made);
    expect((await search({ jql: 'project = SUP', nextPageToken: 'nonsense' })).status).toBe(400);
  });

  it('when an issue is new, then search learns of it late, but reconcileIssues brings it at once', async () => {
    await start({ edition: 'cloud', indexLagMs: 60 });
    const { id } = jira.createIssue({ project: 'SUP', summary: 's' });
    expect((await search({ jql: 'project = SUP' })).body['issues']).toEqual([]);
    expect((await search({ jql: 'project = SUP', reconcileIssues: [Number(id)] })).body['issues']).toEqual([{ id }]);
    await expect
      .poll(async () => (await search({ jql: 'project = SUP' })).body['issues'], { timeout: 5000 })
      .toEqual([{ id }]);
  });

  it('when issues are fetched in bulk, then moved ones are resolved and the others are named as errors', async () => {
    await start({ edition: 'cloud' });
    const { id, key } = jira.createIssue({ project: 'SUP', summary: 's' });
    jira.moveIssue({ issue: key, project: 'IDEAS' });
    const { body } = await call(jira, 'POST', 'issue/bulkfetch', {
      issueIdsOrKeys: [key, 'SUP-999'],
      fields: ['summary'],
    });
    expect(body['issues']).toMatchObject([{ id }]);
    expect(body['issueErrors']).toMatchObject([{ id: 'SUP-999' }]);
    const tooMany = { issueIdsOrKeys: Array.from({ length: 101 }, (_, at) => String(at)) };
    expect((await call(jira, 'POST', 'issue/bulkfetch', tooMany)).status).toBe(400);
  });
});

describe('search of the simulated Jira Data Center', () => {
  it('when pages are asked for by offset, then the total is told, and Cloud’s ways do not exist', async () => {
    await start({ edition: 'data-center' });
    for (let at = 0; at < 3; at += 1) jira.createIssue({ project: 'SUP', summary: `s${at}` });
    const { body } = await search({ jql: 'project = SUP ORDER BY key ASC', startAt: 2, maxResults: 2 });
    expect(body).toMatchObject({ startAt: 2, maxResults: 2, total: 3, issues: [{ fields: { summary: 's2' } }] });
    expect((await search({ jql: '' })).body['total']).toBe(3);
    expect((await call(jira, 'POST', 'search/jql', { jql: 'project = SUP' })).status).toBe(404);
    expect((await call(jira, 'POST', 'issue/bulkfetch', { issueIdsOrKeys: ['1'] })).status).toBeGreaterThanOrEqual(404);
  });
});
