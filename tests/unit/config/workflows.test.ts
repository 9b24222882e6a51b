/** What workflows, rules and texts of a file become. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a config file names its variables so
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { rulesOf } from '../../../src/config/rules-of.ts';
import { secretsOf } from '../../../src/config/secrets-of.ts';
import { sampleValues } from '../../../src/domain/workflow/template-values.ts';
import type { Workflow } from '../../../src/domain/workflow/workflow.ts';
import { ISSUE_EXAMPLE_ENV, issueExample } from '../../support/issue-example.ts';
import { loadText, replaceLine, SMALLEST } from './build-config-text.ts';

const PLAIN = 'issue: { connection: jira, project: SUP, type: Bug }';

/** The workflow of a file whose only workflow says this beside its issue. */
function workflowWith(lines: string, top = ''): Workflow {
  const text = replaceLine(SMALLEST, PLAIN, `${PLAIN}\n${lines.replaceAll(/^/gm, '    ')}`);
  const workflow = loadText(`${text}${top}`).workflows['incident'];
  if (workflow === undefined) throw new Error('there is no workflow');
  return workflow;
}

const ruleWith = (rule: string, top = '') => {
  const [first] = workflowWith(`rules: [ ${rule} ]`, top).rules;
  // Functions are not compared; a template is its source.
  return JSON.parse(JSON.stringify(first));
};

describe('when the file says all that a workflow can say', () => {
  const rules = rulesOf(loadText(issueExample, ISSUE_EXAMPLE_ENV));
  const [incident, wish] = rules.workflows;

  test('then the workflows stand in their order, with their labels', () => {
    expect(rules.workflows.map(({ name, label }) => [name, label])).toEqual([
      ['incident', { ru: 'Инцидент', en: 'Incident' }],
      ['wish', { ru: 'Пожелание', en: 'Feature request' }],
    ]);
  });

  test('then routes take from the workflow what they do not name', () => {
    expect(incident?.target).toEqual({ connection: 'jira', project: 'SUP', type: 'Bug', components: [] });
    expect(incident?.routes).toEqual([
      {
        at: 'workflows.incident.issue.routes[0]',
        conditions: { team: { anyOf: ['Billing'], not: false } },
        target: { connection: 'jira', project: 'PAY', type: 'Bug', components: [] },
      },
      {
        at: 'workflows.incident.issue.routes[1]',
        conditions: { tag: { anyOf: ['mobile'], not: false } },
        target: { connection: 'jira', project: 'MOB', type: 'Bug', components: ['App'] },
      },
    ]);
  });

  test('then new issues are made as it says', () => {
    expect(incident).toMatchObject({
      priority: { default: 'Major', choices: ['Blocker', 'Critical', 'Major', 'Minor'] },
      labels: ['from-support'],
      fields: { customfield_10050: { kind: 'value' }, components: { kind: 'ask' } },
      transcript: { last: 20, internalNotes: false },
      attachments: { maxBytes: 10 * 1024 * 1024, maxCount: 20 },
      privacy: { names: 'keep', email: 'mask', phone: 'drop', tokens: 'mask', cards: 'mask' },
      createWhen: [{ kind: 'tag', tag: 'bug' }],
      comments: { toDialog: ['public'], edits: 'note', deletions: 'note', prefix: 'jira:' },
    });
  });

  test('then every rule stands with its place, in order', () => {
    expect(incident?.rules.map(({ at, on }) => `${at} ${on}`)).toEqual([
      'workflows.incident.rules[0] linked',
      ...[1, 2, 3, 4].map((index) => `workflows.incident.rules[${index}] status_changed`),
      'workflows.incident.rules[5] priority_changed',
      'workflows.incident.rules[6] comment_added',
      'workflows.incident.rules[7] version_released',
      'workflows.incident.rules[8] no_change',
      'workflows.incident.rules[9] assignee_changed',
    ]);
    expect(incident?.rules[3]).toMatchObject({
      to: { category: { anyOf: ['done'], not: false } },
      conditions: { resolution: { anyOf: ["Won't Do", 'Duplicate'], not: true } },
    });
    expect(incident?.rules[9]?.do).toEqual([]);
    expect(wish?.rules[0]?.do).toEqual([
      { kind: 'note', text: null },
      { kind: 'snooze', ms: 86_400_000 },
    ]);
  });

  test('then its texts stand beside the built-in ones, and render', () => {
    expect(Object.keys(rules.texts)).toEqual(['regressed', 'question', 'released', 'stale', 'testing']);
    expect(rules.texts['testing']?.ru.render(sampleValues())).toBe('SUP-12 проверяет Olga');
    expect(rules.texts['testing']?.ru.render({ issue: { key: 'SUP-1' } })).toBe('SUP-1 проверяет тестирование');
  });
});

describe('when a rule does something', () => {
  const top = 'notifications: { night: { webhook: "${ALERT_URL}" } }\ntexts: { hello: Hello }\n';

  test.each([
    ['note', { kind: 'note', text: null }],
    ['{ note: hello }', { kind: 'note', text: 'hello' }],
    ['{ note: stale }', { kind: 'note', text: 'stale' }],
    ['reopen', { kind: 'reopen' }],
    ['close', { kind: 'close' }],
    ['{ snooze: 2h }', { kind: 'snooze', ms: 7_200_000 }],
    ['{ assign: owner }', { kind: 'assign', to: { kind: 'owner' } }],
    ['{ assign: promised }', { kind: 'assign', to: { kind: 'promised' } }],
    ['{ assign: { team: Billing } }', { kind: 'assign', to: { kind: 'team', name: 'Billing' } }],
    ['{ assign: { teammate: 900 } }', { kind: 'assign', to: { kind: 'teammate', name: '900' } }],
    ['{ tag: 2024 }', { kind: 'tag', tag: '2024' }],
    ['{ untag: bug }', { kind: 'untag', tag: 'bug' }],
    [
      '{ attributes: { Key: "{{ issue.key }}" } }',
      { kind: 'attributes', values: { Key: { source: '{{ issue.key }}' } } },
    ],
    ['{ ticketState: resolved }', { kind: 'ticketState', state: 'resolved' }],
    ['{ comment: "{{ dialog.url }}" }', { kind: 'comment', text: { source: '{{ dialog.url }}' } }],
    ['{ transition: Done }', { kind: 'transition', to: 'Done' }],
    ['{ setField: { customfield_1: 5 } }', { kind: 'setField', values: { customfield_1: { source: '5' } } }],
    ['{ label: a }', { kind: 'label', label: 'a' }],
    ['{ unlabel: a }', { kind: 'unlabel', label: 'a' }],
    ['{ notify: night }', { kind: 'notify', channel: 'night' }],
  ])('then %s is understood', (action, expected) => {
    expect(ruleWith(`{ on: linked, do: [ ${action} ] }`, top).do).toEqual([expected]);
  });
});

describe('when a rule asks for something', () => {
  test.each([
    ['Blocker', { anyOf: ['Blocker'], not: false }],
    ['[Blocker, Critical]', { anyOf: ['Blocker', 'Critical'], not: false }],
    ['{ not: Blocker }', { anyOf: ['Blocker'], not: true }],
    ['{ not: [Blocker, 1] }', { anyOf: ['Blocker', '1'], not: true }],
    ['[1, 2.10, 1.0, true, no]', { anyOf: ['1', '2.10', '1.0', 'true', 'no'], not: false }],
    ['" Blocker "', { anyOf: ['Blocker'], not: false }],
  ])('then %s is a choice', (written, expected) => {
    expect(ruleWith(`{ on: linked, if: { priority: ${written} }, do: [] }`).conditions).toEqual({ priority: expected });
  });

  test.each([
    ...['workflow', 'project', 'type', 'status', 'resolution', 'priority', 'component', 'label', 'version', 'author'],
    ...['team', 'teammate', 'tag'],
  ])('then %s is known', (name) => {
    const rule = ruleWith(`{ on: linked, if: { ${name}: x }, do: [] }`);
    expect(rule.conditions).toEqual({ [name]: { anyOf: ['x'], not: false } });
  });

  test.each([
    ['comment_added', 'text: [help, "please"]', { text: { anyOf: ['help', 'please'], not: false } }],
    ['comment_edited', 'mentions: support', { mentions: { anyOf: ['support'], not: false } }],
    ['dialog_rated', 'rating: [1, 2]', { rating: { anyOf: ['1', '2'], not: false } }],
    ['linked', 'category: { not: done }', { category: { anyOf: ['done'], not: true } }],
    ['linked', 'dialog: [open, snoozed]', { dialog: { anyOf: ['open', 'snoozed'], not: false } }],
    ['linked', 'customer: { plan: Pro }', { customer: { plan: { anyOf: ['Pro'], not: false } } }],
    ['linked', 'attribute: { Paid: true }', { attribute: { Paid: { anyOf: ['true'], not: false } } }],
    ['linked', 'businessHours: false', { businessHours: false }],
  ])('then with %s %s is known', (on, written, expected) => {
    expect(ruleWith(`{ on: ${on}, if: { ${written} }, do: [] }`).conditions).toEqual(expected);
  });

  test.each([
    ['status_changed', 'status'],
    ['priority_changed', 'priority'],
    ['resolution_changed', 'resolution'],
    ['assignee_changed', 'assignee'],
    ['version_changed', 'version'],
  ])('then %s may say where it came from and went to', (on, name) => {
    const rule = ruleWith(`{ on: ${on}, from: { ${name}: a }, to: { ${name}: b }, do: [] }`);
    expect([rule.from[name].anyOf, rule.to[name].anyOf]).toEqual([['a'], ['b']]);
  });
});

describe('when the other parts of a workflow are written in their several forms', () => {
  test.each([
    ['transcript: none', { last: 0, internalNotes: false }],
    ['transcript: last-7', { last: 7, internalNotes: false }],
    ['transcript: all', { last: Number.POSITIVE_INFINITY, internalNotes: false }],
    ['transcript: { last: 7, notes: true }', { last: 7, internalNotes: true }],
    ['transcript: { last: all }', { last: Number.POSITIVE_INFINITY, internalNotes: false }],
  ])('then %s is understood', (line, transcript) => expect(workflowWith(line).transcript).toEqual(transcript));

  test.each([
    ['defaults: on', true],
    ['defaults: off', false],
    ['defaults: true', true],
    ['defaults: false', false],
  ])('then %s is understood', (line, defaults) => expect(workflowWith(line).defaults).toBe(defaults));

  test('then an issue is asked for by a tag or an attribute, and escalates by customers or plans', () => {
    const workflow = workflowWith(`createWhen: [{ tag: bug }, { attribute: { Kind: [Bug, Crash] } }]
summary: { countField: customfield_1, escalate: [{ customers: 5, priority: Critical }, { plan: Enterprise, priority: 1 }] }`);
    expect(workflow.createWhen).toEqual([
      { kind: 'tag', tag: 'bug' },
      { kind: 'attribute', name: 'Kind', value: { anyOf: ['Bug', 'Crash'], not: false } },
    ]);
    expect(workflow.countField).toBe('customfield_1');
    expect(workflow.escalate).toEqual([
      { at: 'workflows.incident.summary.escalate[0]', customers: 5, plan: null, priority: 'Critical' },
      {
        at: 'workflows.incident.summary.escalate[1]',
        customers: null,
        plan: { anyOf: ['Enterprise'], not: false },
        priority: '1',
      },
    ]);
  });

  test('then a field is a template, a list or a question, and a priority may be one word', () => {
    const issue = `${PLAIN.slice(0, -1)}, priority: High, fields: { a: "{{ customer.plan }}", b: [x, 2], c: { ask: true }, d: 5 } }`;
    const workflow = loadText(replaceLine(SMALLEST, PLAIN, issue)).workflows['incident'];
    expect(workflow?.priority).toEqual({ default: 'High', choices: [] });
    expect(JSON.parse(JSON.stringify(workflow?.fields))).toEqual({
      a: { kind: 'value', value: { source: '{{ customer.plan }}' } },
      b: { kind: 'list', values: [{ source: 'x' }, { source: '2' }] },
      c: { kind: 'ask' },
      d: { kind: 'value', value: { source: '5' } },
    });
  });

  test('then office hours are minutes of weekdays, and days may go over the end of the week', () => {
    const { businessHours } = loadText(
      `${SMALLEST}businessHours: { mon-tue: "09:00-18:30", sun-mon: ["20:00-21:00", "23:00-24:00"] }\n`,
    );
    expect(businessHours?.days.map(({ weekday, from, to }) => `${weekday} ${from}-${to}`)).toEqual([
      ...['1 540-1110', '2 540-1110', '7 1200-1260', '1 1200-1260', '7 1380-1440', '1 1380-1440'],
    ]);
  });

  test('then texts may have one language or both, and a built-in text is replaced', () => {
    const { texts } = loadText(`${SMALLEST}texts: { stale: { ru: Стоит }, regressed: Again }\n`);
    const rendered = Object.entries(texts).map(([name, { ru, en }]) => [name, ru.render({}), en.render({})]);
    expect(rendered.filter(([name]) => name === 'stale' || name === 'regressed')).toEqual([
      ['regressed', 'Again', 'Again'],
      ['stale', 'Стоит', 'Стоит'],
    ]);
  });
});

describe('when the hash of the rules is compared', () => {
  const hashOf = (text: string) => loadText(text, ISSUE_EXAMPLE_ENV).hash;

  test.each([
    ['a status', '[Testing, "Проверка"]', '[Testing]'],
    ['an action', '{ tag: fixed }', '{ tag: done }'],
    ['a template', '{{ issue.status }}', '{{ issue.priority }}'],
    ['a text', 'проверяет', 'тестирует'],
    ['a route', '{ team: Billing }', '{ team: Sales }'],
    ['the transcript', 'last-20 ', 'last-21 '],
    ['a privacy', 'phone: drop', 'phone: mask'],
    ['a channel', '  night:', '  day:'],
    ['a time', 'after: 5d', 'after: 6d'],
    ['a workspace', 'workspaceId: ws1', 'workspaceId: ws2'],
    ['office hours', 'notifications:', 'businessHours: { mon: "09:00-10:00" }\nnotifications:'],
    ['the support', 'notifications:', 'support: [Anna]\nnotifications:'],
    ['the budget', 'notifications:', 'delivery: { budget: { actions: 29 } }\nnotifications:'],
    ['defaults', '    transcript:', '    defaults: off\n    transcript:'],
    ['all instead of many', 'last-20 ', 'all '],
  ])('then %s changes it', (_name, from, to) => {
    expect(hashOf(replaceLine(issueExample, from, to))).not.toBe(hashOf(issueExample));
  });

  test('then the order of workflows changes it, because the first that fits wins', () => {
    const { workflows, ...rest } = parse(issueExample) as { workflows: Record<string, unknown> };
    const turned = { ...rest, workflows: Object.fromEntries(Object.entries(workflows).reverse()) };
    expect(hashOf(stringify({ ...rest, workflows }))).not.toBe(hashOf(stringify(turned)));
  });

  test('then lines, quotes and defaults that are written out leave it alone', () => {
    const same = replaceLine(`# more\n${issueExample}`, 'tag: fixed', 'tag: "fixed"').replace(
      'last-20 ',
      '{ last: 20, notes: false } ',
    );
    expect(hashOf(same)).toBe(hashOf(issueExample));
  });
});

describe('when secrets are listed', () => {
  test('then the address of a channel is one of them, and its path alone too', () => {
    const environment = {
      host: '',
      port: 1,
      publicUrl: '',
      databaseUrl: '',
      logLevel: 'info',
      configPath: '',
    } as const;
    const secrets = secretsOf(loadText(issueExample, ISSUE_EXAMPLE_ENV), environment);
    expect(secrets).toEqual(expect.arrayContaining([ISSUE_EXAMPLE_ENV.ALERT_URL, 'canary-alert-secret']));
  });

  test.each([
    ['https anywhere', 'https://x.example/y', ''],
    ['http to a host of a connection', 'http://127.0.0.1:9999/y', ''],
    ['http to the host that is named', 'http://alerts.internal/y', ', host: alerts.internal'],
  ])('then a channel may be called by %s', (_name, ALERT_URL, host) => {
    const text = replaceLine(issueExample, '"${ALERT_URL}" }', `"\${ALERT_URL}"${host} }`);
    expect(loadText(text, { ...ISSUE_EXAMPLE_ENV, ALERT_URL }).notifications).toEqual({
      night: { webhook: ALERT_URL },
    });
  });
});
