import { describe, expect, it } from 'vitest';
import { type Ask, askOf, nameOf } from '../../../src/domain/screen/ask.ts';
import { fieldsOf } from '../../../src/domain/screen/form-fields.ts';
import { readValues } from '../../../src/domain/screen/read-values.ts';
import { screenTextsOf } from '../../../src/domain/texts/screen-texts.ts';
import type { CreateField } from '../../../src/domain/new-issue.ts';
import type { Workflow } from '../../../src/domain/workflow/workflow.ts';
import { draft, field, form, options, workflow } from './views.ts';

const TEXTS = screenTextsOf('en');
const value = (text: string) => ({ kind: 'value', value: { source: text, render: () => text } }) as const;

function shownOf(fields: readonly CreateField[], given: Partial<Workflow> = {}) {
  const incident = workflow(given);
  const { shown, blocked } = fieldsOf(form(fields), incident.target, incident);
  return {
    shown: shown.map(({ field: { id }, as }) => `${id} ${as}`),
    blocked: blocked.map(({ field: { id }, why }) => `${id} ${why}`),
  };
}

describe('which fields are asked for', () => {
  it('when Jira requires it and nobody fills it, then it is asked for, summary and description first', () => {
    const fields = [
      field('f', 'select', { options: options(3, 'A') }),
      field('optional', 'text', { required: false }),
      field('filled', 'text'),
      field('By name', 'text'),
      field('preset', 'text', { hasDefault: true }),
      field('asked', 'number', { required: false }),
      field('description', 'rich_text', { required: false }),
      field('summary', 'text'),
      field('reporter', 'user'),
      field('project', 'unsupported'),
    ];
    const settings = { filled: value('x'), 'BY NAME': value('y'), asked: { kind: 'ask' } as const };
    expect(shownOf(fields, { fields: settings })).toEqual({
      shown: ['summary line', 'description area', 'f choice', 'asked line'],
      blocked: [],
    });
  });

  it.each([
    [0, true, 'f no_options'],
    [1, true, 'f list'],
    [1, false, 'f choice'],
    [2, true, 'f choice'],
    [9, false, 'f choice'],
    [10, true, 'f choice'],
    [10, false, 'f list'],
    [11, true, 'f list'],
    [1000, true, 'f list'],
  ])('when a select has %i options and required is %s, then it is shown as %s', (count, required, expected) => {
    const { shown, blocked } = shownOf([field('f', 'select', { required, options: options(count, 'A') })], {
      fields: { f: { kind: 'ask' } },
    });
    expect([...shown, ...blocked]).toEqual([expected]);
  });

  it('when the config leaves some priorities, then only those can be chosen; if none of them is there, all', () => {
    const priority = field('priority', 'priority', { required: false, options: options(5, 'P') });
    const count = (choices: string[]) => {
      const incident = workflow({ priority: { default: null, choices } });
      return fieldsOf(form([priority]), incident.target, incident).shown[0]?.options.length;
    };
    expect([count(['p 1', 'o2']), count([]), count(['none of them'])]).toEqual([2, 5, 5]);
  });

  it('when the target names components, then nobody is asked for them', () => {
    const target = { connection: 'jira', project: 'SUP', type: 'Bug', components: ['Web'] };
    expect(shownOf([field('components', 'components', { options: options(2, 'C') })], { target })).toEqual({
      shown: [],
      blocked: [],
    });
  });
});

describe('what is read from a form', () => {
  const read = (given: CreateField, values: readonly string[]) => {
    const incident = workflow({ fields: { [given.id]: { kind: 'ask' } } });
    const { shown } = fieldsOf(form([given]), incident.target, incident);
    const { fields, problems } = readValues(
      shown,
      draft({ summary: ['S'], [given.id]: values }),
      TEXTS,
      'Europe/Moscow',
    );
    return problems[given.id] ?? fields[given.id] ?? null;
  };
  const two = options(2, 'A');

  it.each([
    [field('f', 'number'), ['1 234,5'], { kind: 'number', number: 1234.5 }],
    [field('f', 'number'), ['-3'], { kind: 'number', number: -3 }],
    [field('f', 'number'), ['1e5'], expect.stringContaining('no number')],
    [field('f', 'labels'), ['a, b  a;c'], { kind: 'labels', labels: ['a', 'b', 'c'] }],
    [field('f', 'date'), ['31.12.2026'], { kind: 'text', text: '2026-12-31' }],
    [field('f', 'datetime'), ['2026-12-31 14:30'], { kind: 'text', text: '2026-12-31T11:30:00.000Z' }],
    [field('f', 'url'), ['ftp://x'], expect.stringContaining('no address')],
    [field('f', 'text'), ['  x '], { kind: 'text', text: 'x' }],
    [field('f', 'text'), ['  '], expect.stringContaining('requires')],
    [field('f', 'text', { required: false }), [], null],
    [field('f', 'select', { options: two }), ['o1'], { kind: 'option', id: 'o1', childId: null }],
    [field('f', 'select', { options: two }), ['gone'], expect.stringContaining('can’t be chosen')],
    [field('f', 'multi_select', { options: two }), ['o0', 'o1'], { kind: 'options', ids: ['o0', 'o1'] }],
    [field('f', 'cascading_select', { options: two }), ['o1', 'c'], { kind: 'option', id: 'o1', childId: 'c' }],
    [field('f', 'user'), ['u1'], { kind: 'user', id: 'u1' }],
    [field('f', 'multi_user'), ['u1', 'u2'], { kind: 'users', ids: ['u1', 'u2'] }],
  ])('when %o holds %j, then it is %o', (given, values, expected) => {
    const got = read(given, values);
    if (typeof got === 'string') expect(got.replaceAll("'", '’')).toEqual(expected);
    else expect(got).toEqual(expected);
  });
});

describe('names of controls', () => {
  it.each<Ask>([
    { kind: 'home' },
    { kind: 'create', workflow: 'a:b%3A' },
    { kind: 'pick', field: 'customfield_1', option: 'a:b', child: null },
    { kind: 'pick', field: 'f', option: '1', child: '%:' },
    { kind: 'link', connection: 'jira:two', issue: '10001' },
    { kind: 'remind_in', linkId: 'ln_1', after: '3d' },
    { kind: 'page', page: 12 },
  ])('when %j is asked for, then its name says so', (ask) => {
    expect(askOf(nameOf(ask))).toEqual(ask);
  });

  it.each([
    '',
    'nothing',
    'unlink',
    'unlink:',
    'page:x',
    'page:-1',
    'pick:f',
    'remind_in:ln_1:never',
    '__proto__',
    'link:jira',
  ])('when a control is called “%s”, then it asks for nothing', (name) => {
    expect(askOf(name)).toBeNull();
  });
});
