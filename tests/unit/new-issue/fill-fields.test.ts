// Filling the fields of a new issue from a form and the config, and finding where its issue goes.
import { describe, expect, test } from 'vitest';
import { fillFields, missingFields } from '../../../src/domain/new-issue/fill-fields.ts';
import { routeOf } from '../../../src/domain/new-issue/route.ts';
import type { CreateField, FieldType, FieldValue } from '../../../src/domain/new-issue.ts';
import type { DialogDetails } from '../../../src/domain/dialog.ts';
import { dialogValues } from '../../../src/domain/workflow/template-values.ts';
import type { Route, Workflow } from '../../../src/domain/workflow/workflow.ts';
import { details, not, one, template, workflow } from '../../support/workflow-builders.ts';
import { field, form, OPTIONS } from './builders.ts';

function fill(
  fields: readonly CreateField[],
  flow: Partial<Workflow> = {},
  given: Readonly<Record<string, FieldValue>> = {},
) {
  const made = workflow([], flow);
  return fillFields(form(...fields), made, made.target, given, dialogValues(details()));
}

const setting = (source: string) => ({ kind: 'value', value: template(source) }) as const;

describe('values of the config', () => {
  const cascade = [{ id: '7', name: 'Web', children: [{ id: '8', name: 'Login > SSO' }] }];
  const cases: readonly [type: FieldType, source: string, expected: FieldValue, options?: CreateField['options']][] = [
    ['text', ' {{ customer.plan }}  plan ', { kind: 'text', text: 'Pro plan' }],
    ['number', '1,5', { kind: 'number', number: 1.5 }],
    ['date', '2026-11-30', { kind: 'text', text: '2026-11-30' }],
    ['datetime', '2026-11-30T14:00:00+0300', { kind: 'text', text: '2026-11-30T11:00:00.000Z' }],
    ['url', '{{ dialog.url }}', { kind: 'text', text: details().url }],
    ['labels', 'a, b c', { kind: 'labels', labels: ['a', 'b', 'c'] }],
    ['select', 'blue', { kind: 'option', id: '3', childId: null }, OPTIONS],
    ['select', '3', { kind: 'option', id: '3', childId: null }, OPTIONS],
    ['priority', 'BLUE', { kind: 'option', id: '3', childId: null }, OPTIONS],
    ['multi_select', 'Red, Blue', { kind: 'options', ids: ['1', '3'] }, OPTIONS],
    ['multi_select', 'Green, dark', { kind: 'options', ids: ['2'] }, OPTIONS],
    ['components', 'Red', { kind: 'options', ids: ['1'] }, OPTIONS],
    ['versions', '1;3', { kind: 'options', ids: ['1', '3'] }, OPTIONS],
    ['checkbox', 'Red', { kind: 'options', ids: ['1'] }, OPTIONS],
    ['cascading_select', 'Web > Login > SSO', { kind: 'option', id: '7', childId: '8' }, cascade],
    ['cascading_select', 'Web', { kind: 'option', id: '7', childId: null }, cascade],
    ['user', 'acc-1', { kind: 'user', id: 'acc-1' }],
    ['multi_user', 'acc-1, acc-2', { kind: 'users', ids: ['acc-1', 'acc-2'] }],
  ];
  test.each(cases)(
    'when a field of the type %s is set to %j, then its value is that',
    (type, source, expected, options = null) => {
      const filled = fill([field('customfield_1', type, { options })], { fields: { customfield_1: setting(source) } });
      expect(filled).toEqual({ fields: { customfield_1: expected }, problems: [], unused: [], unknown: [] });
    },
  );

  const unfit: readonly (readonly [FieldType, string, string])[] = [
    ['number', '1,500.00', 'number'],
    ['date', '2026-02-30', 'date'],
    ['date', 'tomorrow', 'date'],
    ['datetime', '2026-11-30', 'datetime'],
    ['url', 'javascript:alert(1)', 'url'],
    ['select', 'Purple', 'option'],
    ['multi_select', 'Red, Purple', 'option'],
    ['unsupported', 'anything', 'unsupported'],
  ];
  test.each(unfit)(
    'when a required field of the type %s is set to %j, then it is a problem; a free one is left empty',
    (type, source, why) => {
      const fields = { customfield_1: setting(source) };
      const needed = fill([field('customfield_1', type, { options: OPTIONS, required: true })], { fields });
      expect(needed.problems).toMatchObject([{ why }]);
      const free = fill([field('customfield_1', type, { options: OPTIONS })], { fields });
      expect(free).toMatchObject({ fields: {}, problems: [], unused: [{ why }] });
    },
  );

  test('when the config names a field by its name, then it is found; one that no form has is told', () => {
    const named = field('customfield_1', 'text', { name: 'Customer plan' });
    const fields = { 'customer PLAN': setting('{{ customer.plan }}'), Nowhere: setting('x') };
    expect(fill([named], { fields })).toMatchObject({
      fields: { customfield_1: { kind: 'text', text: 'Pro' } },
      unknown: ['Nowhere'],
    });
  });

  test('when the form gives a value, then it goes before the config, unless it is empty', () => {
    const fields = { customfield_1: setting('config') };
    const typed = { customfield_1: { kind: 'text', text: 'typed' } } as const;
    expect(fill([field('customfield_1', 'text')], { fields }, typed).fields).toEqual(typed);
    const blank = { customfield_1: { kind: 'text', text: ' ' } } as const;
    expect(fill([field('customfield_1', 'text')], { fields }, blank).fields).toMatchObject({
      customfield_1: { text: 'config' },
    });
  });

  test('when the project has no priority, then the default one is not sent; where it has, it is', () => {
    const priority = { default: 'Blue', choices: [] };
    expect(fill([], { priority }).fields).toEqual({});
    const field1 = field('priority', 'priority', { options: OPTIONS });
    expect(fill([field1], { priority }).fields).toEqual({ priority: { kind: 'option', id: '3', childId: null } });
  });

  test('when the route names components, then they are set where the form has the field', () => {
    const made = workflow();
    const target = { ...made.target, components: ['Red', 'Blue'] };
    const asked = form(field('components', 'components', { required: true, options: OPTIONS }));
    const filled = fillFields(asked, made, target, {}, dialogValues(details()));
    expect(filled.fields).toEqual({ components: { kind: 'options', ids: ['1', '3'] } });
    expect(filled.problems).toEqual([]);
  });
});

describe('lists of the config', () => {
  const cases: readonly [type: FieldType, sources: readonly string[], expected: FieldValue][] = [
    ['labels', ['{{ customer.plan }} plan', 'a, b'], { kind: 'labels', labels: ['Pro plan', 'a, b'] }],
    ['multi_select', ['Green, dark', 'Red'], { kind: 'options', ids: ['2', '1'] }],
    ['components', ['Red', '{{ customer.attributes.Nothing }}'], { kind: 'options', ids: ['1'] }],
    ['multi_user', ['acc-1', 'acc-2'], { kind: 'users', ids: ['acc-1', 'acc-2'] }],
    ['text', ['one', 'two'], { kind: 'text', text: 'one, two' }],
  ];
  const listed = (sources: readonly string[]) => ({ kind: 'list', values: sources.map(template) }) as const;

  test.each(cases)(
    'when a field of the type %s is set to the list %j, then each is a value',
    (type, sources, value) => {
      const filled = fill([field('f', type, { options: OPTIONS })], { fields: { f: listed(sources) } });
      expect(filled).toEqual({ fields: { f: value }, problems: [], unused: [], unknown: [] });
    },
  );

  test('when a value is none of the options, or no field has the name, then it is told', () => {
    const flow = { fields: { f: listed(['Red', 'Pink']), nowhere: listed(['x']) } };
    const filled = fill([field('f', 'multi_select', { options: OPTIONS })], flow);
    expect(filled.unused).toMatchObject([{ why: 'option', given: 'Pink' }]);
    expect(filled.unknown).toEqual(['nowhere']);
  });
});

describe('what is missing', () => {
  const needed = (id: string, type: FieldType, given: Partial<CreateField> = {}) =>
    field(id, type, { required: true, options: OPTIONS, ...given });
  const asked = form(
    needed('a', 'select'),
    needed('b', 'unsupported'),
    needed('c', 'text', { hasDefault: true }),
    needed('reporter', 'user'),
    needed('labels', 'labels'),
    field('d', 'text'),
    needed('e', 'text'),
    needed('priority', 'priority'),
  );

  test('when nothing is given, then the required fields are told that nobody else fills', () => {
    const missing = missingFields(asked, workflow(), {});
    expect(missing.map(({ field: { id }, why }) => `${id} ${why}`)).toEqual([
      'a empty',
      'b unsupported',
      'e empty',
      'priority empty',
    ]);
  });

  test('when the config or the form fills them, then they are not', () => {
    const flow = workflow([], {
      fields: { b: setting('x'), e: { kind: 'ask' } },
      priority: { default: 'Red', choices: [] },
    });
    const given = { a: { kind: 'option', id: '1', childId: null } } as const;
    expect(missingFields(asked, flow, given).map(({ field: { id } }) => id)).toEqual(['e']);
  });

  test('when the config fills it with a list, then it is not missing', () => {
    const fields = { a: { kind: 'list', values: [template('x')] } } as const;
    expect(missingFields(form(needed('a', 'labels')), workflow([], { fields }), {})).toEqual([]);
  });

  test('when a template gives nothing for this dialog, then the field is missing after all', () => {
    const filled = fill([needed('a', 'text')], { fields: { a: setting('{{ customer.attributes.Nothing }}') } });
    expect(filled.problems).toMatchObject([{ field: { id: 'a' }, why: 'missing' }]);
  });
});

describe('routes', () => {
  const target = (project: string) => ({ connection: 'jira', project, type: 'Bug', components: [] });
  const route = (conditions: Route['conditions']): Route => ({ at: 'routes[0]', conditions, target: target('PAY') });
  const cases: readonly (readonly [Route['conditions'], Partial<DialogDetails>, string])[] = [
    [{ team: one('billing') }, {}, 'PAY'],
    [{ team: one('tm1') }, {}, 'PAY'],
    [{ team: one('Sales') }, {}, 'SUP'],
    [{ team: one('Billing') }, { team: null }, 'SUP'],
    [{ team: not('Billing') }, { team: null }, 'PAY'],
    [{ tag: one('bug', 'crash') }, {}, 'PAY'],
    [{ tag: not('bug') }, {}, 'SUP'],
    [{ teammate: one('Anna') }, {}, 'PAY'],
    [{ customer: { plan: one('pro') } }, {}, 'PAY'],
    [{ customer: { vip: one('true') } }, {}, 'PAY'],
    [{ customer: { plan: one('pro') } }, { customer: null }, 'SUP'],
    [{ attribute: { region: one('EU') } }, {}, 'PAY'],
    [{ attribute: { region: one('US') } }, {}, 'SUP'],
    [{ team: one('Billing'), tag: one('crash') }, {}, 'SUP'],
    [{}, {}, 'PAY'],
  ];
  test.each(cases)(
    'when a route asks for %j and the dialog is %j, then the issue goes to %s',
    (conditions, given, expected) => {
      const flow = workflow([], { routes: [route(conditions)], target: target('SUP') });
      expect(routeOf(flow, details(given)).project).toBe(expected);
    },
  );

  test('when several routes hold, then the first one does', () => {
    const routes = [route({ tag: one('bug') }), { ...route({}), target: target('MOB') }];
    expect(routeOf(workflow([], { routes }), details()).project).toBe('PAY');
  });
});
