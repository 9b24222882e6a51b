// What rules do to an issue on both editions of Jira: transitions, fields of each kind, labels, the edited comment, properties.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Issues } from '../../src/application/ports.ts';
import { documentOf, paragraph } from '../../src/domain/document/build.ts';
import type { Edition, Issue, JiraSimulator } from '../../src/simulators/jira/index.ts';
import { failureOf } from '../support/scripted-jira.ts';
import { assertNoProblems, checked, draft, startSite } from './jira-adapter-kit.ts';

const GONE = { connection: 'jira', issueId: '999999' };

describe.each<Edition>(['cloud', 'data-center'])(`changing issues of Jira %s${checked}`, (edition) => {
  let site: JiraSimulator;
  let issues: Issues;
  let issue: { connection: string; issueId: string };
  beforeAll(async () => {
    ({ site, issues } = await startSite(edition));
  });
  beforeEach(() => {
    issue = { connection: 'jira', issueId: site.createIssue({ project: 'OPS', summary: 'Gateway is slow' }).id };
  });
  afterEach(() => {
    site.faults.clear();
    assertNoProblems();
  });
  afterAll(() => site.close());
  const stored = (): Issue => site.issue(issue.issueId);
  const accountId = (name: string) => site.state.users.find((user) => user.name === name)?.accountId;

  describe('a transition', () => {
    test('when it is named by transition, status or id, in any case, then the issue moves', async () => {
      expect(await issues.transition(issue, ' in progress')).toEqual({
        done: true,
        note: 'moved from "To Do" to "In Progress"',
      });
      expect(stored().statusId).toBe('3');
      expect(await issues.transition(issue, '10003')).toMatchObject({ done: true });
      expect(await issues.transition(issue, '41')).toMatchObject({ done: true });
      expect(stored()).toMatchObject({ statusId: '10002', resolutionId: '10000' });
    });

    test('when the issue is there already, then nothing is written, and it is done', async () => {
      const before = site.counts()['byRoute'] as Record<string, number>;
      const posts = before['POST issue/:id/transitions'];
      expect(await issues.transition(issue, 'To Do')).toEqual({ done: true, note: 'is in "To Do" already' });
      expect((site.counts()['byRoute'] as Record<string, number>)['POST issue/:id/transitions']).toBe(posts);
    });

    test('when none leads there, then it says which there are', async () => {
      expect(await issues.transition(issue, 'Testing')).toEqual({
        done: false,
        note: 'no transition "Testing" leads on from "To Do": there are "In Progress", "Done"',
      });
      expect(stored().statusId).toBe('10001');
    });

    test('when somebody else writes at that moment, then it is to be tried again', async () => {
      site.refuseTransitions({ issue: issue.issueId, times: 1 });
      const { details } = await failureOf(issues.transition(issue, 'Done'));
      expect(details).toMatchObject({ kind: 'unavailable', status: 409, inDoubt: false });
      expect(await issues.transition(issue, 'Done')).toMatchObject({ done: true });
    });

    test('when the answer is lost after the work, then it is in doubt, and the second try finds it done', async () => {
      site.faults.add({ kind: 'fail-after', method: 'POST', path: 'transitions', count: 1 });
      expect((await failureOf(issues.transition(issue, 'Done'))).details.inDoubt).toBe(true);
      expect(await issues.transition(issue, 'Done')).toEqual({ done: true, note: 'is in "Done" already' });
    });

    test('when the issue is gone, then it says so', async () => {
      expect((await failureOf(issues.transition(GONE, 'Done'))).details.kind).toBe('gone');
    });
  });

  describe('a field', () => {
    const custom = (number: number) => stored().custom.get(`customfield_${number}`);

    test.each([
      ['Story Points', '3,5', 10_104, 3.5],
      ['customfield_10104', ' -7 ', 10_104, -7],
      ['product AREA', 'area 12', 10_101, '20012'],
      ['Product area', '20013', 10_101, '20013'],
      ['Severity', 'S2', 10_112, '20222'],
      ['Platform', 'mobile > iOS', 10_102, ['20102', '20122']],
      ['Platform', 'Web', 10_102, ['20101']],
      ['Browsers', 'Chrome, safari', 10_110, ['20201', '20203']],
      ['Channels', 'Phone', 10_111, ['20213']],
      ['Seen in', '1.0; 1.1', 10_115, ['1000552', '1000551']],
      ['Keywords', 'slow, on mobile', 10_114, ['slow', 'on', 'mobile']],
      ['Reported on', '2026-11-30', 10_108, '2026-11-30'],
      ['Happened at', '2026-11-30T14:00+03:00', 10_109, '2026-11-30T11:00:00.000+0000'],
      ['Dialog', 'https://example.com/a', 10_106, 'https://example.com/a'],
      ['Customer', 'Ada\n Byron', 10_107, 'Ada Byron'],
    ])('when %s is set to %j, then that is its value', async (field, value, number, expected) => {
      expect(await issues.setField(issue, field, value)).toMatchObject({ done: true });
      expect(custom(number)).toEqual(expected);
    });

    test("when it is one of Jira's own, then it is set by its name too", async () => {
      await issues.setField(issue, 'Priority', 'critical');
      await issues.setField(issue, 'Due date', '2026-12-24');
      await issues.setField(issue, 'components', 'Gateway, Database');
      await issues.setField(issue, 'Fix versions', '1.1');
      await issues.setField(issue, 'summary', 'Gateway\nis fast');
      await issues.setField(issue, 'Labels', 'a b');
      expect(stored()).toMatchObject({
        priorityId: '2',
        duedate: '2026-12-24',
        componentIds: ['100051', '100052'],
        fixVersionIds: ['1000551'],
        summary: 'Gateway is fast',
        labels: ['a', 'b'],
      });
    });

    test('when it is for people, then they are found by name', async () => {
      expect(await issues.setField(issue, 'Assignee', 'max weber')).toMatchObject({ done: true });
      expect(await issues.setField(issue, 'Tester', 'Olga')).toMatchObject({ done: true });
      expect(await issues.setField(issue, 'Reviewers', 'Max Weber; Ivan')).toMatchObject({ done: true });
      expect(stored().assigneeId).toBe(accountId('max'));
      expect(custom(10_103)).toBe(accountId('olga'));
      expect(custom(10_113)).toEqual([accountId('max'), accountId('ivan')]);
      expect(await issues.setField(issue, 'Assignee', 'Zoe')).toEqual({
        done: false,
        note: 'Assignee: nobody called "Zoe" can be chosen',
      });
    });

    test('when it is rich text, then the words arrive in the form of the edition', async () => {
      await issues.setField(issue, 'Steps to reproduce', 'One {line}\n\nTwo');
      const value = custom(10_105);
      if (edition === 'cloud') expect(value).toMatchObject({ type: 'doc', content: [{ type: 'paragraph' }, {}] });
      else expect(value).toBe('One \\{line\\}\n\nTwo');
    });

    test('when the text is empty, then the field is emptied, a list too', async () => {
      await issues.setField(issue, 'Browsers', 'Edge');
      await issues.setField(issue, 'Severity', 'S1');
      expect(await issues.setField(issue, 'Browsers', ' ')).toEqual({ done: true, note: 'Browsers: emptied' });
      expect(await issues.setField(issue, 'Severity', '')).toMatchObject({ done: true });
      expect([custom(10_110), custom(10_112)]).toEqual([[], null]);
    });

    test.each([
      ['Story Points', 'many', '"many" is not a number'],
      ['Story Points', '1,500.00', '"1,500.00" is not a number'],
      ['Reported on', '30.11.2026', 'is not a date like 2026-11-30'],
      ['Reported on', '2026-02-31', 'is not a date'],
      ['Happened at', 'noon', 'is not a time like'],
      ['Dialog', 'javascript:alert(1)', 'is not an http(s) address'],
      ['Severity', 'S9', 'there are "S1", "S2", "S3"'],
      ['Product area', 'Mars', '"Area 20" and 20 more'],
      ['Platform', 'Mobile > Chrome', '"Mobile > Android", "Mobile > iOS"'],
      ['Browsers', 'Chrome, Lynx', '"Lynx" can\'t be chosen'],
      ['Colour', 'red', 'no field "Colour"'],
      ['project', 'PAY', 'no field "project"'],
      ['Comment', 'hello', "can't be set from a text"],
    ])('when %s is set to %j, then it is not done, and it says why', async (field, value, why) => {
      const before = stored().updated;
      const applied = await issues.setField(issue, field, value);
      expect(applied.done).toBe(false);
      expect(applied.note).toContain(why);
      expect(stored().updated).toBe(before);
    });

    test('when Jira requires it and it is emptied, then it says what Jira says', async () => {
      const id = site.createIssue({ project: 'OPS', summary: 'Risky', type: 'Incident', components: ['Gateway'] }).id;
      const applied = await issues.setField({ connection: 'jira', issueId: id }, 'components', '');
      expect(applied).toEqual({ done: false, note: 'components: Components is required.' });
    });

    test('when two fields have the name, then it asks for an id', async () => {
      const double = {
        id: 'customfield_19999',
        name: 'Severity',
        kind: 'text' as const,
        custom: { type: 'a:b', number: 19_999 },
      };
      site.state.fields.push(double);
      site.state.projects.find(({ key }) => key === 'OPS')?.screen.push(double.id);
      const applied = await issues.setField(issue, 'Severity', 'S1');
      expect(applied).toMatchObject({
        done: false,
        note: expect.stringContaining('customfield_10112, customfield_19999'),
      });
      site.state.fields.pop();
      site.state.projects.find(({ key }) => key === 'OPS')?.screen.pop();
    });

    test('when the issue is gone, then it says so', async () => {
      expect((await failureOf(issues.setField(GONE, 'Severity', 'S1'))).details.kind).toBe('gone');
    });
  });

  describe('a label', () => {
    test('when it is added twice and removed twice, then the others stay, and all of it is done', async () => {
      site.editIssue({ issue: issue.issueId, fields: { labels: ['keep'] } });
      for (const present of [true, true])
        expect(await issues.setLabel(issue, 'in doubt', present)).toMatchObject({ done: true });
      expect(stored().labels).toEqual(['keep', 'in-doubt']);
      for (const present of [false, false])
        expect(await issues.setLabel(issue, 'in doubt', present)).toMatchObject({ done: true });
      expect(stored().labels).toEqual(['keep']);
      expect(await issues.setLabel(issue, ' ', true)).toMatchObject({ done: false });
      expect((await failureOf(issues.setLabel(GONE, 'a', true))).details.kind).toBe('gone');
    });

    test('when the screen has no labels, then it says what Jira says', async () => {
      const ops = site.state.projects.find(({ key }) => key === 'OPS');
      if (ops !== undefined) ops.screen = ops.screen.filter((id) => id !== 'labels');
      const applied = await issues.setLabel(issue, 'a', true);
      ops?.screen.push('labels');
      expect(applied.done).toBe(false);
      expect(applied.note).toContain('cannot be set');
    });
  });

  describe('a comment of ours', () => {
    const body = (words: string) => documentOf(paragraph(words));

    test('when it is edited, then its text is another, and its mark stays', async () => {
      const id = await issues.addComment(issue, body('Two dialogs'), 'dl_1');
      expect(await issues.editComment(issue, id, body('Three dialogs'))).toBe(true);
      expect(await issues.readComment(issue, id)).toMatchObject({
        value: { body: body('Three dialogs'), ourDelivery: 'dl_1' },
      });
      expect(stored().comments).toHaveLength(1);
    });

    test('when it was deleted, or its issue was, then it is false', async () => {
      const id = await issues.addComment(issue, body('Two dialogs'), 'dl_1');
      site.deleteComment({ issue: issue.issueId, comment: id });
      expect(await issues.editComment(issue, id, body('x'))).toBe(false);
      expect(await issues.editComment(GONE, '1', body('x'))).toBe(false);
    });

    test("when it is another person's, then it is rejected and left alone", async () => {
      const { id } = site.addComment({ issue: issue.issueId, body: 'Mine' });
      expect((await failureOf(issues.editComment(issue, id, body('x')))).details.kind).toBe('rejected');
      // Jira would let an account with "edit all comments" do it.
      expect(site.exchanges.filter(({ method, path }) => method === 'PUT' && path.includes(`/comment/${id}`))).toEqual(
        [],
      );
    });
  });

  describe('a property', () => {
    test.each([[{ dialogs: 3 }], ['text'], [[1, 2]], [0], [true]])(
      'when it is put to %j, then that is its value',
      async (value) => {
        await issues.putProperty(issue, 'deskbridge.summary', { old: true });
        await issues.putProperty(issue, 'deskbridge.summary', value);
        expect(stored().properties.get('deskbridge.summary')).toEqual(value);
      },
    );

    test('when it is too long, no JSON or has no key, then nothing is sent', async () => {
      const before = site.exchanges.length;
      for (const [key, value] of [
        ['a', 'x'.repeat(32_767)],
        ['a', undefined],
        ['', 1],
      ] as const)
        expect((await failureOf(issues.putProperty(issue, key, value))).details.kind).toBe('rejected');
      expect(site.exchanges).toHaveLength(before);
      expect((await failureOf(issues.putProperty(GONE, 'a', 1))).details.kind).toBe('gone');
    });
  });

  test('when the names of the site are asked for, then all are there', async () => {
    const names = await issues.vocabulary();
    expect(names.projects).toContainEqual({ id: '10000', key: 'SUP', name: 'Support incidents' });
    expect(names.projects).toHaveLength(6);
    expect(names.types).toContainEqual({ id: '10004', name: 'Incident' });
    expect(names.statuses).toEqual([
      { id: '10001', name: 'To Do', category: 'todo' },
      { id: '3', name: 'In Progress', category: 'in_progress' },
      { id: '10003', name: 'Testing', category: 'in_progress' },
      { id: '10002', name: 'Done', category: 'done' },
    ]);
    expect(names.priorities).toContainEqual({ id: '1', name: 'Blocker' });
    expect(names.resolutions).toContainEqual({ id: '10011', name: 'Duplicate' });
    expect(names.fields).toContainEqual({ id: 'customfield_10101', name: 'Product area' });
  });

  test('when a created issue is read back, then its components and labels are named', async () => {
    const made = await issues.createIssue(
      draft({ projectKey: 'OPS', fields: { components: { kind: 'options', ids: ['100052'] } }, labels: ['vip'] }),
      'dl_9',
    );
    expect(await issues.read(made.issueId)).toMatchObject({
      value: { components: ['Database'], labels: ['vip', 'deskbridge-dl_9'] },
    });
  });
});
