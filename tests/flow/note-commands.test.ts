// Commands in notes, as a teammate without a Jira account types them, on both editions and in both languages.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Issue } from '../../src/simulators/jira/index.ts';
import { sweep } from '../../src/application/sweep.ts';
import { eventsOf, observe, quiet } from '../support/observe.ts';
import { linkedDialog, openDialog, startWorld, type World } from '../support/world.ts';

const EDITIONS = ['cloud', 'data-center'] as const;

const WORKFLOWS = `
  incident:
    label: { en: Incident, ru: Инцидент }
    issue: { connection: jira, project: SUP, type: Bug, labels: [from-support] }
    transcript: last-3
  wish:
    label: { en: Feature request, ru: Пожелание }
    issue: { connection: jira, project: IDEAS, type: Story }
  payment:
    label: { en: Payment, ru: Платёж }
    issue: { connection: jira, project: PAY, type: Bug }
`;

/** Everything that Jira holds of an issue, as text. */
function contentOf(issue: Issue): string {
  return JSON.stringify(issue);
}

function issuesOf(world: World): Issue[] {
  return [...world.jira.state.issues.values()];
}

function newest(world: World): Issue {
  const issue = issuesOf(world).at(-1);
  if (issue === undefined) throw new Error('Jira holds no issue');
  return issue;
}

async function activeKeys(world: World, conversationId: string): Promise<string[]> {
  const { bridge } = world.deskbridge;
  const links = await bridge.ledger.links.ofConversation({ connection: 'intercom', conversationId });
  return links.filter(({ unlinkedAt }) => unlinkedAt === null).map(({ issueKey }) => issueKey);
}

describe.each(EDITIONS)('commands in notes, on Jira %s', (edition) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ edition, workflows: WORKFLOWS });
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  const type = (conversationId: string, body: string) =>
    observe(world, conversationId, () => world.intercom.teammateNotes({ conversationId, body }));

  test('when a teammate types /incident and a summary, then there is one issue, linked, and a note tells it', async () => {
    const conversationId = openDialog(world, '<p>The report does not open, error 500</p>');
    const before = issuesOf(world).length;
    const seen = await type(conversationId, '<p>/incident Reports fail with 500</p><p>Seen twice today</p>');
    expect(issuesOf(world)).toHaveLength(before + 1);
    const issue = newest(world);
    expect(seen.notes).toHaveLength(1);
    expect(seen.notes[0]?.[0]).toBe(`${issue.key} Reports fail with 500`);
    expect(issue.summary).toBe('Reports fail with 500');
    const content = contentOf(issue);
    expect(content).toContain('Seen twice today');
    expect(content).toContain('error 500');
    expect(content).toContain('Maria');
    expect(content).toContain(conversationId);
    expect(issue.labels).toContain('from-support');
    expect(issue.remoteLinks).toHaveLength(1);
    expect(await activeKeys(world, conversationId)).toEqual([issue.key]);
  });

  test('when /wish is typed in Russian, then it goes to the project of that workflow', async () => {
    const conversationId = openDialog(world);
    await type(conversationId, '<p>/Пожелание Выгрузка в Excel</p>');
    expect(newest(world)).toMatchObject({ summary: 'Выгрузка в Excel', key: expect.stringMatching(/^IDEAS-/) });
  });

  test('when a workflow is named by itself or by its label, then it is a command too', async () => {
    const first = openDialog(world);
    await type(first, '<p>/feature-request Dark mode</p>');
    expect(newest(world)).toMatchObject({ summary: 'Dark mode', key: expect.stringMatching(/^IDEAS-/) });
  });

  test('when a required field is not filled, then no issue is made and a note names the field and what to do', async () => {
    const conversationId = openDialog(world);
    const before = issuesOf(world).length;
    const seen = await type(conversationId, '<p>/payment Double charge</p>');
    expect(issuesOf(world)).toHaveLength(before);
    expect(seen.notes).toHaveLength(1);
    expect(seen.notes[0]?.[0]).toBe('No issue was created (Payment):');
    expect(seen.notes[0]?.join(' ')).toContain('is required');
    expect(seen.notes[0]?.join(' ')).toContain('Deskbridge app');
    const requested = seen.events.find(({ topic }) => topic === 'bridge.issue_requested');
    expect(requested).toMatchObject({ outcome: 'done', reason: 'answered' });
  });

  test('when /help is typed, then a note tells every command as it is typed, and it is no path', async () => {
    const conversationId = openDialog(world);
    const help = await type(conversationId, '<p>/help</p>');
    expect(help.notes[0]?.[0]).toBe(
      'Commands in notes: “/incident What it is about”, “/feature-request What it is about”, “/payment What it is about”, “/link SUP-12”, “/unlink SUP-12”, “/status”, “/remind 3d”.',
    );
    expect((await type(conversationId, '<p>/var/log/help</p>')).notes).toEqual([]);
  });

  test('when /link names a key or an address, then the issue is linked', async () => {
    const conversationId = openDialog(world);
    const one = world.jira.createIssue({ project: 'SUP', summary: 'First' });
    const two = world.jira.createIssue({ project: 'SUP', summary: 'Second' });
    const seen = await type(conversationId, `<p>/link ${one.key.toLowerCase()}</p>`);
    expect(seen.notes[0]?.[0]).toBe(`${one.key} First`);
    await type(conversationId, `<p>/связать <a href="${world.jira.url}/browse/${two.key}">${two.key}</a></p>`);
    expect((await activeKeys(world, conversationId)).toSorted()).toEqual([one.key, two.key].toSorted());
  });

  test('when /unlink names one of two issues, then only that link is taken away', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const other = world.jira.createIssue({ project: 'SUP', summary: 'Other' });
    await type(conversationId, `<p>/link ${other.key}</p>`);
    const asked = await type(conversationId, '<p>/unlink</p>');
    expect(asked.notes[0]?.[0]).toContain('Several issues are linked here');
    await type(conversationId, `<p>/unlink ${issue.key}</p>`);
    expect(await activeKeys(world, conversationId)).toEqual([other.key]);
    await type(conversationId, '<p>/отвязать</p>');
    expect(await activeKeys(world, conversationId)).toEqual([]);
    expect(world.jira.state.issues.get(issue.id)?.remoteLinks).toEqual([]);
  });

  test('when /status is typed, then a note says how each linked issue stands now', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const seen = await type(conversationId, '<p>/status</p>');
    expect(seen.notes).toHaveLength(1);
    expect(seen.notes[0]?.[0]).toBe('Linked issues as they are now:');
    expect(seen.notes[0]?.[1]).toContain(issue.key);
    expect(seen.notes[0]?.[2]).toMatch(/^Status: To Do · /);
    const none = await type(openDialog(world), '<p>/статус</p>');
    expect(none.notes[0]?.[0]).toContain('No issue is linked to this conversation');
  });

  test('when /remind is typed, then the promise stands on the link and a note confirms it', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    const seen = await type(conversationId, '<p>/remind 3d</p>');
    expect(seen.notes).toHaveLength(1);
    expect(seen.notes[0]?.join(' ')).toContain(issue.key);
    const [link] = await world.deskbridge.bridge.ledger.links.ofConversation({
      connection: 'intercom',
      conversationId,
    });
    const days = ((link?.promise?.dueAt ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(2.99);
    expect(days).toBeLessThan(3.01);
    await type(conversationId, '<p>/напомнить отмена</p>');
    const [after] = await world.deskbridge.bridge.ledger.links.ofConversation({
      connection: 'intercom',
      conversationId,
    });
    expect(after?.promise).toBeNull();
  });

  const mistakes: readonly (readonly [typed: string, answer: RegExp])[] = [
    ['/incident', /for example “\/incident The report does not open”/],
    ['/link', /for example “\/link SUP-12”/],
    ['/link the last one', /“the last one” is neither the key of an issue nor its address/],
    ['/link SUP-99999', /SUP-99999 was not found in Jira/],
    ['/unlink SUP-99999', /Not linked to this conversation: SUP-99999/],
    ['/remind', /Say when, for example “\/remind 3d”/],
    ['/remind soonish', /“soonish” is not a time/],
    ['/напомнить когда-нибудь', /«когда-нибудь»|“когда-нибудь” is not a time/],
    ['/incidnet Reports fail', /Did you mean “\/incident”\?/],
    ['/lnik SUP-12', /Did you mean “\/link”\?/],
  ];
  test.each(mistakes)(
    'when a teammate types %s, then a note tells the right form and nothing else happens',
    async (typed, answer) => {
      const { conversationId } = await linkedDialog(world);
      const links = await activeKeys(world, conversationId);
      const before = issuesOf(world).length;
      const seen = await type(conversationId, `<p>${typed}</p>`);
      expect(seen.notes).toHaveLength(1);
      expect(seen.notes[0]?.join('\n')).toMatch(answer);
      expect(issuesOf(world)).toHaveLength(before);
      expect(await activeKeys(world, conversationId)).toEqual(links);
    },
  );

  const plain = [
    '/var/log is full',
    '/etc is broken',
    '/ just a slash',
    'see /incident for help',
    '/tmp/incident-1.log',
    '//incident',
  ];
  test.each(plain)('when a note says "%s", then it is left alone', async (typed) => {
    const conversationId = openDialog(world);
    const before = issuesOf(world).length;
    const seen = await type(conversationId, `<p>${typed}</p>`);
    expect(seen.notes).toEqual([]);
    expect(issuesOf(world)).toHaveLength(before);
  });

  test('when the same note comes twice, then there is one issue', async () => {
    const conversationId = openDialog(world);
    const before = issuesOf(world).length;
    await type(conversationId, '<p>/incident Once only</p>');
    await sweep(world.deskbridge.bridge);
    await quiet(world);
    const { bridge } = world.deskbridge;
    const noted = await eventsOf(world, conversationId);
    const first = noted.find(({ topic }) => topic === 'conversation.admin.noted');
    await world.api('POST', `/events/${first?.id}/replay`);
    await quiet(world);
    expect(issuesOf(world)).toHaveLength(before + 1);
    expect(await bridge.ledger.upkeep.alarms()).toEqual([]);
  });
});

describe('commands in a Russian workspace', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ locale: 'ru', workflows: WORKFLOWS });
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  test('when a command is mistyped, then the answer is Russian', async () => {
    const conversationId = openDialog(world);
    const seen = await observe(world, conversationId, () =>
      world.intercom.teammateNotes({ conversationId, body: '<p>/инцедент Не открывается отчёт</p>' }),
    );
    expect(seen.notes[0]?.[0]).toBe('Команды «/инцедент» нет. Может быть, «/инцидент»?');
  });

  test('when an incident is made, then what Jira shows is Russian too', async () => {
    const conversationId = openDialog(world, '<p>Не открывается отчёт</p>');
    world.intercom.customerWrites({ conversationId, body: '<p>И выгрузка тоже</p>' });
    await observe(world, conversationId, () =>
      world.intercom.teammateNotes({ conversationId, body: '<p>/инцидент Ошибка 500 в отчётах</p>' }),
    );
    const content = contentOf(newest(world));
    expect(content).toContain('Клиент');
    expect(content).toContain('Открыть диалог в Intercom');
    expect(content).toContain('Переписка');
  });
});
