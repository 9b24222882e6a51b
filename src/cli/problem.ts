// How a command fails: one line that says what, which value, and what to do next, with the exit code that belongs to it.

/** 1: what was asked for failed. 2: differences were found, or the command was used wrongly. */
export type FailureCode = 1 | 2;

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly exitCode: FailureCode;

  constructor(message: string, exitCode: FailureCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').trim();

/** The lines for standard error: one, except for a config with several mistakes, which is told whole. */
export function describeFailure(error: unknown): { readonly lines: readonly string[]; readonly exitCode: FailureCode } {
  if (error instanceof Problem) return { lines: [oneLine(error.message)], exitCode: error.exitCode };
  if (!(error instanceof Error)) return { lines: [oneLine(String(error))], exitCode: 1 };
  const isSettings = error.name === 'ConfigError' || error.name === 'EnvironmentError';
  return { lines: isSettings ? error.message.split('\n') : [oneLine(error.message)], exitCode: 1 };
}

/** What a system error means to the person at the keyboard; the message itself for everything else. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? oneLine(error.message) : oneLine(String(error));
}

/** The code of a system error such as EADDRINUSE; null when it has none. */
export function codeOf(error: unknown): string | null {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
