/** Loads the config file: read, replace `${NAME}`, check everything, and either give a whole Config or all mistakes. */
import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { buildConfig } from './build-config.ts';
import { checkMeaning } from './check-meaning.ts';
import type { Config } from './config.ts';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { showPath } from './display.ts';
import { explainIssues } from './explain-issues.ts';
import { type Finding, findOffset } from './located.ts';
import { locateValues, type Variables } from './locate-values.ts';
import { rememberPlaces } from './places.ts';
import { MAX_FILE_BYTES, type ReadYaml, readYaml } from './read-yaml.ts';
import { configSchema } from './schema.ts';
import { settleKinds } from './settle-kinds.ts';

/** A file with more mistakes than this is another kind of file. */
const MAX_PROBLEMS = 100;

export interface LoadConfigOptions {
  readonly path: string;
  /** Where `${NAME}` is looked up. */
  readonly env: Variables;
  /** Instead of the file system. */
  readonly readFile?: (path: string) => string;
}

/** Throws ConfigError with every mistake in the file; never gives a configuration that is only partly right. */
export function loadConfig({ path, env, readFile = readTextFile }: LoadConfigOptions): Config {
  const text = readOrRefuse(path, readFile);
  const yaml = readYaml(text);
  if (yaml.findings.length > 0) throw new ConfigError(placeFindings(path, yaml, yaml.findings));
  const located = locateValues(yaml.document, env);
  const settled = settleKinds(located.root);
  const parsed = configSchema.safeParse(settled.root.value);
  const findings = [
    ...located.findings,
    ...settled.findings,
    ...(parsed.success ? [] : explainIssues(settled.root, parsed.error.issues)),
    ...checkMeaning(settled.root, { text, lineOf: (offset) => yaml.locate(offset).line }),
  ];
  const mistakes = findings.filter(({ warning }) => warning !== true);
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(placeFindings(path, yaml, mistakes));
  const config = buildConfig(path, parsed.data, placeFindings(path, yaml, findings));
  rememberPlaces(config, (at) => yaml.locate(findOffset(settled.root, at)));
  return config;
}

function placeFindings(file: string, { locate }: ReadYaml, findings: readonly Finding[]): ConfigProblem[] {
  const sorted = findings.toSorted((a, b) => a.offset - b.offset);
  const problems = sorted.slice(0, MAX_PROBLEMS).map(({ offset, path, warning: _, ...rest }) => {
    return { file, ...locate(offset), path: showPath(path), ...rest };
  });
  const next = sorted[MAX_PROBLEMS];
  if (next === undefined) return problems;
  const found = `${sorted.length - MAX_PROBLEMS} more mistakes from here on`;
  return [...problems, { file, ...locate(next.offset), path: '', found, allowed: 'none', hint: 'mend the first ones' }];
}

/** The text of a file that may be a config. Throws ConfigError. */
export function readOrRefuse(path: string, readFile: (path: string) => string): string {
  const refuse = (found: string, allowed: string, hint: string) =>
    new ConfigError([{ file: path, line: 1, column: 1, path: '', found, allowed, hint }]);
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    const hint = 'set DESKBRIDGE_CONFIG, or copy config/deskbridge.example.yaml and change it';
    throw refuse(describeReadError(error), 'a file that can be read', hint);
  }
  const size = Buffer.byteLength(text);
  if (size > MAX_FILE_BYTES) throw refuse(`${size} bytes`, `at most ${MAX_FILE_BYTES} bytes`, '');
  return text;
}

function describeReadError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'ENOENT' ? 'no such file' : error.message;
}

/** Throws for what is no text file, and for one that can be no config by its size. */
export function readTextFile(path: string): string {
  const stats = statSync(path);
  if (!stats.isFile()) throw new Error('something that is not a file');
  // Past the limit only the beginning would be needed, but a config of this size is a mistake anyway.
  if (stats.size > 64 * MAX_FILE_BYTES) throw new Error(`${stats.size} bytes`);
  const bytes = readFileSync(path);
  if (!isUtf8(bytes)) throw new Error('a file that is not UTF-8 text');
  return bytes.toString('utf8');
}
