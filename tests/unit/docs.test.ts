// Holds the docs against the repository: links lead somewhere, every setting and every command is described.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { configSchema } from '../../src/config/schema.ts';

const read = (path: string): string => readFileSync(path, 'utf8');

const pages = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Every key that may stand in the config file. */
function keysOf(schema: Schema): string[] {
  const below = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(keysOf);
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => [name, ...keysOf(inner)]);
  const free = typeof schema.additionalProperties === 'object' ? keysOf(schema.additionalProperties) : [];
  return [...below, ...named, ...free];
}

describe('the docs', () => {
  test.each(pages)('when %s links to a file, then the file is there', (page) => {
    const targets = [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);
    const local = targets.filter((target) => !/^[a-z]+:/.test(target));
    expect(local.filter((target) => !existsSync(join(dirname(page), target)))).toEqual([]);
  });

  test('when the config file may hold a key, then the reference describes it', () => {
    const keys = new Set(keysOf(z.toJSONSchema(configSchema, { io: 'input' }) as Schema));
    const reference = read('docs/admins/config-reference.md');
    expect(keys.size).toBeGreaterThan(40);
    expect([...keys].filter((key) => !new RegExp(`\\b${key}\\b`).test(reference))).toEqual([]);
  });

  test('when a variable of the environment is read, then the reference describes it', () => {
    const variables = [...read('src/config/environment.ts').matchAll(/'([A-Z][A-Z_]{3,})'/g)].map(
      ([, name = '']) => name,
    );
    const reference = read('docs/admins/configuration.md');
    expect(variables.length).toBeGreaterThan(6);
    expect(variables.filter((name) => !reference.includes(`\`${name}\``))).toEqual([]);
  });

  test('when a reader opens the README, then it is at most 150 lines', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });

  test('when a decision is written down, then the list of decisions names it', () => {
    const list = read('docs/adr/README.md');
    const decisions = readdirSync('docs/adr').filter((name) => /^\d{4}-/.test(name));
    expect(decisions.filter((name) => !list.includes(name))).toEqual([]);
    expect(decisions.length).toBeGreaterThan(0);
  });
});
