// The journal on SQLite, in prepared statements: its append is the only write that a sender waits for.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Arrival, Filed, Identity, NewEvent, RecordResult } from '../../application/ledger.ts';

export interface Journal {
  readonly append: StatementSync;
  readonly next: StatementSync;
  readonly filedUpTo: StatementSync;
  readonly setFiledUpTo: StatementSync;
  readonly insert: StatementSync;
  readonly byKey: StatementSync;
  readonly byHash: StatementSync;
  readonly drop: StatementSync;
}

export function prepareJournal(database: DatabaseSync): Journal {
  return {
    append: database.prepare(
      'insert into journal (id, connection, format, headers, body, received_at) values (?, ?, ?, ?, ?, ?)',
    ),
    next: database.prepare(`select * from journal where seq > ? and format = 'vendor' order by seq limit ?`),
    filedUpTo: database.prepare(`select value from cursors where name = 'journal'`),
    setFiledUpTo: database.prepare(
      `insert into cursors (name, value) values ('journal', ?) on conflict (name) do update set value = excluded.value`,
    ),
    insert: database.prepare(
      `insert into received_events (seq, id, connection, format, delivery_key, body_hash, lane, topic, received_at,
         replay_of, state, attempt, due_at, issue_key) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
       on conflict do nothing`,
    ),
    byKey: database.prepare('select id from received_events where connection = ? and delivery_key = ?'),
    byHash: database.prepare('select id from received_events where connection = ? and body_hash = ?'),
    drop: database.prepare('delete from journal where seq = ?'),
  };
}

export function acceptNow(journal: Journal, arrival: Arrival): void {
  const { id, connection, headers, body, receivedAt } = arrival;
  journal.append.run(id, connection, 'vendor', JSON.stringify(headers), body, receivedAt);
}

type Entry = Omit<NewEvent, 'headers' | 'body'>;

/** Puts an entry of the journal into its lane, or drops its bytes when the event is known. Gives the event's id. */
function enter(journal: Journal, seq: number | bigint, entry: Entry): RecordResult {
  const { id, connection, format, deliveryKey, bodyHash, lane, topic, receivedAt, replayOf, issueKey } = entry;
  const dueAt = Math.max(entry.dueAt ?? receivedAt, receivedAt);
  const state = dueAt > receivedAt ? 'scheduled' : 'queued';
  const values = [seq, id, connection, format, deliveryKey, bodyHash, lane, topic, receivedAt, replayOf, state, dueAt];
  const { changes } = journal.insert.run(...values, issueKey);
  if (changes === 1) return { kind: 'recorded', eventId: id };
  journal.drop.run(seq);
  const byKey = deliveryKey === null ? undefined : journal.byKey.get(connection, deliveryKey);
  const earlier = byKey ?? journal.byHash.get(connection, bodyHash);
  return { kind: 'duplicate', eventId: String(earlier?.['id'] ?? id) };
}

/** The cursor moves in the same transaction, so an arrival is filed exactly once whatever happens. */
export function fileNow(journal: Journal, identify: (arrival: Arrival) => Identity, limit: number): Filed[] {
  const cursor = Number(journal.filedUpTo.get()?.['value'] ?? 0);
  const rows = journal.next.all(cursor, limit);
  const filed = rows.map((row): Filed => {
    const arrival: Arrival = {
      id: String(row['id']),
      connection: String(row['connection']),
      headers: JSON.parse(String(row['headers'])) as Record<string, string>,
      body: row['body'] as Uint8Array,
      receivedAt: Number(row['received_at']),
    };
    const { id, connection, receivedAt } = arrival;
    const identity = identify(arrival);
    const entry = { ...identity, id, connection, format: 'vendor', receivedAt, replayOf: null } as const;
    const { kind, eventId } = enter(journal, Number(row['seq']), entry);
    return { arrivalId: id, eventId, connection, lane: identity.lane, result: kind };
  });
  const last = rows.at(-1)?.['seq'];
  if (last !== undefined) journal.setFiledUpTo.run(String(last));
  return filed;
}

export function recordNow(journal: Journal, event: NewEvent): RecordResult {
  const { id, connection, format, headers, body, receivedAt } = event;
  // A replay keeps the vendor's format: it is entered here, and the cursor must not meet it again.
  const { lastInsertRowid } = journal.append.run(
    id,
    connection,
    `${format}.filed`,
    JSON.stringify(headers),
    body,
    receivedAt,
  );
  return enter(journal, lastInsertRowid, event);
}
