// The schema's history, forward only: a released migration is never edited.
import { type Kysely, sql } from 'kysely';
import { OPEN_DELIVERIES, OPEN_EVENTS, SCHEDULED_EVENTS } from './open-states.ts';

export interface Migration {
  readonly name: string;
  /** One statement an entry: SQLite's prepared statements take one at a time. */
  readonly statements: readonly string[];
}

/** Column types that differ: an ascending key, raw bytes, and 64-bit integers. */
export interface DialectTypes {
  readonly ascendingKey: string;
  readonly key: string;
  readonly bytes: string;
  /** Reads an integer out of a column of JSON text. */
  readonly jsonInteger: (column: string, field: string) => string;
  /** Reads a list out of a column of JSON text, as JSON text. */
  readonly jsonText: (column: string, field: string) => string;
}

export const SQLITE_TYPES: DialectTypes = {
  ascendingKey: 'integer primary key autoincrement',
  key: 'integer primary key',
  bytes: 'blob',
  jsonInteger: (column, field) => `json_extract(${column}, '$.${field}')`,
  jsonText: (column, field) => `json_extract(${column}, '$.${field}')`,
};

/** All migrations in order. */
function migrations(types: DialectTypes): readonly Migration[] {
  return [
    {
      name: '001_ledger',
      statements: [
        `create table journal (
          seq ${types.ascendingKey}, id text not null, connection text not null, format text not null,
          headers text not null, body ${types.bytes} not null, received_at bigint not null)`,
        `create table received_events (
          seq ${types.key}, id text not null unique, connection text not null, format text not null,
          delivery_key text, body_hash text, lane text not null, topic text not null, received_at bigint not null,
          replay_of text, state text not null, attempt integer not null, failures integer not null default 0,
          due_at bigint not null, lease_until bigint, reason text, detail text, batch_id text, rules_version text,
          facts text, settled_at bigint)`,
        'create unique index received_events_key on received_events (connection, delivery_key) where delivery_key is not null',
        'create unique index received_events_hash on received_events (connection, body_hash) where body_hash is not null',
        `create index received_events_open on received_events (lane, seq)
          where ${OPEN_EVENTS}`,
        `create index received_events_due on received_events (due_at, lane)
          where ${OPEN_EVENTS}`,
        'create index received_events_ended on received_events (lane, seq) where settled_at is not null',
        'create index received_events_settled on received_events (settled_at) where settled_at is not null',
        `create table deliveries (
          seq ${types.ascendingKey}, id text not null unique, event_id text not null, lane text not null,
          connection text not null, about text, action text not null, state text not null, attempt integer not null,
          due_at bigint not null, lease_until bigint, in_doubt integer not null, receipt text, error text,
          tries text not null, created_at bigint not null, settled_at bigint)`,
        `create index deliveries_open on deliveries (lane, seq) where ${OPEN_DELIVERIES}`,
        `create index deliveries_due on deliveries (due_at, lane) where ${OPEN_DELIVERIES}`,
        'create index deliveries_event on deliveries (event_id)',
        'create index deliveries_lane on deliveries (lane, created_at)',
        'create index deliveries_about on deliveries (about, created_at)',
        `create index deliveries_parked on deliveries (seq) where state = 'parked'`,
        `create table links (
          id text primary key, conversation_connection text not null, conversation_id text not null,
          issue_connection text not null, issue_id text not null, issue_key text not null, origin text not null,
          created_at bigint not null, unlinked_at bigint)`,
        `create unique index links_active on links
          (conversation_connection, conversation_id, issue_connection, issue_id) where unlinked_at is null`,
        'create index links_issue on links (issue_connection, issue_id)',
        'create index links_key on links (issue_key)',
        `create table known_issues (connection text not null, issue_id text not null, told text not null,
          state text not null, last_noted_at bigint, primary key (connection, issue_id))`,
        `create table known_comments (connection text not null, issue_id text not null, comment_id text not null,
          author text, fingerprint text not null, updated_at bigint not null, state text not null,
          primary key (connection, issue_id, comment_id))`,
        `create table known_conversations (connection text not null, conversation_id text not null, state text not null,
          snoozed_until bigint, deleted integer not null, at bigint not null, primary key (connection, conversation_id))`,
        `create table receipts (connection text not null, kind text not null, remote_id text not null,
          delivery_id text not null, primary key (connection, kind, remote_id))`,
        `create table alarms (id text primary key, at bigint not null, kind text not null, subject text not null,
          message text not null, cleared_at bigint)`,
        'create unique index alarms_raised on alarms (kind, subject) where cleared_at is null',
        'create table cursors (name text primary key, value text not null)',
      ],
    },
    {
      name: '002_issue_key',
      statements: [
        'alter table received_events add column issue_key text',
        'create index received_events_issue_key on received_events (issue_key, seq) where issue_key is not null',
      ],
    },
    {
      name: '003_rules_and_promises',
      statements: [
        'alter table links add column set_by text',
        'alter table links add column promise_due_at bigint',
        'alter table links add column promise_by text',
        `create index links_promised on links (promise_due_at)
          where promise_due_at is not null and unlinked_at is null`,
        'alter table known_issues add column changed_at bigint not null default 0',
        `update known_issues set changed_at = ${types.jsonInteger('told', 'updatedAt')}`,
        'alter table known_issues add column status_id text',
        'alter table known_issues add column status_since bigint',
        'alter table known_issues add column versions text',
        `update known_issues set versions = ${types.jsonText('told', 'fixVersions')}`,
        `create index known_issues_changed on known_issues (connection, changed_at, issue_id) where state = 'seen'`,
        `create index known_issues_versions on known_issues (connection, versions, issue_id) where versions is not null`,
        `create table known_summaries (connection text not null, issue_id text not null, comment_id text,
          fingerprint text not null, written_at bigint not null, primary key (connection, issue_id))`,
        `create index received_events_scheduled on received_events (due_at) where ${SCHEDULED_EVENTS}`,
        `create table decisions (seq ${types.key}, event_ids text not null, facts text, trace text not null)`,
        `create table config_versions (hash text primary key, file text not null, loaded_at bigint not null,
          body text not null)`,
      ],
    },
  ];
}

/** Applies what is missing. Gives the names of what was applied. */
export async function migrate(db: Kysely<unknown>, types: DialectTypes): Promise<readonly string[]> {
  await sql`create table if not exists migrations (name text primary key)`.execute(db);
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(db);
  const known = new Set(rows.map((row) => row.name));
  const applied: string[] = [];
  for (const migration of migrations(types)) {
    if (known.has(migration.name)) continue;
    for (const statement of migration.statements) {
      // schema statements build on one another.
      await sql.raw(statement).execute(db);
    }
    await sql`insert into migrations (name) values (${migration.name})`.execute(db);
    applied.push(migration.name);
  }
  return applied;
}
