// Webhooks that never come: the sweep finds what they would have told, and adds nothing where nothing was lost.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sweep } from '../../src/application/sweep.ts';
import { assertOnlyFaults } from '../support/faults.ts';
import { eventsOf, quiet } from '../support/observe.ts';
import { linkedDialog, notesIn, openDialog, startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ service: { probeEvery: 100, retryBase: 50 } });
});
afterEach(async () => {
  assertOnlyFaults(world);
  await world.stop();
});

const run = () => sweep(world.deskbridge.bridge);
const deaf = (): void => {
  world.jira.webhooks.options.drop = 1;
  world.intercom.setWebhookOptions({ drop: 1 });
};
const hearing = (): void => {
  world.jira.webhooks.options.drop = 0;
  world.intercom.setWebhookOptions({ drop: 0 });
};
const count = (conversationId: string, text: string): number =>
  notesIn(world, conversationId).filter((note) => note.includes(text)).length;

describe('the sweep', () => {
  it('when nothing was lost, then it checks everything and adds nothing, however often it runs', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.addComment({ issue: issue.key, body: 'Told by webhook' });
    world.jira.editIssue({ issue: issue.key, fields: { summary: 'Told by webhook too' } });
    world.intercom.teammateNotes({ conversationId, body: '<p>jira: on its way</p>' });
    await quiet(world);
    const notes = notesIn(world, conversationId).length;
    for (let time = 0; time < 3; time++) {
      const report = await run();
      expect(report).toMatchObject({ issuesChecked: 1, failed: [] });
      await quiet(world);
    }
    const last = await run();
    expect(last).toMatchObject({ repaired: 0, failed: [] });
    expect(last.conversationsChecked).toBeGreaterThan(0);
    expect(notesIn(world, conversationId)).toHaveLength(notes);
  });

  it('when the webhook of a change is lost, then the sweep tells it with one note, and the late webhook adds none', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    deaf();
    world.jira.editIssue({ issue: issue.key, fields: { summary: 'Nobody said so' } });
    hearing();
    expect(await run()).toMatchObject({ repaired: 1 });
    await until('the note', () => count(conversationId, 'Nobody said so') === 1);
    await quiet(world);
    expect(await run()).toMatchObject({ repaired: 0 });
    await quiet(world);
    expect(notesIn(world, conversationId)).toHaveLength(2);
  });

  it('when the webhooks of a comment are lost, then the sweep tells it once', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    deaf();
    world.jira.addComment({ issue: issue.key, body: 'Said into the void' });
    hearing();
    await run();
    await until('the note', () => count(conversationId, 'Said into the void') === 1);
    await run();
    await quiet(world);
    expect(count(conversationId, 'Said into the void')).toBe(1);
  });

  it('when the webhook of a note to the developers is lost, then the sweep brings the comment once, and links too', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const other = openDialog(world);
    await quiet(world);
    deaf();
    world.intercom.teammateNotes({ conversationId, body: '<p>jira: did you hear me?</p>' });
    world.intercom.teammateNotes({ conversationId: other, body: `<p>jira: ${issue.key}</p>` });
    world.intercom.teammateNotes({ conversationId: other, body: '<p>Only for us</p>' });
    hearing();
    expect((await run()).repaired).toBeGreaterThanOrEqual(2);
    const comments = () =>
      (world.jira.state.issues.get(issue.id)?.comments ?? []).map(({ body }) => JSON.stringify(body));
    await until('the comment', () => comments().some((body) => body.includes('did you hear me?')));
    await until('the link', () => notesIn(world, other).length === 1);
    await run();
    await quiet(world);
    expect(comments()).toHaveLength(1);
    expect(notesIn(world, other)).toHaveLength(1);
  });

  it('when the webhook comes after all, then what the sweep did is not done again', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.intercom.setWebhookOptions({ delayMs: 1500 });
    world.intercom.teammateNotes({ conversationId, body: '<p>jira: twice on its way</p>' });
    await run();
    await quiet(world);
    const comments = (world.jira.state.issues.get(issue.id)?.comments ?? []).map(({ body }) => JSON.stringify(body));
    expect(comments.filter((body) => body.includes('twice on its way'))).toHaveLength(1);
  });

  it('when an issue is deleted or hidden unheard, then the dialog is told once, and again when it comes back', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.hideIssue({ issue: issue.key });
    await run();
    await until('the note', () => notesIn(world, conversationId).length === 2);
    await run();
    await quiet(world);
    expect(notesIn(world, conversationId)).toHaveLength(2);
    world.jira.restoreIssue({ issue: issue.key });
    await run();
    await until('the note of its return', () => notesIn(world, conversationId).length === 3);
    await quiet(world);
    expect((await eventsOf(world, issue.key)).filter(({ outcome }) => outcome === 'parked')).toEqual([]);
  });

  it('when one vendor cannot be asked, then the report says so and the other is swept', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    deaf();
    world.jira.editIssue({ issue: issue.key, fields: { summary: 'Nobody said so' } });
    hearing();
    world.intercom.addFault({ kind: 'outage', match: '/conversations/search' });
    const report = await run();
    expect(report.failed).toMatchObject([expect.stringMatching(/^intercom: /)]);
    expect(report.repaired).toBe(1);
    world.intercom.clearFaults();
    await until('the note', () => count(conversationId, 'Nobody said so') === 1);
    await quiet(world);
  });

  it('when there are more linked issues than fit one page, then all are checked', async () => {
    const dialog = openDialog(world);
    await quiet(world);
    const description = `https://app.intercom.com/a/inbox/ws1/inbox/conversation/${dialog}`;
    for (let n = 0; n < 120; n++) world.jira.createIssue({ project: 'SUP', summary: `Issue ${n}`, description });
    await until('all links', () => notesIn(world, dialog).length === 120, 30_000);
    await quiet(world);
    expect(await run()).toMatchObject({ issuesChecked: 120, failed: [] });
    await quiet(world);
    expect(notesIn(world, dialog)).toHaveLength(120);
  }, 90_000);
});
