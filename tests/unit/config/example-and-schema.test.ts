/** That the example file and the generated JSON Schema say what the code does. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a config file names its variables so
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Config } from '../../../src/config/config.ts';
import { configJsonSchema } from '../../../src/config/json-schema.ts';
import { configReference } from '../../../src/config/reference-page.ts';
import { rulesOf } from '../../../src/config/rules-of.ts';
import { findNearest } from '../../../src/config/nearest.ts';
import { parseDuration, parseSize } from '../../../src/config/units.ts';
import { issueExample } from '../../support/issue-example.ts';
import { DATA_CENTER, loadText, SMALLEST, TEST_ENV } from './build-config-text.ts';

const read = (name: string) => readFileSync(new URL(`../../../config/${name}`, import.meta.url), 'utf8');
const example = read('deskbridge.example.yaml');
/** The example with every option that is commented out switched on. */
const complete = example.replaceAll(/^( *)# ( *[a-z][A-Za-z]*:( .*)?)$/gm, '$1$2');
const env = { ...TEST_ENV, TRACKER_TOKEN: 'token', TRACKER_WEBHOOK_PATH_SECRET: 'long-enough-to-be-secret' };

interface Schema {
  readonly description?: string;
  readonly properties?: Record<string, Schema>;
  readonly additionalProperties?: Schema | false;
  readonly oneOf?: Schema[];
  readonly anyOf?: Schema[];
  readonly items?: Schema;
}

/** Every key of the schema with its description. */
function listKeys(schema: Schema): [key: string, description: string | undefined][] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, part]): [string, string | undefined][] => [
    [key, part.description],
    ...listKeys(part),
  ]);
  const rest = [...(schema.oneOf ?? []), ...(schema.additionalProperties ? [schema.additionalProperties] : [])];
  return [...own, ...rest.flatMap(listKeys)];
}

describe('when the example file is loaded', () => {
  test('then it is right as it stands', () => {
    expect(Object.keys(loadText(example, env).connections)).toEqual(['intercom', 'jira']);
  });

  test('then every option that is commented out is right too, and is the default where it says so', () => {
    expect(complete).toContain('\ndelivery:\n  timeout: 20s');
    const [withAll, asIs] = [loadText(complete, env), loadText(example, env)];
    expect(Object.keys(withAll.connections)).toEqual(['intercom', 'jira', 'tracker']);
    const settingsOf = ({ connections: _, ...settings }: Config) => JSON.parse(JSON.stringify(settings));
    expect({ ...settingsOf(withAll), hash: '' }).toEqual({ ...settingsOf(asIs), hash: '' });
  });

  test('then it shows every key there is', () => {
    const missing = listKeys(configJsonSchema() as Schema).filter(([key]) => !new RegExp(`\\b${key}:`).test(complete));
    expect(missing).toEqual([]);
  });

  test('then its first line points editors to the schema', () => {
    expect(example.split('\n')[0]).toBe('# yaml-language-server: $schema=./deskbridge.schema.json');
  });
});

const examples = readdirSync(new URL('../../../config/examples/', import.meta.url)).filter((name) =>
  name.endsWith('.yaml'),
);

describe('when a complete example is loaded', () => {
  const environmentOf = (text: string) =>
    Object.fromEntries(
      [...text.matchAll(/\$\{([A-Z_]+)\}/g)].map(([, name = '']) => [
        name,
        name.endsWith('_URL') ? 'https://alerts.example.com/hook' : 'long-enough-to-be-secret',
      ]),
    );

  test('then there are three', () =>
    expect(examples).toEqual(['several-sites.yaml', 'small-team.yaml', 'tickets.yaml']));

  test.each(examples)('then %s is right, nothing in it is doubtful, and editors find its schema', (name) => {
    const text = read(`examples/${name}`);
    const config = loadText(text, environmentOf(text));
    expect(config.warnings).toEqual([]);
    expect(rulesOf(config).workflows.flatMap(({ rules }) => rules).length).toBeGreaterThan(5);
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../deskbridge.schema.json');
  });

  test('then together they show every action but the rarest', () => {
    const texts = examples.map((name) => read(`examples/${name}`)).join('\n');
    const actions = ['note', 'reopen', 'snooze', 'assign', 'tag', 'untag', 'attributes', 'ticketState'];
    const more = ['comment', 'transition', 'setField', 'label', 'notify'];
    expect([...actions, ...more].filter((action) => !new RegExp(`\\b${action}\\b`).test(texts))).toEqual([]);
  });
});

describe('when the reference page is generated', () => {
  const page = readFileSync(new URL('../../../docs/admins/config-reference.md', import.meta.url), 'utf8');

  test('then the stored one is not stale (else run: node src/config/write-reference.ts)', () => {
    expect(page).toBe(configReference());
  });

  test('then it has every key of the schema', () => {
    const keysOf = (schema: Schema): string[] => [
      ...Object.entries(schema.properties ?? {}).flatMap(([key, part]) => [key, ...keysOf(part)]),
      ...[...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])].flatMap(keysOf),
      ...(schema.additionalProperties ? keysOf(schema.additionalProperties) : []),
    ];
    const keys = new Set(keysOf(configJsonSchema() as Schema));
    expect(keys.size).toBeGreaterThan(100);
    expect([...keys].filter((key) => key !== 'not' && !page.includes(`| \`${key}\``))).toEqual([]);
  });
});

describe('when the JSON Schema is generated', () => {
  const validate = new Ajv2020({ strict: false }).compile(configJsonSchema());
  const isValid = (text: string) => validate(parse(text));

  test('then the stored one is not stale (else run: node src/config/write-schema.ts)', () => {
    expect(JSON.parse(read('deskbridge.schema.json'))).toEqual(configJsonSchema());
  });

  test('then every key has a description', () => {
    const keys = listKeys(configJsonSchema() as Schema);
    expect(keys.length).toBeGreaterThan(40);
    expect(keys.filter(([, description]) => description === undefined)).toEqual([]);
  });

  test('then it accepts what the service accepts', () => {
    const all = [
      example,
      complete,
      SMALLEST,
      DATA_CENTER,
      issueExample,
      ...examples.map((name) => read(`examples/${name}`)),
    ];
    for (const text of all) expect(isValid(text), text).toBe(true);
  });

  test.each([
    ['an unknown key', 'siteUrl', 'siteURL'],
    ['a wrong kind', 'jira-cloud', 'jira'],
    ['a number for an id', '"900"', '900'],
    ['a secret written out', '${JIRA_API_TOKEN}', 'hunter2'],
    ['a missing key', '    region: us\n', ''],
  ])('then it underlines %s', (_name, from, to) => {
    expect(isValid(SMALLEST.replace(from, () => to))).toBe(false);
  });

  test.each([
    ['an unknown trigger', 'on: linked', 'on: linkd'],
    ['an unknown condition', 'if: { mentions: support }', 'if: { mention: support }'],
    ['an unknown action', '{ tag: jira }', '{ tga: jira }'],
    ['two actions in one', '{ tag: jira }', '{ tag: jira, untag: x }'],
    ['an unknown category', 'category: in_progress', 'category: inprogress'],
    ['a webhook written out', '"${ALERT_URL}"', 'https://alerts.example.com'],
  ])('then it underlines %s in rules', (_name, from, to) => {
    expect(isValid(issueExample.replace(from, () => to))).toBe(false);
  });
});

describe('when units are read', () => {
  test.each([
    ['0s', 0],
    ['500ms', 500],
    ['15s', 15_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['15', undefined],
    ['1.5s', undefined],
    ['-1s', undefined],
    ['1w', undefined],
    ['1S', undefined],
    ['', undefined],
  ])('then the duration %s is %s', (text, expected) => expect(parseDuration(text)).toBe(expected));

  test.each([
    ['1B', 1],
    ['512KB', 524_288],
    ['25MB', 26_214_400],
    ['25', undefined],
    ['25mb', undefined],
    ['1GB', undefined],
  ])('then the size %s is %s', (text, expected) => expect(parseSize(text)).toBe(expected));
});

describe('when the nearest name is looked for', () => {
  test.each([
    ['jira-clod', 'jira-cloud'],
    ['api_token', 'apiToken'],
    ['siteUlr', 'siteUrl'],
    ['secrets', 'webhookSecrets'],
    ['banana', undefined],
    ['uk', undefined],
    ['', undefined],
    ['x'.repeat(1000), undefined],
  ])('then %s gives %s', (word, expected) => {
    expect(findNearest(word, ['us', 'jira-cloud', 'apiToken', 'siteUrl', 'webhookSecrets'])).toBe(expected);
  });
});
