// Creating issues in the inbox app: the form from Jira's own metadata, mistakes, doubles, slowness.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ANNA, type InboxApp, sitDown } from '../support/inbox-app.ts';
import { quiet } from '../support/observe.ts';
import { notesIn, openDialog, startWorld, until, type World } from '../support/world.ts';

const WORKFLOWS = `  incident:
    label: { en: Incident, ru: Инцидент }
    issue: { connection: jira, project: SUP, type: Bug, priority: { default: Major } }
  payment:
    label: { en: Payment problem, ru: Проблема с оплатой }
    issue: { connection: jira, project: PAY, type: Bug }
  everything:
    label: { en: Everything, ru: Всё }
    issue: { connection: jira, project: OPS, type: Request }
  outage:
    label: { en: Outage, ru: Авария }
    issue: { connection: jira, project: OPS, type: Incident }
  change:
    label: { en: Change, ru: Изменение }
    issue: { connection: jira, project: OPS, type: Change }
  team:
    label: { en: Team task, ru: Задача команды }
    issue: { connection: jira, project: TEAM, type: Task }
  nowhere:
    label: { en: Nowhere, ru: Никуда }
    issue: { connection: jira, project: NONE, type: Bug }
  ideas:
    label: { en: Idea, ru: Идея }
    issue: { connection: jira, project: IDEAS, type: Story }`;

const AREA = 'customfield_10101';

/** A dialog whose words nobody else has written: what looks like it would be offered first. */
let count = 0;
function dialogAbout(world: World): { conversationId: string; word: string } {
  count += 1;
  const word = `quxx${count}${'abcdefghij'[count % 10]}zz`;
  return { conversationId: openDialog(world, `<p>${word} is broken, mail me at maria@example.com</p>`), word };
}

async function form(world: World, workflow: string): Promise<InboxApp & { conversationId: string; word: string }> {
  const dialog = dialogAbout(world);
  const app = await sitDown(world, dialog);
  await app.press(`create:${workflow}`);
  return Object.assign(app, dialog);
}

/** The first calls of a process load the SDKs: on a busy machine that takes longer than the inbox waits. */
async function warmUp(world: World): Promise<void> {
  const app = await sitDown(world, dialogAbout(world));
  const isReady = async (): Promise<boolean> => {
    await app.open();
    const area = (await app.press('create:incident')).component('field:description');
    return area?.type === 'textarea' && area.value !== '';
  };
  await until('the SDKs to be loaded', isReady, 30_000);
}

const createdIn = (world: World, project: string) =>
  world.jira.created().filter(({ key }: { key: string }) => key.startsWith(`${project}-`));

const keyOn = (app: InboxApp): string =>
  /^([A-Z]+-\d+) is created$/.exec(app.lines()[0] ?? '')?.[1] ?? app.lines().join('\n');

describe.each(['cloud', 'data-center'] as const)('creating on Jira %s', (edition) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ edition, workflows: WORKFLOWS });
    await warmUp(world);
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  it('when the form is sent as it stands, then the issue is made of the dialog and linked with it', async () => {
    const app = await form(world, 'incident');
    expect(app.component('field:description')).toMatchObject({ value: expect.stringContaining(app.word) });
    expect(app.component('field:priority')).toMatchObject({ value: '3' });
    await app.press('submit', { 'field:summary': `${app.word} in the report` });
    const key = keyOn(app);
    expect(key).toMatch(/^SUP-\d+$/);
    expect(world.jira.issue(key).summary).toBe(`${app.word} in the report`);
    await quiet(world);
    await app.press('refresh');
    expect(app.lines()).toEqual(
      expect.arrayContaining([`${key} ${app.word} in the report`, 'Status: To Do', 'Waiting: 1 dialog']),
    );
    expect(notesIn(world, app.conversationId)).toHaveLength(1);
  });

  it('when Jira requires one of 40 values, then it is chosen by paging or by search, and what was typed stays', async () => {
    const app = await form(world, 'payment');
    const summary = `${app.word} double payment`;
    await app.press('submit', { 'field:summary': summary });
    expect(app.lines().join('\n')).toMatch(/Nothing was created yet[\s\S]*Jira requires this field/);
    await app.press(`choose:${AREA}`, { 'field:description': 'Typed before choosing' });
    expect(app.buttons().filter((id) => id.startsWith('pick:'))).toHaveLength(10);
    expect(app.lines()).toContain('40 values. Page 1 of 4');
    await app.press('page:1');
    expect(app.lines()).toContain('Area 11');
    await app.press('search', { search: 'area 33' });
    expect(app.buttons().filter((id) => id.startsWith('pick:'))).toHaveLength(1);
    await app.press('search', { search: 'nothing of that kind' });
    expect(app.lines()).toContain('Nothing is called “nothing of that kind”. Try fewer letters.');
    await app.press('search', { search: '07' });
    await app.press(app.buttons().find((id) => id.startsWith(`pick:${AREA}:`)) ?? '');
    expect(app.lines()).toContain('Product area *: Area 07');
    expect(app.component('field:summary')).toMatchObject({ value: summary });
    expect(app.component('field:description')).toMatchObject({ value: 'Typed before choosing' });
    await app.press('submit');
    expect(keyOn(app)).toMatch(/^PAY-\d+$/);
    expect(JSON.stringify(world.jira.issue(keyOn(app)).custom.get(AREA))).toContain('20007');
    await quiet(world);
  });

  it('when every kind of field is required, then each can be filled in', async () => {
    const app = await form(world, 'everything');
    const fill = {
      'field:customfield_10104': '3,5',
      'field:customfield_10105': 'First step\n\nSecond step',
      'field:customfield_10106': 'https://app.example.com/x',
      'field:customfield_10107': 'Acme',
      'field:customfield_10108': '31.12.2026',
      'field:customfield_10109': '2026-12-31 14:30',
      'field:customfield_10110': ['20201', '20203'],
      'field:customfield_10111': ['20211'],
      'field:customfield_10112': '20222',
      'field:customfield_10114': 'billing invoices',
    };
    await app.press('choose:customfield_10102', { ...fill, 'field:summary': `${app.word} all fields` });
    await app.press('pick:customfield_10102:20102');
    expect(app.lines()).toContain('Under: Mobile');
    await app.press('pick:customfield_10102:20102:20122');
    expect(app.lines()).toContain('Platform *: Mobile → iOS');
    await app.press('choose:customfield_10113');
    for (const name of ['Max', 'Iva']) {
      await app.press('search', { search: name });
      await app.press(app.buttons().find((id) => id.startsWith('pick:customfield_10113:')) ?? '');
    }
    await app.press('form');
    expect(app.lines()).toContain('Reviewers *: Max Weber, Ivan Petrov');
    for (const id of Object.keys(fill))
      expect(app.component(id)).toMatchObject({ value: fill[id as keyof typeof fill] });
    const versions = app.component('field:customfield_10115');
    const first = versions?.type === 'checkbox' ? versions.option[0]?.id : undefined;
    await app.press('submit', { 'field:customfield_10115': [first] });
    const key = keyOn(app);
    expect(key).toMatch(/^OPS-\d+$/);
    await quiet(world);
  });

  it('when a value is wrong, then nothing is created and the field says why; corrected, it is created once', async () => {
    const app = await form(world, 'everything');
    const before = createdIn(world, 'OPS').length;
    await app.press('submit', {
      'field:summary': `${app.word} ${'x'.repeat(300)}`,
      'field:customfield_10104': 'three',
      'field:customfield_10106': 'javascript:alert(1)',
      'field:customfield_10108': '31.02.2026',
    });
    const text = app.lines().join('\n');
    expect(text).toContain('Too long: at most 254 characters.');
    expect(text).toContain('“three” is no number');
    expect(text).toContain('“javascript:alert(1)” is no address');
    expect(text).toContain('“31.02.2026” is no date');
    expect(app.component('field:customfield_10104')).toMatchObject({ value: 'three', save_state: 'failed' });
    expect(createdIn(world, 'OPS')).toHaveLength(before);
  });

  it('when a field can’t be shown, then it is named with what to do, and nothing can be sent', async () => {
    const app = await form(world, 'change');
    expect(app.lines().join('\n')).toMatch(
      /“Risk matrix” is required, but such a field .* workflows\.change\.issue\.fields/,
    );
    expect(app.buttons()).not.toContain('submit');
  });

  it('when the project is team-managed and has no priority, then none is asked for', async () => {
    const app = await form(world, 'team');
    expect(app.component('field:priority')).toBeUndefined();
    await app.press('submit', { 'field:summary': `${app.word} team` });
    expect(keyOn(app)).toMatch(/^TEAM-\d+$/);
    await quiet(world);
  });

  it('when Jira has no such project for us, then the screen names it with what to do', async () => {
    const app = await form(world, 'nowhere');
    expect(app.lines().join('\n')).toContain('no project NONE with issues of type Bug');
    await app.press('home');
    expect(app.buttons()).toContain('create:incident');
  });

  it('when people and components are required, then they are searched and checked', async () => {
    const app = await form(world, 'outage');
    const components = app.component('field:components');
    if (components?.type !== 'checkbox') throw new Error('components are no checkboxes');
    expect(components.option.map(({ text }) => text)).toEqual(['Gateway', 'Database']);
    await app.press('choose:customfield_10103', {
      'field:summary': `${app.word} outage`,
      'field:components': [components.option[1]?.id],
    });
    await app.press('search', { search: 'Olg' });
    await app.press(app.buttons().find((id) => id.startsWith('pick:customfield_10103:')) ?? '');
    expect(app.lines()).toContain('Tester *: Olga Sokolova');
    await app.press(`choose:${AREA}`);
    await app.press(app.buttons().find((id) => id.startsWith(`pick:${AREA}:`)) ?? '');
    await app.press('submit');
    expect(keyOn(app)).toMatch(/^OPS-\d+$/);
    await quiet(world);
  });

  it('when the preview is opened, then it shows what crosses, and the form comes back as it was', async () => {
    const app = await form(world, 'incident');
    await app.press('preview', { 'field:summary': `${app.word} preview`, 'field:description': 'Look at this' });
    expect(app.lines()).toEqual(
      expect.arrayContaining(['What will cross to Jira', `${app.word} preview`, 'Look at this']),
    );
    await app.press('form');
    expect(app.component('field:description')).toMatchObject({ value: 'Look at this' });
    await app.press('home');
    await app.press('create:incident');
    expect(app.component('field:description')).toMatchObject({ value: 'Look at this' });
  });

  it('when something like it waits already, then it is offered instead, and one press links it', async () => {
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Zebra stripes vanish overnight' });
    const app = await form(world, 'incident');
    await app.press('submit', { 'field:summary': 'Zebra stripes vanish again' });
    await app.press('submit', { 'field:summary': 'zebra stripes vanish' });
    expect(app.lines().join('\n')).toMatch(
      new RegExp(`may be known already[\\s\\S]*${key} Zebra[\\s\\S]*No dialog waits for ${key}`),
    );
    const before = createdIn(world, 'SUP').length;
    await app.press(app.buttons().find((id) => id.startsWith('link:')) ?? '');
    expect(app.lines()[0]).toBe(`${key} is linked.`);
    await quiet(world);
    expect(createdIn(world, 'SUP')).toHaveLength(before);
    const second = await form(world, 'incident');
    await second.press('submit', { 'field:summary': 'zebra stripes vanish' });
    expect(second.lines().join('\n')).toContain(`1 dialog already waits for ${key}`);
    await second.press('submit');
    expect(keyOn(second)).toMatch(/^SUP-\d+$/);
    await quiet(world);
  });

  it('when it is sent five times at once and again later, then there is one issue and everybody sees it', async () => {
    const app = await form(world, 'incident');
    const values = { 'field:summary': `${app.word} five times` };
    const before = createdIn(world, 'SUP').length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => app.pressBlindly('submit', values)));
    const late = await app.pressBlindly('submit', values);
    const heads = [...answers, late].map(({ content }) => JSON.stringify(content.components[0]));
    expect(new Set(heads).size).toBe(1);
    expect(heads[0]).toMatch(/SUP-\d+ is created/);
    await quiet(world);
    expect(createdIn(world, 'SUP')).toHaveLength(before + 1);
    expect(notesIn(world, app.conversationId)).toHaveLength(1);
  });
});

describe('when the vendor is slow', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ workflows: WORKFLOWS, delivery: 'inDoubtWait: 1s, timeout: 10s' });
  });
  afterAll(() => world.stop());
  afterEach(() => world.jira.faults.clear());

  it('when the issue takes longer than the inbox waits, then it is still creating, and Refresh shows it later, once', async () => {
    const app = await form(world, 'incident');
    const before = createdIn(world, 'SUP').length;
    world.jira.faults.add({ kind: 'latency', method: 'POST', path: '/issue$', ms: 5000, count: 1 });
    const startedAt = performance.now();
    await app.press('submit', { 'field:summary': `${app.word} slow` });
    expect(performance.now() - startedAt).toBeLessThan(4000);
    expect(app.lines()[0]).toBe('Still creating…');
    const reopened = await sitDown(world, app);
    expect(reopened.lines()[0]).toBe('An issue is being created from this dialog.');
    await app.press('home');
    await app.press('create:incident');
    expect(app.lines()[0]).toMatch(/Still creating|is created/);
    await until('the issue to exist', () => createdIn(world, 'SUP').length > before);
    await quiet(world);
    await app.press(app.buttons().includes('wait') ? 'wait' : 'refresh');
    expect(createdIn(world, 'SUP')).toHaveLength(before + 1);
    expect((await app.open()).lines().join('\n')).toContain(`${app.word} slow`);
    await app.press('create:incident');
    expect(app.component('field:summary')).not.toMatchObject({ value: `${app.word} slow` });
  });

  it('when the answer is lost after the work was done, then pressing again and again makes one issue', async () => {
    const app = await form(world, 'incident');
    const before = createdIn(world, 'SUP').length;
    world.jira.faults.add({ kind: 'drop-after', method: 'POST', path: '/issue$', count: 1 });
    await Promise.all(
      Array.from({ length: 5 }, () => app.pressBlindly('submit', { 'field:summary': `${app.word} lost` })),
    );
    await app.press('submit', { 'field:summary': `${app.word} lost` });
    await quiet(world);
    while (app.buttons().includes('wait')) await app.press('wait');
    expect(keyOn(app)).toMatch(/^SUP-\d+$/);
    expect(createdIn(world, 'SUP')).toHaveLength(before + 1);
  });

  it('when Jira hangs while the form is made, then the screen says so in time and trying again works', async () => {
    const dialog = dialogAbout(world);
    const app = await sitDown(world, dialog);
    world.jira.faults.add({ kind: 'hang', path: 'createmeta|project' });
    const startedAt = performance.now();
    await app.press('create:ideas');
    expect(performance.now() - startedAt).toBeLessThan(4000);
    expect(app.lines()).toContain('Jira did not answer in time.');
    world.jira.faults.clear();
    await until('the form', async () => (await app.press(app.buttons()[0] ?? '')).lines()[0] === 'New: Idea', 20_000);
  });

  it('when Jira refuses the issue, then the form comes back with its words and what was typed, and can be sent again', async () => {
    const app = await form(world, 'incident');
    world.jira.faults.add({ kind: 'fail-before', method: 'POST', path: '/issue$', status: 400, count: 1 });
    await app.press('submit', { 'field:summary': `${app.word} refused` });
    expect(app.lines().join('\n')).toContain('Jira did not take it, so nothing was created.');
    expect(app.component('field:summary')).toMatchObject({ value: `${app.word} refused` });
    await app.press('submit');
    expect(keyOn(app)).toMatch(/^SUP-\d+$/);
    await quiet(world);
  });

  it('when the teammate reads Russian, then the screens do', async () => {
    const app = await sitDown(world, { ...dialogAbout(world), admin: { ...ANNA, locale: 'ru' } });
    await app.press('create:payment');
    expect(app.lines()[0]).toBe('Создание: Проблема с оплатой');
    await app.press('submit', { 'field:summary': '' });
    expect(app.lines().join('\n')).toContain('Пока ничего не создано');
  });
});
