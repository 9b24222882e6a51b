// Writes what a command found to standard output, and its progress to standard error.

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** For what is no result: progress, and hints on what goes on without us. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}

const FIRST_PROGRESS_MS = 2_000;

/** Tells every two seconds how far long work is; short work stays silent. */
export async function withProgress<T>(describe: () => string, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => remark(describe()), FIRST_PROGRESS_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** `3 issues`, `1 issue`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
