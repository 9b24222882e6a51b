// The simulated Jira refuses on issues what the real one refuses, on both editions.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { call, EDITIONS, issueFields, rich } from './jira-simulator-kit.ts';

const GONE = 'Issue does not exist or you do not have permission to see it.';
const notOnScreen = (field: string) =>
  `Field '${field}' cannot be set. It is not on the appropriate screen, or unknown.`;

describe.each(EDITIONS)('issues of the simulated Jira, %s', (edition) => {
  let jira: JiraSimulator;
  beforeAll(async () => {
    jira = await startJiraSimulator({ edition, rateLimits: null, contextPath: edition === 'cloud' ? '' : '/jira' });
  });
  afterAll(() => jira.close());
  const create = (changes: Record<string, unknown>) => call(jira, 'POST', 'issue', issueFields(changes));
  const refusal = async (changes: Record<string, unknown>) => {
    const before = jira.state.issues.size;
    const answer = await create(changes);
    expect(answer.status).toBe(400);
    expect(jira.state.issues.size).toBe(before);
    return answer.body['errors'];
  };

  it('when an issue is created, then it has the next key, its fields and its properties', async () => {
    const mark = { key: 'intercom.bridge', value: { conversation: '7' } };
    const made = await call(jira, 'POST', 'issue', { ...issueFields({ labels: ['intercom-7'] }), properties: [mark] });
    expect(made.status).toBe(201);
    expect(made.body['self']).toBe(`${jira.url}/rest/api/${edition === 'cloud' ? 3 : 2}/issue/${made.body['id']}`);
    const read = await call(jira, 'GET', `issue/${made.body['key']}?fields=labels,status&properties=*all`);
    expect(read.body['fields']['labels']).toEqual(['intercom-7']);
    expect(Object.keys(read.body['fields'])).toEqual(['labels', 'status']);
    expect(read.body['properties']).toEqual({ 'intercom.bridge': { conversation: '7' } });
  });

  it.each([
    ['no issue type', { issuetype: undefined }, { issuetype: 'Specify an issue type' }],
    ['no project', { project: undefined }, { project: 'Specify a valid project ID or key' }],
    ['no summary', { summary: undefined }, { summary: 'You must specify a summary of the issue.' }],
    [
      'a summary of 256 characters',
      { summary: 'x'.repeat(256) },
      { summary: 'Summary must be less than 255 characters.' },
    ],
    [
      'a summary of two lines',
      { summary: 'a\nb' },
      { summary: 'The summary is invalid because it contains newline characters.' },
    ],
    ['a label with a space', { labels: ['a b'] }, { labels: "The label 'a b' contains spaces which is invalid." }],
    ['an unknown field', { customfield_99999: 'x' }, { customfield_99999: notOnScreen('customfield_99999') }],
    ['a status', { status: { id: '3' } }, { status: notOnScreen('status') }],
    ['an unknown priority', { priority: { id: '77' } }, { priority: 'The priority selected is invalid.' }],
    ['an unknown component', { components: [{ id: '1' }] }, { components: "Component id '1' is not valid" }],
    ['an unknown option', { customfield_10101: { id: '1' } }, { customfield_10101: "Option id '1' is not valid" }],
  ])('when an issue is created with %s, then it is refused by the field', async (_, changes, errors) => {
    expect(await refusal(changes)).toEqual(errors);
  });

  it('when a project requires more, then its fields are asked for and accepted', async () => {
    expect(await refusal({ project: { key: 'MOB' } })).toEqual({ components: 'Components is required.' });
    expect(await refusal({ project: { key: 'PAY' } })).toEqual({ customfield_10101: 'Product area is required.' });
    const well = await create({ project: { key: 'PAY' }, customfield_10101: { value: 'Area 07' } });
    const read = await call(jira, 'GET', `issue/${well.body['id']}`);
    expect(read.body['fields']['customfield_10101']).toMatchObject({ value: 'Area 07' });
  });

  it('when a team-managed project gets a priority, then it is refused and nothing is created', async () => {
    expect(await refusal({ project: { key: 'TEAM' }, priority: { id: '1' } })).toEqual({
      priority: notOnScreen('priority'),
    });
    expect((await create({ project: { key: 'TEAM' } })).status).toBe(201);
  });

  it('when a cascading value and a person are set, then they are read back whole', async () => {
    const tester = jira.state.users[2];
    const made = await create({
      customfield_10102: { id: '20101', child: { id: '20112' } },
      customfield_10103: edition === 'cloud' ? { accountId: tester?.accountId } : { name: tester?.name },
    });
    const { body } = await call(jira, 'GET', `issue/${made.body['id']}`);
    expect(body['fields']['customfield_10102']).toMatchObject({ value: 'Web', child: { value: 'Firefox' } });
    expect(body['fields']['customfield_10103']).toMatchObject({ displayName: tester?.displayName });
    expect(await refusal({ customfield_10102: { id: '20101', child: { id: '20121' } } })).toHaveProperty(
      'customfield_10102',
    );
  });

  it('when create metadata is paged, then the pages together hold every field once', async () => {
    const list = edition === 'cloud' ? 'fields' : 'values';
    const ids: string[] = [];
    for (let startAt = 0; ; startAt += 7) {
      const { body } = await call(jira, 'GET', `issue/createmeta/PAY/issuetypes/10001?startAt=${startAt}&maxResults=7`);
      if (body[list]?.length === 0) break;
      ids.push(...(body[list] as unknown as { fieldId: string }[]).map((field) => field.fieldId));
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('customfield_10101');
    const { body } = await call(jira, 'GET', 'issue/createmeta/PAY/issuetypes/10001');
    const fields = body[list] as unknown as { fieldId: string; required: boolean; allowedValues: unknown[] }[];
    expect(fields.find(({ fieldId }) => fieldId === 'customfield_10101')).toMatchObject({ required: true });
    expect(fields.find(({ fieldId }) => fieldId === 'customfield_10101')?.allowedValues).toHaveLength(40);
    expect((await call(jira, 'GET', 'issue/createmeta?projectKeys=SUP')).status).not.toBe(200);
  });

  it('when labels are added and removed by operations, then the rest stays', async () => {
    const { key } = jira.createIssue({ project: 'SUP', summary: 's', labels: ['a', 'b'] });
    const edit = { update: { labels: [{ add: 'c' }, { remove: 'a' }] } };
    expect((await call(jira, 'PUT', `issue/${key}`, edit)).status).toBe(204);
    expect((await call(jira, 'GET', `issue/${key}`)).body['fields']['labels']).toEqual(['b', 'c']);
  });

  it('when the text of a description has the wrong form, then it is refused', async () => {
    const wrong = edition === 'cloud' ? 'plain text' : { type: 'doc', version: 1, content: [] };
    expect(await refusal({ description: wrong })).toHaveProperty('description');
    expect(await refusal({ description: rich(jira, 'x'.repeat(32_768)) })).toEqual({
      description: 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.',
    });
    expect((await create({ description: rich(jira, 'x'.repeat(32_767)) })).status).toBe(201);
  });

  it('when a transition is not open, unknown or missing, then it is refused, and a status cannot be edited', async () => {
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    const go = (body: unknown) => call(jira, 'POST', `issue/${key}/transitions`, body);
    expect((await go({ transition: { id: '31' } })).body['errorMessages'][0]).toContain(
      'not valid for the current state',
    );
    expect((await go({ transition: { id: '999' } })).status).toBe(400);
    expect((await go({})).body['errorMessages']).toEqual(["Missing 'transition' identifier"]);
    expect((await go({ transition: { id: '41' }, fields: { resolution: { name: 'Duplicate' } } })).status).toBe(204);
    const { body } = await call(jira, 'GET', `issue/${key}`);
    expect(body['fields']['status']).toMatchObject({ id: '10002', statusCategory: { key: 'done' } });
    expect(body['fields']['resolution']).toMatchObject({ name: 'Duplicate' });
    expect((await go({ transition: { id: '21' } })).status).toBe(204);
    expect((await call(jira, 'GET', `issue/${key}`)).body['fields']['resolution']).toBeNull();
  });

  it('when a conflict is ordered, then the transition answers 409 that often', async () => {
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    jira.refuseTransitions({ issue: key, times: 1 });
    const go = () => call(jira, 'POST', `issue/${key}/transitions`, { transition: { id: '21' } });
    expect([(await go()).status, (await go()).status]).toEqual([409, 204]);
  });

  it('when an issue was moved, then the old key leads to the same id and the new key', async () => {
    const { id, key } = jira.createIssue({ project: 'SUP', summary: 's' });
    const moved = jira.moveIssue({ issue: key, project: 'IDEAS' });
    const read = await call(jira, 'GET', `issue/${key}`);
    expect([read.body['id'], read.body['key']]).toEqual([id, moved.key]);
    expect(moved.key).toMatch(/^IDEAS-/);
  });

  it('when an issue is hidden or deleted, then it is not found in the same words, and comes back when restored', async () => {
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    jira.hideIssue({ issue: key });
    const hidden = await call(jira, 'GET', `issue/${key}`);
    expect([hidden.status, hidden.body]).toEqual([404, { errorMessages: [GONE], errors: {} }]);
    jira.restoreIssue({ issue: key });
    expect((await call(jira, 'GET', `issue/${key}`)).status).toBe(200);
    jira.deleteIssue({ issue: key });
    expect((await call(jira, 'GET', `issue/${key}`)).body).toEqual(hidden.body);
  });

  it('when history is asked for, then it tells old and new value', async () => {
    const { key } = jira.createIssue({ project: 'SUP', summary: 'before' });
    jira.editIssue({ issue: key, by: 'max', fields: { summary: 'after', priority: 'Blocker' } });
    const { body } = await call(jira, 'GET', `issue/${key}?expand=changelog`);
    expect(body['changelog']['histories'][0]).toMatchObject({
      author: { displayName: 'Max Weber' },
      items: [
        { field: 'summary', fromString: 'before', toString: 'after' },
        { field: 'priority', from: '3', fromString: 'Major', to: '1', toString: 'Blocker' },
      ],
    });
    expect((await call(jira, 'GET', `issue/${key}/changelog`)).status).toBe(edition === 'cloud' ? 200 : 404);
  });

  it('when the body is not JSON, or of another type, then it is refused', async () => {
    expect((await call(jira, 'POST', 'issue', '{"fields":')).status).toBe(400);
    expect(
      (await call(jira, 'POST', 'issue', 'a=b', { 'Content-Type': 'application/x-www-form-urlencoded' })).status,
    ).toBe(415);
  });
});

describe.each(EDITIONS)('who may call the simulated Jira, %s', (edition) => {
  let jira: JiraSimulator;
  beforeAll(async () => {
    jira = await startJiraSimulator({ edition });
  });
  afterAll(() => jira.close());

  it('when the token is dead, then reads look empty and only a header tells, and /myself is 401', async () => {
    const dead = { Authorization: edition === 'cloud' ? 'Basic ZGVhZDpkZWFk' : 'Bearer dead' };
    const list = await call(jira, 'GET', 'project', undefined, dead);
    expect([list.status, list.body]).toEqual([200, []]);
    expect(list.headers.get('x-seraph-loginreason')).toBe('AUTHENTICATED_FAILED');
    expect((await call(jira, 'GET', 'myself', undefined, dead)).status).toBe(401);
    expect((await call(jira, 'POST', 'issue', issueFields(), dead)).status).toBe(401);
    expect((await call(jira, 'GET', 'project')).headers.get('x-seraph-loginreason')).toBeNull();
  });

  it("when the other edition's way of signing in or version is used, then it does not work", async () => {
    const other = {
      Authorization: edition === 'cloud' ? 'Bearer jira-token' : `Basic ${btoa('bridge@example.com:jira-pat')}`,
    };
    expect((await call(jira, 'GET', 'myself', undefined, other)).status).toBe(401);
    const path = `${jira.url}/rest/api/${edition === 'cloud' ? 2 : 3}/serverInfo`;
    expect((await fetch(path)).status).toBe(404);
  });

  it('when people are searched for, then they are found by name, and an anonymous search is empty', async () => {
    const query = edition === 'cloud' ? 'user/search?query=max' : 'user/search?username=max';
    expect((await call(jira, 'GET', query)).body).toMatchObject([{ displayName: 'Max Weber' }]);
    expect((await call(jira, 'GET', query, undefined, { Authorization: '' })).body).toEqual([]);
    expect((await call(jira, 'GET', 'user/search')).status).toBe(400);
  });
});
