// Group commit: all writes that wait when the disk is free share one transaction and one sync.
import type { DatabaseSync, StatementSync } from 'node:sqlite';

type Work<T> = () => T | Promise<T>;

/**
 * `durable`: on disk before it resolves, a power cut included. `lazy`: safe from a killed process, but a power cut may
 * forget it together with all that came after; for what is simply done again then.
 */
export type Durability = 'durable' | 'lazy';

interface Waiting {
  readonly work: Work<unknown>;
  readonly durability: Durability;
  /** Can't fail alone, so it needs no savepoint of its own. */
  readonly simple: boolean;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

// Bounds how long the first of a group waits for the last.
const MAX_GROUP = 512;

/**
 * Runs pieces of work one after another inside shared transactions of one SQLite connection. A piece that throws is
 * rolled back alone; the promise of a piece resolves only after its transaction was committed.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #syncing: Durability = 'durable';
  #closed = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#savepoint = database.prepare('savepoint piece');
    this.#release = database.prepare('release piece');
  }

  /** Runs `work` in the next group. Throws what `work` throws, or the error of the commit. */
  run<T>(work: Work<T>, durability: Durability): Promise<T> {
    return this.#enqueue(work, durability, false);
  }

  /** As `run`, for one plain insert that fails only when the disk does: half the cost. */
  append(work: () => void): Promise<void> {
    return this.#enqueue(work, 'durable', true);
  }

  #enqueue<T>(work: Work<T>, durability: Durability, simple: boolean): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('The database is closed'));
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, durability, simple, resolve: resolve as (value: unknown) => void, reject });
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
      this.#syncFor(group);
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

  /** One durable piece makes the whole group durable; in WAL mode its sync covers all earlier lazy groups too. */
  #syncFor(group: readonly Waiting[]): void {
    const wanted = group.some((item) => item.durability === 'durable') ? 'durable' : 'lazy';
    if (wanted === this.#syncing) return;
    this.#database.exec(wanted === 'durable' ? 'pragma synchronous = full' : 'pragma synchronous = normal');
    this.#syncing = wanted;
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
