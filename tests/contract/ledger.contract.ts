// What every database behind the ledger has to keep: run by one test file for each of them.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryTry, Filed, Ledger, StoredEvent } from '../../src/application/ledger.ts';
import type { IssueSnapshot } from '../../src/domain/issue.ts';
import { done, parked } from '../../src/domain/outcome.ts';
import type { LinkChange } from '../../src/domain/plan/plan.ts';
import { conversationLane } from '../../src/domain/refs.ts';
import {
  arrival,
  DIALOG,
  decision,
  delivery,
  ISSUE,
  identify,
  LANE,
  newEvent,
  next,
  note,
  planned,
  result,
} from './ledger-kit.ts';

const NOTES = conversationLane(DIALOG);
const ids = (events: readonly StoredEvent[]): string[] => events.map(({ id }) => id);

const SNAPSHOT: IssueSnapshot = {
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
  fixVersions: ['1.0'],
  components: [],
  labels: [],
  dueDate: null,
  attachments: [],
  urls: [],
  updatedAt: 1000,
};

/** `open` gives an empty ledger each time, and a second one on the same data, as another process would have it. */
export function describeLedger(name: string, open: () => Promise<{ ledger: Ledger; close(): Promise<void> }>): void {
  describe(`the ledger on ${name}`, () => {
    let ledger: Ledger;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ ledger, close } = await open());
    });
    afterEach(() => close());

    const claim = (now = 1000, limit = 50, lane = LANE) => ledger.events.claim(lane, now, now + 500, limit);
    const claimNote = (now = 1000, lane = NOTES) => ledger.deliveries.claim(lane, now, now + 500);
    const link = (conversationId = '100', issueId = '1', issueKey = `SUP-${issueId}`): LinkChange => ({
      kind: 'link',
      conversation: { ...DIALOG, conversationId },
      issue: { ...ISSUE, issueId },
      issueKey,
      origin: 'api',
      by: null,
    });
    /** Stores changes of links, as the decision about an event of its own. */
    const decideLinks = async (links: readonly LinkChange[], linkIds = links.map(() => `ln_${next()}`), now = 2000) => {
      const lane = `issue/jira/l${next()}`;
      await ledger.events.record(newEvent({ lane }));
      const batch = await ledger.events.claim(lane, 1000, 1500, 1);
      expect(await ledger.events.decide(decision(batch, { plan: { links }, linkIds, now }))).toBe(true);
      return linkIds;
    };

    describe('letting events in', () => {
      it('when arrivals are filed, then each gets into its lane once, in order, with its bytes', async () => {
        const all = [1, 2, 3].map((n) => arrival({ text: `{"n":${n}}`, receivedAt: 1000 + n }));
        for (const one of all) await ledger.events.accept(one);
        const filed = await ledger.events.file(identify, 2);
        expect(filed.map(({ arrivalId, eventId, result: what }) => [arrivalId, eventId, what])).toEqual(
          all.slice(0, 2).map(({ id }) => [id, id, 'recorded']),
        );
        expect(await ledger.events.file(identify, 2)).toMatchObject([
          { arrivalId: all[2]?.id, lane: LANE, connection: 'jira' },
        ]);
        expect(await ledger.events.file(identify, 2)).toEqual([]);
        const claimed = await claim(2000);
        expect(ids(claimed)).toEqual(ids(all as unknown as StoredEvent[]));
        const first = await ledger.events.find(all[0]?.id ?? '');
        expect(Buffer.from(first?.body ?? [])).toEqual(all[0]?.body);
        expect(first).toMatchObject({
          format: 'vendor',
          headers: { a: 'b' },
          receivedAt: 1001,
          topic: 'topic',
          replayOf: null,
        });
      });

      it('when the same delivery id or the same bytes come again, then they are the earlier event', async () => {
        const first = arrival({ text: '{"key":"k1","n":1}' });
        const sameKey = arrival({ text: '{"key":"k1","n":2}' });
        const sameBytes = arrival({ text: '{"key":"k1","n":1}' });
        for (const one of [first, sameKey, sameBytes]) await ledger.events.accept(one);
        const filed = await ledger.events.file(identify, 10);
        expect(filed.map(({ result: what, eventId }) => [what, eventId])).toEqual([
          ['recorded', first.id],
          ['duplicate', first.id],
          ['duplicate', first.id],
        ]);
        expect(await claim()).toHaveLength(1);
        const other = arrival({ text: '{"key":"k1","n":1}', connection: 'other' });
        await ledger.events.accept(other);
        expect(await ledger.events.file(identify, 10)).toMatchObject([{ result: 'recorded', eventId: other.id }]);
      });

      it('when many file at the same time, then each arrival is filed exactly once and in order', async () => {
        const all = Array.from({ length: 200 }, (_, n) =>
          arrival({ text: `{"n":${n % 150},"lane":"issue/jira/${n % 3}"}` }),
        );
        await Promise.all(all.map((one) => ledger.events.accept(one)));
        const filed = (await Promise.all(Array.from({ length: 40 }, () => ledger.events.file(identify, 7)))).flat();
        const rest: Filed[] = [];
        for (;;) {
          const more = await ledger.events.file(identify, 50);
          if (more.length === 0) break;
          rest.push(...more);
        }
        const everything = [...filed, ...rest];
        expect(everything).toHaveLength(200);
        expect(new Set(everything.map(({ arrivalId }) => arrivalId)).size).toBe(200);
        expect(everything.filter(({ result: what }) => what === 'recorded')).toHaveLength(150);
        for (const lane of ['issue/jira/0', 'issue/jira/1', 'issue/jira/2']) {
          const claimed = await claim(2000, 100, lane);
          expect(claimed.map(({ seq }) => seq)).toEqual(claimed.map(({ seq }) => seq).sort((a, b) => a - b));
        }
      });

      it('when looking into an arrival fails, then nothing is filed, and the next try files it', async () => {
        await ledger.events.accept(arrival());
        const broken = ledger.events.file(() => {
          throw new Error('broken');
        }, 10);
        await expect(broken).rejects.toThrow('broken');
        expect(await ledger.events.file(identify, 10)).toHaveLength(1);
      });

      it('when an event of our own is recorded twice under one name, then it is one event; replays without are two', async () => {
        const one = await ledger.events.record(newEvent({ deliveryKey: 'sweep:1' }));
        expect(await ledger.events.record(newEvent({ deliveryKey: 'sweep:1' }))).toEqual({
          kind: 'duplicate',
          eventId: one.eventId,
        });
        await ledger.events.record(newEvent({ deliveryKey: null, replayOf: one.eventId }));
        await ledger.events.record(newEvent({ deliveryKey: null, replayOf: one.eventId }));
        expect(await claim()).toHaveLength(3);
        expect(await ledger.events.file(identify, 10)).toEqual([]);
      });

      it('when asked for what came last, then only what the vendor sent counts', async () => {
        expect(await ledger.events.lastDelivered('jira')).toBeNull();
        await ledger.events.record(newEvent({ receivedAt: 9000 }));
        await ledger.events.accept(arrival({ receivedAt: 5000 }));
        await ledger.events.file(identify, 10);
        expect(await ledger.events.lastDelivered('jira')).toBe(5000);
        expect(await ledger.events.lastDelivered('other')).toBeNull();
      });

      it('when asked by an issue key, then the lanes of events that told it are found, the newest first, each once', async () => {
        for (const lane of ['issue/jira/7', 'issue/jira/8', 'issue/jira/7']) {
          await ledger.events.record(newEvent({ lane, issueKey: 'SUP-7' }));
        }
        await ledger.events.record(newEvent({ lane: 'issue/jira/9', issueKey: 'SUP-70' }));
        expect(await ledger.events.lanesOfKey('SUP-7', ['jira'], 10)).toEqual(['issue/jira/7', 'issue/jira/8']);
        expect(await ledger.events.lanesOfKey('SUP-7', ['other'], 10)).toEqual([]);
        expect(await ledger.events.lanesOfKey('SUP-7', [], 10)).toEqual([]);
      });
    });

    describe('working on events', () => {
      it('when many claim one lane at the same time, then one of them gets its events', async () => {
        for (let n = 0; n < 5; n++) await ledger.events.record(newEvent());
        const claims = await Promise.all(Array.from({ length: 50 }, () => claim()));
        expect(claims.filter((events) => events.length > 0)).toHaveLength(1);
      });

      it('when a lease runs out, then the events are claimed again, and the slow worker can neither decide nor settle nor postpone', async () => {
        const { eventId } = await ledger.events.record(newEvent());
        const slow = await claim(1000);
        expect(await claim(1400)).toEqual([]);
        const fresh = await claim(1501);
        expect(fresh).toMatchObject([{ id: eventId, attempt: (slow[0]?.attempt ?? 0) + 1 }]);
        const lost = decision(slow, { deliveries: [delivery()], plan: { links: [link()] } });
        expect(await ledger.events.decide(lost)).toBe(false);
        await ledger.events.settle(eventId, slow[0]?.attempt ?? 0, parked('crashed'), 1600);
        await ledger.events.postpone(slow, { dueAt: 9999, reason: 'digest', detail: null, failed: true });
        expect(await ledger.events.find(eventId)).toMatchObject({ state: 'working', failures: 0, settledAt: null });
        expect(await ledger.links.ofIssue(ISSUE)).toEqual([]);
        expect(await ledger.deliveries.ofEvents([eventId])).toEqual([]);
        expect(await ledger.events.decide(decision(fresh))).toBe(true);
        expect(await ledger.events.decide(decision(fresh))).toBe(false);
      });

      it('when one event of a batch is lost to another worker, then nothing of the decision is stored', async () => {
        const first = await ledger.events.record(newEvent());
        await ledger.events.record(newEvent());
        const batch = await claim(1000);
        await ledger.events.settle(batch[1]?.id ?? '', batch[1]?.attempt ?? 0, parked('crashed'), 1100);
        expect(await ledger.events.decide(decision(batch, { deliveries: [delivery()] }))).toBe(false);
        expect(await ledger.events.find(first.eventId)).toMatchObject({ state: 'working', settledAt: null });
        expect(await ledger.deliveries.ofEvents([first.eventId])).toEqual([]);
      });

      it('when the head waits, then the lane waits; when it is due, then what is behind it joins whatever its own time', async () => {
        const head = await ledger.events.record(newEvent());
        await ledger.events.postpone(await claim(1000), { dueAt: 3000, reason: 'digest', detail: null, failed: false });
        const tail = await ledger.events.record(newEvent());
        expect(await claim(2999)).toEqual([]);
        expect(ids(await claim(3000))).toEqual([head.eventId, tail.eventId]);
      });

      it('when the head has failed, then it is claimed alone; when one behind it is leased, then the batch ends there', async () => {
        const head = await ledger.events.record(newEvent());
        const tail = await ledger.events.record(newEvent());
        const batch = await claim(1000);
        await ledger.events.postpone(batch.slice(0, 1), {
          dueAt: 1100,
          reason: 'vendor_failed',
          detail: 'x',
          failed: true,
        });
        expect(ids(await claim(1200, 50))).toEqual([head.eventId]);
        await ledger.events.postpone(batch.slice(1), {
          dueAt: 1100,
          reason: 'vendor_failed',
          detail: 'x',
          failed: false,
        });
        expect(await ledger.events.find(head.eventId)).toMatchObject({ failures: 1, state: 'working' });
        expect(await ledger.events.find(tail.eventId)).toMatchObject({
          failures: 0,
          state: 'waiting',
          reason: 'vendor_failed',
          detail: 'x',
        });
      });

      it('when an event ends, then it is not claimed again and lanes go on', async () => {
        const head = await ledger.events.record(newEvent());
        const [event] = await claim(1000, 1);
        await ledger.events.settle(head.eventId, event?.attempt ?? 0, parked('gave_up', 'after long'), 1200);
        expect(await ledger.events.find(head.eventId)).toMatchObject({
          state: 'parked',
          reason: 'gave_up',
          detail: 'after long',
          settledAt: 1200,
        });
        const tail = await ledger.events.record(newEvent());
        expect(ids(await claim())).toEqual([tail.eventId]);
      });

      it('when a decision is stored, then outcomes, facts, batch and deliveries can be read', async () => {
        const first = await ledger.events.record(newEvent());
        const second = await ledger.events.record(newEvent());
        const batch = await claim();
        const send = [delivery({ id: 'dl_a' }), delivery({ id: 'dl_b' })];
        const outcomes = [done('noted', 'SUP-1'), done('noted')];
        await ledger.events.decide(decision(batch, { deliveries: send, plan: { outcomes } }));
        const expected = {
          state: 'done',
          reason: 'noted',
          batchId: first.eventId,
          rulesVersion: 'r1',
          facts: '{"links":0}',
        };
        expect(await ledger.events.find(first.eventId)).toMatchObject({ ...expected, detail: 'SUP-1' });
        expect(await ledger.events.find(second.eventId)).toMatchObject({ ...expected, detail: null, settledAt: 2000 });
        expect((await ledger.deliveries.ofEvents([first.eventId])).map(({ id }) => id)).toEqual(['dl_a', 'dl_b']);
        expect(await ledger.deliveries.ofEvents([second.eventId])).toEqual([]);
      });

      it('when the newest events of lanes are asked for, then open and ended ones come mixed by age, at most the limit', async () => {
        const all: string[] = [];
        for (let n = 0; n < 4; n++) {
          all.unshift((await ledger.events.record(newEvent({ lane: `issue/jira/${n % 2}` }))).eventId);
        }
        await ledger.events.decide(decision(await claim(1000, 1, 'issue/jira/0')));
        await ledger.events.record(newEvent({ lane: 'issue/jira/5' }));
        expect(ids(await ledger.events.ofLanes(['issue/jira/0', 'issue/jira/1'], 10))).toEqual(all);
        expect(ids(await ledger.events.ofLanes(['issue/jira/0', 'issue/jira/1'], 3))).toEqual(all.slice(0, 3));
        expect(await ledger.events.ofLanes([], 3)).toEqual([]);
        expect(await ledger.events.find('ev_none')).toBeNull();
      });
    });

    describe('delivering', () => {
      it('when many claim one lane at the same time, then one gets the head, and the next only after it is settled', async () => {
        const send = [delivery(), delivery()];
        await planned(ledger, send);
        const claims = await Promise.all(Array.from({ length: 50 }, () => claimNote()));
        const [head] = claims.filter((one) => one !== null);
        expect(claims.filter((one) => one !== null)).toHaveLength(1);
        expect(head).toMatchObject({ id: send[0]?.id, state: 'sending', attempt: 1, inDoubt: false, action: note() });
        expect(await claimNote()).toBeNull();
        await ledger.deliveries.settle(result({ id: head?.id ?? '', attempt: 1 }));
        expect((await claimNote())?.id).toBe(send[1]?.id);
      });

      it('when the head is to be tried later, then its lane waits and other lanes do not', async () => {
        const other = { ...DIALOG, conversationId: '200' };
        const send = [delivery(), delivery(), delivery({ lane: conversationLane(other), action: note('x', other) })];
        await planned(ledger, send);
        const head = await claimNote();
        await ledger.deliveries.settle(
          result({ id: head?.id ?? '', attempt: 1, state: 'retrying', dueAt: 5000, error: 'busy' }),
        );
        expect(await claimNote(4999)).toBeNull();
        expect((await claimNote(1000, conversationLane(other)))?.id).toBe(send[2]?.id);
        expect(await claimNote(5000)).toMatchObject({
          id: send[0]?.id,
          attempt: 2,
          error: 'busy',
          tries: [{ at: 1900 }],
        });
      });

      it('when the head is parked, then it steps aside; a replay puts it back before what is behind it', async () => {
        const send = [delivery(), delivery()];
        await planned(ledger, send);
        await claimNote();
        await ledger.deliveries.settle(
          result({ id: send[0]?.id ?? '', attempt: 1, state: 'parked', error: 'refused' }),
        );
        expect(await ledger.deliveries.inState('parked', 10)).toMatchObject([
          { id: send[0]?.id, error: 'refused', settledAt: 2000 },
        ]);
        expect((await claimNote())?.id).toBe(send[1]?.id);
        await ledger.deliveries.settle(result({ id: send[1]?.id ?? '', attempt: 1, state: 'retrying', dueAt: 2000 }));
        expect(await ledger.deliveries.replay(send[1]?.id ?? '', 3000)).toBe(false);
        expect(await ledger.deliveries.replay('dl_none', 3000)).toBe(false);
        expect(await ledger.deliveries.replay(send[0]?.id ?? '', 3000)).toBe(true);
        expect(await ledger.deliveries.replay(send[0]?.id ?? '', 3000)).toBe(false);
        expect(await claimNote(3000)).toMatchObject({ id: send[0]?.id, settledAt: null, createdAt: 3000 });
      });

      it('when a lease runs out in the middle of a call, then the next claim is in doubt, and the slow worker is fenced off', async () => {
        const [send] = [delivery()];
        await planned(ledger, [send]);
        await claimNote(1000);
        expect(await claimNote(1500)).toBeNull();
        expect(await claimNote(1501)).toMatchObject({ id: send.id, attempt: 2, inDoubt: true });
        expect(await ledger.deliveries.settle(result({ id: send.id, attempt: 1, receipt: 'old' }))).toBe(false);
        expect(await ledger.deliveries.settle(result({ id: send.id, attempt: 2, receipt: 'new' }))).toBe(true);
        expect(await ledger.deliveries.settle(result({ id: send.id, attempt: 2, receipt: 'again' }))).toBe(false);
        expect(await ledger.deliveries.find(send.id)).toMatchObject({
          state: 'delivered',
          receipt: 'new',
          leaseUntil: null,
        });
        expect(await ledger.memory.receipt('intercom', 'add_note', 'new')).toBe(send.id);
        expect(await ledger.memory.receipt('intercom', 'add_note', 'old')).toBeNull();
        expect(await ledger.memory.receipt('intercom', 'comment', 'new')).toBeNull();
        expect(await ledger.memory.receipt('jira', 'add_note', 'new')).toBeNull();
      });

      it('when a try leaves doubt, then the doubt is kept until it is settled', async () => {
        const send = delivery();
        await planned(ledger, [send]);
        await claimNote(1000);
        await ledger.deliveries.settle(
          result({ id: send.id, attempt: 1, state: 'retrying', inDoubt: true, dueAt: 2000 }),
        );
        expect(await claimNote(2000)).toMatchObject({ inDoubt: true, attempt: 2 });
      });

      it('when the same decision comes twice, then its deliveries are there once', async () => {
        const send = delivery();
        await planned(ledger, [send]);
        await planned(ledger, [send, delivery()]);
        expect(await ledger.deliveries.inState('queued', 10)).toHaveLength(2);
      });

      it('when a decision has thousands of deliveries, then all are stored', async () => {
        const many = Array.from({ length: 3000 }, () => delivery({ lane: `conversation/intercom/${next()}` }));
        const eventId = await planned(ledger, many);
        expect(await ledger.deliveries.ofEvents([eventId])).toHaveLength(3000);
      });

      it('when asked how many were planned about an issue since, then they are counted by lane', async () => {
        await planned(ledger, [delivery(), delivery()], 1000);
        await planned(ledger, [delivery()], 5000);
        expect([...(await ledger.deliveries.countSince(ISSUE, 999))]).toEqual([[NOTES, 3]]);
        expect([...(await ledger.deliveries.countSince(ISSUE, 1000))]).toEqual([[NOTES, 1]]);
        expect((await ledger.deliveries.countSince({ ...ISSUE, issueId: '2' }, 0)).size).toBe(0);
      });

      it('when links on the issue are planned, then they count for nothing, and what a rule changes there does', async () => {
        const lane = 'issue/jira/1';
        const { issue, conversation } = { issue: ISSUE, conversation: { connection: 'intercom', conversationId: '7' } };
        const put = { kind: 'put_remote_link', issue, conversation, resolved: true } as const;
        const label = { kind: 'add_label', issue, conversation, name: null, value: 'x' } as const;
        await planned(ledger, [delivery({ lane, action: put }), delivery({ lane, action: label })], 1000);
        expect([...(await ledger.deliveries.countSince(ISSUE, 0))]).toEqual([[lane, 1]]);
      });

      it('when a delivery is tried very often, then the last fifty tries are kept', async () => {
        const send = delivery();
        await planned(ledger, [send]);
        for (let attempt = 1; attempt <= 60; attempt++) {
          const earlier: readonly DeliveryTry[] = (await claimNote(1000 + attempt))?.tries ?? [];
          const one = { at: attempt, ms: 1, result: 'unavailable' };
          const settled = { id: send.id, attempt, state: 'retrying', dueAt: 0, earlier, try: one } as const;
          await ledger.deliveries.settle(result(settled));
        }
        const { tries = [] } = (await ledger.deliveries.find(send.id)) ?? {};
        expect([tries.length, tries[0]?.at, tries.at(-1)?.at]).toEqual([50, 11, 60]);
      });
    });

    describe('links', () => {
      it('when links are made, renamed and taken away, then they are found from every side', async () => {
        const [first = '', second = ''] = await decideLinks([link('100', '1'), link('200', '1'), link('100', '2')]);
        expect((await ledger.links.ofIssue(ISSUE)).map(({ id }) => id)).toEqual([first, second]);
        expect((await ledger.links.ofConversation(DIALOG)).map(({ issueKey }) => issueKey)).toEqual(['SUP-1', 'SUP-2']);
        await decideLinks([{ kind: 'rename', issue: ISSUE, issueKey: 'DEV-9' }]);
        expect(await ledger.links.ofKey('SUP-1')).toEqual([]);
        expect(await ledger.links.ofKey('DEV-9')).toHaveLength(2);
        await decideLinks([{ kind: 'unlink', linkId: first }], ['x'], 3000);
        await decideLinks([{ kind: 'unlink', linkId: first }], ['x'], 4000);
        expect(await ledger.links.find(first)).toMatchObject({
          unlinkedAt: 3000,
          issueKey: 'DEV-9',
          origin: 'api',
          createdAt: 2000,
        });
        expect(await ledger.links.ofKey('DEV-9')).toHaveLength(1);
        expect(await ledger.links.ofIssue(ISSUE)).toHaveLength(2);
        expect(await ledger.links.find('ln_none')).toBeNull();
      });

      it('when a pair is linked twice, then it is one link; after it was taken away it can be linked anew', async () => {
        const [first = ''] = await decideLinks([link()]);
        await decideLinks([link()]);
        expect(await ledger.links.ofIssue(ISSUE)).toHaveLength(1);
        await decideLinks([{ kind: 'unlink', linkId: first }], ['x']);
        await decideLinks([link()]);
        expect((await ledger.links.ofIssue(ISSUE)).filter(({ unlinkedAt }) => unlinkedAt === null)).toHaveLength(1);
        expect(await ledger.links.ofIssue(ISSUE)).toHaveLength(2);
      });

      it('when the linked issues are walked through in pages, then each active one comes once', async () => {
        const all = ['1', '2', '3', '10'];
        const made = await decideLinks(all.flatMap((id) => [link('100', id), link('200', id)]));
        await decideLinks(made.slice(2, 4).map((linkId): LinkChange => ({ kind: 'unlink', linkId })));
        const walked: string[] = [];
        for (let after = ''; ; after = walked.at(-1) ?? '') {
          const page = await ledger.links.linkedIssues('jira', after, 2);
          if (page.length === 0) break;
          walked.push(...page);
        }
        expect(walked.toSorted()).toEqual(['1', '10', '3']);
        expect(await ledger.links.linkedIssues('other', '', 2)).toEqual([]);
      });
    });

    describe('memory', () => {
      const remember = async (plan: Parameters<typeof decision>[1]) => {
        const lane = `issue/jira/m${next()}`;
        await ledger.events.record(newEvent({ lane }));
        await ledger.events.decide(decision(await ledger.events.claim(lane, 1000, 1500, 1), plan));
      };

      it('when issues, comments and conversations are remembered, then the last word of each is found', async () => {
        const comment = {
          ...ISSUE,
          commentId: '5',
          author: 'Olga',
          fingerprint: 'f',
          updatedAt: 1,
          state: 'mirrored' as const,
        };
        const dialog = { ...DIALOG, state: 'snoozed' as const, snoozedUntil: 9000, deleted: false, at: 100 };
        const issue = { ...ISSUE, told: SNAPSHOT, state: 'seen' as const, lastNotedAt: 1234 };
        await remember({ plan: { issue, comments: [comment], conversation: dialog } });
        expect(await ledger.memory.issue(ISSUE)).toEqual(issue);
        expect(await ledger.memory.comments(ISSUE)).toEqual([comment]);
        expect(await ledger.memory.conversations([DIALOG, { ...DIALOG, conversationId: '999' }])).toEqual([dialog]);
        await remember({
          plan: {
            issue: { ...issue, state: 'deleted', lastNotedAt: null },
            comments: [{ ...comment, state: 'deleted', author: null }],
          },
        });
        expect(await ledger.memory.issue(ISSUE)).toMatchObject({ state: 'deleted', lastNotedAt: null });
        expect(await ledger.memory.comments(ISSUE)).toMatchObject([{ state: 'deleted', author: null }]);
        expect(await ledger.memory.issue({ ...ISSUE, issueId: '404' })).toBeNull();
      });

      it('when an older state of a conversation comes later, then the newer one stays', async () => {
        const at = (time: number, state: 'open' | 'closed') => ({
          ...DIALOG,
          state,
          snoozedUntil: null,
          deleted: false,
          at: time,
        });
        await remember({ plan: { conversation: at(200, 'closed') } });
        await remember({ plan: { conversation: at(100, 'open') } });
        expect(await ledger.memory.conversations([DIALOG])).toMatchObject([{ state: 'closed', at: 200 }]);
      });

      it('when an issue is introduced, then it is told as it is now, unless another dialog follows it already', async () => {
        await remember({ plan: { introduced: [SNAPSHOT], links: [link()] } });
        expect(await ledger.memory.issue(ISSUE)).toMatchObject({
          state: 'seen',
          told: { summary: 'Report does not open' },
        });
        await remember({ plan: { introduced: [{ ...SNAPSHOT, summary: 'New' }], links: [link('200')] } });
        expect(await ledger.memory.issue(ISSUE)).toMatchObject({ told: { summary: 'Report does not open' } });
      });
    });

    describe('upkeep', () => {
      const due = (now: number, limit = 100, except: string[] = []) => ledger.upkeep.dueLanes(now, limit, except);

      it('when lanes are due, then they are named once each; those that wait, are leased or belong to an excepted connection are not', async () => {
        await ledger.events.record(newEvent());
        await ledger.events.record(newEvent());
        await ledger.events.record(newEvent({ lane: 'issue/other/1', connection: 'other', receivedAt: 5000 }));
        await planned(ledger, [delivery(), delivery()]);
        expect(await due(4999)).toEqual([
          { queue: 'events', lane: LANE },
          { queue: 'deliveries', lane: NOTES },
        ]);
        expect(await due(4999, 100, ['jira', 'intercom'])).toEqual([]);
        expect(await due(5000, 100, ['jira', 'intercom'])).toEqual([{ queue: 'events', lane: 'issue/other/1' }]);
        await claim(1000);
        await claimNote(1000);
        expect(await due(1400)).toEqual([]);
        expect(await due(1501)).toEqual([
          { queue: 'events', lane: LANE },
          { queue: 'deliveries', lane: NOTES },
        ]);
      });

      it('when the heads of many lanes wait with more behind them, then they do not crowd out a lane that is due', async () => {
        for (let n = 0; n < 30; n++) {
          const lane = `conversation/intercom/${n}`;
          await planned(ledger, [delivery({ lane }), delivery({ lane })], 10);
          const head = await ledger.deliveries.claim(lane, 1000, 1500);
          await ledger.deliveries.settle(result({ id: head?.id ?? '', attempt: 1, state: 'retrying', dueAt: 90_000 }));
        }
        await planned(ledger, [delivery()], 1000);
        expect(await due(2000, 5)).toEqual([{ queue: 'deliveries', lane: NOTES }]);
      });

      it('when a process restarts, then its events are due at once and its calls are in doubt and wait', async () => {
        await ledger.events.record(newEvent());
        await planned(ledger, [delivery()]);
        await ledger.events.claim(LANE, 1000, 99_000, 10);
        await ledger.deliveries.claim(NOTES, 1000, 99_000);
        await ledger.upkeep.releaseLeases(2000, 7000);
        expect(await claim(2000)).toHaveLength(1);
        expect(await claimNote(6999)).toBeNull();
        expect(await claimNote(7000)).toMatchObject({ inDoubt: true, attempt: 2 });
      });

      it('when counted, then what is open or parked is counted by state', async () => {
        expect(await ledger.upkeep.counts()).toEqual({});
        await ledger.events.record(newEvent());
        await planned(ledger, [delivery(), delivery(), delivery({ lane: 'conversation/intercom/2' })]);
        await claimNote();
        const head = await ledger.deliveries.claim('conversation/intercom/2', 1000, 1500);
        await ledger.deliveries.settle(result({ id: head?.id ?? '', attempt: 1, state: 'parked' }));
        expect(await ledger.upkeep.counts()).toEqual({
          events_queued: 1,
          deliveries_sending: 1,
          deliveries_queued: 1,
          deliveries_parked: 1,
        });
      });

      it('when an alarm is raised twice, then it is one; cleared it is gone and can be raised again', async () => {
        const alarm = { id: 'al_1', at: 5, kind: 'delivery_parked' as const, subject: 'dl_1', message: 'parked' };
        await ledger.upkeep.raiseAlarm(alarm);
        await ledger.upkeep.raiseAlarm({ ...alarm, id: 'al_2', message: 'again' });
        await ledger.upkeep.raiseAlarm({ ...alarm, id: 'al_3', at: 3, kind: 'connection_paused', subject: 'jira' });
        expect(await ledger.upkeep.alarms()).toMatchObject([{ id: 'al_3' }, alarm]);
        await ledger.upkeep.clearAlarm('delivery_parked', 'dl_1', 10);
        expect(await ledger.upkeep.alarms()).toMatchObject([{ id: 'al_3' }]);
        await ledger.upkeep.raiseAlarm({ ...alarm, id: 'al_4' });
        expect(await ledger.upkeep.alarms()).toHaveLength(2);
      });

      it('when a cursor is set, then it is read back; check writes and reads', async () => {
        expect(await ledger.upkeep.cursor('c')).toBeNull();
        await ledger.upkeep.setCursor('c', '1');
        await ledger.upkeep.setCursor('c', '2');
        expect(await ledger.upkeep.cursor('c')).toBe('2');
        await expect(ledger.check()).resolves.toBeUndefined();
      });

      it('when old things are forgotten, then only what is at its end goes, and what can be replayed stays with its event', async () => {
        const finished = await planned(ledger, [delivery({ id: 'dl_done', lane: 'conversation/intercom/1' })]);
        const stuck = await planned(ledger, [delivery({ id: 'dl_parked', lane: 'conversation/intercom/2' })]);
        const waiting = await planned(ledger, [delivery({ id: 'dl_waits', lane: 'conversation/intercom/3' })]);
        const parkedLane = 'issue/jira/parked';
        const { eventId: parkedEvent } = await ledger.events.record(newEvent({ lane: parkedLane }));
        const [event] = await ledger.events.claim(parkedLane, 1000, 1500, 1);
        await ledger.events.settle(parkedEvent, event?.attempt ?? 0, parked('crashed'), 1000);
        const { eventId: open } = await ledger.events.record(newEvent());
        const states = { 'conversation/intercom/1': 'delivered', 'conversation/intercom/2': 'parked' } as const;
        for (const [lane, state] of Object.entries(states)) {
          const head = await ledger.deliveries.claim(lane, 1000, 1500);
          await ledger.deliveries.settle(result({ id: head?.id ?? '', attempt: 1, state, receipt: 'r' }));
        }
        expect(await ledger.upkeep.forgetBefore(1000)).toBe(0);
        expect(await ledger.upkeep.forgetBefore(50_000)).toBe(2);
        expect(await ledger.events.find(finished)).toBeNull();
        expect(await ledger.deliveries.find('dl_done')).toBeNull();
        expect(await ledger.memory.receipt('intercom', 'add_note', 'r')).toBe('dl_done');
        for (const id of [stuck, waiting, parkedEvent, open]) expect(await ledger.events.find(id), id).not.toBeNull();
        for (const id of ['dl_parked', 'dl_waits']) expect(await ledger.deliveries.find(id), id).not.toBeNull();
        expect(await ledger.upkeep.forgetBefore(50_000)).toBe(0);
      });

      it('when thousands are forgotten, then all go', async () => {
        for (let n = 0; n < 1200; n++) await ledger.events.record(newEvent({ lane: 'issue/jira/many' }));
        for (;;) {
          const batch = await ledger.events.claim('issue/jira/many', 1000, 1500, 400);
          if (batch.length === 0) break;
          await ledger.events.decide(decision(batch));
        }
        expect(await ledger.upkeep.forgetBefore(50_000)).toBe(1200);
      });
    });
  });
}
