/** How a refused configuration is told: every mistake at once, each with its place and the way out. */

export interface ConfigProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** As `connections.jira.webhookSecrets[0]`; empty for the file as a whole. */
  readonly path: string;
  /** What stands there, never a secret. */
  readonly found: string;
  readonly allowed: string;
  /** What to do, often the nearest right name; empty when there is nothing to add. */
  readonly hint: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.problems = problems;
  }
}

export interface EnvironmentProblem {
  readonly variable: string;
  readonly found: string;
  readonly allowed: string;
}

export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly problems: readonly EnvironmentProblem[];

  constructor(problems: readonly EnvironmentProblem[]) {
    super(problems.map(({ variable, found, allowed }) => `${variable}: found ${found}, allowed ${allowed}`).join('\n'));
    this.problems = problems;
  }
}

/** One line: `FILE:LINE:COLUMN PATH: found …, allowed …; hint`. */
export function formatProblem(problem: ConfigProblem): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  const subject = problem.path === '' ? '' : ` ${problem.path}`;
  const hint = problem.hint === '' ? '' : `; ${problem.hint}`;
  return `${place}${subject}: found ${problem.found}, allowed ${problem.allowed}${hint}`;
}
