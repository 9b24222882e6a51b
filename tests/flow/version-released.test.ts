// A released version: the dialogs of the issues that it fixes hear of it, and no others.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf, quiet, readLines } from '../support/observe.ts';
import { linkedDialog, notesIn, startWorld, type World } from '../support/world.ts';

const RULES = `  incident:
    issue: { connection: jira, project: SUP, type: Bug }
    rules: [ { on: version_released, do: [ note, reopen ] } ]
  wish:
    issue: { connection: jira, project: IDEAS, type: Story }
    rules: [ { on: version_released, do: [ note ] } ]`;

describe.each(['cloud', 'data-center'] as const)('a version that is released, on Jira %s', (edition) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ edition, workflows: RULES });
    for (const [index, key] of ['SUP', 'IDEAS'].entries()) {
      const project = world.jira.state.projects.find((one) => one.key === key);
      const names = ['7.1', '7.2'];
      const plain = { description: '', released: false, archived: false, releaseDate: null };
      project?.versions.push(...names.map((name) => ({ id: `9${index}${name.slice(-1)}`, name, ...plain })));
    }
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  async function fixedIn(version: string | null, project = 'SUP') {
    const dialog = await linkedDialog(world, { project });
    if (version !== null) world.jira.editIssue({ issue: dialog.issue.key, fields: { fixVersions: [version] } });
    await quiet(world);
    const before = notesIn(world, dialog.conversationId).length;
    return { ...dialog, news: () => notesIn(world, dialog.conversationId).slice(before).map(readLines) };
  }

  test('when it comes out, then the dialogs of its issues are told and opened, and those of others are not', async () => {
    const [fixed, other, unplanned, elsewhere] = [
      await fixedIn('7.1'),
      await fixedIn('7.2'),
      await fixedIn(null),
      await fixedIn('7.1', 'IDEAS'),
    ];
    world.intercom.teammateCloses({ conversationId: fixed.conversationId });
    await quiet(world);
    world.jira.releaseVersion({ project: 'SUP', version: '7.1' });
    await quiet(world);
    expect(fixed.news()).toHaveLength(1);
    expect(fixed.news()[0]?.join(' ')).toContain('7.1');
    expect(world.intercom.state.conversations.get(fixed.conversationId)?.state).toBe('open');
    expect([other, unplanned, elsewhere].flatMap(({ news }) => news())).toEqual([]);
    const events = await eventsOf(world, fixed.issue.key);
    const released = events.filter(({ topic }) => topic === 'bridge.issue_released');
    expect(released.map(({ outcome }) => outcome)).toEqual(['done']);
    expect((await eventsOf(world, elsewhere.issue.key)).map(({ topic }) => topic)).not.toContain(
      'bridge.issue_released',
    );
  });

  test('when the webhook comes twice, then the dialogs are told once', async () => {
    const { news } = await fixedIn('7.2');
    world.jira.releaseVersion({ project: 'SUP', version: '7.2' });
    await quiet(world);
    const [last] = world.jira.webhooks.log.slice(-1);
    expect(last?.body).toContain('version_released');
    expect(news()).toHaveLength(1);
    const { ledger } = world.deskbridge.bridge;
    const [stored] = await ledger.events.ofLanes(['connection/jira/-'], 1);
    expect(stored?.reason).toBe('passed_on');
    expect((await world.api('POST', `/events/${stored?.id}/replay`)).status).toBeLessThan(300);
    await quiet(world);
    expect(news()).toHaveLength(1);
  });

  test('when no linked issue names it, then nothing follows', async () => {
    const { news } = await fixedIn(null);
    world.jira.releaseVersion({ project: 'IDEAS', version: '7.2' });
    await quiet(world);
    expect(news()).toEqual([]);
  });
});
