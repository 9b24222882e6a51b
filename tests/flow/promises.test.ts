// Promises: an operator asks to be reminded, and at that time the dialog comes back with the issue as it is now.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { recordOwnEvent } from '../../src/application/record-own-event.ts';
import type { BridgeEvent } from '../../src/domain/event.ts';
import type { Actor } from '../../src/domain/refs.ts';
import { conversationLane } from '../../src/domain/refs.ts';
import { eventsOf, observe, quiet, readLines } from '../support/observe.ts';
import { linkedDialog, notesIn, startWorld, until, type World } from '../support/world.ts';

const HOUR = 3_600_000;
const BEN: Actor = { id: '902', name: 'Ben', kind: 'person' };

/** A clock that can be put forward. */
const clock = { ahead: 0 };
const now = (): number => Date.now() + clock.ahead;

let count = 0;
/** As the inbox app and the note commands record it. */
async function record(
  world: World,
  event: BridgeEvent & { conversation: { connection: string; conversationId: string } },
) {
  count += 1;
  const { conversation } = event;
  const own = {
    connection: conversation.connection,
    lane: conversationLane(conversation),
    key: `asked-${count}`,
    event,
  };
  await recordOwnEvent(own, world.deskbridge.bridge);
  // Until the webhooks of the answer have come too: one that meets a stopped service is sent again a minute later.
  await quiet(world);
}

async function linkIdOf(world: World, conversationId: string): Promise<string> {
  const links = await world.deskbridge.bridge.ledger.links.ofConversation({ connection: 'intercom', conversationId });
  const active = links.find(({ unlinkedAt }) => unlinkedAt === null);
  if (active === undefined) throw new Error(`conversation ${conversationId} has no link`);
  return active.id;
}

async function promiseOf(world: World, linkId: string) {
  return (await world.deskbridge.bridge.ledger.links.find(linkId))?.promise ?? null;
}

async function remind(world: World, conversationId: string, dueAt: number | null, linkId?: string): Promise<string> {
  const id = linkId ?? (await linkIdOf(world, conversationId));
  const conversation = { connection: 'intercom', conversationId };
  await record(world, { kind: 'reminder_asked', conversation, linkId: id, dueAt, by: BEN, at: now() });
  return id;
}

/** Lets time pass until nothing is due any more. */
async function pass(world: World, ms: number): Promise<void> {
  clock.ahead += ms;
  await world.deskbridge.bridge.ledger.upkeep.wakeScheduled(now());
  await quiet(world);
}

const lastNote = (world: World, conversationId: string): string[] =>
  readLines(notesIn(world, conversationId).at(-1) ?? '');

function dialog(world: World, conversationId: string) {
  const found = world.intercom.state.conversations.get(conversationId);
  if (found === undefined) throw new Error(`no conversation ${conversationId}`);
  return found;
}

describe.each(['cloud', 'data-center'] as const)('a reminder, on Jira %s', (edition) => {
  let world: World;
  beforeAll(async () => {
    clock.ahead = 0;
    world = await startWorld({ edition, service: { now } });
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  test('when its time has come, then the dialog is told where the issue stands, opened and given to who promised', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const linkId = await remind(world, conversationId, now() + 72 * HOUR);
    expect(lastNote(world, conversationId)[0]).toMatch(/^Reminder for .+ set: this conversation comes back to Ben on /);
    expect(await promiseOf(world, linkId)).toMatchObject({ by: BEN });
    world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' });
    await quiet(world);
    world.intercom.teammateCloses({ conversationId });
    await quiet(world);
    const notes = notesIn(world, conversationId).length;
    await pass(world, 71 * HOUR);
    expect(notesIn(world, conversationId)).toHaveLength(notes);
    await pass(world, 2 * HOUR);
    expect(notesIn(world, conversationId)).toHaveLength(notes + 1);
    expect(lastNote(world, conversationId)).toEqual([
      'It is time to come back to the customer, as Ben promised.',
      expect.stringContaining(issue.key),
      expect.stringContaining('Status: In Progress'),
    ]);
    expect(dialog(world, conversationId)).toMatchObject({ state: 'open' });
    expect(String(dialog(world, conversationId).adminAssigneeId)).toBe('902');
    expect(await promiseOf(world, linkId)).toBeNull();
    await pass(world, 72 * HOUR);
    expect(notesIn(world, conversationId)).toHaveLength(notes + 1);
  });

  test('when the service was away at that time, then the reminder comes as soon as it is back, once', async () => {
    const { conversationId } = await linkedDialog(world);
    await remind(world, conversationId, now() + HOUR);
    const notes = notesIn(world, conversationId).length;
    clock.ahead += 5 * HOUR;
    await world.restart();
    await until('the reminder', () => notesIn(world, conversationId).length > notes);
    await quiet(world);
    expect(notesIn(world, conversationId)).toHaveLength(notes + 1);
  });

  test('when it is moved, then only the later time counts', async () => {
    const { conversationId } = await linkedDialog(world);
    await remind(world, conversationId, now() + HOUR);
    await remind(world, conversationId, now() + 3 * HOUR);
    const notes = notesIn(world, conversationId).length;
    await pass(world, 2 * HOUR);
    expect(notesIn(world, conversationId)).toHaveLength(notes);
    await pass(world, 2 * HOUR);
    expect(notesIn(world, conversationId)).toHaveLength(notes + 1);
    const events = await eventsOf(world, conversationId);
    const due = events.filter(({ topic }) => topic === 'bridge.reminder_due');
    expect(due.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual(['ignored promise_over', 'done reminded']);
  });

  test('when it is asked for twice, then the dialog is told once', async () => {
    const { conversationId } = await linkedDialog(world);
    const at = now() + HOUR;
    await remind(world, conversationId, at);
    const notes = notesIn(world, conversationId).length;
    await remind(world, conversationId, at);
    expect(notesIn(world, conversationId)).toHaveLength(notes);
    await pass(world, 2 * HOUR);
    expect(notesIn(world, conversationId)).toHaveLength(notes + 1);
  });

  test.each([
    {
      when: 'it is cancelled',
      end: async (conversationId: string) => void (await remind(world, conversationId, null)),
    },
    {
      when: 'the link is taken away',
      end: async (conversationId: string) => {
        const linkId = await linkIdOf(world, conversationId);
        const { status } = await world.api('DELETE', `/links/${linkId}`);
        expect(status).toBeLessThan(300);
      },
    },
    {
      when: 'the issue gets done',
      end: async (_: string, key: string) =>
        void world.jira.transitionIssue({ issue: key, to: 'Done', resolution: 'Done' }),
    },
  ])('when $when, then nobody is reminded', async ({ end }) => {
    const { conversationId, issue } = await linkedDialog(world);
    const linkId = await remind(world, conversationId, now() + HOUR);
    await end(conversationId, issue.key);
    await quiet(world);
    expect(await promiseOf(world, linkId)).toBeNull();
    const seen = await observe(world, conversationId, () => pass(world, 2 * HOUR));
    expect(seen.notes).toEqual([]);
  });

  test('when Jira fails at that very time, then the reminder comes when it is back, however long ago it was asked for', async () => {
    const { conversationId } = await linkedDialog(world);
    await remind(world, conversationId, now() + 30 * 24 * HOUR);
    const notes = notesIn(world, conversationId).length;
    const fault = world.jira.faults.add({ kind: 'fail-before', method: 'GET', path: '/issue/', status: 503 });
    clock.ahead += 30 * 24 * HOUR;
    await until('the reminder to fail', async () =>
      (await eventsOf(world, conversationId)).some(
        ({ topic, outcome, reason }) =>
          topic === 'bridge.reminder_due' && `${outcome} ${reason}` === 'waiting vendor_failed',
      ),
    );
    world.jira.faults.clear(fault.id);
    clock.ahead += HOUR;
    await until('the reminder', () => notesIn(world, conversationId).length > notes);
    await quiet(world);
    expect(lastNote(world, conversationId)[0]).toBe('It is time to come back to the customer, as Ben promised.');
  });

  test('when the issue is gone by then, then the note says so', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    await remind(world, conversationId, now() + HOUR);
    world.jira.deleteIssue({ issue: issue.key });
    await quiet(world);
    await pass(world, 2 * HOUR);
    expect(lastNote(world, conversationId).at(-1)).toContain('The issue can no longer be seen');
  });

  test('when an operator writes to the developers in the inbox app, then it is a comment once, and the dialog shows it', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const linkId = await linkIdOf(world, conversationId);
    const conversation = { connection: 'intercom', conversationId };
    const text = 'Which browser?\nSee https://example.com/log';
    const notes = notesIn(world, conversationId).length;
    await record(world, { kind: 'message_sent', conversation, linkId, text, by: BEN, at: now() });
    await quiet(world);
    expect(world.jira.state.issues.get(issue.id)?.comments).toHaveLength(1);
    expect(notesIn(world, conversationId)).toHaveLength(notes + 1);
    expect(lastNote(world, conversationId)).toEqual([
      expect.stringContaining('Sent to the developers by Ben:'),
      'Which browser?',
      'See https://example.com/log',
    ]);
    const events = await eventsOf(world, conversationId);
    expect(events.filter(({ reason }) => reason === 'commented')).toHaveLength(1);
  });
});
