/** What templates become, and what they may name. */
import { describe, expect, test } from 'vitest';
import { compileTemplate } from '../../../src/config/template/compile.ts';
import { BUILT_IN_TEXTS } from '../../../src/domain/texts/rule-texts.ts';
import { sampleValues, TEMPLATE_VALUES } from '../../../src/domain/workflow/template-values.ts';

const RUSSIAN = { locale: 'ru', timezone: 'Europe/Moscow' } as const;
const ENGLISH = { locale: 'en', timezone: 'America/New_York' } as const;

const render = (source: string, values: Record<string, unknown> = sampleValues(), language = ENGLISH) => {
  const { template, problems } = compileTemplate(source, language);
  expect(problems).toEqual([]);
  return template.render(values);
};

describe('when a template is rendered', () => {
  test.each([
    ['{{ issue.key }} is {{ issue.status }}', 'SUP-12 is In Progress'],
    ['no places', 'no places'],
    ['{{ issue.versions }}', '2.4, 2.5'],
    [
      '{{ issue.versions | join: " + " }} {{ issue.versions.size }} {{ issue.versions[0] }} {{ issue.versions.last }}',
      '2.4 + 2.5 2 2.4 2.5',
    ],
    ['{% for v in issue.versions %}[{{ v }}]{% endfor %}', '[2.4][2.5]'],
    ['{% if issue.resolution == "Fixed" %}yes{% else %}no{% endif %}', 'yes'],
    ['{{ dialog.attributes["Jira key"] | default: "none" }}', 'none'],
    ['{{ customer.attributes.NAME }} {{ customer.vip }}', 'yes '],
    ['{% assign who = issue.assignee | upcase %}{{ who }}', 'OLGA'],
    ['<b>&amp;</b> {{ issue.summary }}', '<b>&amp;</b> The report does not open'],
    ['{{ days }} {{ days | plural: "day", "days" }}', '5 days'],
  ])('then %s is %s', (source, expected) => expect(render(source)).toBe(expected));

  test.each([
    [1, 'день'],
    [3, 'дня'],
    [5, 'дней'],
    [11, 'дней'],
    [21, 'день'],
  ])('then %i goes with %s', (days, word) => {
    expect(render('{{ days | plural: "день", "дня", "дней" }}', { days })).toBe(word);
  });

  test('then dates are written as people do, a calendar date in no time zone', () => {
    expect(render('{{ issue.dueDate | date }}')).toBe('December 1, 2026');
    expect(render('{{ issue.dueDate | date: "%d.%m.%Y" }}')).toBe('01.12.2026');
    const [en, ru] = [ENGLISH, RUSSIAN].map(
      (language) => compileTemplate('{{ issue.updated | date }}', language).template,
    );
    expect(en?.render(sampleValues())).toMatch(/^Nov 20, 2026, 5:15\sAM$/);
    expect(ru?.render(sampleValues())).toBe('20 нояб. 2026 г., 13:15');
    expect(render('{{ "now" | date: "%Y" }}{{ "today" | date: "%Y" }}')).toBe('nowtoday');
  });

  test('then what is not there is an empty text', () => {
    expect(render('[{{ issue.assignee }}{{ customer.name }}{{ dialog.tags.first }}]', {})).toBe('[]');
    expect(render('[{{ customer.name }}{{ customer.company }}]', { customer: null })).toBe('[]');
  });

  test('then objects are never shown', () => {
    expect(
      render('[{{ issue.key }}{{ customer.name }}]', { issue: { key: { a: 1 } }, customer: { name: new Date(0) } }),
    ).toBe('[]');
  });

  test('then only own properties are read', () => {
    const issue = Object.create({ key: 'inherited' });
    expect(render('[{{ issue.key }}]', { issue })).toBe('[]');
  });

  test('then the result is cut at 5,000 characters, never within a pair', () => {
    const text = render('a{{ comment.text }}', { comment: { text: '🙂'.repeat(4000) } });
    expect(text.length).toBeLessThanOrEqual(5000);
    expect(text).toMatch(/🙂…$/u);
  });
});

describe('when a template is checked', () => {
  test.each([
    ['{{ isue.key }}', 3, '"isue.key"', 'did you mean "issue.key"?'],
    ['{{ key }}', 3, '"key"', 'did you mean "issue.key"?'],
    ['a\nb {{ issue.stauts }}', 7, '"issue.stauts"', 'did you mean "issue.status"?'],
    ['{{ issue }}', 3, '"issue"', 'name one of its values'],
    ['{{ issue.key.name }}', 3, '"issue.key.name"', ''],
    [
      '{{ customer.emial }}',
      3,
      '"customer.emial"',
      'did you mean "customer.email"?; an attribute of that name is customer.attributes.emial',
    ],
    ['{{ dialog.attributes[issue.tpye] }}', 21, '"issue.tpye"', 'did you mean "issue.type"?'],
    ['{% if isue.key %}{% endif %}', 6, '"isue.key"', 'did you mean "issue.key"?'],
    ['{{ issue.key | default: isue.key }}', 24, '"isue.key"', 'did you mean "issue.key"?'],
    ['{{ issue.key | upcse }}', 15, 'the unknown filter "upcse"', 'did you mean "upcase"?'],
    ['{% include "/etc/passwd" %}', 3, 'the unknown tag "include"', ''],
    ['{% render "x" %}', 3, 'the unknown tag "render"', ''],
    ['{% layout "x" %}', 3, 'the unknown tag "layout"', ''],
    ['{{ issue.key | raw }}', 15, 'the unknown filter "raw"', ''],
    ['{{ issue.key | constructor }}', 15, 'the unknown filter "constructor"', ''],
    ['{{ issue.key', 0, '"{{ issue.key"', 'something is not closed'],
    ['{% if issue.key %}x', 0, '"{% if issue.key %}x"', 'something is not closed'],
  ])('then %s is refused at %i', (source, at, found, hint) => {
    const [problem, ...others] = compileTemplate(source, ENGLISH).problems;
    expect(problem).toMatchObject({ at, found });
    expect(problem?.hint).toContain(hint);
    expect(others).toEqual([]);
  });

  test.each(TEMPLATE_VALUES.map(({ path }) => path.replace('customer.NAME', 'customer.attributes.NAME')))(
    'then %s is known and has a sample',
    (path) => {
      expect(render(`{{ ${path} }}`)).not.toBe('');
    },
  );

  test.each(Object.entries(BUILT_IN_TEXTS))(
    'then the built-in text %s is right in both languages',
    (_name, { ru, en }) => {
      expect(ru).toMatch(/\p{Script=Cyrillic}/u);
      expect(en).not.toMatch(/\p{Script=Cyrillic}/u);
      for (const source of [ru, en]) expect(render(source).length).toBeGreaterThan(20);
    },
  );
});
