// A Kysely dialect on Node's own SQLite: no add-on, no install script.
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

// Kysely makes few distinct texts; the bound only guards against one that grows with its input.
const MAX_STATEMENTS = 500;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Prepared {
  readonly statement: StatementSync;
  /** Asked once: describing the columns costs more than running a small query. */
  readonly givesRows: boolean;
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();

  readonly #committedOnly: boolean;

  constructor(database: DatabaseSync, committedOnly: boolean) {
    this.#database = database;
    this.#committedOnly = committedOnly;
  }

  #prepare(text: string): Prepared {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
    const statement = this.#database.prepare(text);
    const prepared = { statement, givesRows: statement.columns().length > 0 };
    this.#statements.set(text, prepared);
    return prepared;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // A transaction runs in one turn of the event loop, so this waits only for one that has to wait itself.
    while (this.#committedOnly && this.#database.isTransaction) await nextTurn();
    const { statement, givesRows } = this.#prepare(query.sql);
    const parameters = query.parameters as readonly SQLInputValue[];
    if (givesRows) return { rows: statement.all(...parameters) as R[] };
    const { changes } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  // biome-ignore lint/correctness/useYield: required by the interface; nothing here streams.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('SQLite queries are not streamed');
  }
}

/** One connection, used by one caller at a time: transactions are the business of whoever owns the database. */
class SingleConnectionDriver implements Driver {
  readonly #connection: SqliteConnection;

  constructor(database: DatabaseSync, committedOnly: boolean) {
    this.#connection = new SqliteConnection(database, committedOnly);
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async beginTransaction(): Promise<void> {
    throw new Error('Transactions go through the group commit');
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

/**
 * The dialect for an open database; closing it stays with the caller. With `committedOnly` a query waits while a
 * transaction is open on the same connection, so that it never sees what may yet be rolled back.
 */
export function nodeSqliteDialect(database: DatabaseSync, committedOnly = false): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new SingleConnectionDriver(database, committedOnly),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
