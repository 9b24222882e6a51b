/** What a configuration names is held against what the accounts have. */
import { describe, expect, test } from 'vitest';
import { checkOnline } from '../../../src/config/check-online.ts';
import type { Vocabularies } from '../../../src/config/online/vocabulary.ts';
import type { ChatVocabulary, TrackerVocabulary } from '../../../src/domain/vocabulary.ts';
import { ISSUE_EXAMPLE_ENV, issueExample } from '../../support/issue-example.ts';
import { loadText, replaceLine } from './build-config-text.ts';

const named = (...names: string[]) => names.map((name, index) => ({ id: `${index + 10}`, name }));

const JIRA: TrackerVocabulary = {
  projects: [
    { id: '1', key: 'SUP', name: 'Support' },
    { id: '2', key: 'PAY', name: 'Payments' },
    { id: '3', key: 'MOB', name: 'Mobile' },
    { id: '4', key: 'IDEAS', name: 'Ideas' },
  ],
  types: named('Bug', 'Story', 'Task'),
  statuses: [
    { id: '1', name: 'To Do', category: 'todo' },
    { id: '3', name: 'In Progress', category: 'in_progress' },
    { id: '4', name: 'Testing', category: 'in_progress' },
    { id: '5', name: 'Проверка', category: 'in_progress' },
    { id: '6', name: 'Done', category: 'done' },
  ],
  priorities: named('Blocker', 'Critical', 'Major', 'Minor'),
  resolutions: named('Fixed', "Won't Do", 'Duplicate'),
  fields: [
    { id: 'customfield_10050', name: 'Plan' },
    { id: 'components', name: 'Components' },
  ],
};

const INTERCOM: ChatVocabulary = {
  teams: named('Billing', 'Support'),
  teammates: named('Anna'),
  tags: named('jira', 'bug', 'mobile', 'fixed', 'waiting'),
  conversationAttributes: named('Jira key', 'Jira status'),
  contactAttributes: named('vip'),
  ticketStates: named('In progress', 'Resolved'),
};

const ALL: Vocabularies = { trackers: { jira: JIRA }, chats: { intercom: INTERCOM } };

/** `line severity path: found; hint` of each finding. */
function check(from = '', to = '', vocabularies: Vocabularies = ALL): string[] {
  const text = from === '' ? issueExample : replaceLine(issueExample, from, to);
  return checkOnline(loadText(text, ISSUE_EXAMPLE_ENV), vocabularies).map(
    ({ line, severity, path, found, hint }) => `${line} ${severity} ${path}: ${found}; ${hint}`,
  );
}

describe('when the accounts have all that is named', () => {
  test('then nothing is found', () => expect(check()).toEqual([]));

  test('then ids do as well as names, in any case of letters', () => {
    expect(check('[Testing, "Проверка"]', '[4, проверка]')).toEqual([]);
    expect(check('{ team: Billing }', '{ team: 10 }')).toEqual([]);
  });
});

describe('when a name does not exist', () => {
  test.each([
    ['type: Bug', 'type: Bugg', '"Bugg", which is not an issue type of jira; did you mean "Bug"?', 'error'],
    ['project: PAY', 'project: PYA', '"PYA", which is not a project of jira; did you mean "PAY"?', 'error'],
    ['default: Major', 'default: Mayor', '"Mayor", which is not a priority of jira; did you mean "Major"?', 'error'],
    [
      '{ team: Billing }',
      '{ team: Biling }',
      '"Biling", which is not a team of intercom; did you mean "Billing"?',
      'error',
    ],
    [
      '[Testing, "Проверка"]',
      'Tessting',
      '"Tessting", which is not a status of jira; did you mean "Testing"?',
      'error',
    ],
    ['[Testing, "Проверка"]', '[Testing, QA]', '"QA", which is not a status of jira; ', 'warning'],
    [
      'Duplicate] }',
      'Duplicated] }',
      '"Duplicated", which is not a resolution of jira; did you mean "Duplicate"?',
      'warning',
    ],
    [
      'ticketState: resolved',
      'ticketState: solved',
      '"solved", which is not a state of tickets of intercom; did you mean "Resolved"?',
      'error',
    ],
    [
      '{ tag: fixed }',
      '{ tag: mended }',
      '"mended", which is not a tag of intercom; deskbridge setup creates it',
      'error',
    ],
    [
      '"Jira status": ',
      '"Jira state": ',
      '"Jira state", which is not an attribute of conversations of intercom; did you mean "Jira status"? deskbridge setup creates it',
      'error',
    ],
    ['customfield_10050', 'customfield_10051', '"customfield_10051", which is not a field of jira; ', 'error'],
    [
      '{{ customer.plan }}',
      '{{ customer.vipp }}',
      '"vipp", which is not an attribute of contacts of intercom; did you mean "vip"? deskbridge setup creates it',
      'warning',
    ],
    [
      '{ assign: owner }',
      '{ assign: { teammate: Ana } }',
      '"Ana", which is not a teammate of intercom; did you mean "Anna"?',
      'error',
    ],
  ])('then %s → %s is told with the nearest', (from, to, words, severity) => {
    const lines = check(from, to);
    const told = lines.find((line) => line.includes(words));
    expect(told, lines.join('\n')).toMatch(new RegExp(`^\\d+ ${severity} workflows\\.incident\\.`));
  });

  test('then what may be created is said with its kind and account', () => {
    const config = loadText(replaceLine(issueExample, '{ tag: fixed }', '{ tag: mended }'), ISSUE_EXAMPLE_ENV);
    const creatable = checkOnline(config, ALL).flatMap(({ create }) => (create === null ? [] : [create]));
    expect(creatable).toEqual([{ connection: 'intercom', kind: 'tag', name: 'mended' }]);
  });

  test('then its place is the line of the file', () => {
    const line = issueExample.split('\n').findIndex((one) => one.includes('type: Bug')) + 1;
    expect(check('type: Bug', 'type: Bugg')[0]).toMatch(new RegExp(`^${line} `));
  });

  test('then an account that could not be asked is not judged', () => {
    expect(check('type: Bug', 'type: Bugg', { trackers: {}, chats: { intercom: INTERCOM } })).toEqual([]);
  });
});

/** A rule or a setting with a name that no account has, in every place where a name may stand. */
const PLACES: [list: string, rule: string][] = [
  ...['status', 'priority', 'resolution', 'type', 'project'].map((key): [string, string] => [
    key,
    `{ on: linked, if: { ${key}: zz }, do: [] }`,
  ]),
  ['resolution', '{ on: linked, resolution: zz, do: [] }'],
  ...['status', 'priority', 'resolution'].flatMap((key): [string, string][] => [
    [key, `{ on: ${key}_changed, from: { ${key}: zz }, do: [] }`],
    [key, `{ on: ${key}_changed, to: { ${key}: zz }, do: [] }`],
  ]),
  ['status', '{ on: linked, do: [{ transition: zz }] }'],
  ['field', '{ on: linked, do: [{ setField: { zz: x } }] }'],
  ['team', '{ on: linked, if: { team: zz }, do: [] }'],
  ['team', '{ on: linked, do: [{ assign: { team: zz } }] }'],
  ['teammate', '{ on: linked, if: { teammate: zz }, do: [] }'],
  ['tag', '{ on: linked, if: { tag: zz }, do: [] }'],
  ['tag', '{ on: linked, do: [{ tag: zz }] }'],
  ['tag', '{ on: linked, do: [{ untag: zz }] }'],
  ['attribute of conversations', '{ on: linked, if: { attribute: { zz: x } }, do: [] }'],
  ['attribute of conversations', '{ on: linked, do: [{ attributes: { zz: x } }] }'],
  ['attribute of conversations', '{ on: linked, do: [{ comment: "{{ dialog.attributes.zz }}" }] }'],
  ['attribute of contacts', '{ on: linked, if: { customer: { zz: x } }, do: [] }'],
  ['attribute of contacts', '{ on: linked, do: [{ setField: { components: "{{ customer.attributes.zz }}" } }] }'],
  ['state of tickets', '{ on: linked, do: [{ ticketState: zz }] }'],
];

describe('when a name stands anywhere', () => {
  const first = '- { on: linked, do: [ note, { tag: jira }, { attributes: { "Jira key": "{{ issue.key }}" } } ] }';

  test.each(PLACES)('then that there is no such %s is told of %s', (list, rule) => {
    const told = check(first, `- ${rule}`).map((line) => line.replace(/^\d+ \w+ \S+: /, ''));
    expect(told).toEqual([expect.stringMatching(new RegExp(`^"zz", which is not an? (issue )?${list} of`))]);
  });

  test.each([
    ['routes', '{ team: Billing }', '{ team: zz }', 'a team'],
    ['the customer of a route', '{ team: Billing }', '{ customer: { zz: x } }', 'an attribute of contacts'],
    ['choices of a priority', 'Critical, Major, Minor]', 'Critical, Major, zz]', 'a priority'],
    ['createWhen', '{ tag: bug }', '{ attribute: { zz: x } }', 'an attribute of conversations'],
    ['the field of a summary', '    transcript:', '    summary: { countField: zz }\n    transcript:', 'a field'],
    [
      'escalation',
      '    transcript:',
      '    summary: { escalate: [{ customers: 2, priority: zz }] }\n    transcript:',
      'a priority',
    ],
    ['a text', 'проверяет', '{{ customer.attributes.zz }}', 'an attribute of contacts'],
    ['the tag of links', 'region: us ', 'tag: zz\n    region: us ', 'a tag'],
    [
      'the attribute of links',
      'region: us ',
      'conversationAttribute: zz\n    region: us ',
      'an attribute of conversations',
    ],
  ])('then it is told of %s', (_name, from, to, noun) => {
    expect(check(from, to)).toEqual([expect.stringContaining(`"zz", which is not ${noun} of`)]);
  });

  test('then of several accounts each is judged by itself, and one that has it makes the rest warnings', () => {
    const second = issueExample.slice(issueExample.indexOf('  intercom:'), issueExample.indexOf('  jira:'));
    const text = replaceLine(
      issueExample,
      '  jira:\n',
      `${second.replace('intercom:', 'shop:').replace('ws1', 'ws2')}  jira:\n`,
    );
    const shop = { ...INTERCOM, tags: INTERCOM.tags.filter(({ name }) => name !== 'fixed') };
    const found = checkOnline(loadText(text, ISSUE_EXAMPLE_ENV), {
      trackers: { jira: JIRA },
      chats: { intercom: INTERCOM, shop },
    });
    expect(found.map(({ severity, connection, create }) => [severity, connection, create?.name])).toEqual([
      ['warning', 'shop', 'fixed'],
    ]);
  });
});

describe('when the categories of the statuses are known', () => {
  const general = '- { on: status_changed, to: { category: in_progress }, do: [ note ] }';
  const particular = '- { on: status_changed, to: { status: [Testing, "Проверка"] }, do: [ { note: testing } ] }';

  test('then a particular rule behind the general one is told, naming both lines', () => {
    const line = issueExample.split('\n').findIndex((one) => one.includes(particular)) + 1;
    const swapped = replaceLine(replaceLine(issueExample, general, 'GENERAL'), particular, general).replace(
      'GENERAL',
      particular,
    );
    const [finding, ...others] = checkOnline(loadText(swapped, ISSUE_EXAMPLE_ENV), ALL);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ line: line + 1, severity: 'warning', found: 'a rule that seldom has its turn' });
    expect(finding?.hint).toContain(
      `the rule of line ${line} holds wherever this one would, but for steps within one category`,
    );
  });

  test('then a status of another category never meets the rule', () => {
    const told = check('to: { status: [Testing, "Проверка"] }', 'to: { status: Testing, category: done }');
    expect(told).toEqual([expect.stringContaining('a rule whose status is of another category')]);
  });

  test('then a particular rule that asks for the step into the category has no turn at all', () => {
    const from = general.replace('to:', 'from: { category: todo }, to:');
    const behind = particular.replace('to:', 'from: { status: "To Do" }, to:');
    const text = replaceLine(replaceLine(issueExample, general, behind), particular, from);
    expect(checkOnline(loadText(text, ISSUE_EXAMPLE_ENV), ALL)).toEqual([
      expect.objectContaining({ path: 'workflows.incident.rules[2]', found: 'a rule that never has its turn' }),
    ]);
  });

  test('then all statuses of a category are as much as the category', () => {
    const text = replaceLine(issueExample, '[Testing, "Проверка"]', '[Testing, "Проверка", "In Progress"]');
    expect(checkOnline(loadText(text, ISSUE_EXAMPLE_ENV), ALL)).toEqual([
      expect.objectContaining({ path: 'workflows.incident.rules[2]', found: 'a rule that never has its turn' }),
    ]);
  });
});
