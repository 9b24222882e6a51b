// The tables. Portable between SQLite and PostgreSQL: text ids, epoch-millisecond integers, JSON as text.
import type { Generated } from 'kysely';

/** Appended to before a sender is answered, so it has no index but its key. */
export interface JournalTable {
  seq: Generated<number>;
  id: string;
  connection: string;
  format: string;
  headers: string;
  body: Uint8Array;
  received_at: number;
}

export interface ReceivedEventsTable {
  /** The place in the journal, where the bytes are. */
  seq: number;
  id: string;
  connection: string;
  format: string;
  delivery_key: string | null;
  body_hash: string | null;
  lane: string;
  topic: string;
  received_at: number;
  replay_of: string | null;
  state: string;
  attempt: number;
  failures: Generated<number>;
  due_at: number;
  lease_until: number | null;
  reason: string | null;
  detail: string | null;
  batch_id: string | null;
  rules_version: string | null;
  facts: string | null;
  settled_at: number | null;
  issue_key: string | null;
}

export interface DeliveriesTable {
  seq: Generated<number>;
  id: string;
  event_id: string;
  lane: string;
  connection: string;
  about: string | null;
  action: string;
  state: string;
  attempt: number;
  due_at: number;
  lease_until: number | null;
  in_doubt: number;
  receipt: string | null;
  error: string | null;
  tries: string;
  created_at: number;
  settled_at: number | null;
}

export interface LinksTable {
  id: string;
  conversation_connection: string;
  conversation_id: string;
  issue_connection: string;
  issue_id: string;
  issue_key: string;
  origin: string;
  created_at: number;
  unlinked_at: number | null;
  /** The actor as JSON. */
  set_by: string | null;
  promise_due_at: number | null;
  promise_by: string | null;
}

export interface KnownIssuesTable {
  connection: string;
  issue_id: string;
  told: string;
  state: string;
  last_noted_at: number | null;
  /** The vendor's time of change of what was told. */
  changed_at: Generated<number>;
  status_id: string | null;
  /** When the status was told for the first time. */
  status_since: number | null;
  /** Names of the versions that it is to be fixed in, as JSON; null when there are none. */
  versions: string | null;
}

export interface KnownCommentsTable {
  connection: string;
  issue_id: string;
  comment_id: string;
  author: string | null;
  fingerprint: string;
  updated_at: number;
  state: string;
}

export interface KnownConversationsTable {
  connection: string;
  conversation_id: string;
  state: string;
  snoozed_until: number | null;
  deleted: number;
  at: number;
}

export interface KnownSummariesTable {
  connection: string;
  issue_id: string;
  comment_id: string | null;
  fingerprint: string;
  written_at: number;
}

/** What a decision was made from; kept as long as its first event, whose place in the journal it bears. */
export interface DecisionsTable {
  seq: number;
  /** Ids of the events of the batch, as JSON. */
  event_ids: string;
  /** Null when they were too large to keep. */
  facts: string | null;
  trace: string;
}

export interface ConfigVersionsTable {
  hash: string;
  file: string;
  loaded_at: number;
  body: string;
}

export interface ReceiptsTable {
  connection: string;
  kind: string;
  remote_id: string;
  delivery_id: string;
}

export interface AlarmsTable {
  id: string;
  at: number;
  kind: string;
  subject: string;
  message: string;
  cleared_at: number | null;
}

export interface CursorsTable {
  name: string;
  value: string;
}

export interface Tables {
  journal: JournalTable;
  received_events: ReceivedEventsTable;
  deliveries: DeliveriesTable;
  links: LinksTable;
  known_issues: KnownIssuesTable;
  known_comments: KnownCommentsTable;
  known_conversations: KnownConversationsTable;
  known_summaries: KnownSummariesTable;
  decisions: DecisionsTable;
  config_versions: ConfigVersionsTable;
  receipts: ReceiptsTable;
  alarms: AlarmsTable;
  cursors: CursorsTable;
}
