// An issue whose creation had no clear answer is found by its marks, and what people type never becomes a query of its own.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Issues } from '../../src/application/ports.ts';
import type { Edition, JiraSimulator } from '../../src/simulators/jira/index.ts';
import { failureOf } from '../support/scripted-jira.ts';
import { assertNoProblems, checked, draft, startSite } from './jira-adapter-kit.ts';

const NEVER = 3_600_000;

describe.each<Edition>(['cloud', 'data-center'])(`finding issues of Jira %s${checked}`, (edition) => {
  let site: JiraSimulator;
  let issues: Issues;
  let impatient: Issues;
  beforeAll(async () => {
    ({ site, issues, impatient } = await startSite(edition));
  });
  afterEach(() => {
    site.reset();
    assertNoProblems();
  });
  afterAll(() => site.close());
  const fault = (kind: 'fail-after' | 'drop-after' | 'hang-after' | 'hang' | 'fail-before' | 'rate-limited') =>
    site.faults.add({ kind, method: 'POST', path: '/issue$', count: 1, retryAfter: 1 });

  /** Whoever waits for an answer that never comes waits less. */
  const sender = (kind: string) => (kind.startsWith('hang') ? impatient : issues);

  describe('an issue that may have been created', () => {
    test.each(['fail-after', 'drop-after', 'hang-after'] as const)(
      'when Jira did the work and then %s, then it is in doubt, and the issue is found by its mark',
      async (kind) => {
        fault(kind);
        expect((await failureOf(sender(kind).createIssue(draft(), 'dl_1'))).details.inDoubt).toBe(true);
        const [made] = site.created();
        expect(site.created()).toHaveLength(1);
        expect(await issues.findOurIssue('SUP', 'dl_1')).toEqual({ issueId: made?.id, key: made?.key });
      },
    );

    test.each(['hang', 'fail-before'] as const)(
      'when Jira did nothing (%s), then it is in doubt, and there is none to find',
      async (kind) => {
        fault(kind);
        expect((await failureOf(sender(kind).createIssue(draft(), 'dl_1'))).details.inDoubt).toBe(true);
        expect(await issues.findOurIssue('SUP', 'dl_1')).toBeNull();
        expect(site.created()).toHaveLength(0);
      },
    );

    test('when Jira refused it for its rate, then nothing is in doubt', async () => {
      fault('rate-limited');
      const { details } = await failureOf(issues.createIssue(draft(), 'dl_1'));
      expect(details).toMatchObject({ kind: 'rate_limited', inDoubt: false, retryAfterMs: 1_000 });
    });

    test('when the index knows nothing of the project yet, then the issue is found by the keys that come next', async () => {
      site.state.indexLagMs = NEVER;
      site.createIssue({ project: 'SUP', summary: 'Another' });
      fault('drop-after');
      await failureOf(issues.createIssue(draft(), 'dl_1'));
      site.createIssue({ project: 'SUP', summary: 'Another one' });
      expect(await issues.findOurIssue('SUP', 'dl_1')).toMatchObject({ key: 'SUP-2' });
      expect(await issues.findOurIssue('SUP', 'dl_2')).toBeNull();
    });

    test('when the index knows older issues only, then the issue is found after them', async () => {
      for (let at = 0; at < 60; at += 1) site.createIssue({ project: 'SUP', summary: 'Older' });
      site.state.indexLagMs = NEVER;
      fault('fail-after');
      await failureOf(issues.createIssue(draft(), 'dl_1'));
      expect(await issues.findOurIssue('SUP', 'dl_1')).toMatchObject({ key: 'SUP-61' });
    });

    test('when it moved to another project meanwhile, then the label finds it', async () => {
      const { issueId } = await issues.createIssue(draft(), 'dl_1');
      const { key } = site.moveIssue({ issue: issueId, project: 'IDEAS' });
      expect(await issues.findOurIssue('SUP', 'dl_1')).toEqual({ issueId, key });
    });

    test('when a person cloned the issue with its label, then the original is meant', async () => {
      const made = await issues.createIssue(draft(), 'dl_1');
      const clone = site.createIssue({ project: 'SUP', summary: 'Clone', labels: ['deskbridge-dl_1'] });
      expect(await issues.findOurIssue('SUP', 'dl_1')).toEqual(made);
      // A site that lost the property leaves the label to tell.
      site.issue(made.issueId).properties.clear();
      site.deleteIssue({ issue: clone.id });
      expect(await issues.findOurIssue('SUP', 'dl_1')).toEqual(made);
    });

    test('when another delivery stands in the property of an issue with the label, then it is another issue', async () => {
      const made = await issues.createIssue(draft(), 'dl_1');
      const copy = site.createIssue({ project: 'SUP', summary: 'Copy', labels: ['deskbridge-dl_1'] });
      site.issue(copy.id).properties.set('deskbridge', { delivery: 'dl_9' });
      expect(await issues.findOurIssue('SUP', 'dl_1')).toEqual(made);
    });

    test('when looking fails, then it is an error and not "not there"', async () => {
      site.faults.add({ kind: 'outage', path: edition === 'cloud' ? 'bulkfetch' : 'issue/SUP-1' });
      expect((await failureOf(issues.findOurIssue('SUP', 'dl_1'))).details.kind).toBe('unavailable');
      site.faults.clear();
      site.faults.add({ kind: 'dead-token' });
      expect((await failureOf(issues.findOurIssue('SUP', 'dl_1'))).details.kind).toBe('auth');
    });
  });

  describe('searching', () => {
    const keysOf = async (query: string, projects: string[] = [], limit = 10) =>
      (await issues.searchIssues(query, projects, limit)).map(({ key }) => key);

    test('when it is a key in any case, old or new, then that issue is read, whatever the index knows', async () => {
      site.state.indexLagMs = NEVER;
      const { key } = site.createIssue({ project: 'SUP', summary: 'Card is refused' });
      expect(await keysOf(` ${key.toLowerCase()} `)).toEqual([key]);
      const moved = site.moveIssue({ issue: key, project: 'PAY' });
      expect(await keysOf(key)).toEqual([moved.key]);
      expect(await keysOf(key, ['SUP'])).toEqual([]);
      expect(await keysOf(key, ['PAY'])).toEqual([moved.key]);
      expect(await keysOf('SUP-999')).toEqual([]);
    });

    test('when it is words, then issues with all of them are found, also by the beginning of the last word', async () => {
      const one = site.createIssue({ project: 'SUP', summary: 'Card is refused at checkout' }).key;
      const two = site.createIssue({ project: 'PAY', summary: 'Card expires', labels: ['x'] }).key;
      site.createIssue({ project: 'IDEAS', summary: 'Night mode' });
      expect((await keysOf('card')).sort()).toEqual([two, one].sort());
      expect(await keysOf('CARD refus')).toEqual([one]);
      expect(await keysOf('card', ['PAY', 'MOB'])).toEqual([two]);
      expect(await keysOf('карта')).toEqual([]);
      expect(await keysOf('card', [], 1)).toHaveLength(1);
      expect(await keysOf('card', [], 0)).toEqual([]);
    });

    test('when it is beginnings of words, then issues with any of them in the summary are found, in these projects', async () => {
      const one = site.createIssue({ project: 'SUP', summary: 'CSV export is cut off' }).key;
      const two = site.createIssue({ project: 'SUP', summary: 'Не проходит оплата' }).key;
      site.createIssue({ project: 'SUP', summary: 'Night mode', description: 'not an export' });
      site.createIssue({ project: 'PAY', summary: 'Exports' });
      const found = await issues.searchSummaries(['expo', 'опла'], ['SUP'], 10);
      expect(found.map(({ key }) => key).sort()).toEqual([one, two].sort());
      expect(await issues.searchSummaries(['"*) OR project = PAY'], ['SUP'], 10)).toEqual([]);
      expect(await issues.searchSummaries([], ['SUP'], 10)).toEqual([]);
    });

    test('when several are found, then the newest change comes first, whole', async () => {
      let now = Date.now();
      site.state.now = () => now;
      const [old, fresh] = ['Slow search', 'Slow page'].map(
        (summary) => site.createIssue({ project: 'SUP', summary }).key,
      );
      now += 120_000;
      site.editIssue({ issue: old ?? '', fields: { labels: ['vip'], components: ['Search'] } });
      const found = await issues.searchIssues('slow', ['SUP'], 10);
      expect(found.map(({ key }) => key)).toEqual([old, fresh]);
      const read = await issues.read(old ?? '');
      expect(found[0]).toEqual(read.state === 'found' ? read.value : null);
      expect(found[0]).toMatchObject({ labels: ['vip'], components: ['Search'] });
    });

    test.each([
      '" OR project = PAY OR text ~ "',
      'x" ) OR key = PAY-1 ORDER BY created --',
      '\\" OR key = "PAY-1',
      "card' OR 1=1 --",
      '*',
      '?ard*',
      'a && b || !c',
      '(((',
      '[1 TO 5] {x} ^2 ~0.5',
      'summary:card',
      '/ca.*/',
      'AND OR NOT',
      '+card -refused',
      '"""',
      '\\\\',
      'line\nbreak\ttab\u0000nul',
      '🙂🙂',
      '١٢٣ \u202Eevil',
      `${'word '.repeat(300)}`,
      'x'.repeat(5_000),
    ])('when the words are hostile (%j), then Jira takes the query, and another project stays out', async (query) => {
      site.createIssue({ project: 'PAY', summary: 'card refused a b c 1 5 or and not evil' });
      expect(await keysOf(query, ['SUP'])).toEqual([]);
    });

    test('when punctuation stands around words, then the words are found', async () => {
      const { key } = site.createIssue({ project: 'SUP', summary: 'Error: "timeout" (504) at api/v2' });
      for (const query of ['"timeout" (504)', 'error: timeout!', 'API/v2', 'error AND timeout*'])
        expect([query, await keysOf(query)]).toEqual([query, query.includes('AND') ? [] : [key]]);
    });

    test('when a project is no key, then nothing is sent', async () => {
      const before = site.exchanges.length;
      const { details } = await failureOf(issues.searchIssues('card', ['SUP") OR project in ("PAY'], 5));
      expect(details.kind).toBe('rejected');
      expect(site.exchanges).toHaveLength(before);
    });
  });
});
