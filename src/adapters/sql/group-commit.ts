// Group commit: all writes that wait when the disk is free share one transaction and one sync.
import type { DatabaseSync, StatementSync } from 'node:sqlite';

type Work<T> = () => T | Promise<T>;

interface Waiting {
  readonly work: Work<unknown>;
  /** Can't fail alone, so it needs no savepoint of its own. */
  readonly simple: boolean;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

// Bounds how long the first of a group waits for the last.
const MAX_GROUP = 512;

/**
 * Runs pieces of work one after another inside shared transactions of one SQLite connection. A piece that throws is
 * rolled back alone; the promise of a piece resolves only when its transaction is on disk.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#savepoint = database.prepare('savepoint piece');
    this.#release = database.prepare('release piece');
  }

  /** Runs `work` in the next group. Throws what `work` throws, or the error of the commit. */
  run<T>(work: Work<T>): Promise<T> {
    return this.#enqueue(work, false);
  }

  /** As `run`, for one plain insert that fails only when the disk does: half the cost. */
  append(work: () => void): Promise<void> {
    return this.#enqueue(work, true);
  }

  #enqueue<T>(work: Work<T>, simple: boolean): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('The database is closed'));
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, simple, resolve: resolve as (value: unknown) => void, reject });
      this.#running ??= this.#drain();
    });
  }

  /** Waits for what is under way and refuses what comes later. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #drain(): Promise<void> {
    // All requests that arrived in this turn of the event loop join the group.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      // groups are written one after another on one connection.
      await this.#commitGroup(this.#waiting.splice(0, MAX_GROUP));
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#running = null;
  }

  async #commitGroup(group: readonly Waiting[]): Promise<void> {
    const settle: (() => void)[] = [];
    try {
      this.#database.exec('begin immediate');
      for (const item of group) {
        // Pieces of a group must not interleave.
        settle.push(item.simple ? this.#append(item) : await this.#runOne(item));
      }
      this.#database.exec('commit');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback');
      for (const item of group) item.reject(error);
      return;
    }
    for (const each of settle) each();
  }

  #append(item: Waiting): () => void {
    item.work();
    return () => item.resolve(undefined);
  }

  async #runOne(item: Waiting): Promise<() => void> {
    this.#savepoint.run();
    try {
      const pending = item.work();
      const value = pending instanceof Promise ? await pending : pending;
      this.#release.run();
      return () => item.resolve(value);
    } catch (error) {
      this.#database.exec('rollback to piece; release piece');
      return () => item.reject(error);
    }
  }
}
