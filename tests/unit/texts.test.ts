// Both languages say everything, with the right plurals and dates.
import { describe, expect, test } from 'vitest';
import { plural } from '../../src/domain/texts/plural.ts';
import { formatDate, formatInstant, textsOf } from '../../src/domain/texts/texts.ts';

/** Every text with its path; functions are called with plain samples. */
function allTexts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const samples: unknown[] = path.endsWith('tellCustomer')
      ? [{ resolution: 'R', versions: ['V'] }]
      : /issueNotFound|whichIssue/.test(path)
        ? [['K-1', 'K-2']]
        : path.endsWith('moreChanges')
          ? [3]
          : ['S'];
    return [[path, String((value as (...given: unknown[]) => unknown)(...samples))]];
  }
  return Object.entries(value as object).flatMap(([name, inner]) => allTexts(inner, `${path}/${name}`));
}

describe('the texts', () => {
  test('when a language is chosen, then every text is there, and none is left in the other language', () => {
    const english = allTexts(textsOf('en'));
    const russian = allTexts(textsOf('ru'));
    expect(russian.map(([path]) => path)).toEqual(english.map(([path]) => path));
    for (const [path, text] of english) expect(text, path).not.toMatch(/[а-яё]|undefined/i);
    for (const [path, text] of russian) {
      expect(text, path).not.toContain('undefined');
      if (path !== '/locale') expect(text, path).toMatch(/[а-яё]/i);
    }
  });

  test('when the answer is about one issue or several, then the grammar follows', () => {
    const { answers } = textsOf('en');
    expect(answers.issueNotFound(['SUP-1'])).toMatch(/^SUP-1 was not found/);
    expect(answers.issueNotFound(['SUP-1', 'SUP-2'])).toMatch(/^SUP-1, SUP-2 were not found/);
    expect(textsOf('ru').answers.issueNotFound(['SUP-1'])).toMatch(/^SUP-1: такой задачи/);
    expect(textsOf('ru').answers.issueNotFound(['SUP-1', 'SUP-2'])).toMatch(/^SUP-1, SUP-2: таких задач/);
  });

  test.each([
    [1, 'изменение'],
    [2, 'изменения'],
    [5, 'изменений'],
    [11, 'изменений'],
    [21, 'изменение'],
    [22, 'изменения'],
    [112, 'изменений'],
  ])('when there are %i, then Russian says %s', (count, word) => {
    expect(plural('ru', count, { one: 'изменение', few: 'изменения', many: 'изменений' })).toBe(word);
    expect(textsOf('ru').moreChanges(count)).toBe(`и ещё ${count} ${word}`);
  });

  test.each([
    [1, 'and 1 more change'],
    [2, 'and 2 more changes'],
    [21, 'and 21 more changes'],
  ])('when there are %i, then English says so', (count, said) => {
    expect(textsOf('en').moreChanges(count)).toBe(said);
  });
});

describe('dates', () => {
  test.each([
    ['2026-11-05', 'November 5, 2026', '5 ноября 2026 г.'],
    ['2024-02-29', 'February 29, 2024', '29 февраля 2024 г.'],
    ['not a date', 'not a date', 'not a date'],
  ])('when a due date is %s, then it is written out, the same in every time zone', (date, english, russian) => {
    expect(formatDate(date, 'en')).toBe(english);
    expect(formatDate(date, 'ru')).toBe(russian);
  });

  test('when a moment is told, then in the time zone of the config', () => {
    const at = Date.UTC(2026, 10, 5, 22, 30);
    expect(formatInstant(at, 'ru', 'Europe/Moscow')).toMatch(/6 нояб. 2026/);
    expect(formatInstant(at, 'en', 'UTC')).toMatch(/Nov 5, 2026/);
  });
});
