// What rules, promises and people who ask why need of every database behind the ledger.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/application/ledger.ts';
import type { IssueSnapshot } from '../../src/domain/issue.ts';
import type { KnownIssue } from '../../src/domain/known.ts';
import type { LinkChange, Plan } from '../../src/domain/plan/plan.ts';
import { DIALOG, decision, delivery, ISSUE, LANE, newEvent, next, result } from './ledger-kit.ts';

const OLGA = { id: '901', name: 'Olga', kind: 'person' } as const;

function snapshot(given: Partial<IssueSnapshot> = {}): IssueSnapshot {
  return {
    ...ISSUE,
    key: 'SUP-1',
    url: 'https://jira.example/browse/SUP-1',
    projectKey: 'SUP',
    summary: 'Report does not open',
    type: 'Bug',
    status: { id: '1', name: 'Open', category: 'todo' },
    resolution: null,
    priority: 'High',
    assignee: null,
    fixVersions: [],
    components: [],
    labels: [],
    dueDate: null,
    attachments: [],
    urls: [],
    updatedAt: 1000,
    ...given,
  };
}

const known = (given: Partial<IssueSnapshot> = {}, state: KnownIssue['state'] = 'seen'): KnownIssue => {
  const told = snapshot(given);
  return { connection: told.connection, issueId: told.issueId, told, state, lastNotedAt: null };
};

const link = (conversationId: string, issueId: string): LinkChange => ({
  kind: 'link',
  conversation: { ...DIALOG, conversationId },
  issue: { ...ISSUE, issueId },
  issueKey: `SUP-${issueId}`,
  origin: 'api',
  by: OLGA,
});

/** `open` gives an empty ledger each time. */
export function describeLedgerForRules(
  name: string,
  open: () => Promise<{ ledger: Ledger; close(): Promise<void> }>,
): void {
  describe(`the ledger on ${name}, for rules`, () => {
    let ledger: Ledger;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ ledger, close } = await open());
    });
    afterEach(() => close());

    /** Decides an event of its own; gives its id. */
    const decide = async (plan: Partial<Plan>, given: Parameters<typeof decision>[1] = {}): Promise<string> => {
      const lane = `issue/jira/d${next()}`;
      const { eventId } = await ledger.events.record(newEvent({ lane }));
      const batch = await ledger.events.claim(lane, 1000, 1500, 1);
      expect(await ledger.events.decide(decision(batch, { ...given, plan }))).toBe(true);
      return eventId;
    };

    describe('events that wait for their time', () => {
      it('when an event is due later, then it holds nobody in its lane until it is woken', async () => {
        await ledger.events.record(newEvent({ id: 'ev_later', dueAt: 90_000 }));
        await ledger.events.record(newEvent({ id: 'ev_now' }));
        const claim = (now: number) => ledger.events.claim(LANE, now, now + 500, 10);
        expect((await claim(1000)).map(({ id }) => id)).toEqual(['ev_now']);
        await ledger.upkeep.wakeScheduled(89_999);
        expect(await ledger.upkeep.dueLanes(89_999, 10, ['jira'])).toEqual([]);
        expect(await ledger.upkeep.counts()).toMatchObject({ events_scheduled: 1 });
        expect((await ledger.events.ofLanes([LANE], 10)).map(({ id }) => id)).toContain('ev_later');
        await ledger.upkeep.wakeScheduled(90_000);
        expect(await ledger.upkeep.dueLanes(90_000, 10)).toEqual([{ queue: 'events', lane: LANE }]);
        expect((await claim(90_000)).map(({ id }) => id)).toContain('ev_later');
      });

      it('when a decision has follow-ups, then each is stored with it once, now or for later, with its bytes', async () => {
        const now = newEvent({ lane: 'issue/jira/f', deliveryKey: 'follow/1', body: Buffer.from('{"a":1}') });
        const later = newEvent({ lane: 'issue/jira/f', deliveryKey: 'follow/2', dueAt: 9000 });
        await decide({}, { followUps: [now, later] });
        await decide(
          {},
          { followUps: [{ ...now, id: 'ev_again' }, newEvent({ id: 'ev_other', lane: 'issue/jira/g' })] },
        );
        const claimed = await ledger.events.claim('issue/jira/f', 1000, 1500, 10);
        expect(claimed.map(({ id }) => id)).toEqual([now.id]);
        expect(Buffer.from(claimed[0]?.body ?? []).toString()).toBe('{"a":1}');
        expect(await ledger.events.find(later.id)).toMatchObject({ state: 'scheduled', dueAt: 9000, format: 'bridge' });
        expect(await ledger.events.find('ev_again')).toBeNull();
        expect(await ledger.events.find('ev_other')).toMatchObject({ state: 'queued' });
        // They are filed: the journal has nothing more to file.
        expect(
          await ledger.events.file(
            () => ({ deliveryKey: null, bodyHash: 'x', lane: 'x', topic: 'x', issueKey: null }),
            10,
          ),
        ).toEqual([]);
      });

      it('when the lease of a decision was lost, then none of its follow-ups is stored', async () => {
        const lane = 'issue/jira/lost';
        await ledger.events.record(newEvent({ lane }));
        const [event] = await ledger.events.claim(lane, 1000, 1500, 1);
        const stale = [{ id: event?.id ?? '', attempt: 99 }];
        const followUp = newEvent({ lane: 'issue/jira/f' });
        expect(await ledger.events.decide(decision(stale, { followUps: [followUp] }))).toBe(false);
        expect(await ledger.events.find(followUp.id)).toBeNull();
      });
    });

    describe('promises', () => {
      it('when a promise is made, moved and over, then it is due at its time, the earliest first', async () => {
        await decide(
          { links: [link('1', '1'), link('2', '2'), link('3', '3')] },
          { linkIds: ['ln_a', 'ln_b', 'ln_c'] },
        );
        const promise = (linkId: string, dueAt: number): LinkChange => ({
          kind: 'promise',
          linkId,
          promise: { dueAt, by: OLGA },
        });
        await decide({ links: [promise('ln_a', 5000), promise('ln_b', 4000), promise('ln_c', 3000)] });
        await decide({ links: [promise('ln_c', 9000), { kind: 'unlink', linkId: 'ln_c' }] });
        expect(await ledger.links.find('ln_a')).toMatchObject({ by: OLGA, promise: { dueAt: 5000, by: OLGA } });
        const due = async (now: number, limit = 10) => (await ledger.links.duePromises(now, limit)).map(({ id }) => id);
        expect(await due(3999)).toEqual([]);
        expect(await due(9000)).toEqual(['ln_b', 'ln_a']);
        expect(await due(9000, 1)).toEqual(['ln_b']);
        await decide({ links: [{ kind: 'promise', linkId: 'ln_b', promise: null }] });
        expect(await due(9000)).toEqual(['ln_a']);
        expect((await ledger.links.find('ln_b'))?.promise).toBeNull();
      });
    });

    describe('what is known of issues', () => {
      it('when dialogs are counted, then those unlinked do not wait', async () => {
        await decide(
          { links: [link('1', '1'), link('2', '1'), link('3', '2')] },
          { linkIds: ['ln_a', 'ln_b', 'ln_c'] },
        );
        await decide({ links: [{ kind: 'unlink', linkId: 'ln_a' }] });
        const issues = ['2', '1', '9'].map((issueId) => ({ ...ISSUE, issueId }));
        expect(await ledger.links.waiting(issues)).toEqual([1, 1, 0]);
      });

      it('when a status is told again, then it is known since the first time; a new one begins anew', async () => {
        expect(await ledger.memory.statusSince(ISSUE)).toBeNull();
        await decide({ issue: known({ updatedAt: 1000 }) });
        await decide({ issue: known({ updatedAt: 1500, summary: 'New' }) });
        expect(await ledger.memory.statusSince(ISSUE)).toBe(1000);
        await decide({
          issue: known({ updatedAt: 1800, status: { id: '3', name: 'Doing', category: 'in_progress' } }),
        });
        expect(await ledger.memory.statusSince(ISSUE)).toBe(1800);
      });

      it('when issues rest, then the linked ones that can be seen are given, the longest first, page by page', async () => {
        await decide({ links: ['1', '2', '3', '4', '5'].map((issueId) => link(issueId, issueId)) });
        for (const [issueId, updatedAt] of [
          ['1', 300],
          ['2', 100],
          ['3', 100],
          ['4', 900],
          ['6', 50],
        ] as const) {
          await decide({ issue: known({ issueId, updatedAt }) });
        }
        await decide({ issue: known({ issueId: '5', updatedAt: 10 }, 'deleted') });
        const ids = (issues: readonly KnownIssue[]) => issues.map(({ issueId }) => issueId);
        expect(ids(await ledger.memory.unchangedIssues('jira', 900, null, 10))).toEqual(['2', '3', '1']);
        const page = await ledger.memory.unchangedIssues('jira', 900, null, 1);
        expect(ids(page)).toEqual(['2']);
        const after = { changedAt: 100, issueId: '2' };
        expect(ids(await ledger.memory.unchangedIssues('jira', 900, after, 10))).toEqual(['3', '1']);
        expect(await ledger.memory.unchangedIssues('other', 900, null, 10)).toEqual([]);
      });

      it('when a version is released, then the linked issues that name exactly it are given', async () => {
        await decide({ links: ['1', '2', '3', '4'].map((issueId) => link(issueId, issueId)) });
        const versions = { '1': ['2.0', '1.0%'], '2': ['1.0'], '3': ['1.0%'], '4': ['v "1.0"'], '9': ['1.0%'] };
        for (const [issueId, fixVersions] of Object.entries(versions)) {
          await decide({ issue: known({ issueId, fixVersions }) });
        }
        const of = async (version: string) =>
          (await ledger.memory.issuesWithVersion('jira', version, 10)).map(({ issueId }) => issueId);
        expect(await of('1.0%')).toEqual(['1', '3']);
        expect(await of('1.0')).toEqual(['2']);
        expect(await of('v "1.0"')).toEqual(['4']);
        expect(await of('V "1.0"')).toEqual([]);
        await decide({ issue: known({ issueId: '2', fixVersions: [] }) });
        expect(await of('1.0')).toEqual([]);
      });

      it('when a summary is remembered, then it is read back, and its comment is known as ours', async () => {
        expect(await ledger.memory.summary(ISSUE)).toBeNull();
        const summary = { ...ISSUE, commentId: null, fingerprint: 'f1', writtenAt: 5 };
        await ledger.memory.rememberSummary(summary);
        await ledger.memory.rememberSummary({ ...summary, commentId: '77', fingerprint: 'f2', writtenAt: 6 });
        expect(await ledger.memory.summary(ISSUE)).toEqual({
          ...ISSUE,
          commentId: '77',
          fingerprint: 'f2',
          writtenAt: 6,
        });
        const lane = 'issue/jira/1';
        await decide({}, { deliveries: [delivery({ id: 'dl_s', lane, connection: 'jira' })] });
        await ledger.deliveries.claim(lane, 2000, 2500);
        await ledger.deliveries.settle(result({ id: 'dl_s', attempt: 1, kind: 'put_summary', receipt: '77' }));
        expect(await ledger.memory.receipt('jira', 'comment', '77')).toBe('dl_s');
      });
    });

    describe('decisions', () => {
      const TRACE = [
        { trigger: 'linked', conversationId: '1', tried: [{ at: 'default: linked', matched: true, why: '' }] },
      ];

      it('when a batch is decided, then its facts and trace are found by each of its events, with their bytes', async () => {
        const lane = 'issue/jira/batch';
        for (const id of ['ev_one', 'ev_two'])
          await ledger.events.record(newEvent({ id, lane, body: Buffer.from(id) }));
        const batch = await ledger.events.claim(lane, 1000, 1500, 10);
        await ledger.events.decide(decision(batch, { record: { facts: '{"now":1}', trace: TRACE } }));
        for (const id of ['ev_one', 'ev_two']) {
          const found = await ledger.events.decisionOf(id);
          expect(found).toMatchObject({ batchId: 'ev_one', facts: '{"now":1}', trace: TRACE });
          expect(found?.events.map((event) => Buffer.from(event.body).toString())).toEqual(['ev_one', 'ev_two']);
        }
        expect(await ledger.events.decisionOf('ev_nobody')).toBeNull();
      });

      it('when decisions are listed, then the newest come first, page by page; one without facts has no record', async () => {
        const first = await decide({}, { record: { facts: '{}', trace: [] } });
        const unrecorded = await decide({});
        const last = await decide({}, { record: { facts: null, trace: TRACE } });
        const all = await ledger.events.decisions(null, 10);
        expect(all.map(({ batchId, facts }) => [batchId, facts])).toEqual([
          [last, null],
          [first, '{}'],
        ]);
        expect((await ledger.events.decisions(all[0]?.seq ?? 0, 10)).map(({ batchId }) => batchId)).toEqual([first]);
        expect(await ledger.events.decisionOf(unrecorded)).toBeNull();
      });

      it('when an event is forgotten, then its decision goes with it', async () => {
        const old = await decide({}, { record: { facts: '{}', trace: [] } });
        expect(await ledger.upkeep.forgetBefore(50_000)).toBe(1);
        expect(await ledger.events.decisions(null, 10)).toEqual([]);
        expect(await ledger.events.decisionOf(old)).toBeNull();
      });
    });

    describe('config files', () => {
      const version = (hash: string, loadedAt: number) => ({ hash, file: 'a.yaml', loadedAt, text: `# ${hash}` });

      it('when files are remembered, then they are listed newest first and found by the beginning of their hash', async () => {
        await ledger.configs.remember(version('aa11', 1));
        await ledger.configs.remember(version('ab22', 2));
        await ledger.configs.remember({ ...version('aa11', 3), text: 'same rules, other words' });
        expect((await ledger.configs.list()).map(({ hash, loadedAt }) => [hash, loadedAt])).toEqual([
          ['aa11', 3],
          ['ab22', 2],
        ]);
        expect(await ledger.configs.find('ab')).toEqual(version('ab22', 2));
        expect(await ledger.configs.find('aa11')).toMatchObject({ text: 'same rules, other words' });
        expect(await ledger.configs.find('a')).toBeNull();
        expect(await ledger.configs.find('zz')).toBeNull();
      });

      it('when there are more than twenty, then the oldest go unless an event was decided while they were in force', async () => {
        await ledger.configs.remember(version('gone', 100));
        await ledger.configs.remember(version('used', 1000));
        await decide({}, { rulesVersion: 'used', now: 2000 });
        for (let n = 0; n < 25; n++) await ledger.configs.remember(version(`v${n}`, 3000 + n));
        const kept = (await ledger.configs.list()).map(({ hash }) => hash);
        expect(kept).not.toContain('gone');
        expect(kept.at(-1)).toBe('used');
        expect(kept).toHaveLength(26);
        await ledger.upkeep.forgetBefore(50_000);
        await ledger.configs.remember(version('last', 4000));
        expect(await ledger.configs.list()).toHaveLength(20);
      });
    });
  });
}
