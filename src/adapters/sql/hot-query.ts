// Queries of the hot path, compiled once: building and compiling one costs as much as SQLite takes to run it.
import { type Compilable, CompiledQuery, type QueryResult, type RawBuilder } from 'kysely';
import type { Db } from './database.ts';

/** Stands for an argument while the query is built; where it comes out among the parameters, the value goes. */
class Placeholder {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }
}

export type HotQuery<A extends readonly unknown[], R> = (db: Db, ...args: A) => Promise<QueryResult<R>>;

/**
 * Compiles what `build` makes, at the first use on each database handle, and runs it with the arguments ever after.
 * An argument may stand only where a value may: never in the shape of the query.
 */
export function hotQuery<A extends readonly unknown[], R>(
  count: A['length'],
  build: (db: Db, ...args: A) => Compilable<R>,
): HotQuery<A, R> {
  const compiled = new WeakMap<Db, CompiledQuery>();
  return (db, ...args) => {
    let query = compiled.get(db);
    if (query === undefined) {
      const placeholders = Array.from({ length: count }, (_, index) => new Placeholder(index));
      query = build(db, ...(placeholders as unknown as A)).compile();
      compiled.set(db, query);
    }
    const values = query.parameters.map((value) => (value instanceof Placeholder ? args[value.index] : value));
    return db.executeQuery<R>(CompiledQuery.raw(query.sql, values));
  };
}

/** The first row, if there is one. */
export async function firstOf<R>(result: Promise<QueryResult<R>>): Promise<R | undefined> {
  return (await result).rows[0];
}

/** Raw SQL as something that {@link hotQuery} can compile. */
export function compilable<R>(db: Db, raw: RawBuilder<R>): Compilable<R> {
  return { compile: () => raw.compile(db) };
}
