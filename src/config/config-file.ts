// The config file of a service: read again while it runs, with the same environment.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Config } from './config.ts';
import { loadConfig, readOrRefuse, readTextFile } from './load-config.ts';

export interface ConfigFile {
  readonly path: string;
  /** Changes whenever the file may have changed; null when there is no such file. Never throws. */
  stamp(): string | null;
  /** Throws ConfigError when it can't be read. */
  read(): string;
  /** The configuration that a text of this file means. Throws ConfigError. */
  load(text: string): Config;
}

/** The file at `path`, its `${NAME}` taken from `env`. Nothing is read yet. */
export function configFileAt(path: string, env: Readonly<Record<string, string | undefined>>): ConfigFile {
  return {
    path,
    stamp: () => {
      const stats = statSync(path, { throwIfNoEntry: false });
      // Files that are mounted are replaced as a whole: another inode, often with an old time.
      return stats === undefined ? null : `${stats.ino}/${stats.mtimeMs}/${stats.size}`;
    },
    read: () => readOrRefuse(path, readTextFile),
    load: (text) => loadConfig({ path, env, readFile: () => text }),
  };
}

/** To tell texts apart without keeping them. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
