// Linked issues in the inbox app: what is shown of them, finding and linking, unlinking, comments, reminders.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type InboxApp, sitDown } from '../support/inbox-app.ts';
import { quiet, readLines } from '../support/observe.ts';
import { linkedDialog, notesIn, openDialog, startWorld, until, type World } from '../support/world.ts';

const DAY = 86_400_000;

const button = (app: InboxApp, kind: string): string => {
  const id = app.buttons().find((name) => name.startsWith(`${kind}:`));
  if (id === undefined) throw new Error(`there is no ${kind} among ${app.buttons().join(', ')}`);
  return id;
};

async function linked(world: World, summary?: string): Promise<{ app: InboxApp; conversationId: string; key: string }> {
  const { conversationId, issue } = await linkedDialog(world, summary === undefined ? {} : { summary });
  const app = await sitDown(world, { conversationId });
  return { app, conversationId, key: issue.key };
}

describe.each(['cloud', 'data-center'] as const)('linked issues on Jira %s', (edition) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ edition });
  });
  afterAll(() => world.stop());
  afterEach(() => {
    world.guard.assertNoProblems();
  });

  it('when an issue is linked, then its card tells all that an operator asks for', async () => {
    const { app, key } = await linked(world, 'Report does not open');
    expect(app.lines()).toEqual(
      expect.arrayContaining([
        '1 linked issue',
        `${key} Report does not open`,
        'Status: To Do',
        'Type: Bug',
        'Priority: Major',
        'Assignee: nobody',
        expect.stringMatching(/^Last change: /),
        'Waiting: 1 dialog',
        'Up to date',
      ]),
    );
    const [text] = app.canvas.content.components.filter((part) => part.type === 'text' && part.text.includes(key));
    expect(text).toMatchObject({ text: expect.stringContaining(`[${key}](${world.jira.url}/browse/${key})`) });
  });

  it('when the issue moved on since the app was opened, then Refresh shows it', async () => {
    const { app, key } = await linked(world);
    world.jira.transitionIssue({ issue: key, to: 'In Progress' });
    await quiet(world);
    await app.press('refresh');
    expect(app.lines()).toEqual(expect.arrayContaining(['Status: In Progress', 'In this status: less than a minute']));
  });

  it('when more than two issues are linked, then each is a line that opens its card', async () => {
    const conversationId = openDialog(world);
    const keys = ['One', 'Two', 'Three'].map((summary) => world.jira.createIssue({ project: 'SUP', summary }).key);
    const app = await sitDown(world, { conversationId });
    for (const key of keys) {
      await app.press('find');
      await app.press('search', { search: key });
      await app.press(button(app, 'link'));
      expect(app.lines()[0]).toBe(`${key} is linked.`);
    }
    await quiet(world);
    await app.open();
    expect(app.lines()).toContain('3 linked issues');
    expect(app.buttons().filter((id) => id.startsWith('issue:'))).toHaveLength(3);
    await app.press(button(app, 'issue'));
    expect(app.lines()[0]).toBe(`${keys[2]} Three`);
    await app.press('home');
    expect(app.lines()).toContain('3 linked issues');
  });

  it('when words or an address are typed, then issues are found with their status and dialogs', async () => {
    const { key } = await linked(world, 'Giraffe neck too long');
    const app = await sitDown(world, { conversationId: openDialog(world) });
    await app.press('find');
    await app.press('search', { search: 'giraffe neck' });
    expect(app.lines()).toContain(`${key} Giraffe neck too long | To Do | 1 dialog waits for it`);
    await app.press('search', { search: `${world.jira.url}/browse/${key}` });
    expect(app.lines()).toContain('1 issue found');
    await app.press('search', { search: 'SUP-99999' });
    expect(app.lines()).toContain('Nothing was found for “SUP-99999”. Check the key, or try other words.');
    expect(app.component('search')).toMatchObject({ value: 'SUP-99999' });
    await app.press('search', { search: key.toLowerCase() });
    const answers = await Promise.all(Array.from({ length: 5 }, () => app.pressBlindly(button(app, 'link'))));
    for (const { content } of answers) expect(JSON.stringify(content.components[0])).toContain('linked');
    await quiet(world);
    await app.open();
    expect(app.lines()).toContain('Waiting: 2 dialogs');
    await app.press('find');
    await app.press('search', { search: key });
    expect(app.lines()).toContain(`${key} Giraffe neck too long | To Do · linked already | 2 dialogs wait for it`);
    expect(app.buttons().filter((id) => id.startsWith('link:'))).toEqual([]);
  });

  it('when a link is taken away, then it asks first, and five clicks do it once', async () => {
    const { app, conversationId, key } = await linked(world);
    await app.press(button(app, 'unlink'));
    expect(app.lines()[0]).toBe(`Unlink ${key}?`);
    await app.press('home');
    expect(app.lines()).toContain('1 linked issue');
    await app.press(button(app, 'unlink'));
    const yes = button(app, 'unlink_yes');
    const answers = await Promise.all(Array.from({ length: 5 }, () => app.pressBlindly(yes)));
    for (const { content } of answers) expect(JSON.stringify(content)).toContain(`${key} is unlinked.`);
    await app.press(yes);
    expect(app.lines()).toEqual(
      expect.arrayContaining([`${key} is unlinked.`, 'No issue is linked to this dialog yet.']),
    );
    await quiet(world);
    expect(
      notesIn(world, conversationId)
        .map((html) => readLines(html).join(' '))
        .at(-1),
    ).toContain('Unlinked by Anna');
    expect(notesIn(world, conversationId)).toHaveLength(2);
  });

  it('when a comment is sent, then the developers get it once, and an empty one is asked for again', async () => {
    const { app, key } = await linked(world);
    await app.press(button(app, 'comment'));
    await app.press(button(app, 'send'), { text: '   ' });
    expect(app.lines()).toContain('There is no text yet: write what the developers should know.');
    const text = 'The customer sees <b>error 500</b> & [link](https://evil.example)';
    const send = button(app, 'send');
    await Promise.all(Array.from({ length: 5 }, () => app.pressBlindly(send, { text })));
    await app.press(send, { text });
    expect(app.lines()[0]).toBe(`Your comment is on its way to ${key}.`);
    await quiet(world);
    const { comments } = world.jira.issue(key);
    expect(comments).toHaveLength(1);
    expect(JSON.stringify(comments[0]?.body)).toContain('error 500');
    expect(JSON.stringify(comments[0]?.body)).toContain('Anna');
    await app.press(button(app, 'comment'));
    expect(app.component('text')).toMatchObject({ value: '' });
  });

  it('when a reminder is set, moved and cancelled, then the card says so each time', async () => {
    const { app, conversationId, key } = await linked(world);
    await app.press(button(app, 'remind'));
    const tomorrow = app.buttons().find((id) => id.endsWith(':tomorrow')) ?? '';
    await Promise.all(Array.from({ length: 3 }, () => app.pressBlindly(tomorrow)));
    await app.press(tomorrow);
    expect(app.lines()[0]).toMatch(new RegExp(`^You will be reminded about ${key}: .*9:00`));
    expect(app.lines().join('\n')).toMatch(/Reminder: .*9:00.*\(Anna\)/);
    await quiet(world);
    const notes = notesIn(world, conversationId).length;
    expect(notes).toBe(2);
    await app.press(button(app, 'remind'));
    await app.press(button(app, 'remind_on'), { date: 'next week' });
    expect(app.lines().join('\n')).toContain('“next week” is no date');
    expect(app.component('date')).toMatchObject({ value: 'next week', save_state: 'failed' });
    await app.press(button(app, 'remind_on'), { date: '2001-01-01' });
    expect(app.lines().join('\n')).toContain('“2001-01-01” has passed');
    await app.press(button(app, 'remind_on'), { date: '2999-01-01' });
    expect(app.lines().join('\n')).toContain('more than a year away');
    const day = new Date(Date.now() + 40 * DAY).toISOString().slice(0, 10);
    await app.press(button(app, 'remind_on'), { date: `${day} 14:30` });
    expect(app.lines().join('\n')).toMatch(/Reminder: .*2:30/);
    await app.press(button(app, 'remind'));
    expect(app.lines().join('\n')).toContain('A reminder is set for');
    await app.press(button(app, 'remind_never'));
    expect(app.lines()[0]).toBe(`The reminder about ${key} is cancelled.`);
    expect(app.lines().join('\n')).not.toContain('Reminder:');
    await quiet(world);
  });

  it('when the issue moves to another project, then the card says where it was, now and later', async () => {
    const { app, key } = await linked(world, 'Wanders off');
    const moved = world.jira.moveIssue({ issue: key, project: 'IDEAS' });
    await quiet(world);
    for (const _again of [1, 2]) {
      await app.press('refresh');
      expect(app.lines()).toContain(`${moved.key} Wanders off`);
      expect(app.lines()).toContain(`Moved to another project: it was ${key} before.`);
      world.jira.editIssue({ issue: moved.key, fields: { priority: 'Minor' } });
      await quiet(world);
    }
  });

  it('when the issue is deleted, then the card says so and offers only what still makes sense', async () => {
    const { app, key } = await linked(world, 'Soon gone');
    world.jira.deleteIssue({ issue: key });
    await quiet(world);
    await app.press('refresh');
    expect(app.lines().join('\n')).toMatch(/This issue (was deleted in Jira|can no longer be seen)/);
    expect(app.lines()).toContain(`${key} Soon gone`);
    expect(app.buttons().some((id) => /^(comment|remind):/.test(id))).toBe(false);
    await app.press(button(app, 'unlink'));
    await app.press(button(app, 'unlink_yes'));
    expect(app.lines()[0]).toBe(`${key} is unlinked.`);
    await quiet(world);
  });

  it('when somebody else has unlinked it meanwhile, then the screen says so instead of doing anything', async () => {
    const { app, conversationId } = await linked(world);
    const other = await sitDown(world, { conversationId });
    await app.press(button(app, 'comment'));
    await other.press(button(other, 'unlink'));
    await other.press(button(other, 'unlink_yes'));
    await app.press(button(app, 'send'), { text: 'Too late' });
    expect(app.lines()).toContain('This issue is not linked any more: somebody was quicker.');
    await quiet(world);
  });
});

describe('when Jira is out of reach', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ delivery: 'inDoubtWait: 1s, timeout: 6s' });
  });
  afterAll(() => world.stop());
  afterEach(() => world.jira.faults.clear());

  it('when it hangs, then the app opens from the store: in about a second at first, at once afterwards', async () => {
    const { app, key } = await linked(world, 'Known already');
    await world.restart();
    world.jira.faults.add({ kind: 'hang', path: '.*' });
    await app.open();
    expect(app.lines()).toEqual(
      expect.arrayContaining([
        `${key} Known already`,
        expect.stringMatching(/^Jira did not answer in time: this is what was known/),
      ]),
    );
    const startedAt = performance.now();
    await app.open();
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(app.lines()).toContain(`${key} Known already`);
    const again = performance.now();
    await app.press('refresh');
    expect(performance.now() - again).toBeLessThan(4000);
    expect(app.lines().join('\n')).toContain('Jira did not answer in time: this is what was known');
    world.jira.faults.clear();
    await until(
      'Jira to be read again',
      async () => (await app.press('refresh')).lines().includes('Up to date'),
      20_000,
    );
  });

  it.each([
    ['answers 503', { kind: 'fail-before', status: 503 } as const, 'Jira can’t be reached at the moment.'],
    ['refuses the token', { kind: 'dead-token' } as const, 'Jira refuses the token of Deskbridge'],
  ])('when it %s, then a search says so and keeps what was typed', async (_what, fault, expected) => {
    const app = await sitDown(world, { conversationId: openDialog(world) });
    await app.press('find');
    world.jira.faults.add({ path: '.*', ...fault });
    await app.press('search', { search: 'nothing at all' });
    expect(app.lines().join('\n')).toContain(expected);
    expect(app.lines().join('\n')).toMatch(/tell your admin this reference: al_/);
    world.jira.faults.clear();
    await app.press('search');
    expect(app.lines()).toContain('Nothing was found for “nothing at all”. Check the key, or try other words.');
  });
});
