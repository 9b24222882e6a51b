// Events of our own that follow from a decision, stored with it.
import type { NewEvent } from '../../application/ledger.ts';
import type { Db } from './database.ts';
import { firstOf, hotQuery } from './hot-query.ts';

type JournalRow = [
  id: string,
  connection: string,
  format: string,
  headers: string,
  body: Uint8Array,
  receivedAt: number,
];

const append = hotQuery<JournalRow, { seq: number }>(6, (db, id, connection, format, headers, body, receivedAt) =>
  db.insertInto('journal').values({ id, connection, format, headers, body, received_at: receivedAt }).returning('seq'),
);

async function isKnown(db: Db, connection: string, deliveryKey: string | null): Promise<boolean> {
  if (deliveryKey === null) return false;
  const same = db.selectFrom('received_events').select('seq').where('connection', '=', connection);
  return (await same.where('delivery_key', '=', deliveryKey).executeTakeFirst()) !== undefined;
}

/**
 * Puts it into its lane, or lets it wait there until it is due; one whose key is known is dropped. What a power cut
 * forgets of it is decided again with the same key.
 */
export async function storeFollowUp(db: Db, event: NewEvent): Promise<void> {
  const { id, connection, format, deliveryKey, bodyHash, lane, topic, receivedAt, replayOf, issueKey } = event;
  if (await isKnown(db, connection, deliveryKey)) return;
  const headers = JSON.stringify(event.headers);
  // As every event of our own it is filed already: the cursor of the journal must not meet it.
  const row = await firstOf(append(db, id, connection, `${format}.filed`, headers, event.body, receivedAt));
  if (row === undefined) throw new Error(`The journal took ${id} without a place`);
  const dueAt = Math.max(event.dueAt ?? receivedAt, receivedAt);
  await db
    .insertInto('received_events')
    .values({
      ...{ seq: row.seq, id, connection, format, lane, topic, received_at: receivedAt, due_at: dueAt },
      ...{ delivery_key: deliveryKey, body_hash: bodyHash, replay_of: replayOf, issue_key: issueKey },
      ...{ state: dueAt > receivedAt ? 'scheduled' : 'queued', attempt: 0, lease_until: null, settled_at: null },
      ...{ reason: null, detail: null, batch_id: null, rules_version: null, facts: null },
    })
    .execute();
}
