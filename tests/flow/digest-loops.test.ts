// Our own changes that come back cause nothing, and the budget stops a loop that still gets through.
import { describe, expect, test } from 'vitest';
import { observe, quiet } from '../support/observe.ts';
import { linkedDialog, startWorld, type World } from '../support/world.ts';

const EDITIONS = ['cloud', 'data-center'] as const;

async function withWorld(
  options: Parameters<typeof startWorld>[0],
  run: (world: World) => Promise<void>,
): Promise<void> {
  const world = await startWorld(options);
  try {
    await run(world);
    world.guard.assertNoProblems();
  } finally {
    await world.stop();
  }
}

describe('own changes that come back', () => {
  test.each(['before', 'after'] as const)(
    'when the webhook of our note comes %s our receipt, then nothing follows',
    (when) =>
      withWorld({ mirror: 'digestWindow: 0s' }, async (world) => {
        const { conversationId, issue } = await linkedDialog(world);
        // The answer to our write is cut off after the work: the receipt comes only by looking for the mark.
        if (when === 'before') world.intercom.addFault({ kind: 'drop-after', match: 'POST .*/reply', count: 1 });
        const seen = await observe(world, conversationId, () =>
          world.jira.editIssue({ issue: issue.key, fields: { summary: `See ${world.jira.url}/browse/SUP-1` } }),
        );
        expect(seen.notes).toHaveLength(1);
        const echoes = seen.events.filter(({ topic }) => topic === 'conversation.admin.noted');
        expect(echoes).toMatchObject([{ outcome: 'ignored', reason: 'own_echo' }]);
        // An answer that was cut off is none that a vendor describes.
        if (when === 'before') expect(() => world.guard.assertNoProblems()).toThrow('response 0');
      }),
  );

  test('when history links are switched off, then the bare mark tells our notes', () =>
    withWorld({ mirror: 'digestWindow: 0s, historyLink: false' }, async (world) => {
      const { conversationId, issue } = await linkedDialog(world);
      const seen = await observe(world, conversationId, () =>
        world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' }),
      );
      expect(seen.html[0]).toMatch(/<p>dl_[0-9a-f]{26}<\/p>$/);
      expect(seen.html[0]).not.toContain('history');
      expect(seen.events.find(({ topic }) => topic === 'conversation.admin.noted')?.reason).toBe('own_echo');
    }));

  test.each(EDITIONS)(
    'when the answer to our comment on %s is lost, then it is found by its mark and never mirrored',
    (edition) =>
      withWorld({ edition, mirror: 'digestWindow: 0s' }, async (world) => {
        const { conversationId, issue } = await linkedDialog(world);
        world.jira.faults.add({ kind: 'drop-after', method: 'POST', path: '/comment$', count: 1 });
        const seen = await observe(world, conversationId, () =>
          world.intercom.teammateNotes({ conversationId, body: '<p>jira: hello</p>' }),
        );
        expect(world.jira.state.issues.get(issue.id)?.comments).toHaveLength(1);
        expect(seen.notes).toEqual([]);
        const sent = seen.events.flatMap(({ deliveries }) => deliveries).find(({ kind }) => kind === 'comment');
        expect(sent?.state).toBe('delivered');
        expect(sent?.receipt).toBe(world.jira.state.issues.get(issue.id)?.comments[0]?.id);
      }),
  );
});

describe('the loop budget', () => {
  test('when one link causes too much, then it is parked with an alarm, and later changes are told again', () =>
    withWorld(
      { mirror: 'digestWindow: 0s', delivery: 'inDoubtWait: 1s, budget: { actions: 5, per: 3s }' },
      async (world) => {
        const { conversationId, issue } = await linkedDialog(world);
        const seen = await observe(world, conversationId, async () => {
          for (const priority of ['Blocker', 'Critical', 'Minor', 'Major', 'Blocker', 'Critical', 'Minor']) {
            world.jira.editIssue({ issue: issue.key, fields: { priority } });
            await quiet(world);
          }
        });
        const parked = seen.events.filter(({ outcome }) => outcome === 'parked');
        expect(parked.length).toBeGreaterThan(0);
        expect(parked[0]).toMatchObject({ reason: 'budget_spent', deliveries: [] });
        const alarms = await world.deskbridge.bridge.ledger.upkeep.alarms();
        expect(alarms.map(({ kind, subject }) => `${kind} ${subject}`)).toContain(`event_parked ${parked[0]?.id}`);
        expect(alarms[0]?.message).toContain(`deskbridge replay ${parked[0]?.id}`);
        expect(seen.log).toContainEqual(expect.objectContaining({ event: 'event.parked', eventId: parked[0]?.id }));

        await new Promise((resolve) => setTimeout(resolve, 3100));
        const later = await observe(world, conversationId, () =>
          world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' }),
        );
        const told = seen.notes.flat().findLast((line) => line.startsWith('Priority:'));
        const last = told?.split(/: | → /).at(-1);
        expect(later.notes).toEqual([
          [`${issue.key} Report does not open`, 'Status: To Do → In Progress', `Priority: ${last} → Minor`],
        ]);
      },
    ));

  test('when a parked comment is replayed, then it is told', () =>
    withWorld(
      { mirror: 'digestWindow: 0s', delivery: 'inDoubtWait: 1s, budget: { actions: 4, per: 3s }' },
      async (world) => {
        const { conversationId, issue } = await linkedDialog(world);
        const seen = await observe(world, conversationId, async () => {
          for (let index = 0; index < 5; index++) {
            world.jira.addComment({ issue: issue.key, body: `Comment ${index}` });
            await quiet(world);
          }
        });
        const parked = seen.events.filter(({ outcome }) => outcome === 'parked');
        await new Promise((resolve) => setTimeout(resolve, 3100));
        const later = await observe(world, conversationId, async () => {
          for (const { id } of parked) await world.api('POST', `/events/${id}/replay`);
        });
        const told = [...seen.notes, ...later.notes].flat().filter((line) => line.startsWith('Comment '));
        expect(told.toSorted()).toEqual(['Comment 0', 'Comment 1', 'Comment 2', 'Comment 3', 'Comment 4']);
      },
    ));
});
