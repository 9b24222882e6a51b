// Create forms and new issues on both editions of Jira: every kind of field, and what a refusal says.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Issues } from '../../src/application/ports.ts';
import { documentOf, paragraph } from '../../src/domain/document/build.ts';
import type { CreateField, CreateForm, FieldValue } from '../../src/domain/new-issue.ts';
import type { Edition, JiraSimulator } from '../../src/simulators/jira/index.ts';
import { failureOf } from '../support/scripted-jira.ts';
import { assertNoProblems, checked, draft, option, options, startSite, text } from './jira-adapter-kit.ts';

const [BUG, INCIDENT, REQUEST, CHANGE] = ['10001', '10004', '10005', '10006'] as const;

describe.each<Edition>(['cloud', 'data-center'])(`new issues of Jira %s${checked}`, (edition) => {
  let site: JiraSimulator;
  let issues: Issues;
  beforeAll(async () => {
    ({ site, issues } = await startSite(edition));
  });
  afterEach(() => {
    site.faults.clear();
    assertNoProblems();
  });
  afterAll(() => site.close());

  const formOf = async (project: string, type: string): Promise<CreateForm> => {
    const found = await issues.createForm(project, type);
    if (found.state === 'missing') throw new Error(`no form of ${project} and ${type}`);
    return found.value;
  };
  const fieldOf = (form: CreateForm, id: string): CreateField => {
    const field = form.fields.find((one) => one.id === id);
    if (field === undefined) throw new Error(`no field ${id}`);
    return field;
  };
  const userId = (name: string): string => {
    const user = site.state.users.find((one) => one.name === name);
    return (edition === 'cloud' ? user?.accountId : user?.name) ?? '';
  };

  describe('a form', () => {
    test('when it is read by a name in any case or by id, then it names project and type, and asks neither', async () => {
      const form = await formOf('PAY', ' bUG');
      expect(form).toMatchObject({
        connection: 'jira',
        project: { id: '10002', key: 'PAY', name: 'Payments' },
        type: { id: BUG, name: 'Bug' },
      });
      expect(await formOf('PAY', BUG)).toEqual(form);
      const ids = form.fields.map(({ id }) => id);
      for (const id of ['project', 'issuetype', 'attachment', 'issuelinks']) expect(ids).not.toContain(id);
    });

    test('when a select with forty values is required, then all forty can be chosen', async () => {
      const area = fieldOf(await formOf('PAY', 'Bug'), 'customfield_10101');
      expect(area).toMatchObject({ name: 'Product area', type: 'select', required: true, hasDefault: false });
      expect(area.options).toHaveLength(40);
      expect(area.options?.[0]).toEqual({ id: '20001', name: 'Area 01' });
    });

    test('when there is every kind of field, then each has its type', async () => {
      const form = await formOf('OPS', 'Change');
      const types = Object.fromEntries(form.fields.map(({ id, type }) => [id, type]));
      expect(types).toEqual({
        summary: 'text',
        description: 'rich_text',
        environment: 'rich_text',
        priority: 'priority',
        assignee: 'user',
        reporter: 'user',
        labels: 'labels',
        duedate: 'date',
        components: 'components',
        fixVersions: 'versions',
        customfield_10101: 'select',
        customfield_10102: 'cascading_select',
        customfield_10103: 'user',
        customfield_10104: 'number',
        customfield_10105: 'rich_text',
        customfield_10106: 'url',
        customfield_10107: 'text',
        customfield_10108: 'date',
        customfield_10109: 'datetime',
        customfield_10110: 'multi_select',
        customfield_10111: 'checkbox',
        customfield_10112: 'select',
        customfield_10113: 'multi_user',
        customfield_10114: 'labels',
        customfield_10115: 'versions',
        customfield_10116: 'unsupported',
      });
      expect(fieldOf(form, 'customfield_10116')).toEqual({
        id: 'customfield_10116',
        name: 'Risk matrix',
        type: 'unsupported',
        required: true,
        hasDefault: false,
        options: null,
        vendorType: 'com.example.apps.risk:matrix',
      });
      expect(fieldOf(form, 'customfield_10102').options?.[1]).toEqual({
        id: '20102',
        name: 'Mobile',
        children: [
          { id: '20121', name: 'Android' },
          { id: '20122', name: 'iOS' },
        ],
      });
      expect(fieldOf(form, 'components').options?.map(({ name }) => name)).toEqual(['Gateway', 'Database']);
      expect(fieldOf(form, 'priority')).toMatchObject({
        hasDefault: true,
        options: expect.arrayContaining([{ id: '2', name: 'Critical' }]),
      });
      expect(fieldOf(form, 'customfield_10103').options).toBeNull();
    });

    test('when the site gives small pages, then all fields are read all the same', async () => {
      const whole = await formOf('OPS', 'Request');
      for (let at = 0; at < 120; at += 1) {
        const id = `customfield_${20_000 + at}`;
        site.state.fields.push({ id, name: `More ${at}`, kind: 'text', custom: { type: 'x:y', number: 20_000 + at } });
        site.state.projects.find(({ key }) => key === 'OPS')?.screen.push(id);
      }
      expect((await formOf('OPS', 'Request')).fields).toHaveLength(whole.fields.length + 120);
      site.reset();
    });

    test('when the project has no priority, then the form has none', async () => {
      expect((await formOf('TEAM', 'Task')).fields.map(({ id }) => id)).not.toContain('priority');
    });

    test('when there is no such project or type, then it is missing', async () => {
      expect(await issues.createForm('NONE', 'Bug')).toEqual({ state: 'missing' });
      expect(await issues.createForm('SUP', 'Incident')).toEqual({ state: 'missing' });
      expect((await failureOf(issues.createForm('../myself', 'Bug'))).details.kind).toBe('rejected');
    });

    test('when the token is dead, then it is an auth error, not a missing form', async () => {
      site.faults.add({ kind: 'dead-token' });
      expect((await failureOf(issues.createForm('SUP', 'Bug'))).details.kind).toBe('auth');
      expect((await failureOf(issues.findUsers('SUP', 'olga'))).details.kind).toBe('auth');
      expect((await failureOf(issues.searchIssues('card', [], 5))).details.kind).toBe('auth');
    });
  });

  describe('people', () => {
    test('when a name is begun, then those are found whom the project takes, by the id that a field is written with', async () => {
      expect(await issues.findUsers('SUP', 'ol')).toEqual([{ id: userId('olga'), name: 'Olga Sokolova' }]);
      expect(await issues.findUsers('SUP', 'weber')).toEqual([{ id: userId('max'), name: 'Max Weber' }]);
      expect(await issues.findUsers('SUP', 'nobody"&project=PAY')).toEqual([]);
      expect((await issues.findUsers('SUP', '')).length).toBeGreaterThan(3);
    });

    test('when an account is closed or belongs to an app, then it is not offered', async () => {
      const [max, ivan] = ['max', 'ivan'].map((name) => site.state.users.find((user) => user.name === name));
      if (max === undefined || ivan === undefined) throw new Error('the sample site has changed');
      max.active = false;
      ivan.accountType = 'app';
      const names = (await issues.findUsers('SUP', '')).map(({ name }) => name);
      expect(names).not.toContain('Max Weber');
      if (edition === 'cloud') expect(names).not.toContain('Ivan Petrov');
      site.reset();
    });
  });

  describe('creating', () => {
    test('when an issue is created, then it has summary, description, labels and both marks, and can be read', async () => {
      const made = await issues.createIssue(
        draft({ summary: 'Card\nis  refused ', labels: ['from dialog', ''] }),
        'dl_1',
      );
      const found = await issues.read(made.issueId);
      expect(found).toMatchObject({
        value: {
          key: made.key,
          summary: 'Card is refused',
          type: 'Bug',
          labels: ['from-dialog', 'deskbridge-dl_1'],
        },
      });
      const stored = site.issue(made.key);
      expect(stored.properties.get('deskbridge')).toEqual({ delivery: 'dl_1' });
      expect(JSON.stringify(stored.description)).toContain('The terminal says');
    });

    test('when the summary is longer than Jira takes, then it is cut without halving a character', async () => {
      const { key } = await issues.createIssue(draft({ summary: `${'x'.repeat(252)}😀😀😀` }), 'dl_2');
      expect(site.issue(key).summary).toMatch(/^x{252}…$/);
    });

    test('when every kind of field is filled, then each value arrives', async () => {
      const users = [userId('olga'), userId('max')];
      const steps = documentOf(paragraph('Press {it}'));
      const fields: Record<string, FieldValue> = {
        priority: option('2'),
        assignee: { kind: 'user', id: userId('ivan') },
        duedate: text('2026-12-24'),
        components: options('100051', '100052'),
        fixVersions: options('1000551'),
        labels: { kind: 'labels', labels: ['a b', 'c'] },
        environment: { kind: 'rich_text', body: documentOf(paragraph('Windows')) },
        customfield_10101: option('20007'),
        customfield_10102: option('20102', '20122'),
        customfield_10103: { kind: 'user', id: userId('max') },
        customfield_10104: { kind: 'number', number: 3.5 },
        customfield_10105: { kind: 'rich_text', body: steps },
        customfield_10106: text('https://example.com/a?b=c'),
        customfield_10107: text('Ada'),
        customfield_10108: text('2026-11-01'),
        customfield_10109: text('2026-11-01T10:15:00+03:00'),
        customfield_10110: options('20201', '20203'),
        customfield_10111: options('20212'),
        customfield_10112: option('20223'),
        customfield_10113: { kind: 'users', ids: users },
        customfield_10114: { kind: 'labels', labels: ['slow', 'on mobile'] },
        customfield_10115: options('1000552'),
      };
      const { key } = await issues.createIssue(draft({ projectKey: 'OPS', typeId: REQUEST, fields }), 'dl_3');
      const issue = site.issue(key);
      expect(issue).toMatchObject({
        priorityId: '2',
        duedate: '2026-12-24',
        componentIds: ['100051', '100052'],
        fixVersionIds: ['1000551'],
        labels: ['a-b', 'c', 'deskbridge-dl_3'],
      });
      expect(issue.assigneeId).toBe(site.state.users.find(({ name }) => name === 'ivan')?.accountId);
      const accountIds = ['olga', 'max'].map((name) => site.state.users.find((user) => user.name === name)?.accountId);
      expect(Object.fromEntries(issue.custom)).toEqual({
        customfield_10101: '20007',
        customfield_10102: ['20102', '20122'],
        customfield_10103: accountIds[1],
        customfield_10104: 3.5,
        customfield_10105: edition === 'cloud' ? expect.objectContaining({ type: 'doc' }) : 'Press \\{it\\}',
        customfield_10106: 'https://example.com/a?b=c',
        customfield_10107: 'Ada',
        customfield_10108: '2026-11-01',
        customfield_10109: '2026-11-01T10:15:00.000+0300',
        customfield_10110: ['20201', '20203'],
        customfield_10111: ['20212'],
        customfield_10112: '20223',
        customfield_10113: accountIds,
        customfield_10114: ['slow', 'on-mobile'],
        customfield_10115: ['1000552'],
      });
    });

    test.each([
      ['nothing of what is required', {}, ['components', 'customfield_10101', 'customfield_10103']],
      [
        'an option that is not there',
        {
          components: options('100051'),
          customfield_10101: option('99'),
          customfield_10103: { kind: 'user', id: 'nobody' },
        },
        ['customfield_10101', 'customfield_10103'],
      ],
    ] as [string, Record<string, FieldValue>, string[]][])(
      'when it is given %s, then it is rejected at those fields, and nothing was created',
      async (_, fields, wrong) => {
        const before = site.created().length;
        const error = await failureOf(
          issues.createIssue(draft({ projectKey: 'OPS', typeId: INCIDENT, fields }), 'dl_4'),
        );
        expect(error.details).toMatchObject({ kind: 'rejected', status: 400, inDoubt: false });
        expect(Object.keys(error.details.fields ?? {}).sort()).toEqual(wrong);
        expect(Object.values(error.details.fields ?? {}).every((words) => words !== '')).toBe(true);
        expect(site.created()).toHaveLength(before);
      },
    );

    test('when a field is not on the screen, or the project or type is wrong, then the refusal is at that field', async () => {
      const wrongs = [
        [draft({ projectKey: 'TEAM', fields: { priority: option('2') } }), 'priority'],
        [draft({ projectKey: 'NONE' }), 'project'],
        [draft({ typeId: CHANGE }), 'issuetype'],
        [draft({ summary: ' ' }), 'summary'],
      ] as const;
      for (const [issue, field] of wrongs) {
        const { details } = await failureOf(issues.createIssue(issue, 'dl_5'));
        expect([details.kind, Object.keys(details.fields ?? {})]).toEqual(['rejected', [field]]);
      }
    });

    describe('where labels are not on the screen', () => {
      beforeAll(() => {
        const sup = site.state.projects.find(({ key }) => key === 'IDEAS');
        if (sup !== undefined) sup.screen = sup.screen.filter((id) => id !== 'labels');
      });

      test('when an issue is created, then it is created once, without labels, and found by its property', async () => {
        const before = site.created().length;
        const made = await issues.createIssue(draft({ projectKey: 'IDEAS', labels: ['a'] }), 'dl_6');
        expect(site.created()).toHaveLength(before + 1);
        expect(site.issue(made.key).labels).toEqual([]);
        expect(await issues.findOurIssue('IDEAS', 'dl_6')).toEqual(made);
        expect(await issues.findOurIssue('IDEAS', 'dl_7')).toBeNull();
      });

      test('when something else is wrong too, then people hear of that alone', async () => {
        const fields = { customfield_10101: option('99') };
        const { details } = await failureOf(issues.createIssue(draft({ projectKey: 'IDEAS', fields }), 'dl_8'));
        expect(Object.keys(details.fields ?? {})).toEqual(['customfield_10101']);
      });
    });
  });
});
