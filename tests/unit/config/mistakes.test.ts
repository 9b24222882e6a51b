/** Every mistake a person can make in the config file, with the place and the words it is answered with. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a config file names its variables so
import { describe, expect, test } from 'vitest';
import { ISSUE_EXAMPLE_ENV, issueExample } from '../../support/issue-example.ts';
import { MISTAKES } from './mistakes-table.ts';
import { WORKFLOW_MISTAKES, WORKFLOW_WARNINGS } from './workflow-mistakes-table.ts';
import { DATA_CENTER, findLines, findProblems, loadText, replaceLine, SMALLEST } from './build-config-text.ts';

const secrets = '    webhookSecrets: ["${JIRA_WEBHOOK_SECRET}"]\n';

describe('when the file has one mistake', () => {
  test.each(MISTAKES)('then $name is told at $place', ({ name, from, to, place, found, allowed, hint }) => {
    const text = replaceLine(name.startsWith('DC: ') ? DATA_CENTER : SMALLEST, from, to);
    const lines = findLines(text);
    const begin = `config/deskbridge.yaml:${place.trimEnd()}: found ${found}, allowed ${allowed}`;
    const line = lines.find((one) => one.startsWith(begin));
    expect(line, lines.join('\n')).toBeDefined();
    expect(line?.slice(begin.length)).toContain(hint);
  });

  test('then a missing side is told at the key of the connections', () => {
    const jira = SMALLEST.slice(SMALLEST.indexOf('  jira:'), SMALLEST.indexOf('workflows'));
    expect(findLines(replaceLine(SMALLEST, jira, ''))[0]).toBe(
      'config/deskbridge.yaml:1:1 connections: found no Jira connection, allowed one or more; add one of kind jira-cloud or jira-data-center',
    );
  });

  test('then missing connections are told', () => {
    expect(findLines(SMALLEST.slice(SMALLEST.indexOf('workflows')))[0]).toMatch(
      /^config\/deskbridge.yaml:1:1 connections: found nothing, allowed a mapping of NAME: VALUE; The accounts by name/,
    );
  });
});

describe('when a workflow has one mistake', () => {
  const env = { ...ISSUE_EXAMPLE_ENV, PLAIN_URL: 'http://alerts.example.com/hunter2' };

  test('then the file without it is right, and nothing in it is doubtful', () => {
    expect(loadText(issueExample, env).warnings).toEqual([]);
  });

  test.each(WORKFLOW_MISTAKES)('then $name is told at $place', ({ from, to, place, found, allowed, hint }) => {
    const lines = findLines(replaceLine(issueExample, from, to), env);
    const begin = `config/deskbridge.yaml:${place}: found ${found}, allowed ${allowed}`;
    const line = lines.find((one) => one.startsWith(begin));
    expect(line, lines.join('\n')).toBeDefined();
    expect(line?.slice(begin.length)).toContain(hint);
    expect(lines.join('\n')).not.toMatch(/hunter2|canary/);
  });

  test.each(WORKFLOW_WARNINGS)('then $name is a warning at $place', ({ from, to, place, found, allowed, hint }) => {
    const [warning] = loadText(replaceLine(issueExample, from, to), env).warnings;
    expect(warning).toMatchObject({ found, hint });
    expect(warning?.allowed).toContain(allowed);
    expect(`${warning?.line}:${warning?.column} ${warning?.path}`).toBe(place);
  });
});

describe('when the file is not YAML', () => {
  test.each([
    ['a tab', 'a:\n\tb: 1', '2:1', 'a tab', 'indent with spaces'],
    ['an unfinished quote', 'a: 1\nb: "x\n', '3:1', 'something that was not finished', 'missing quote'],
    [
      'an unquoted reference in a list',
      'a: [${X}]\n',
      '1:6',
      'something that was not finished',
      'put ${NAME} in quotes',
    ],
    ['a second document', 'a: 1\n---\nb: 1\n', '2:1', 'a second document', 'remove the line "---"'],
    ['a mapping within one line', 'a: b: c\n', '1:4', 'a mapping within one line', 'in quotes'],
    ['an unknown tag', 'a: !js 1\n', '1:4', 'an unknown tag', 'remove the word'],
    ['another version of YAML', '%YAML 1.1\n---\na: yes\n', '1:1', '%YAML 1.1', 'remove the line'],
    ['an empty file', '', '1:1', 'nothing', ''],
    ['only a comment', '# nothing\n', '1:1', 'nothing', ''],
    ['a list', '- a\n', '1:1', 'a list', ''],
  ])('then %s is told with its place', (_name, text, at, found, hint) => {
    const [problem] = findProblems(text);
    expect(problem).toMatchObject({ found });
    expect(`${problem?.line}:${problem?.column}`).toBe(at);
    expect(problem?.hint).toContain(hint);
  });
});

describe('when two connections are one account', () => {
  test('then the second is refused, however the address is written', () => {
    const jira = SMALLEST.slice(SMALLEST.indexOf('  jira:'), SMALLEST.indexOf('workflows'));
    const intercom = SMALLEST.slice(SMALLEST.indexOf('  intercom:'), SMALLEST.indexOf('  jira:'));
    const second = jira.replace('jira:', 'again:').replace('9101', '9101/') + intercom.replace('intercom:', 'chat:');
    expect(findProblems(SMALLEST.replace('workflows:', () => `${second}workflows:`))).toMatchObject([
      {
        line: 17,
        column: 14,
        path: 'connections.again.siteUrl',
        found: '"http://127.0.0.1:9101/", which is jira already',
      },
      { line: 23, column: 18, path: 'connections.chat.workspaceId', found: '"ws1", which is intercom already' },
    ]);
  });

  test('then one workspace id in two regions is two accounts', () => {
    const intercom = SMALLEST.slice(SMALLEST.indexOf('  intercom:'), SMALLEST.indexOf('  jira:'));
    const second = intercom.replace('intercom:', 'chat:').replace('region: us', 'region: eu').replace('"900"', '900');
    expect(findProblems(SMALLEST.replace('workflows:', () => `${second}workflows:`))).toHaveLength(1);
  });
});

describe('when there are many mistakes', () => {
  test('then all are told at once, in the order of the file', () => {
    const text = replaceLine(
      replaceLine(replaceLine(SMALLEST, 'region: us', 'region: uk'), 'jira-cloud', 'jira'),
      'SUP',
      'sup',
    );
    const lines = findProblems(`${text}mirorr: {}\nlocale: de\nlocale: en\n`).map(({ line }) => line);
    expect(lines).toEqual([5, 10, 17, 18, 19, 20]);
  });

  test('then past a hundred the rest is counted', () => {
    const text = SMALLEST + Array.from({ length: 250 }, (_, index) => `wrong${index}: 1\n`).join('');
    const problems = findProblems(text);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toMatchObject({ line: 118, found: '150 more mistakes from here on' });
  });
});

describe('when a secret is written into the file', () => {
  test.each([
    ['accessToken', SMALLEST, '${INTERCOM_ACCESS_TOKEN}', 'hunter2'],
    ['clientSecrets', SMALLEST, '${INTERCOM_CLIENT_SECRET}', 'hunter2'],
    ['apiToken', SMALLEST, '${JIRA_API_TOKEN}', 'hunter2'],
    ['part of a token', SMALLEST, '${JIRA_API_TOKEN}', 'hunter2${JIRA_API_TOKEN}'],
    ['webhookSecrets', SMALLEST, '${JIRA_WEBHOOK_SECRET}', 'hunter2'],
    ['webhookSecrets, not a list', SMALLEST, '["${JIRA_WEBHOOK_SECRET}"]', 'hunter2'],
    ['personalAccessToken', DATA_CENTER, '${JIRA_PAT}', 'hunter2'],
    ['webhookPathSecret', DATA_CENTER, secrets, '    webhookPathSecret: hunter2\n'],
    ['a secret by alias', SMALLEST, '${JIRA_API_TOKEN}', '*s'],
  ])('then %s is refused with its place and not repeated', (_name, base, from, to) => {
    const text = replaceLine(base, from, to).replace('workspaceId: ws1', 'workspaceId: &s hunter2');
    const lines = findLines(text);
    expect(lines.join('\n')).toMatch(/:\d+:\d+ connections\.\w+\.\w+.*found a value written out, allowed \$\{NAME\}/);
    expect(lines.join('\n')).not.toContain('hunter2');
  });

  test('then no value of a secret variable is ever shown, whatever else is wrong', () => {
    const text = SMALLEST.replaceAll(/\$\{(\w+)\}/g, '${$1}')
      .replace('ws1', '${JIRA_API_TOKEN}')
      .replace('us\n', '${JIRA_PAT}\n');
    const lines = findLines(text.replace('jira-cloud', '${JIRA_PAT}').replace('SUP', '"${JIRA_API_TOKEN}"'));
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join('\n')).not.toContain('canary');
  });
});

describe('when aliases unfold into billions of values', () => {
  test('then the bomb is refused at the alias, at once', () => {
    const level = (index: number) =>
      `b${index}: &b${index} [${Array(9)
        .fill(`*b${index - 1}`)
        .join(', ')}]\n`;
    const bomb = `${SMALLEST}b0: &b0 [x, x]\n${Array.from({ length: 20 }, (_, index) => level(index + 1)).join('')}`;
    const start = performance.now();
    const problem = findProblems(bomb).find(({ found }) => found === 'aliases that unfold without end');
    expect(problem?.line).toBeGreaterThan(18);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
