// What is remembered of the vendors' things, in SQL.
import type { Selectable } from 'kysely';
import type { Memory } from '../../application/ledger.ts';
import type { Database } from './database.ts';
import { firstOf, hotQuery } from './hot-query.ts';
import { knownCommentOf, knownConversationOf, knownIssueOf } from './rows.ts';
import type { KnownConversationsTable, KnownIssuesTable } from './schema.ts';

const selectIssue = hotQuery<[connection: string, issueId: string], Selectable<KnownIssuesTable>>(
  2,
  (db, connection, id) =>
    db.selectFrom('known_issues').selectAll().where('connection', '=', connection).where('issue_id', '=', id),
);

type ConversationRow = Selectable<KnownConversationsTable>;

const selectConversation = hotQuery<[connection: string, id: string], ConversationRow>(2, (db, connection, id) =>
  db
    .selectFrom('known_conversations')
    .selectAll()
    .where('connection', '=', connection)
    .where('conversation_id', '=', id),
);

export function createMemory({ reader }: Database): Memory {
  return {
    issue: async ({ connection, issueId }) => {
      const row = await firstOf(selectIssue(reader, connection, issueId));
      return row === undefined ? null : knownIssueOf(row);
    },
    comments: async ({ connection, issueId }) => {
      const query = reader.selectFrom('known_comments').selectAll().where('connection', '=', connection);
      return (await query.where('issue_id', '=', issueId).execute()).map(knownCommentOf);
    },
    conversations: async (refs) => {
      const found = await Promise.all(
        refs.map(({ connection, conversationId }) => firstOf(selectConversation(reader, connection, conversationId))),
      );
      return found.flatMap((row) => (row === undefined ? [] : [knownConversationOf(row)]));
    },
    receipt: async (connection, kind, remoteId) => {
      const query = reader.selectFrom('receipts').select('delivery_id').where('connection', '=', connection);
      const row = await query.where('kind', '=', kind).where('remote_id', '=', remoteId).executeTakeFirst();
      return row?.delivery_id ?? null;
    },
  };
}
