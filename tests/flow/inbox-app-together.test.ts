// Two operators in one dialog, a form that becomes another one, and what was typed when the ground moved.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type InboxApp, sitDown } from '../support/inbox-app.ts';
import { assertOnlyFaults } from '../support/faults.ts';
import { quiet } from '../support/observe.ts';
import { linkedDialog, openDialog, startWorld, until, type World } from '../support/world.ts';

const WORKFLOWS = `  incident:
    label: { en: Incident, ru: Инцидент }
    issue: { connection: jira, project: SUP, type: Bug }
  payment:
    label: { en: Payment problem, ru: Проблема с оплатой }
    issue: { connection: jira, project: PAY, type: Bug, priority: { default: Minor } }`;

const BORIS = { type: 'admin', id: '902', name: 'Boris', email: 'boris@example.com' };

const said = (app: InboxApp): string => app.lines().join('\n');
const button = (app: InboxApp, kind: string): string => app.buttons().find((id) => id.startsWith(`${kind}:`)) ?? kind;

describe('the inbox app of one dialog at two operators', () => {
  let world: World;
  let count = 0;
  const word = (): string => {
    count += 1;
    return `quokka${count}${'abcdefgh'[count % 8]}`;
  };

  beforeAll(async () => {
    world = await startWorld({ workflows: WORKFLOWS });
    const app = await sitDown(world, { conversationId: openDialog(world) });
    const isReady = async (): Promise<boolean> => {
      await app.open();
      const area = (await app.press('create:incident')).component('field:description');
      return area?.type === 'textarea' && area.value !== '';
    };
    await until('the SDKs to be loaded', isReady, 30_000);
  });
  afterAll(() => world.stop());
  afterEach(() => assertOnlyFaults(world));

  const bothAt = async (conversationId: string): Promise<[InboxApp, InboxApp]> => [
    await sitDown(world, { conversationId }),
    await sitDown(world, { conversationId, admin: BORIS }),
  ];

  it('when a colleague has created an issue while the form was open, then the form says so before it makes another', async () => {
    const [anna, boris] = await bothAt(openDialog(world, `<p>${word()} fails</p>`));
    await anna.press('create:incident');
    await boris.press('create:incident');
    await anna.press('submit');
    expect(said(anna)).toContain('is created');
    await quiet(world);
    const before = world.jira.created().length;
    await boris.press('submit', { 'field:description': 'Words of Boris' });
    expect(said(boris)).toContain('Meanwhile somebody created or linked an issue here');
    expect(boris.component('field:description')).toMatchObject({ value: 'Words of Boris' });
    expect(world.jira.created()).toHaveLength(before);
    await boris.press('submit');
    expect(said(boris)).toContain('is created');
    await quiet(world);
    expect(world.jira.created()).toHaveLength(before + 1);
  });

  it('when the same form is sent again after its issue was linked, then it is the same issue, without a question', async () => {
    const [anna] = await bothAt(openDialog(world, `<p>${word()} fails</p>`));
    await anna.press('create:incident');
    const before = world.jira.created().length;
    const first = await anna.pressBlindly('submit');
    await quiet(world);
    const second = await anna.pressBlindly('submit');
    expect(JSON.stringify(first)).toContain('is created');
    expect(JSON.stringify(second)).toContain('is created');
    expect(world.jira.created()).toHaveLength(before + 1);
  });

  it('when another kind of issue is chosen after typing, then what was typed goes along, and the priority is its own', async () => {
    const [anna] = await bothAt(openDialog(world, `<p>${word()} fails</p>`));
    await anna.press('create:incident');
    await anna.press('home', { 'field:summary': 'Typed summary', 'field:description': 'Typed description' });
    await anna.press('create:payment');
    expect(said(anna)).toContain('New: Payment problem');
    expect(anna.component('field:summary')).toMatchObject({ value: 'Typed summary' });
    expect(anna.component('field:description')).toMatchObject({ value: 'Typed description' });
    expect(anna.component('field:priority')).toMatchObject({ value: '4' });
  });

  it('when the link goes while a comment is being typed, then the words are shown to be copied', async () => {
    const { conversationId } = await linkedDialog(world, { summary: word() });
    const [anna, boris] = await bothAt(conversationId);
    await anna.press(button(anna, 'comment'));
    await boris.press(button(boris, 'unlink'));
    await boris.press(button(boris, 'unlink_yes'));
    await anna.press(button(anna, 'send'), { text: 'Half an hour of typing' });
    expect(said(anna)).toContain('This issue is not linked any more');
    expect(anna.component('text')).toMatchObject({ type: 'textarea', value: 'Half an hour of typing' });
    await quiet(world);
  });

  it('when an open issue has words in common with the title, then the form offers it, but none that is linked here', async () => {
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'CSV export is cut off at 1,000 rows' });
    const [anna] = await bothAt(openDialog(world, '<p>Export stops at 1,000 rows</p>'));
    await anna.press('create:incident');
    expect(said(anna)).toMatch(new RegExp(`It may be known already[\\s\\S]*${key} CSV export`));
    await anna.press(button(anna, 'link'));
    await quiet(world);
    await anna.press('create:incident');
    expect(said(anna)).toContain('New: Incident');
    expect(said(anna)).not.toContain('may be known already');
  });

  it('when the chat does not show the dialog, then the form says why it is empty, and the preview claims nothing', async () => {
    const [anna] = await bothAt(openDialog(world, `<p>${word()} fails</p>`));
    const fault = world.intercom.addFault({ kind: 'outage', match: 'GET /conversations' });
    await anna.press('create:incident');
    expect(said(anna)).toContain('nothing is filled in');
    await anna.press('preview', { 'field:summary': 'Typed' });
    expect(said(anna)).toContain('The dialog could not be read just now');
    expect(said(anna)).not.toContain('No files');
    world.intercom.clearFaults(fault.id);
  });
});
