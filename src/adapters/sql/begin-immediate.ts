// Begins a writing transaction, waiting without stopping the process while another one holds the file.
import type { DatabaseSync } from 'node:sqlite';

const STEP_MS = 20;
const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  const { errcode } = error as { readonly errcode?: unknown };
  return typeof errcode === 'number' && (errcode & 0xff) === SQLITE_BUSY;
}

/**
 * Throws when the file is held for longer than `patienceMs`. SQLite's own busy time-out has to be off: it waits too, but
 * with the event loop standing still.
 */
export async function beginImmediate(database: DatabaseSync, patienceMs: number): Promise<void> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      database.exec('begin immediate');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
    }
    await new Promise<void>((resolve) => setTimeout(resolve, STEP_MS));
  }
}
