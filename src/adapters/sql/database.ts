// The seam between the ledger's SQL and the database it runs on.
import type { Kysely } from 'kysely';
import type { Arrival, Filed, Identity, NewEvent, RecordResult } from '../../application/ledger.ts';
import type { Durability } from './group-commit.ts';
import type { Tables } from './schema.ts';

export type Db = Kysely<Tables>;

/** What the ledger needs of a database; SQLite is one implementation. */
export interface Database {
  /** Sees only what was committed. */
  readonly reader: Db;
  /** One transaction; a throw rolls it back. Durable unless a power cut may forget it. */
  write<T>(work: (db: Db) => Promise<T>, durability?: Durability): Promise<T>;
  /** The hot path: one append, durable before it resolves, and several callers share a commit. */
  accept(arrival: Arrival): Promise<void>;
  /** Looks into what was accepted and puts it into its lane, in the order of the journal. */
  file(identify: (arrival: Arrival) => Identity, limit: number): Promise<readonly Filed[]>;
  /** An event of our own: appended and put into its lane at once. */
  record(event: NewEvent): Promise<RecordResult>;
  close(): Promise<void>;
}
