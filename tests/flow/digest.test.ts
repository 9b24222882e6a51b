// What follows soon on a note joins the next one: a digest, not a storm, and nothing goes unmentioned.
import { describe, expect, test } from 'vitest';
import { sweep } from '../../src/application/sweep.ts';
import { eventsOf, observe, quiet, readLines } from '../support/observe.ts';
import { linkedDialog, notesIn, startWorld, until, type World } from '../support/world.ts';

const EDITIONS = ['cloud', 'data-center'] as const;
const WINDOW_MS = 2000;

async function withWorld(
  options: Parameters<typeof startWorld>[0],
  run: (world: World) => Promise<void>,
): Promise<void> {
  const world = await startWorld({ mirror: `digestWindow: ${WINDOW_MS}ms`, ...options });
  try {
    await run(world);
    world.guard.assertNoProblems();
  } finally {
    await world.stop();
  }
}

function newNotes(world: World, conversationId: string): string[][] {
  return notesIn(world, conversationId).slice(1).map(readLines);
}

describe.each(EDITIONS)('within the digest window, on Jira %s', (edition) => {
  test('when many changes follow on the first, then the first is told at once and the rest in one note', () =>
    withWorld({ edition }, async (world) => {
      const { conversationId, issue } = await linkedDialog(world);
      const began = Date.now();
      world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' });
      await until('the first note', () => newNotes(world, conversationId).length === 1, WINDOW_MS);
      expect(Date.now() - began).toBeLessThan(WINDOW_MS);
      world.jira.editIssue({ issue: issue.key, fields: { priority: 'Blocker' } });
      world.jira.addComment({ issue: issue.key, body: 'Looking' });
      world.jira.transitionIssue({ issue: issue.key, to: 'Testing' });
      world.jira.attachFile({ issue: issue.key, filename: 'trace.log' });
      await until('an event to wait', async () =>
        (await eventsOf(world, conversationId)).some(({ reason }) => reason === 'digest'),
      );
      const waiting = (await eventsOf(world, conversationId)).find(({ reason }) => reason === 'digest');
      expect(waiting).toMatchObject({
        outcome: 'waiting',
        because: 'Waits a moment so that several changes make one note',
      });
      expect(newNotes(world, conversationId)).toHaveLength(1);
      await quiet(world);
      const head = `${issue.key} Report does not open`;
      expect(newNotes(world, conversationId)).toEqual([
        [head, 'Status: To Do → In Progress'],
        [
          head,
          'Status: In Progress → Testing',
          'Priority: Major → Blocker',
          'File attached: trace.log',
          'Olga Sokolova commented:',
          'Looking',
        ],
      ]);
    }));

  test('when a field goes on or comes back meanwhile, then each step is named', () =>
    withWorld({ edition }, async (world) => {
      const { conversationId, issue } = await linkedDialog(world);
      world.jira.editIssue({ issue: issue.key, fields: { summary: 'First' } });
      await until('the first note', () => newNotes(world, conversationId).length === 1);
      for (const to of ['In Progress', 'Testing', 'In Progress', 'To Do']) {
        world.jira.transitionIssue({ issue: issue.key, to });
      }
      for (const priority of ['Minor', 'Critical']) world.jira.editIssue({ issue: issue.key, fields: { priority } });
      world.jira.editIssue({ issue: issue.key, fields: { assignee: 'max' } });
      world.jira.editIssue({ issue: issue.key, fields: { assignee: null } });
      world.jira.editIssue({ issue: issue.key, fields: { fixVersions: ['2.4'] } });
      world.jira.editIssue({ issue: issue.key, fields: { fixVersions: [] } });
      world.jira.editIssue({ issue: issue.key, fields: { duedate: '2026-11-05' } });
      world.jira.editIssue({ issue: issue.key, fields: { duedate: null } });
      await quiet(world);
      expect(newNotes(world, conversationId).slice(1)).toEqual([
        [
          `${issue.key} First`,
          'Status: To Do → In Progress → Testing → In Progress → To Do',
          'Priority: Major → Minor → Critical',
          'Assignee: nobody → Max Weber → nobody',
          'Fix version: none → 2.4 → none',
          'Due: none → November 5, 2026 → none',
        ],
      ]);
    }));

  test('when it is done and opened again meanwhile, then the dialog is told but not reopened', () =>
    withWorld({ edition }, async (world) => {
      const { conversationId, issue } = await linkedDialog(world);
      world.intercom.teammateCloses({ conversationId });
      world.jira.editIssue({ issue: issue.key, fields: { priority: 'Blocker' } });
      await until('the first note', () => newNotes(world, conversationId).length === 1);
      world.jira.transitionIssue({ issue: issue.key, to: 'Done', resolution: 'Done' });
      world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' });
      await quiet(world);
      expect(newNotes(world, conversationId)[1]?.[1]).toBe('Status: To Do → Done → In Progress');
      expect(world.intercom.state.conversations.get(conversationId)?.state).toBe('closed');
    }));

  test('when a comment is added and edited meanwhile, then its last text is told once', () =>
    withWorld({ edition }, async (world) => {
      const { conversationId, issue } = await linkedDialog(world);
      world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' });
      await until('the first note', () => newNotes(world, conversationId).length === 1);
      const { id } = world.jira.addComment({ issue: issue.key, body: 'Frist' });
      world.jira.editComment({ issue: issue.key, comment: id, body: 'First' });
      const other = world.jira.addComment({ issue: issue.key, body: 'Oops' });
      world.jira.deleteComment({ issue: issue.key, comment: other.id });
      await quiet(world);
      expect(newNotes(world, conversationId).slice(1)).toEqual([
        [`${issue.key} Report does not open`, 'Olga Sokolova commented:', 'First'],
      ]);
    }));
});

describe.each(EDITIONS)('webhooks as they really come, from Jira %s', (edition) => {
  const random = () => {
    let seed = 7;
    return () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    };
  };

  test('when they come doubled and shuffled, then every final value is told and nothing twice', () =>
    withWorld(
      { edition, mirror: 'digestWindow: 0s', delivery: 'inDoubtWait: 1s, budget: { actions: 500 }' },
      async (world) => {
        const { conversationId, issue } = await linkedDialog(world);
        const rolls = random();
        world.jira.webhooks.options.duplicate = 1;
        for (let round = 0; round < 6; round++) {
          world.jira.webhooks.options.hold = 1000;
          world.jira.transitionIssue({ issue: issue.key, to: rolls() < 0.5 ? 'In Progress' : 'Done' });
          world.jira.editIssue({ issue: issue.key, fields: { priority: ['Blocker', 'Minor'][round % 2] ?? 'Minor' } });
          world.jira.addComment({ issue: issue.key, body: `Comment ${round}` });
          world.jira.transitionIssue({ issue: issue.key, to: 'To Do' });
          world.jira.webhooks.options.hold = 0;
          world.jira.webhooks.release();
          await quiet(world);
        }
        const lines = newNotes(world, conversationId).flat();
        for (let round = 0; round < 6; round++) {
          expect(lines.filter((line) => line === `Comment ${round}`)).toHaveLength(1);
        }
        expect(lines.filter((line) => line.startsWith('Priority:')).at(-1)).toMatch(/→ Minor$/);
        expect(lines.filter((line) => line.startsWith('Status:')).at(-1)).toMatch(/→ To Do$/);
      },
    ));

  test('when they are lost, then the sweep tells in one note what changed meanwhile', () =>
    withWorld({ edition, mirror: 'digestWindow: 0s' }, async (world) => {
      const { conversationId, issue } = await linkedDialog(world);
      world.jira.webhooks.options.drop = 1;
      world.jira.transitionIssue({ issue: issue.key, to: 'Done', resolution: 'Done' });
      world.jira.addComment({ issue: issue.key, body: 'Released' });
      world.jira.addComment({ issue: issue.key, body: 'canary', visibility: { type: 'role', value: 'Users' } });
      world.jira.webhooks.options.drop = 0;
      const seen = await observe(world, conversationId, () => sweep(world.deskbridge.bridge));
      expect(seen.notes).toEqual([
        [
          `${issue.key} Report does not open`,
          'Status: To Do → Done',
          'Resolution: none → Done',
          'Olga Sokolova commented:',
          'Released',
          'Now tell the customer: resolved as “Done”',
        ],
      ]);
      const again = await observe(world, conversationId, () => sweep(world.deskbridge.bridge));
      expect(again.notes).toEqual([]);
    }));

  test('when Jira cannot be read for a while, then what waited is told in few notes, not one each', () =>
    withWorld({ edition, mirror: 'digestWindow: 0s' }, async (world) => {
      const { conversationId, issue } = await linkedDialog(world);
      const fault = world.jira.faults.add({ kind: 'outage', path: '/issue/' });
      for (let index = 0; index < 8; index++) world.jira.addComment({ issue: issue.key, body: `Comment ${index}` });
      await until('the events to wait', async () =>
        (await eventsOf(world, conversationId)).some(({ reason }) => reason === 'vendor_failed'),
      );
      world.jira.faults.clear(fault.id);
      await quiet(world);
      const lines = newNotes(world, conversationId);
      expect(lines.length).toBeLessThanOrEqual(4);
      expect(lines.length).toBeGreaterThan(0);
    }));
});
