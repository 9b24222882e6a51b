// When a changed file is taken, when it waits, and when it is refused; on real files.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../../src/config/config.ts';
import { type ConfigFile, configFileAt } from '../../../src/config/config-file.ts';
import { type ConfigWatch, watchConfig } from '../../../src/config/watch-config.ts';

let folder: string;
let path: string;
let watch: ConfigWatch;
const heard: string[] = [];

/** A file whose text is right unless it says "bad". */
function fileAt(at: string): ConfigFile {
  return {
    ...configFileAt(at, {}),
    load: (text) => {
      if (text.includes('bad')) throw new Error(`refused ${text}`);
      return { hash: text } as unknown as Config;
    },
  };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(count: number): Promise<void> {
  for (let n = 0; heard.length < count && n < 200; n++) await sleep(20);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbridge-watch-'));
  path = join(folder, 'a.yaml');
  writeFileSync(path, 'one');
  heard.length = 0;
  watch = watchConfig({
    file: fileAt(path),
    text: 'one',
    every: 20,
    settle: 60,
    take: async (config) => void heard.push(`took ${config.hash}`),
    refuse: async (error) => void heard.push((error as Error).message.split(':', 1)[0] ?? ''),
  });
});

afterEach(async () => {
  await watch.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('watching the config file', () => {
  it('when the file is touched without a change, then nothing happens', async () => {
    writeFileSync(path, 'one');
    await sleep(300);
    expect(heard).toEqual([]);
  });

  it('when it changes, then it is taken once; a wrong one is refused once, and going back is a change', async () => {
    writeFileSync(path, 'two');
    await until(1);
    writeFileSync(path, 'bad');
    await until(2);
    writeFileSync(path, 'bad');
    await sleep(200);
    writeFileSync(path, 'two');
    await until(3);
    expect(heard).toEqual(['took two', 'refused bad', 'took two']);
  });

  it('when it is replaced by a file of the same size and time, then that is noticed', async () => {
    writeFileSync(join(folder, 'b.yaml'), 'uno');
    renameSync(join(folder, 'b.yaml'), path);
    await until(1);
    expect(heard).toEqual(['took uno']);
  });

  it('when it is still being written, then the half of it is never taken', async () => {
    for (let n = 1; n <= 10; n++) {
      writeFileSync(path, 'x'.repeat(n));
      await sleep(25);
    }
    writeFileSync(path, 'whole');
    await until(1);
    await sleep(200);
    expect(heard).toEqual(['took whole']);
  });

  it('when it is gone, then it is refused until it is there again', async () => {
    rmSync(path);
    await until(1);
    writeFileSync(path, 'three');
    await until(2);
    expect(heard).toEqual([expect.stringContaining(path) as string, 'took three']);
  });

  it('when somebody asks to look, then what stands there is taken at once', async () => {
    await watch.stop();
    const slow = watchConfig({
      file: fileAt(path),
      text: 'one',
      every: 60_000,
      settle: 60_000,
      take: async (config) => void heard.push(`took ${config.hash}`),
      refuse: async () => undefined,
    });
    writeFileSync(path, 'now');
    await slow.look();
    expect(heard).toEqual(['took now']);
    await slow.stop();
  });
});
