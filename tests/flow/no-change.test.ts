// Issues that nothing happens on: the dialogs hear of it when a rule asks, once for each wait.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createUnchangedScan } from '../../src/application/unchanged.ts';
import { eventsOf, quiet, readLines } from '../support/observe.ts';
import { linkedDialog, notesIn, startWorld, type World } from '../support/world.ts';

const DAY = 86_400_000;

/** A clock that can be put forward. */
const clock = { ahead: 0 };
const now = (): number => Date.now() + clock.ahead;

const RULES = `  incident:
    issue: { connection: jira, project: SUP, type: Bug }
    rules:
      - { on: no_change, after: 5d, do: [ note ] }
      - { on: no_change, after: 10d, do: [ note, reopen ] }
  wish:
    issue: { connection: jira, project: IDEAS, type: Story }`;

describe.each(['cloud', 'data-center'] as const)('an issue that nothing changes on, on Jira %s', (edition) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ edition, workflows: RULES, service: { now } });
    world.jira.state.now = now;
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  let linkedAt = 0;

  /** As the timer does, so many days after the dialog was linked. */
  async function scan(days: number): Promise<number> {
    clock.ahead += linkedAt + days * DAY - now();
    const made = await createUnchangedScan(world.deskbridge.bridge).run(now());
    await quiet(world);
    return made;
  }

  async function fresh(given: Parameters<typeof linkedDialog>[1] = {}) {
    const dialog = await linkedDialog(world, given);
    await quiet(world);
    linkedAt = now();
    const before = notesIn(world, dialog.conversationId).length;
    const news = () => notesIn(world, dialog.conversationId).slice(before).map(readLines);
    return { ...dialog, news };
  }

  test('when a wait is over, then the dialog is told once; and once more when the next one is', async () => {
    const { conversationId, issue, news } = await fresh();
    expect(await scan(4.9)).toBe(0);
    expect(news()).toEqual([]);
    expect(await scan(5.1)).toBe(1);
    expect(news()).toHaveLength(1);
    expect(news()[0]?.join(' ')).toContain(issue.key);
    expect(news()[0]?.join(' ')).toMatch(/5 days/);
    expect(await scan(6)).toBe(0);
    expect(news()).toHaveLength(1);
    world.intercom.teammateCloses({ conversationId });
    expect(await scan(10.1)).toBe(1);
    expect(news()).toHaveLength(2);
    expect(world.intercom.state.conversations.get(conversationId)?.state).toBe('open');
    await world.restart();
    expect(await scan(11)).toBe(0);
    expect(news()).toHaveLength(2);
    const told = (await eventsOf(world, issue.key)).filter(({ topic }) => topic === 'bridge.issue_unchanged');
    expect(told.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    world.jira.deleteIssue({ issue: issue.key });
    await quiet(world);
  });

  test('when it was not looked at for long, then the dialog is told of the longest wait alone', async () => {
    const { issue, news } = await fresh();
    expect(await scan(30)).toBe(1);
    expect(news()).toHaveLength(1);
    world.jira.deleteIssue({ issue: issue.key });
    await quiet(world);
  });

  test('when the issue has changed and the webhook was lost, then nothing is told about a wait', async () => {
    const { issue, news } = await fresh();
    world.jira.setWebhookUrl(null);
    world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' });
    await scan(6);
    world.jira.setWebhookUrl(`${world.url}/webhooks/jira`);
    expect(news().flat().join(' ')).not.toMatch(/days/);
    world.jira.deleteIssue({ issue: issue.key });
    await quiet(world);
  });

  test('when no rule of its workflow asks, or nobody waits for it, then no event is made', async () => {
    const wish = await fresh({ project: 'IDEAS' });
    const { conversationId } = await fresh();
    const links = await world.deskbridge.bridge.ledger.links.ofConversation({ connection: 'intercom', conversationId });
    expect((await world.api('DELETE', `/links/${links[0]?.id}`)).status).toBeLessThan(300);
    await quiet(world);
    expect(await scan(20)).toBe(0);
    expect(wish.news()).toEqual([]);
  });
});
