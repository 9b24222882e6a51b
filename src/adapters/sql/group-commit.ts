// Group commit: all writes that wait when the disk is free share one transaction and one sync.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { beginImmediate } from './begin-immediate.ts';
import type { SharedSync } from './shared-sync.ts';

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

// How long another process may hold the file. Twice that is below the 5 s that Intercom waits for an answer.
const BUSY_PATIENCE_MS = 2000;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Runs pieces of work one after another inside shared transactions of one SQLite connection. A piece that throws is
 * rolled back alone; the promise of a piece resolves only after its transaction was committed, and synced if it is
 * durable.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #sync: SharedSync;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #closed = false;

  /** `sync` flushes what was committed before it; the connection itself must commit without syncing. */
  constructor(database: DatabaseSync, sync: SharedSync) {
    this.#database = database;
    this.#sync = sync;
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
    await this.#sync.request();
  }

  async #drain(): Promise<void> {
    // All requests that arrived in this turn of the event loop join the group.
    await nextTurn();
    while (this.#waiting.length > 0) {
      await this.#gather();
      // Groups are written one after another on one connection.
      await this.#commitGroup(this.#waiting.splice(0, MAX_GROUP));
      if (this.#waiting.length > 0) await nextTurn();
    }
    this.#running = null;
  }

  /** While the disk is busy, those who need it anyway wait together: fewer and larger groups, at no cost in time. */
  async #gather(): Promise<void> {
    const needsDisk = this.#waiting.every((item) => item.durability === 'durable');
    const busy = this.#sync.idle();
    if (needsDisk && busy !== null) await busy;
  }

  async #commitGroup(group: readonly Waiting[]): Promise<void> {
    const settle: { readonly item: Waiting; readonly done: () => void }[] = [];
    try {
      await beginImmediate(this.#database, BUSY_PATIENCE_MS);
      for (const item of group) {
        // Pieces of a group must not interleave.
        settle.push({ item, done: item.simple ? this.#append(item) : await this.#runOne(item) });
      }
      this.#database.exec('commit');
    } catch (error) {
      this.#rollBack();
      for (const item of group) item.reject(error);
      return;
    }
    const durable = settle.filter(({ item }) => item.durability === 'durable');
    for (const { item, done } of settle) if (item.durability === 'lazy') done();
    if (durable.length > 0) this.#settleWhenSynced(durable);
  }

  /** The next group does not wait for the disk; those of this one do. A sync covers all groups before it. */
  #settleWhenSynced(durable: readonly { readonly item: Waiting; readonly done: () => void }[]): void {
    this.#sync.request().then(
      () => {
        for (const { done } of durable) done();
      },
      (error: unknown) => {
        for (const { item } of durable) item.reject(error);
      },
    );
  }

  /** Never throws: a broken disk may refuse this too, and those who wait must hear of the first error. */
  #rollBack(): void {
    try {
      if (this.#database.isTransaction) this.#database.exec('rollback');
    } catch {
      // The next `begin` fails as long as the transaction hangs.
    }
  }

  #append(item: Waiting): () => void {
    void item.work();
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
