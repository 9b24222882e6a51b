// Each change of an issue that operators are told, on both editions and in both languages: one short note, all traceable.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { observe, quiet } from '../support/observe.ts';
import { linkedDialog, startWorld, type World } from '../support/world.ts';

type Act = (world: World, issue: string) => unknown;

interface Case {
  readonly what: string;
  readonly before?: Act;
  readonly act: Act;
  readonly en: readonly string[];
  readonly ru: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: 'the status changes',
    act: ({ jira }, issue) => jira.transitionIssue({ issue, to: 'In Progress' }),
    en: ['Status: To Do → In Progress'],
    ru: ['Статус: To Do → In Progress'],
  },
  {
    what: 'the priority changes',
    act: ({ jira }, issue) => jira.editIssue({ issue, fields: { priority: 'Blocker' } }),
    en: ['Priority: Major → Blocker'],
    ru: ['Приоритет: Major → Blocker'],
  },
  {
    what: 'somebody is assigned',
    act: ({ jira }, issue) => jira.editIssue({ issue, fields: { assignee: 'max' } }),
    en: ['Assignee: nobody → Max Weber'],
    ru: ['Исполнитель: не назначен → Max Weber'],
  },
  {
    what: 'the assignee is taken away',
    before: ({ jira }, issue) => jira.editIssue({ issue, fields: { assignee: 'max' } }),
    act: ({ jira }, issue) => jira.editIssue({ issue, fields: { assignee: null } }),
    en: ['Assignee: Max Weber → nobody'],
    ru: ['Исполнитель: Max Weber → не назначен'],
  },
  {
    what: 'a fix version is set',
    act: ({ jira }, issue) => jira.editIssue({ issue, fields: { fixVersions: ['2.4'] } }),
    en: ['Fix version: none → 2.4'],
    ru: ['Версия: нет → 2.4'],
  },
  {
    what: 'a second fix version is added',
    before: ({ jira }, issue) => jira.editIssue({ issue, fields: { fixVersions: ['2.3'] } }),
    act: ({ jira }, issue) => jira.editIssue({ issue, fields: { fixVersions: ['2.3', '2.4'] } }),
    en: ['Fix version: 2.3 → 2.3, 2.4'],
    ru: ['Версия: 2.3 → 2.3, 2.4'],
  },
  {
    what: 'one fix version takes the place of another',
    before: ({ jira }, issue) => jira.editIssue({ issue, fields: { fixVersions: ['2.3'] } }),
    act: ({ jira }, issue) => jira.editIssue({ issue, fields: { fixVersions: ['2.4'] } }),
    en: ['Fix version: 2.3 → 2.4'],
    ru: ['Версия: 2.3 → 2.4'],
  },
  {
    what: 'the due date is set',
    act: ({ jira }, issue) => jira.editIssue({ issue, fields: { duedate: '2026-11-05' } }),
    en: ['Due: none → November 5, 2026'],
    ru: ['Срок: нет → 5 ноября 2026 г.'],
  },
  {
    what: 'the due date moves',
    before: ({ jira }, issue) => jira.editIssue({ issue, fields: { duedate: '2026-11-05' } }),
    act: ({ jira }, issue) => jira.editIssue({ issue, fields: { duedate: '2027-01-01' } }),
    en: ['Due: November 5, 2026 → January 1, 2027'],
    ru: ['Срок: 5 ноября 2026 г. → 1 января 2027 г.'],
  },
  {
    what: 'many fields change in one webhook',
    act: ({ jira }, issue) =>
      jira.editIssue({ issue, fields: { priority: 'Minor', assignee: 'ivan', fixVersions: ['2.4'] } }),
    en: ['Priority: Major → Minor', 'Assignee: nobody → Ivan Petrov', 'Fix version: none → 2.4'],
    ru: ['Приоритет: Major → Minor', 'Исполнитель: не назначен → Ivan Petrov', 'Версия: нет → 2.4'],
  },
];

describe.each(['cloud', 'data-center'] as const)('a change on Jira %s', (edition) => {
  describe.each(['en', 'ru'] as const)('told in %s', (locale) => {
    let world: World;
    beforeAll(async () => {
      world = await startWorld({ edition, locale });
    });
    afterAll(() => world.stop());
    afterEach(() => world.guard.assertNoProblems());

    test.each(CASES)('when $what, then the dialog gets one short note', async ({ before, act, ...expected }) => {
      const { conversationId, issue } = await linkedDialog(world);
      await before?.(world, issue.key);
      await quiet(world);
      const seen = await observe(world, conversationId, () => act(world, issue.key));

      expect(seen.notes).toEqual([[`${issue.key} Report does not open`, ...expected[locale]]]);
      expect(seen.html[0]).toContain(`href="${world.jira.url}/browse/${issue.key}"`);
      expect(new Set(seen.answers)).toEqual(new Set([200]));
      const told = seen.events.find((event) => event.topic === 'jira:issue_updated');
      expect(told).toMatchObject({ outcome: 'done', reason: 'noted' });
      expect(told?.deliveries.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['add_note delivered']);
      const parts = world.intercom.state.conversations.get(conversationId)?.parts ?? [];
      expect(told?.deliveries[0]?.receipt).toBe(parts.at(-1)?.id);
      expect(seen.log).toContainEqual(
        expect.objectContaining({ event: 'event.planned', eventId: told?.id, outcome: 'done', reason: 'noted' }),
      );
      expect(JSON.stringify(seen.log)).not.toMatch(/Report does not open|Max Weber|Ivan Petrov|Olga/);
    });

    test('when the summary changes, then old and new are named under the new one', async () => {
      const { conversationId, issue } = await linkedDialog(world);
      const summary = 'Report <b>opens</b> & stays "empty"';
      const seen = await observe(world, conversationId, () =>
        world.jira.editIssue({ issue: issue.key, fields: { summary } }),
      );
      const field = locale === 'en' ? 'Summary' : 'Название';
      expect(seen.notes).toEqual([[`${issue.key} ${summary}`, `${field}: Report does not open → ${summary}`]]);
      expect(seen.html[0]).toContain('Report &lt;b&gt;opens&lt;/b&gt; &amp; stays');
    });

    test('when nothing that operators see changes, then there is no note and the reason says so', async () => {
      const { conversationId, issue } = await linkedDialog(world);
      const seen = await observe(world, conversationId, () =>
        world.jira.editIssue({ issue: issue.key, fields: { labels: ['later'] } }),
      );
      expect(seen.notes).toEqual([]);
      expect(seen.events).toMatchObject([{ outcome: 'ignored', reason: 'nothing_visible', deliveries: [] }]);
      expect(seen.events[0]?.because).toBe(
        locale === 'en' ? 'Nothing changed that an operator would see' : 'Не изменилось ничего, что увидел бы оператор',
      );
    });

    test('when a file is attached, then its name links to it', async () => {
      const { conversationId, issue } = await linkedDialog(world);
      const seen = await observe(world, conversationId, () =>
        world.jira.attachFile({ issue: issue.key, filename: 'trace <1>.log' }),
      );
      const attached = locale === 'en' ? 'File attached' : 'Приложен файл';
      expect(seen.notes).toEqual([[`${issue.key} Report does not open`, `${attached}: trace <1>.log`]]);
      const id = [...world.jira.state.issues.values()].find(({ key }) => key === issue.key)?.attachments[0]?.id;
      expect(seen.html[0]).toMatch(new RegExp(`href="${world.jira.url}/[^"]*${id}[^"]*"[^>]*>trace &lt;1&gt;.log</a>`));
    });
  });
});
