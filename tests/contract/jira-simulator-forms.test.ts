// What the simulated Jira asks of a new issue, type by type, and what it refuses: values, files, words of a search.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { call, credentials, EDITIONS, type Json, rich } from './jira-simulator-kit.ts';

describe.each(EDITIONS)('forms of the simulated Jira, %s', (edition) => {
  let jira: JiraSimulator;
  beforeAll(async () => {
    jira = await startJiraSimulator({ edition, rateLimits: null, indexLagMs: 0 });
  });
  afterAll(() => jira.close());
  const list = edition === 'cloud' ? 'fields' : 'values';
  const metaOf = async (project: string, type: string): Promise<Json[]> =>
    (await call(jira, 'GET', `issue/createmeta/${project}/issuetypes/${type}`)).body[list];
  const required = async (project: string, type: string) =>
    (await metaOf(project, type))
      .filter((field) => field.required && !field.hasDefaultValue)
      .map((field) => field.fieldId);
  const create = (fields: Record<string, unknown>, typeId = '10001', project = 'OPS') =>
    call(jira, 'POST', 'issue', {
      fields: { project: { key: project }, issuetype: { id: typeId }, summary: 's', ...fields },
    });
  const person = (name: string) => {
    const user = jira.state.users.find((one) => one.name === name);
    return edition === 'cloud' ? { accountId: user?.accountId } : { name };
  };

  it('when types of one project differ, then each has its own fields and requires its own', async () => {
    const given = ['summary', 'issuetype', 'project'];
    expect((await required('OPS', '10001')).sort()).toEqual([...given].sort());
    expect((await required('OPS', '10004')).sort()).toEqual(
      [...given, 'components', 'customfield_10101', 'customfield_10103'].sort(),
    );
    expect(await required('OPS', '10006')).toContain('customfield_10116');
    expect(await required('MOB', '10001')).toContain('components');
    expect((await metaOf('OPS', '10001')).map((field) => field.fieldId)).not.toContain('customfield_10116');
    expect((await metaOf('TEAM', '10001')).map((field) => field.fieldId)).not.toContain('priority');
    const risk = (await metaOf('OPS', '10006')).find((field) => field.fieldId === 'customfield_10116');
    expect(risk.schema).toMatchObject({ type: 'any', custom: 'com.example.apps.risk:matrix' });
  });

  it('when a required field is missing or empty, then it is refused by its name', async () => {
    const answer = await create({ components: [], customfield_10101: null }, '10004');
    expect([answer.status, answer.body.errors]).toEqual([
      400,
      {
        components: 'Components is required.',
        customfield_10101: 'Product area is required.',
        customfield_10103: 'Tester is required.',
      },
    ]);
  });

  it.each([
    ['customfield_10101', { id: '1' }],
    ['customfield_10102', { id: '20101', child: { id: '20121' } }],
    ['customfield_10103', { accountId: 'nobody', name: 'nobody' }],
    ['customfield_10104', '3'],
    ['customfield_10105', 7],
    ['customfield_10106', 'no address'],
    ['customfield_10107', 'x'.repeat(256)],
    ['customfield_10108', '24.12.2026'],
    ['customfield_10109', '2026-12-24T10:00:00Z'],
    ['customfield_10110', [{ id: '20201' }, { id: '9' }]],
    ['customfield_10111', { id: '20211' }],
    ['customfield_10113', [{ accountId: 'nobody', name: 'nobody' }]],
    ['customfield_10114', ['with space']],
    ['customfield_10115', [{ id: '1000051' }]],
    ['customfield_10116', {}],
    ['customfield_99999', 'x'],
    ['components', [{ id: '100031' }]],
    ['priority', { id: '77' }],
    ['summary', 'two\nlines'],
    ['summary', 'x'.repeat(256)],
  ])('when %s is given what it does not take (%j), then it is refused at that field', async (field, value) => {
    const answer = await create({ [field]: value });
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [field]]);
  });

  it('when each kind of field is given what it takes, then reading gives it back in the form of the API', async () => {
    const fields = {
      customfield_10108: '2026-12-24',
      customfield_10109: '2026-12-24T10:00:00.000+0000',
      customfield_10110: [{ id: '20201' }, { value: 'Edge' }],
      customfield_10113: [person('olga'), person('max')],
      customfield_10114: ['a', 'b'],
      customfield_10115: [{ id: '1000551' }],
    };
    const made = await create(fields);
    expect(made.status).toBe(201);
    expect((await call(jira, 'GET', `issue/${made.body.key}`)).body.fields).toMatchObject({
      customfield_10108: '2026-12-24',
      customfield_10109: '2026-12-24T10:00:00.000+0000',
      customfield_10110: [{ value: 'Chrome' }, { value: 'Edge' }],
      customfield_10113: [{ displayName: 'Olga Sokolova' }, { displayName: 'Max Weber' }],
      customfield_10114: ['a', 'b'],
      customfield_10115: [{ name: '1.1' }],
    });
    expect(jira.issue(made.body.key).custom.get('customfield_10110')).toEqual(['20201', '20204']);
    expect(jira.created().map(({ key }) => key)).toContain(made.body.key);
  });

  it('when an issue can be edited, then it says which fields, without its project', async () => {
    const { key } = jira.createIssue({ project: 'OPS', summary: 's', type: 'Change' });
    const { status, body } = await call(jira, 'GET', `issue/${key}/editmeta`);
    expect(status).toBe(200);
    expect(Object.keys(body.fields)).toEqual(expect.arrayContaining(['summary', 'customfield_10116', 'comment']));
    expect(Object.keys(body.fields)).not.toContain('project');
    expect(body.fields.customfield_10112.allowedValues).toHaveLength(3);
    expect((await call(jira, 'GET', 'issue/NO-1/editmeta')).status).toBe(404);
    const emptied = await call(jira, 'PUT', `issue/${key}`, { fields: { customfield_10116: null } });
    expect(emptied.body.errors).toEqual({ customfield_10116: 'Risk matrix is required.' });
  });

  describe('files', () => {
    const upload = async (headers: Record<string, string>, body: FormData | string) => {
      const { key } = jira.createIssue({ project: 'SUP', summary: 'Files' });
      const response = await fetch(`${jira.url}/rest/api/${edition === 'cloud' ? 3 : 2}/issue/${key}/attachments`, {
        method: 'POST',
        headers: { Authorization: credentials(edition), ...headers },
        body,
      });
      return { status: response.status, files: jira.issue(key).attachments };
    };
    const form = (content: string, field = 'file') => {
      const data = new FormData();
      data.set(field, new Blob([content], { type: 'text/plain' }), 'log "1".txt');
      return data;
    };
    const token = { 'X-Atlassian-Token': 'no-check' };

    it('when the upload is right, then its bytes can be looked at', async () => {
      const { status, files } = await upload(token, form('hello\r\n--x'));
      expect([status, files[0]?.content.toString(), files[0]?.mimeType]).toEqual([200, 'hello\r\n--x', 'text/plain']);
    });

    it('when the token header is missing, the file too large, or the body no form, then it is refused', async () => {
      expect((await upload({}, form('x'))).status).toBe(403);
      expect((await upload({ ...token, 'Content-Type': 'application/json' }, '{}')).status).toBe(415);
      jira.state.uploadLimit = 3;
      const { status, files } = await upload(token, form('hello'));
      jira.state.uploadLimit = 10_485_760;
      expect([status, files]).toEqual([413, []]);
    });
  });

  describe('the text search', () => {
    const search = (jql: string, more = {}) =>
      call(jira, 'POST', edition === 'cloud' ? 'search/jql' : 'search', { jql, fields: ['summary'], ...more });

    it.each(['(', 'a:b', '[x', '"open', '*x', '?', 'a ^ b', 'a/b', 'AND a', 'a OR', '-a', 'a~', '{', '!'])(
      'when the words hold what the parser gives a meaning (%s), then it is refused',
      async (words) => {
        const jql = `text ~ "${words.replace(/[\\"]/g, '\\$&')}"`;
        const { status, body } = await search(jql);
        expect([status, body.errorMessages[0]]).toEqual([400, expect.stringContaining(`field 'text'`)]);
      },
    );

    it('when words, beginnings and phrases are asked for, then they are found as words', async () => {
      const { key } = jira.createIssue({
        project: 'SUP',
        summary: 'Payments failed twice',
        description: rich(jira, 'On Tuesday') as string,
      });
      const found = async (words: string) =>
        ((await search(`project = SUP AND text ~ "${words}"`)).body.issues as Json[]).length;
      expect(await found('payment')).toBe(1);
      expect(await found('pay')).toBe(0);
      expect(await found('pay* tuesday')).toBe(1);
      expect(await found('\\"failed twice\\"')).toBe(1);
      expect(await found('\\"twice failed\\"')).toBe(0);
      jira.deleteIssue({ issue: key });
    });

    it('when a project or an issue is named that is not there, then it is refused, unless told not to on Data Center', async () => {
      expect((await search('project in (SUP, NONE)')).body.errorMessages).toEqual([
        "The value 'NONE' does not exist for the field 'project'.",
      ]);
      expect((await search('key = NO-1')).status).toBe(400);
      const lenient = await search('project = NONE', { validateQuery: false });
      expect(lenient.status).toBe(edition === 'cloud' ? 400 : 200);
    });
  });
});
