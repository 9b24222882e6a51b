// The example of a small team, played: what comes back to its teammates, and what stays with the developers.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addTag } from '../../src/simulators/intercom/index.ts';
import { fileText, playFile } from '../support/configs/play-file.ts';
import {
  dialogIn,
  expectPlayed,
  nextIssue,
  play,
  rename,
  shown,
  startDialog,
  tagsOf,
  warmUp,
} from '../support/examples.ts';
import { quiet } from '../support/observe.ts';
import { inboxUrl, openDialog, startWorld, type World } from '../support/world.ts';

const FILE = fileText('config/examples/small-team.yaml');
const rule = (index: number): string => `workflows.bug.rules[${index}]`;
const NOTE = 'POST /conversations/N/reply';
const STATE = 'POST /conversations/N/parts';
const TAG = 'POST /conversations/N/tags';
const REMOTE_LINK = 'POST /rest/api/N/issue/N/remotelink';

// A Thursday in Berlin: the office is open from 9 to 18.
const NOON = Date.UTC(2026, 10, 26, 11);
const NIGHT = Date.UTC(2026, 10, 26, 21);

/** A comment of Cloud that mentions Support Desk. */
const MENTION = {
  version: 1,
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      content: [
        { type: 'mention', attrs: { id: '5b10a2844c20165700ed0003', text: '@Support Desk' } },
        { type: 'text', text: ' Which browser?' },
      ],
    },
  ],
};

describe.each(['cloud', 'data-center'] as const)('the example of a small team on Jira %s', (edition) => {
  let world: World;
  let ahead = 0;
  const now = (): number => Date.now() + ahead;

  beforeAll(async () => {
    ahead = 0;
    world = await startWorld({
      edition,
      file: ({ intercom, jira }) => playFile(FILE, { intercom: { url: intercom }, jira: { url: jira, edition } }),
      jira: {
        seed: (state) => {
          for (const user of state.users) if (user.name === 'max') user.displayName = 'Support Desk';
          rename(state.priorities, { 1: 'Highest', 2: 'High', 3: 'Medium', 4: 'Low' });
          state.resolutions.push({
            id: '10012',
            name: 'Cannot Reproduce',
            russian: 'Не воспроизводится',
            description: '',
          });
        },
      },
      service: { now },
    });
    world.jira.state.now = now;
    for (const tag of ['tell-customer', 'bug']) addTag(world.intercom.state, tag);
    await warmUp(world);
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  const move = (issue: { key: string }, to: string, resolution?: string) => () =>
    world.jira.transitionIssue({ issue: issue.key, to, ...(resolution === undefined ? {} : { resolution }) });
  const heading = (issue: { key: string }) => `${issue.key} Report does not open`;
  async function closedDialog() {
    const dialog = await startDialog(world);
    world.intercom.teammateCloses({ conversationId: dialog.conversationId });
    await quiet(world);
    return dialog;
  }

  test('when a conversation is tagged "bug", then the issue is made, with the last ten messages and no notes', async () => {
    const conversationId = openDialog(world, '<p>The export is empty</p>');
    for (let at = 1; at <= 12; at += 1) world.intercom.teammateReplies({ conversationId, body: `<p>reply ${at}.</p>` });
    world.intercom.teammateNotes({ conversationId, body: '<p>He is angry</p>' });
    await quiet(world);
    const key = await nextIssue(world, () => world.intercom.teammateTags({ conversationId, tag: 'bug' }));
    const issue = shown(world, key);
    expect(issue).toMatchObject({ project: 'SUP', type: 'Bug', priority: 'Medium', labels: ['from-support'] });
    expect(issue.text).toContain('The export is empty');
    expect(issue.text).toContain('reply 12.');
    expect(issue.text).toContain('reply 3.');
    expect(issue.text).not.toContain('reply 2.');
    expect(issue.text).not.toContain('angry');
    expect(issue.text).toContain(inboxUrl(conversationId, 'app.eu.intercom.com'));
  });

  test('when it is fixed, then it comes back to its teammate with the tag', async () => {
    const { conversationId, issue } = await closedDialog();
    const seen = await play(world, conversationId, move(issue, 'Done', 'Done'));
    expectPlayed(seen, { outcome: 'done noted', rule: rule(0), calls: [NOTE, STATE, STATE, TAG, REMOTE_LINK] });
    expect(seen.notes[0]).toContain('Now tell the customer: resolved as “Done”');
    expect(dialogIn(world, conversationId)).toMatchObject({ state: 'open', adminAssigneeId: '901' });
    expect(tagsOf(world, conversationId)).toContain('tell-customer');
  });

  test('when it will not be fixed, then the teammate hears why in the words of the file', async () => {
    for (const resolution of ["Won't Do", 'Duplicate', 'Cannot Reproduce']) {
      const { conversationId, issue } = await closedDialog();
      const seen = await play(world, conversationId, move(issue, 'Done', resolution));
      const words = `${issue.key} is closed as “${resolution}”. Please tell the customer what they can do instead.`;
      const calls = [NOTE, STATE, STATE, REMOTE_LINK];
      expectPlayed(seen, { outcome: 'done noted', rule: rule(1), calls, notes: [[heading(issue), words]] });
      expect(dialogIn(world, conversationId)).toMatchObject({ state: 'open', adminAssigneeId: '901' });
      expect(tagsOf(world, conversationId)).not.toContain('tell-customer');
    }
  });

  test('when it comes back, then the tag goes and the conversation is opened', async () => {
    const { conversationId, issue } = await closedDialog();
    await play(world, conversationId, move(issue, 'Done', 'Done'));
    world.intercom.teammateCloses({ conversationId });
    await quiet(world);
    const seen = await play(world, conversationId, move(issue, 'In Progress'));
    const calls = [NOTE, STATE, 'DELETE /conversations/N/tags/N', REMOTE_LINK];
    expectPlayed(seen, { outcome: 'done noted', rule: rule(2), calls });
    expect(dialogIn(world, conversationId).state).toBe('open');
    expect(tagsOf(world, conversationId)).not.toContain('tell-customer');
  });

  test('when a developer asks by day, then the conversation comes back; at night a note is enough', async () => {
    for (const [at, state, index, calls] of [
      [NOON, 'open', 3, [NOTE, STATE]],
      [NIGHT, 'closed', 4, [NOTE]],
    ] as const) {
      ahead = 0;
      const { conversationId, issue } = await closedDialog();
      ahead = at - Date.now();
      const body = edition === 'cloud' ? MENTION : '[~max] Which browser?';
      const seen = await play(world, conversationId, () => world.jira.addComment({ issue: issue.key, body }));
      expectPlayed(seen, { outcome: 'done noted', rule: rule(index), calls });
      expect(seen.notes[0]?.[1]).toBe(`Olga Sokolova asks in ${issue.key}:`);
      expect(dialogIn(world, conversationId).state).toBe(state);
    }
    ahead = 0;
  });

  test('when a comment mentions nobody, then the default rule tells it', async () => {
    const { conversationId, issue } = await closedDialog();
    const seen = await play(world, conversationId, () => world.jira.addComment({ issue: issue.key, body: 'Looking' }));
    expectPlayed(seen, { outcome: 'done noted', rule: 'default: comment_added', calls: [NOTE] });
  });

  test('when somebody else is assigned, then nothing is told', async () => {
    const { conversationId, issue } = await closedDialog();
    const seen = await play(world, conversationId, () =>
      world.jira.editIssue({ issue: issue.key, fields: { assignee: 'max' } }),
    );
    expectPlayed(seen, { outcome: 'ignored silenced', rule: rule(5), calls: [], notes: [] });
  });

  test('when the customer writes after it was done, then the issue says so; before that it does not', async () => {
    const { conversationId, issue } = await closedDialog();
    const write = () => world.intercom.customerWrites({ conversationId, body: '<p>It still fails</p>' });
    const early = await play(world, conversationId, write);
    expect(early).toMatchObject({ rules: [], calls: [], notes: [], troubles: [] });
    await play(world, conversationId, move(issue, 'Done', 'Done'));
    const late = await play(world, conversationId, write);
    expectPlayed(late, { outcome: 'done acted', rule: rule(6), notes: [] });
    const { labels, comments } = shown(world, issue.key);
    expect(labels).toEqual(['customer-replied']);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toContain('The customer wrote again: ');
    expect(comments[0]).toContain(inboxUrl(conversationId, 'app.eu.intercom.com'));
  });
});
