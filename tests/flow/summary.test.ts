// The one summary that developers see of an issue's dialogs: written once, edited in place, and never told to dialogs.
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { recordOwnEvent } from '../../src/application/record-own-event.ts';
import type { BridgeEvent } from '../../src/domain/event.ts';
import { issueLane, UNKNOWN_ACTOR } from '../../src/domain/refs.ts';
import { addCompany } from '../../src/simulators/intercom/fill.ts';
import { eventsOf, quiet } from '../support/observe.ts';
import { linkedDialog, notesIn, startWorld, until, type World } from '../support/world.ts';

const FOUR_MINUTES = 240_000;

/** A clock that can be put forward. */
const clock = { ahead: 0 };
const now = (): number => Date.now() + clock.ahead;

async function pass(world: World, ms = FOUR_MINUTES): Promise<void> {
  await quiet(world);
  clock.ahead += ms;
  await world.deskbridge.bridge.ledger.upkeep.wakeScheduled(now());
  await quiet(world);
}

/** A customer's dialog, of a company if it is given. */
function dialogOf(world: World, name: string, body: string, company?: { plan: string; monthlySpend: number }): string {
  const { state } = world.intercom;
  const { conversationId, contactId } = world.intercom.customerWrites({
    name,
    email: `${name.toLowerCase()}@example.com`,
    body: `<p>${body}</p>`,
  });
  if (conversationId === undefined || contactId === undefined) throw new Error('no conversation was created');
  if (company !== undefined) {
    const made = addCompany(state, { companyId: `of-${name}`, name: `${name} Ltd`, ...company });
    state.contacts.get(contactId)?.companyIds.push(made.id);
  }
  return conversationId;
}

async function link(world: World, conversationId: string, key: string): Promise<string> {
  const { status, body } = await world.api('POST', '/links', { conversation: conversationId, issue: key });
  if (status >= 300) throw new Error(`linking answered ${status}: ${JSON.stringify(body)}`);
  const links = await world.deskbridge.bridge.ledger.links.ofConversation({ connection: 'intercom', conversationId });
  return links.at(-1)?.id ?? '';
}

interface AdfNode {
  readonly type: string;
  readonly text?: string;
  readonly content?: readonly AdfNode[];
}

/** The text of a comment as a reader sees it, on either edition. */
function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  const node = body as AdfNode;
  const inner = (node.content ?? []).map(textOf).join('');
  return (node.text ?? inner) + (node.type === 'paragraph' || node.type === 'hardBreak' ? '\n' : '');
}

const comments = (world: World, key: string): string[] =>
  world.jira.issue(key).comments.map(({ body }) => textOf(body));
const property = (world: World, key: string): unknown => world.jira.issue(key).properties.get('deskbridge.summary');

async function summaries(world: World, key: string): Promise<string[]> {
  const events = await eventsOf(world, key);
  return events
    .filter(({ topic }) => topic === 'bridge.summary_due')
    .map(({ outcome, reason }) => `${outcome} ${reason}`);
}

describe.each(['cloud', 'data-center'] as const)('the summary, on Jira %s', (edition) => {
  let world: World;
  beforeAll(async () => {
    clock.ahead = 0;
    world = await startWorld({ edition, service: { now } });
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  test('when dialogs join and leave, then one comment is kept up to date, with numbers in a property', async () => {
    const { conversationId: first, issue } = await linkedDialog(world);
    await pass(world);
    expect(comments(world, issue.key)).toEqual([]);
    expect(property(world, issue.key)).toMatchObject({ dialogs: 1, customers: 1 });

    const second = dialogOf(world, 'Pat', 'Export is empty', { plan: 'Pro', monthlySpend: 250 });
    const third = dialogOf(world, 'Kim', 'Export: pat@example.com says too', { plan: 'Free', monthlySpend: 0 });
    await link(world, second, issue.key);
    const thirdLink = await link(world, third, issue.key);
    await quiet(world);
    const notes = [first, second, third].map((id) => notesIn(world, id).length);
    await pass(world);
    const [comment = '', ...others] = comments(world, issue.key);
    expect(others).toEqual([]);
    expect(comment).toContain('3 conversations with 3 customers');
    expect(comment).toContain('Plans: Free 1, Pro 1');
    expect(comment).toContain('Monthly revenue: 250');
    expect(comment).toContain('Pat, Pat Ltd (Pro)');
    expect(comment).not.toContain('pat@example.com');
    expect(property(world, issue.key)).toMatchObject({ dialogs: 3, customers: 3, monthlyRevenue: 250 });
    // Nobody is told of it, and it links nothing, though it is full of addresses of dialogs.
    expect([first, second, third].map((id) => notesIn(world, id).length)).toEqual(notes);

    const { id } = world.jira.issue(issue.key).comments[0] ?? { id: '' };
    expect((await world.api('DELETE', `/links/${thirdLink}`)).status).toBeLessThan(300);
    await pass(world);
    expect(comments(world, issue.key)).toHaveLength(1);
    expect(world.jira.issue(issue.key).comments[0]?.id).toBe(id);
    expect(comments(world, issue.key)[0]).toContain('2 conversations with 2 customers');
    expect(await summaries(world, issue.key)).toEqual(['done summarised', 'done summarised', 'done summarised']);
    const echoes = (await eventsOf(world, issue.key)).filter(({ topic }) => topic.startsWith('comment_'));
    expect(echoes.length).toBeGreaterThan(0);
    for (const { reason } of echoes) expect(reason).toBe('own_echo');
  });

  test('when nothing has changed, then nothing is sent; a customer who writes again changes a number alone', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    await link(world, dialogOf(world, 'Sam', 'Me too'), issue.key);
    await pass(world);
    let sent = world.jira.exchanges.length;
    const written = (): string[] => {
      const calls = world.jira.exchanges.slice(sent).filter(({ method }) => method !== 'GET');
      return calls.map(({ path }) => path.replace(/.*properties/, 'properties'));
    };
    const ref = { connection: 'jira', issueId: issue.id };
    const about = { issue: { ...ref, key: issue.key }, by: UNKNOWN_ACTOR, at: now(), conversationUrls: [] };
    const event: BridgeEvent = { kind: 'summary_due', ...about };
    await recordOwnEvent({ connection: 'jira', lane: issueLane(ref), key: 'by-hand', event }, world.deskbridge.bridge);
    await quiet(world);
    expect((await summaries(world, issue.key)).at(-1)).toBe('ignored summary_unchanged');
    expect(written()).toEqual([]);

    const before = property(world, issue.key);
    // The vendor's times are whole seconds.
    await setTimeout(1100);
    sent = world.jira.exchanges.length;
    world.intercom.customerWrites({ conversationId, body: '<p>Any news?</p>' });
    await pass(world);
    expect(written()).toEqual(['properties/deskbridge.summary']);
    expect(property(world, issue.key)).not.toEqual(before);
  });

  test('when the comment is taken away, then it is written anew with the next change', async () => {
    const { issue } = await linkedDialog(world);
    await link(world, dialogOf(world, 'Ann', 'Me too'), issue.key);
    await pass(world);
    world.jira.deleteComment({ issue: issue.key, comment: world.jira.issue(issue.key).comments[0]?.id ?? '' });
    await pass(world);
    expect(comments(world, issue.key)).toEqual([]);
    await link(world, dialogOf(world, 'Lee', 'Me too'), issue.key);
    await pass(world);
    expect(comments(world, issue.key)).toEqual([expect.stringContaining('3 conversations')]);
  });

  test('when the bridge was given another account since, then it writes a comment of its own', async () => {
    const { issue } = await linkedDialog(world);
    await link(world, dialogOf(world, 'Jon', 'Me too'), issue.key);
    await pass(world);
    const [first] = world.jira.issue(issue.key).comments;
    const other = world.jira.state.users.find(({ accountId }) => accountId !== first?.authorId);
    if (first === undefined || other === undefined) throw new Error('no comment or no other user');
    first.authorId = other.accountId;
    first.updateAuthorId = other.accountId;
    await link(world, dialogOf(world, 'Sue', 'Me too'), issue.key);
    await pass(world);
    expect(comments(world, issue.key)).toEqual([
      expect.stringContaining('2 conversations'),
      expect.stringContaining('3 conversations'),
    ]);
  });

  test('when support has asked and the developers have not commented since, then that is told until they do', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.intercom.teammateNotes({ conversationId, body: '<p>jira: which browser?</p>' });
    await quiet(world);
    await link(world, dialogOf(world, 'Max', 'Me too'), issue.key);
    await pass(world);
    const mine = (): string => comments(world, issue.key).find((text) => text.includes('Customers who wait')) ?? '';
    expect(mine()).toContain('1 message from support since the developers’ last comment');
    world.jira.addComment({ issue: issue.key, body: 'Firefox' });
    await link(world, dialogOf(world, 'Eve', 'Me too'), issue.key);
    await pass(world);
    expect(mine()).toContain('3 conversations');
    expect(mine()).not.toContain('since the developers');
  });

  test.each(['fail-after', 'drop-after'] as const)(
    'when Jira does %s on the comment, then it is there exactly once',
    async (kind) => {
      const { issue } = await linkedDialog(world);
      await pass(world);
      world.jira.faults.add({ kind, method: 'POST', path: '/comment$', count: 1 });
      await link(world, dialogOf(world, 'Zoe', 'Me too'), issue.key);
      await pass(world);
      // What is in doubt waits until the vendor must have made up its mind.
      await until('the summary to be settled', async () => {
        clock.ahead += 1000;
        const known = await world.deskbridge.bridge.ledger.memory.summary({ connection: 'jira', issueId: issue.id });
        return known?.commentId ?? null;
      });
      await link(world, dialogOf(world, 'Ida', 'Me too'), issue.key);
      await pass(world);
      expect(comments(world, issue.key)).toEqual([expect.stringContaining('3 conversations')]);
    },
  );

  test('when Jira takes no comments for a while, then what waited becomes one comment', async () => {
    const { issue } = await linkedDialog(world);
    await pass(world);
    const fault = world.jira.faults.add({ kind: 'fail-before', method: 'POST', path: '/comment$', status: 503 });
    const { ledger } = world.deskbridge.bridge;
    const waiting = async (): Promise<number> => {
      const states = await Promise.all([
        ledger.deliveries.inState('queued', 50),
        ledger.deliveries.inState('retrying', 50),
      ]);
      return states.flat().filter(({ action }) => action.kind === 'put_summary').length;
    };
    for (const [index, name] of ['Tom', 'Una'].entries()) {
      await link(world, dialogOf(world, name, 'Me too'), issue.key);
      await until(
        'the link',
        async () => (await ledger.links.ofIssue({ connection: 'jira', issueId: issue.id })).length > index + 1,
      );
      await setTimeout(300);
      clock.ahead += FOUR_MINUTES;
      await until('the summary to wait', async () => (await waiting()) > index);
    }
    world.jira.faults.clear(fault.id);
    clock.ahead += FOUR_MINUTES;
    await quiet(world);
    expect(comments(world, issue.key)).toEqual([expect.stringContaining('3 conversations')]);
  });

  test('when the service is stopped in between, then the summary is written after the start', async () => {
    const { issue } = await linkedDialog(world);
    await link(world, dialogOf(world, 'Ned', 'Me too'), issue.key);
    await quiet(world);
    clock.ahead += FOUR_MINUTES;
    await world.restart();
    await until('the summary', () => comments(world, issue.key).length === 1);
    await quiet(world);
  });
});

describe('a summary that moves the issue', () => {
  let world: World;
  beforeAll(async () => {
    clock.ahead = 0;
    world = await startWorld({
      service: { now },
      workflows: `  incident:
    issue: { connection: jira, project: SUP, type: Bug, priority: { default: Major, choices: [Blocker, Critical, Major, Minor] } }
    summary: { countField: Story Points, escalate: [ { customers: 2, priority: Critical } ] }`,
    });
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  test('when customers join, then their number stands in the field and the priority rises once', async () => {
    const { issue } = await linkedDialog(world);
    const priority = (): string | null => {
      const { priorityId } = world.jira.issue(issue.key);
      return world.jira.state.priorities.find(({ id }) => id === priorityId)?.name ?? null;
    };
    await pass(world);
    expect(world.jira.issue(issue.key).custom.get('customfield_10104')).toBe(1);
    const before = priority();
    await link(world, dialogOf(world, 'Ben', 'Me too'), issue.key);
    await pass(world);
    expect(world.jira.issue(issue.key).custom.get('customfield_10104')).toBe(2);
    expect([before, priority()]).toEqual(['Major', 'Critical']);
    world.jira.editIssue({ issue: issue.key, fields: { priority: 'Major' } });
    await link(world, dialogOf(world, 'Amy', 'Me too'), issue.key);
    await pass(world);
    expect(world.jira.issue(issue.key).custom.get('customfield_10104')).toBe(3);
    expect(priority()).toBe('Major');
  });
});
