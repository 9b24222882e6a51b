// The start of the service loads the Jira adapter, but not the heavy libraries behind it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const ADAPTER = join(import.meta.dirname, '../../src/adapters/jira');

/** The packages that a fresh process loads for this file. */
async function packagesOf(file: string): Promise<string[]> {
  const script = `
    import { registerHooks } from 'node:module';
    const seen = new Set();
    registerHooks({ resolve: (specifier, context, next) => {
      const found = next(specifier, context);
      const name = /node_modules\\/((@[^/]+\\/)?[^/]+)/.exec(found.url)?.[1];
      if (name !== undefined) seen.add(name);
      return found;
    } });
    await import(process.argv[1]);
    console.log(JSON.stringify([...seen].sort()));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    script,
    join(ADAPTER, file),
  ]);
  return JSON.parse(stdout) as string[];
}

describe('importing the Jira adapter', () => {
  test.each(['webhook-source.ts', 'index.ts'])('when it is %s, then zod alone comes with it', async (file) => {
    expect(await packagesOf(file)).toEqual(['zod']);
  });
});
