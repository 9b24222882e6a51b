// What an operator reads on screens where a plain reading would mislead.
import { describe, expect, it } from 'vitest';
import { chooseScreen } from '../../../src/domain/screen/choose-screen.ts';
import { formScreen } from '../../../src/domain/screen/form-screen.ts';
import { homeScreen } from '../../../src/domain/screen/home-screen.ts';
import type { Part, Screen } from '../../../src/domain/screen/screen.ts';
import type { IssueView, Viewer } from '../../../src/domain/screen/view.ts';
import { draft, field, form, formView, found, issueView, memory, NOW, options } from './views.ts';

const EN: Viewer = { locale: 'en', timezone: 'UTC', now: NOW };
const RU: Viewer = { ...EN, locale: 'ru' };

function linesOf(part: Part): string[] {
  switch (part.kind) {
    case 'heading':
      return [part.text];
    case 'text':
      return [part.line.map(({ text }) => text).join('')];
    case 'facts':
      return part.rows.map(({ name, value }) => `${name}: ${value}`);
    case 'list':
      return part.items.map(({ title, subtitle, note }) => [title, subtitle, note].join(' | '));
    default:
      return [];
  }
}

const lines = (screen: Screen): string[] => screen.parts.flatMap(linesOf);

function home(issues: readonly IssueView[], stale: boolean, viewer = EN): string[] {
  const view = { issues, workflows: [], stale, creating: null, message: null };
  return lines(homeScreen(view, memory(), viewer));
}

describe('the age of what is shown', () => {
  it.each([
    [EN, NOW - 300_000, 'Jira did not answer in time: this is what was known 5 minutes ago.'],
    [EN, NOW - 3000, 'Jira did not answer in time: this is what was known less than a minute ago.'],
    [EN, null, 'Jira did not answer in time: this is what was known last.'],
    [RU, NOW - 300_000, 'Jira не успела ответить. Данные получены 5 минут назад.'],
  ])('when Jira was slow, then it is told with its age', (viewer, readAt, expected) => {
    expect(home([issueView({ readAt })], true, viewer)).toContain(expected);
  });
});

describe('a linked issue', () => {
  it('when there is a reminder, then it has a line of its own, since a table would cut it', () => {
    const promise = { dueAt: NOW + 86_400_000, by: 'Anna Petrova' };
    const screen = homeScreen(
      { issues: [issueView({ promise })], workflows: [], stale: false, creating: null, message: null },
      memory(),
      EN,
    );
    expect(lines(screen)).toContain('Reminder: Nov 23, 2026, 12:00 PM (Anna Petrova)');
    const rows = screen.parts.flatMap((part) => (part.kind === 'facts' ? part.rows : []));
    expect(rows.map(({ name }) => name)).not.toContain('Reminder');
  });

  it.each([
    [EN, 'In this status: at least 3 days'],
    [RU, 'В этом статусе: 3 дня или дольше'],
  ])('when it is not known since when it has its status, then at least how long', (viewer, expected) => {
    const issue = issueView({ statusSince: { at: NOW - 3 * 86_400_000, exact: false } });
    expect(home([issue], false, viewer)).toContain(expected);
  });

  it('when one of many was deleted, then its line says so without speaking of what stands below', () => {
    const issues = [issueView({ state: 'deleted' }), issueView(), issueView({ state: 'inaccessible' })];
    const shown = home(issues, false).join('\n');
    expect(shown).toContain('| Deleted in Jira |');
    expect(shown).toContain('| Can no longer be seen in Jira |');
    expect(shown).not.toContain('Below');
  });
});

describe('a form with something wrong', () => {
  const names = ['Area', 'Team', 'Browser', 'Plan', 'Region'];
  const fields = form([field('summary', 'text'), ...names.map((name) => ({ ...field(name, 'text'), name }))]);
  const said = 'Nothing was created yet. Look at “Area”, “Team”, “Browser”, “Plan” and 1 more.';

  it('when it is long, then it names the fields at the top and again at the button', () => {
    const problems = Object.fromEntries(names.map((name) => [name, 'missing']));
    const all = lines(formScreen(formView(fields, { problems }), memory({ draft: draft() }), EN));
    expect(all.filter((line) => line === said)).toHaveLength(2);
  });

  it('when it is short, then once is enough', () => {
    const short = form([field('summary', 'text')]);
    const screen = formScreen(formView(short, { problems: { summary: 'missing' } }), memory(), RU);
    expect(lines(screen).filter((line) => line.startsWith('Пока ничего не создано'))).toEqual([
      'Пока ничего не создано. Проверьте «Название».',
    ]);
  });

  it('when something like it is listed above a long form, then the button says to look there', () => {
    const screen = formScreen(formView(fields, { alike: [found()] }), memory({ draft: draft() }), EN);
    expect(lines(screen).join('\n')).toContain('The issues listed at the top may be the same');
  });
});

describe('the fields that every issue has', () => {
  it('when Jira speaks another language than the operator, then they are called in the operator’s', () => {
    const fields = form([
      field('summary', 'text', { name: 'Summary' }),
      field('priority', 'priority', { name: 'Priority', options: options(3, 'P') }),
    ]);
    const labels = formScreen(formView(fields), memory(), RU).parts.flatMap((part) =>
      'label' in part && part.kind !== 'button' ? [part.label] : [],
    );
    expect(labels).toEqual(['Название *', 'Приоритет *']);
  });
});

describe('choosing several', () => {
  it('when all that the search met is chosen already, then it does not say that nothing was met', () => {
    const shown = { field: field('f', 'multi_user'), as: 'list', several: true, options: options(0, '') } as const;
    const people = [{ id: 'u1', name: 'Olga' }];
    const chosen = memory({ query: 'ol', draft: draft({ f: ['u1'] }, { names: { 'f/u1': 'Olga' } }) });
    const text = lines(chooseScreen({ shown, people, message: null }, chosen, EN)).join('\n');
    expect(text).toContain('✓ Olga');
    expect(text).not.toContain('Nothing is called');
  });
});
