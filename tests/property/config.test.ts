/** Any text is a right config or is refused with positions: the loader never crashes, never hangs, never shows a secret. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a config file names its variables so
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { ConfigError } from '../../src/config/config-error.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { findNearest } from '../../src/config/nearest.ts';
import { compileTemplate } from '../../src/config/template/compile.ts';
import { parseDuration } from '../../src/config/units.ts';
import { sampleValues } from '../../src/domain/workflow/template-values.ts';
import { issueExample } from '../support/issue-example.ts';

const example = readFileSync(new URL('../../config/deskbridge.example.yaml', import.meta.url), 'utf8');
const complete = example.replaceAll(/^( *)# ( *[a-z][A-Za-z]*:( .*)?)$/gm, '$1$2');
const CANARY = 'canary0secret';
const env = {
  ...Object.fromEntries(
    [...complete.matchAll(/\$\{([A-Z_]+)\}/g)].map(([, name = '']) => [name, `${CANARY}-${name}-long-enough`]),
  ),
  ALERT_URL: `https://alerts.example.com/${CANARY}`,
};
/** Both files: what accounts may say, and what workflows may say. */
const anyFile = fc.constantFrom(complete, issueExample);

/** 'accepted', or how many problems; fails if anything else happens. */
function judge(text: string): 'accepted' | number {
  try {
    const config = loadConfig({ path: 'any.yaml', env, readFile: () => text });
    expect(Object.keys(config.connections).length).toBeGreaterThan(1);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const lines = text.split(/\r\n|\n/).length;
    expect(error.problems.length).toBeGreaterThan(0);
    expect(error.problems.length).toBeLessThanOrEqual(101);
    for (const { line, column, found, allowed } of error.problems) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(found).not.toBe('');
      expect(allowed).not.toBe('');
    }
    expect(error.message.split(/[\n\r\u2028\u2029\u0085]/)).toHaveLength(error.problems.length);
    expect(error.message).not.toContain(CANARY);
    return error.problems.length;
  }
}

const yamlSnippet = fc.constantFrom(
  ...[
    '\n',
    ' ',
    '  ',
    '\t',
    ': ',
    '- ',
    '? ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '&a ',
    '*a',
    '!!set ',
    '!x ',
    '|\n',
    '>\n',
  ],
  ...[
    '# ',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '<<: ',
    '${',
    '}',
    '${A}',
    'null',
    '~',
    '0x1',
    '.inf',
    '1e400',
    '2026-01-01',
    '\uFEFF',
  ],
  ...[
    'connections',
    'intercom',
    'jira',
    'kind',
    'workflows',
    '__proto__',
    'constructor',
    'toString',
    'mirror',
    'rules',
    'not',
    '{{ issue.key }}',
    '{{',
    '{% if',
    '{% for i in (1..99999999) %}x{% endfor %}',
    '{{ ${JIRA_API_TOKEN} }}',
    '\u0000',
    '\u2028',
  ],
);
const yamlText = fc
  .array(fc.oneof(yamlSnippet, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 60 })
  .map((parts) => parts.join(''));
const position = fc.nat({ max: complete.length });

describe('when the text is anything', () => {
  test('then random text is judged', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), yamlText), (text) => void judge(text)),
      { numRuns: 2000 },
    );
  });

  test('then a truncated file is judged', () => {
    expect(judge(complete)).toBe('accepted');
    expect(judge(issueExample)).toBe('accepted');
    fc.assert(
      fc.property(anyFile, position, (text, end) => void judge(text.slice(0, end % text.length))),
      { numRuns: 300 },
    );
  });

  test('then a file with pieces cut out, put in and repeated is judged', () => {
    const edit = fc.record({
      start: position,
      length: fc.nat({ max: 40 }),
      piece: fc.oneof(fc.constant(''), yamlSnippet, yamlText),
    });
    fc.assert(
      fc.property(anyFile, fc.array(edit, { minLength: 1, maxLength: 4 }), (file, edits) => {
        judge(
          edits.reduce((text, { start, length, piece }) => {
            const at = start % text.length;
            return text.slice(0, at) + piece + text.slice(at + length);
          }, file),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('then any one line twice, or moved, is judged', () => {
    const index = fc.nat({ max: complete.split('\n').length - 1 });
    fc.assert(
      fc.property(anyFile, index, index, (file, from, to) => {
        const lines = file.split('\n');
        const moved = lines[from % lines.length] ?? '';
        judge(lines.toSpliced(to % lines.length, 0, moved).join('\n'));
      }),
      { numRuns: 500 },
    );
  });

  test('then any value in place of any other is judged', () => {
    const keys = fc.constantFrom(
      'connections',
      'workflows',
      'mirror',
      'delivery',
      'kind',
      'intercom',
      'jira',
      'issue',
      '__proto__',
      'budget',
      'SUP',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, 0, -1.5, '', 'jira', '${X}', 'intercom', 'jira-cloud', '1s'),
        fc.string(),
        tie('list'),
        tie('map'),
      ),
      list: fc.array(tie('any'), { maxLength: 3 }),
      map: fc.dictionary(fc.oneof(keys, fc.string()), tie('any'), { maxKeys: 4, noNullPrototype: true }),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(keys, value), (tree) => void judge(stringify(tree))),
      { numRuns: 1000 },
    );
  });
});

/** A file whose workflow says whatever comes. */
const withWorkflow = (workflow: unknown, more: object = {}) =>
  stringify({ ...(parse(issueExample) as object), workflows: { incident: workflow }, ...more });

describe('when a workflow is anything', () => {
  const word = fc.constantFrom(
    ...['linked', 'status_changed', 'no_change', 'comment_added', 'dialog_rated', 'note', 'reopen', 'close', 'owner'],
    ...['Done', 'done', '5d', 'support', '{{ issue.key }}', '{{ comment.text }}', '{{ x', '', 'ask', 'night', 'last-5'],
  );
  const scalar = fc.oneof(word, fc.constantFrom(null, true, false, 0, 2.1, -1, 1e21), fc.string({ maxLength: 5 }));
  const key = fc.constantFrom(
    ...['on', 'if', 'from', 'to', 'resolution', 'after', 'do', 'status', 'category', 'priority', 'not', 'note', 'tag'],
    ...['assign', 'team', 'attributes', 'comment', 'setField', 'customer', 'text', 'rating', 'businessHours', 'x'],
    ...['issue', 'rules', 'routes', 'project', 'type', 'connection', 'fields', 'transcript', 'createWhen', 'summary'],
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 5 }, scalar, tie('list'), tie('map')),
    list: fc.array(tie('any'), { maxLength: 3 }),
    map: fc.dictionary(key, tie('any'), { maxKeys: 4, noNullPrototype: true }),
  })).any;

  test('then it is judged, and what is accepted gives rules that can be rendered', () => {
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { noNullPrototype: true }),
        (workflow) => void judge(withWorkflow(workflow)),
      ),
      { numRuns: 500 },
    );
  });

  test('then rules that are nearly right are judged', () => {
    const issue = { connection: 'jira', project: 'SUP', type: 'Bug' };
    const part = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
    const rule = fc.record({
      on: fc.constantFrom('linked', 'status_changed', 'no_change', 'comment_added', 'priority_changed', 'dialog_rated'),
      if: part(fc.dictionary(key, fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), { maxKeys: 2 })),
      to: part(fc.dictionary(fc.constantFrom('status', 'category', 'priority'), scalar, { maxKeys: 2 })),
      after: part(fc.constantFrom('5d', '1m', '5', 'x')),
      do: fc.array(fc.oneof(word, fc.dictionary(key, scalar, { maxKeys: 2 })), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), (rules) => {
        judge(withWorkflow({ issue, rules: JSON.parse(JSON.stringify(rules)) }, { texts: {} }));
      }),
      { numRuns: 500 },
    );
  });
});

describe('when a template is anything', () => {
  const piece = fc.constantFrom(
    ...['{{', '}}', '{%', '%}', '{{-', '-%}', ' issue.key ', 'issue', '.', '[', ']', '"', "'", '|', ' default: ', ':'],
    ...['customer', 'dialog.attributes', ' if ', ' endif ', ' for i in ', '(1..9)', '(1..999999999)', ' endfor ', 'i'],
    ...[
      'assign x = ',
      'x',
      ' plus: ',
      '0',
      '-1',
      '1e999',
      'date: "%1000000d"',
      'split: ""',
      'append: x',
      'replace: "", x',
    ],
    ...[
      'case ',
      'when ',
      'endcase',
      'comment',
      'endcomment',
      '#',
      'raw',
      'include',
      'liquid\n',
      '\u0000',
      '\uD800',
      '🙂',
    ],
    ...['constructor', '__proto__', 'prototype', 'size', 'first', 'nil', 'empty', 'contains', '<=', 'and', 'or'],
  );
  const source = fc
    .array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 40 })
    .map((parts) => parts.join(''));
  const language = { locale: 'en', timezone: 'UTC' } as const;
  const values = fc.oneof(
    fc.constant(sampleValues()),
    fc.constant({}),
    fc.dictionary(fc.constantFrom('issue', 'customer', 'dialog', 'days', 'x'), fc.anything(), {
      noNullPrototype: true,
    }),
  );

  test('then it is compiled or refused with a place in it, and rendering never throws', () => {
    fc.assert(
      fc.property(source, values, (text, given) => {
        const { template, problems } = compileTemplate(text, language);
        for (const { at, found, allowed } of problems) {
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(text.length);
          expect(found).not.toBe('');
          expect(allowed).not.toBe('');
        }
        const rendered = template.render(given);
        expect(rendered.length).toBeLessThanOrEqual(5000);
        expect(template.render(given)).toBe(rendered);
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['a huge range', '{% for i in (1..999999999) %}x{% endfor %}'],
    ['loops in loops', `${'{% for i in (1..99) %}'.repeat(9)}${'{% endfor %}'.repeat(9)}`],
    [
      'loops over a list',
      `{% assign l = "a,b,c,d,e,f,g,h" | split: "," %}${'{% for i in l %}'.repeat(20)}${'{% endfor %}'.repeat(20)}`,
    ],
    ['a text that doubles', `{% assign x = "ab" %}${'{% assign x = x | append: x %}'.repeat(60)}{{ x }}`],
    [
      'a text that is replaced by itself',
      `{% assign x = "aaaaaaaa" %}${'{% assign x = x | replace: "a", x %}'.repeat(20)}{{ x }}`,
    ],
    ['a wide number', '{{ issue.updated | date: "%999999999d" }}'],
  ])('then %s is refused in a moment', (_name, text) => {
    const start = performance.now();
    const { problems, template } = compileTemplate(text, language);
    expect(problems).toMatchObject([{ allowed: expect.stringContaining('at most 5000 characters') }]);
    expect(template.render({}).length).toBeLessThanOrEqual(5000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('when a key stands twice', () => {
  test('then the second is refused at its own line, whatever the key', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,12}$/), fc.nat({ max: 5 }), (key, gap) => {
        const text = `${key}: 1\n${'\n'.repeat(gap)}${key}: 2\n`;
        const load = () => loadConfig({ path: 'f', env, readFile: () => text });
        expect(load).toThrow(`f:${gap + 2}:1: found the key "${key}" a second time`);
      }),
    );
  });
});

describe('when the file is made to exhaust', () => {
  const SIZE = 100_000;
  const repeat = (piece: string) => piece.repeat(Math.floor(SIZE / piece.length));
  const bombs: [name: string, text: string][] = [
    ...[
      '[',
      '{',
      '- ',
      '? ',
      ']',
      '}\n',
      '"',
      '&a ',
      '! ',
      '%a\n',
      'a: ',
      '[*a,',
      '"\\x',
      ',',
      '#\n',
      '\r\n',
      'a\n',
      ' a:\n',
      '${',
    ].map((piece): [string, string] => [JSON.stringify(piece), repeat(piece)]),
    ['keys', Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['one key many times', repeat('k: 1\n')],
    [
      'connections',
      `connections:\n${Array.from({ length: 5000 }, (_, index) => `  c${index}: { kind: jira-cloud }`).join('\n')}`,
    ],
    ['references', `connections: { a: { email: "${repeat('${A}')}" } }`],
    ['a long key', `${repeat('k')}: 1`],
    [
      'aliases',
      `connections: &a { x: [${Array(50).fill('1').join()}] }\n${Array.from({ length: 2000 }, (_, index) => `k${index}: *a`).join('\n')}`,
    ],
    ['rules', `workflows: { a: { rules: [${repeat('{on: linked, do: [note]},')}] } }`],
    [
      'workflows',
      `workflows:\n${Array.from({ length: 3000 }, (_, index) => `  w${index}: { rules: [{ on: linked, do: [] }] }`).join('\n')}`,
    ],
    [
      'templates',
      `texts:\n${Array.from({ length: 4000 }, (_, index) => `  t${index}: "{{ issue.k${index} }}"`).join('\n')}`,
    ],
    ['a long template', `texts: { a: "${repeat('{{ issue.key }}')}" }`],
    ['nested loops', `texts: { a: "${'{% for i in (1..9) %}'.repeat(400)}" }`],
    [
      'levels of aliases',
      Array.from(
        { length: 60 },
        (_, index) =>
          `k${index}: &a${index} [${Array(9)
            .fill(index === 0 ? 'x' : `*a${index - 1}`)
            .join()}]`,
      ).join('\n'),
    ],
  ];

  test.each(bombs)('then %s many times is judged in seconds', (_name, text) => {
    const start = performance.now();
    expect(judge(text)).not.toBe('accepted');
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test('then a text above the limit is refused before it is parsed', () => {
    const start = performance.now();
    expect(judge(']'.repeat(1024 * 1024 + 1))).toBe(1);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('when a name is misspelled by one letter', () => {
  test('then the name itself is found', () => {
    const names = ['accessToken', 'clientSecrets', 'authorAdminId', 'workspaceId', 'personalAccessToken'];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.constantFrom('', 'x', 'zz'), (name, seed, piece) => {
        const at = seed % name.length;
        expect(findNearest(name.slice(0, at) + piece + name.slice(at + 1), names)).toBe(name);
      }),
    );
  });
});

describe('when a duration is written', () => {
  test('then it is read back in every unit', () => {
    const units = fc.constantFrom<[string, number]>(['ms', 1], ['s', 1e3], ['m', 6e4], ['h', 36e5], ['d', 864e5]);
    fc.assert(
      fc.property(fc.nat({ max: 1e6 }), units, (amount, [unit, factor]) => {
        expect(parseDuration(`${amount}${unit}`)).toBe(amount * factor);
      }),
    );
  });
});
