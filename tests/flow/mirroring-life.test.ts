// What becomes of a dialog when its issue is done, moved, deleted or hidden, and when the dialog itself is closed or asleep.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sweep } from '../../src/application/sweep.ts';
import { observe, quiet, readLines } from '../support/observe.ts';
import { inboxUrl, linkedDialog, notesIn, openDialog, startWorld, type World } from '../support/world.ts';

const EDITIONS = ['cloud', 'data-center'] as const;

function dialog(world: World, conversationId: string) {
  const found = world.intercom.state.conversations.get(conversationId);
  if (found === undefined) throw new Error(`no conversation ${conversationId}`);
  return found;
}

function remoteLinks(world: World, issueId: string) {
  return world.jira.state.issues.get(issueId)?.remoteLinks ?? [];
}

/** Whole seconds are all that Intercom tells apart. */
const nextSecond = () => new Promise((resolve) => setTimeout(resolve, 1050));

describe.each(EDITIONS)('an issue on Jira %s', (edition) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ edition, intercomConnection: '    conversationAttribute: Jira issue' });
    const { addConversationAttribute } = await import('../../src/simulators/intercom/index.ts');
    addConversationAttribute(world.intercom.state, { name: 'Jira issue' });
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  test('when it is done, then a closed dialog is told what to tell the customer, and reopened', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.editIssue({ issue: issue.key, fields: { fixVersions: ['2.4'] } });
    await quiet(world);
    world.intercom.teammateCloses({ conversationId });
    await quiet(world);
    const seen = await observe(world, conversationId, () =>
      world.jira.transitionIssue({ issue: issue.key, to: 'Done', resolution: 'Done' }),
    );
    expect(seen.notes).toEqual([
      [
        `${issue.key} Report does not open`,
        'Status: To Do → Done',
        'Resolution: none → Done',
        'Now tell the customer: resolved as “Done”, version 2.4',
      ],
    ]);
    expect(dialog(world, conversationId).state).toBe('open');
    const told = seen.events.find((event) => event.topic === 'jira:issue_updated');
    expect(told?.deliveries.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
      'add_note delivered',
      'put_remote_link delivered',
      'reopen delivered',
    ]);
    expect(remoteLinks(world, issue.id)).toMatchObject([{ object: { status: { resolved: true } } }]);
  });

  test('when it is done and opened again, then the link on the issue is not struck through any more', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.transitionIssue({ issue: issue.key, to: 'Done', resolution: 'Done' });
    await quiet(world);
    const seen = await observe(world, conversationId, () =>
      world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' }),
    );
    expect(seen.notes).toHaveLength(1);
    expect(seen.notes[0]).toContain('Status: Done → In Progress');
    expect(seen.notes.flat().join()).not.toContain('tell the customer');
    expect(remoteLinks(world, issue.id)).toMatchObject([{ object: { status: { resolved: false } } }]);
  });

  test('when it is done, then a dialog that is asleep wakes up', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.intercom.teammateSnoozes({ conversationId });
    await quiet(world);
    const seen = await observe(world, conversationId, () =>
      world.jira.transitionIssue({ issue: issue.key, to: 'Done', resolution: "Won't Do" }),
    );
    expect(dialog(world, conversationId).state).toBe('open');
    expect(seen.notes[0]?.at(-1)).toBe("Now tell the customer: resolved as “Won't Do”");
  });

  test('when anything else changes, then a closed dialog gets its note and stays closed', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.intercom.teammateCloses({ conversationId });
    await quiet(world);
    const seen = await observe(world, conversationId, () => {
      world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' });
    });
    expect(seen.notes).toHaveLength(1);
    expect(dialog(world, conversationId).state).toBe('closed');
  });

  test('when it moves to another project, then the link, the new key and the attribute go with it', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    expect(dialog(world, conversationId).customAttributes['Jira issue']).toBe(issue.key);
    let moved = issue;
    const seen = await observe(world, conversationId, () => {
      moved = world.jira.moveIssue({ issue: issue.key, project: 'IDEAS' });
    });
    expect(moved.key).toMatch(/^IDEAS-/);
    expect(seen.notes).toEqual([[`${moved.key} Report does not open`, `Moved here from ${issue.key}`]]);
    expect(dialog(world, conversationId).customAttributes['Jira issue']).toBe(moved.key);
    const { body } = await world.api('GET', `/links?issue=${moved.key}`);
    expect(body['links']).toMatchObject([{ issue: { id: issue.id, key: moved.key } }]);
    expect(remoteLinks(world, issue.id)).toHaveLength(1);

    const later = await observe(world, conversationId, () =>
      world.jira.transitionIssue({ issue: moved.key, to: 'In Progress' }),
    );
    expect(later.notes).toEqual([[`${moved.key} Report does not open`, 'Status: To Do → In Progress']]);
  });

  test('when it is deleted, then the dialog is told once, whatever else arrives with that', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.addComment({ issue: issue.key, body: 'We look into it' });
    await quiet(world);
    const seen = await observe(world, conversationId, () => world.jira.deleteIssue({ issue: issue.key }));
    expect(seen.notes).toEqual([[`${issue.key} Report does not open`, 'The issue was deleted in Jira']]);
    const ended = seen.events.filter((event) => event.topic !== 'conversation.admin.noted');
    expect(ended.map(({ topic, reason }) => `${topic}: ${reason}`).sort()).toEqual([
      'comment_deleted: already_told',
      'jira:issue_deleted: noted',
    ]);
  });

  test('when access to it is taken away and given back, then the sweep tells both, and what changed meanwhile', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.hideIssue({ issue: issue.key });
    const hidden = await observe(world, conversationId, () => sweep(world.deskbridge.bridge));
    expect(hidden.notes).toEqual([
      [
        `${issue.key} Report does not open`,
        'The issue can no longer be seen: it was deleted, or access to it was taken away',
      ],
    ]);
    expect(hidden.events.find((event) => event.topic === 'bridge.issue_observed')).toMatchObject({ outcome: 'done' });

    const silent = await observe(world, conversationId, () => {
      world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' });
      world.jira.addComment({ issue: issue.key, body: 'Nobody sees this yet' });
    });
    expect(silent.notes).toEqual([]);
    expect(new Set(silent.events.map(({ reason }) => reason))).toEqual(new Set(['already_told']));

    world.jira.restoreIssue({ issue: issue.key });
    const restored = await observe(world, conversationId, () => sweep(world.deskbridge.bridge));
    expect(restored.notes).toEqual([
      [
        `${issue.key} Report does not open`,
        'The issue can be seen again',
        'Status: To Do → In Progress',
        'Olga Sokolova commented:',
        'Nobody sees this yet',
      ],
    ]);
  });

  test('when one issue has many dialogs, then each is told, and only the closed ones are reopened', async () => {
    const first = await linkedDialog(world);
    const second = openDialog(world, '<p>Same here</p>');
    world.jira.editIssue({
      issue: first.issue.key,
      fields: { description: `Also ${inboxUrl(second)} and ${inboxUrl(first.conversationId)}` },
    });
    await quiet(world);
    expect(notesIn(world, second).map(readLines)[0]?.[1]).toBe('Linked to this conversation');
    world.intercom.teammateCloses({ conversationId: second });
    await quiet(world);
    const before = notesIn(world, second).length;
    const seen = await observe(world, first.conversationId, () =>
      world.jira.transitionIssue({ issue: first.issue.key, to: 'Done', resolution: 'Done' }),
    );
    expect(seen.notes).toHaveLength(1);
    expect(notesIn(world, second).slice(before).map(readLines)).toEqual(seen.notes);
    expect(dialog(world, second).state).toBe('open');
    expect(remoteLinks(world, first.issue.id)).toHaveLength(2);
  });

  test('when one dialog has many issues, then each note says which issue it is about', async () => {
    const first = await linkedDialog(world);
    const { conversationId } = first;
    const second = world.jira.createIssue({
      project: 'SUP',
      summary: 'Export is slow',
      description: inboxUrl(conversationId),
    });
    await quiet(world);
    expect(dialog(world, conversationId).customAttributes['Jira issue']).toBe(`${first.issue.key}, ${second.key}`);
    const seen = await observe(world, conversationId, () => {
      world.jira.transitionIssue({ issue: second.key, to: 'In Progress' });
    });
    expect(seen.notes).toEqual([[`${second.key} Export is slow`, 'Status: To Do → In Progress']]);
  });
});

describe.each([false, true])('a dialog that is asleep, where a note wakes it: %s', (noteUnsnoozes) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ intercom: { behaviour: { noteUnsnoozes } } });
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  test('when the issue changes, then it gets the note and sleeps on as long as before', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.intercom.teammateSnoozes({ conversationId });
    await quiet(world);
    const { snoozedUntil } = dialog(world, conversationId);
    for (const to of ['In Progress', 'Testing', 'In Progress']) {
      await nextSecond();
      const seen = await observe(world, conversationId, () => world.jira.transitionIssue({ issue: issue.key, to }));
      expect(seen.notes).toHaveLength(1);
      expect(dialog(world, conversationId)).toMatchObject({ state: 'snoozed', snoozedUntil });
    }
  });

  test('when it slept before it was linked, then it sleeps on all the same', async () => {
    const conversationId = openDialog(world);
    await quiet(world);
    world.intercom.teammateSnoozes({ conversationId });
    await quiet(world);
    const issue = world.jira.createIssue({ project: 'SUP', summary: 'Slow', description: inboxUrl(conversationId) });
    await quiet(world);
    expect(notesIn(world, conversationId)).toHaveLength(1);
    expect(dialog(world, conversationId).state).toBe('snoozed');
    await observe(world, conversationId, () => world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' }));
    expect(dialog(world, conversationId).state).toBe('snoozed');
  });

  test('when the customer has written and only that webhook is lost, then it stays awake', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.intercom.teammateSnoozes({ conversationId });
    await quiet(world);
    await nextSecond();
    world.intercom.setWebhookOptions({ drop: 1 });
    world.intercom.customerWrites({ conversationId, body: '<p>Still broken</p>' });
    world.intercom.setWebhookOptions({ drop: 0 });
    const seen = await observe(world, conversationId, () =>
      world.jira.transitionIssue({ issue: issue.key, to: 'In Progress' }),
    );
    expect(seen.notes).toHaveLength(1);
    expect(dialog(world, conversationId).state).toBe('open');
    const told = seen.events.find((event) => event.topic === 'jira:issue_updated');
    expect(told?.deliveries.find(({ kind }) => kind === 'snooze_again')?.receipt).toMatch(/has written since/);
  });
});
