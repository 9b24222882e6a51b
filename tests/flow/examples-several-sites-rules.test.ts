// The rules of the example with several sites, as the product's projects live them.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createUnchangedScan } from '../../src/application/unchanged.ts';
import { dialogIn, expectPlayed, play, shown, startDialog, tagsOf } from '../support/examples.ts';
import { quiet } from '../support/observe.ts';
import { type SeveralSites, startSeveralSites } from '../support/several-sites.ts';
import type { World } from '../support/world.ts';

const rule = (index: number, workflow = 'incident'): string => `workflows.${workflow}.rules[${index}]`;
const NOTE = 'POST /conversations/N/reply';
const STATE = 'POST /conversations/N/parts';
const REMOTE_LINK = 'POST /rest/api/N/issue/N/remotelink';
const DAY = 86_400_000;

const clock = { ahead: 0 };
const now = (): number => Date.now() + clock.ahead;

describe('the rules of the example with several sites', () => {
  let sites: SeveralSites;
  let world: World;
  beforeAll(async () => {
    sites = await startSeveralSites(now);
    ({ world } = sites);
  });
  afterAll(() => sites.stop());
  afterEach(() => world.guard.assertNoProblems());

  const move = (issue: { key: string }, to: string, resolution?: string) => () =>
    world.jira.transitionIssue({ issue: issue.key, to, ...(resolution === undefined ? {} : { resolution }) });
  const edit = (issue: { key: string }, fields: Parameters<World['jira']['editIssue']>[0]['fields']) => () =>
    world.jira.editIssue({ issue: issue.key, fields });
  const heading = (issue: { key: string }) => `${issue.key} Report does not open`;
  async function closedDialog(given?: Parameters<typeof startDialog>[1]) {
    const dialog = await startDialog(world, given);
    world.intercom.teammateCloses({ conversationId: dialog.conversationId });
    await quiet(world);
    return dialog;
  }

  test('when work begins, then it is told; its further steps are not', async () => {
    const { conversationId, issue } = await closedDialog();
    const begun = await play(world, conversationId, move(issue, 'In Progress'));
    const notes = [[heading(issue), 'Status: To Do → In Progress']];
    expectPlayed(begun, { outcome: 'done noted', rule: rule(1), calls: [NOTE], notes });
    const tested = await play(world, conversationId, move(issue, 'Testing'));
    expectPlayed(tested, { outcome: 'ignored silenced', rule: rule(2), calls: [], notes: [] });
  });

  test('when it is done, then it goes to whoever linked it; not done, it is only opened', async () => {
    const fixed = await closedDialog();
    const seen = await play(world, fixed.conversationId, move(fixed.issue, 'Done', 'Done'));
    expectPlayed(seen, { outcome: 'done noted', rule: rule(3), calls: [NOTE, STATE, STATE, REMOTE_LINK] });
    expect(dialogIn(world, fixed.conversationId)).toMatchObject({ state: 'open', adminAssigneeId: '901' });
    const refused = await closedDialog();
    const told = await play(world, refused.conversationId, move(refused.issue, 'Done', 'Duplicate'));
    expectPlayed(told, { outcome: 'done noted', rule: rule(4), calls: [NOTE, STATE, REMOTE_LINK] });
    expect(dialogIn(world, refused.conversationId)).toMatchObject({ state: 'open', adminAssigneeId: null });
  });

  test('when it becomes urgent, then the team of incidents has it and the night is told; more urgent, it is only told', async () => {
    const { conversationId, issue } = await closedDialog();
    await play(world, conversationId, edit(issue, { assignee: 'ivan' }));
    sites.alerts.length = 0;
    const urgent = await play(world, conversationId, edit(issue, { priority: 'Critical' }));
    const words = `${issue.key} is now Critical; Ivan Petrov works on it. Please write to the customer.`;
    expectPlayed(urgent, {
      outcome: 'done noted',
      rule: rule(5),
      calls: [NOTE, STATE, STATE],
      notes: [[heading(issue), words]],
    });
    expect(dialogIn(world, conversationId)).toMatchObject({ state: 'open', teamAssigneeId: '802' });
    const text = expect.stringContaining('Priority: Major → Critical');
    expect(sites.alerts).toEqual([{ issue: issue.key, url: `${world.jira.url}/browse/${issue.key}`, text }]);
    const more = await play(world, conversationId, edit(issue, { priority: 'Blocker' }));
    expectPlayed(more, { outcome: 'done noted', rule: 'default: priority_changed', calls: [NOTE] });
    expect(sites.alerts).toHaveLength(1);
  });

  test('when the version comes out, then the dialog is told, opened and tagged', async () => {
    const { conversationId, issue } = await closedDialog();
    await play(world, conversationId, edit(issue, { fixVersions: ['2.4'] }));
    const seen = await play(world, conversationId, () => world.jira.releaseVersion({ project: 'SUP', version: '2.4' }));
    const notes = [[heading(issue), `${issue.key} is out in version 2.4. Now tell the customer.`]];
    expectPlayed(seen, { outcome: 'done noted', rule: rule(8), notes });
    expect(dialogIn(world, conversationId).state).toBe('open');
    expect(tagsOf(world, conversationId)).toContain('released');
  });

  test('when a comment is deleted, then nothing is told; edited, it is', async () => {
    const { conversationId, issue } = await closedDialog();
    const { id } = world.jira.addComment({ issue: issue.key, body: 'Looking' });
    await quiet(world);
    const edited = await play(world, conversationId, () =>
      world.jira.editComment({ issue: issue.key, comment: id, body: 'Looking today' }),
    );
    expectPlayed(edited, { outcome: 'done noted', rule: 'default: comment_edited', calls: [NOTE] });
    const deleted = await play(world, conversationId, () =>
      world.jira.deleteComment({ issue: issue.key, comment: id }),
    );
    expect(deleted).toMatchObject({ outcomes: ['ignored silenced'], rules: [], notes: [], calls: [], troubles: [] });
  });

  test('when it is a wish, then only what its rules say is told', async () => {
    const { conversationId, issue } = await closedDialog({ project: 'IDEAS', type: 'Story' });
    for (const act of [move(issue, 'In Progress'), edit(issue, { priority: 'Blocker' })]) {
      const seen = await play(world, conversationId, act);
      expect(seen).toMatchObject({ outcomes: ['ignored no_rule'], rules: [], notes: [], calls: [], troubles: [] });
    }
    const done = await play(world, conversationId, move(issue, 'Done', 'Done'));
    expectPlayed(done, { outcome: 'done noted', rule: rule(2, 'wish'), calls: [NOTE, REMOTE_LINK] });
    expect(dialogIn(world, conversationId).state).toBe('closed');
    await play(world, conversationId, edit(issue, { fixVersions: ['2.4'] }));
    const seen = await play(world, conversationId, () =>
      world.jira.releaseVersion({ project: 'IDEAS', version: '2.4' }),
    );
    expectPlayed(seen, { outcome: 'done noted', rule: rule(1, 'wish'), calls: [NOTE, STATE] });
    expect(dialogIn(world, conversationId).state).toBe('snoozed');
  });

  /** Another customer, linked with the issue by a teammate. */
  async function join(issue: { key: string }, name: string, plan: string): Promise<void> {
    const { conversationId = '' } = world.intercom.customerWrites({
      name,
      company: { companyId: name, name: `${name} Ltd`, plan },
      body: '<p>The same here</p>',
    });
    world.intercom.teammateNotes({ conversationId, adminId: '901', body: `<p>jira: ${issue.key}</p>` });
    await quiet(world);
  }
  const summarise = async (): Promise<void> => {
    clock.ahead += 600_000;
    await world.deskbridge.bridge.ledger.upkeep.wakeScheduled(now());
  };

  test.each([
    ['a customer with a big plan joins', [['Pat', 'Business']], 2],
    ['five customers wait', ['Kim', 'Lee', 'Mia', 'Noa'].map((name) => [name, 'Free'] as const), 5],
  ] as const)('when %s, then the priority rises, and the rules hear of it', async (_what, joining, customers) => {
    const { conversationId, issue } = await closedDialog();
    for (const [name, plan] of joining) {
      expect(shown(world, issue.key).priority).toBe('Major');
      await join(issue, name, plan);
    }
    sites.alerts.length = 0;
    const seen = await play(world, conversationId, summarise);
    expect(shown(world, issue.key)).toMatchObject({ priority: 'Critical', custom: { customfield_10060: customers } });
    expect(seen).toMatchObject({ rules: [rule(5)], troubles: [] });
    expect(dialogIn(world, conversationId)).toMatchObject({ state: 'open', teamAssigneeId: '802' });
    expect(sites.alerts).toHaveLength(1);
  });

  test('when nothing changes, then a blocker is told after two days and everything else after ten', async () => {
    const blocker = await closedDialog();
    const other = await closedDialog();
    await play(world, blocker.conversationId, edit(blocker.issue, { priority: 'Blocker' }));
    // The number of customers is written into a field of the issue: that is a change too.
    await play(world, other.conversationId, summarise);
    const start = clock.ahead;
    // The service looks by itself too, as soon as the time has come.
    const pass = (days: number) => async () => {
      clock.ahead = start + days * DAY;
      await createUnchangedScan(world.deskbridge.bridge).run(now());
    };
    sites.alerts.length = 0;
    const early = await play(world, blocker.conversationId, pass(2.1));
    expectPlayed(early, { outcome: 'done noted', rule: rule(6) });
    expect(early.notes[0]?.[1]).toContain(`${blocker.issue.key} has not changed for 2 days`);
    expect(sites.alerts.map(({ issue }) => issue)).toContain(blocker.issue.key);
    const late = await play(world, other.conversationId, pass(10.1));
    expectPlayed(late, { outcome: 'done noted', rule: rule(7) });
    expect(late.notes[0]?.[1]).toBe(`${other.issue.key} has not changed for 10 days: To Do, assigned to nobody.`);
  });
});
