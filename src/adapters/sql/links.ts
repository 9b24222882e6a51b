// Links in SQL.
import type { Selectable } from 'kysely';
import type { Links } from '../../application/ledger.ts';
import type { Database } from './database.ts';
import { firstOf, hotQuery } from './hot-query.ts';
import { linkOf } from './rows.ts';
import type { LinksTable } from './schema.ts';

const selectOfIssue = hotQuery<[connection: string, issueId: string], Selectable<LinksTable>>(2, (db, connection, id) =>
  db
    .selectFrom('links')
    .selectAll()
    .where('issue_connection', '=', connection)
    .where('issue_id', '=', id)
    .orderBy('created_at'),
);

const countWaiting = hotQuery<[connection: string, issueId: string], { count: number }>(2, (db, connection, id) =>
  db
    .selectFrom('links')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('issue_connection', '=', connection)
    .where('issue_id', '=', id)
    .where('unlinked_at', 'is', null),
);

export function createLinks({ reader }: Database): Links {
  const all = () => reader.selectFrom('links').selectAll();
  return {
    ofIssue: async ({ connection, issueId }) => {
      const { rows } = await selectOfIssue(reader, connection, issueId);
      return rows.map(linkOf);
    },
    ofConversation: async ({ connection, conversationId }) => {
      const query = all().where('conversation_connection', '=', connection);
      const rows = await query.where('conversation_id', '=', conversationId).orderBy('created_at').execute();
      return rows.map(linkOf);
    },
    find: async (id) => {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : linkOf(row);
    },
    ofKey: async (key) => {
      const rows = await all().where('issue_key', '=', key).where('unlinked_at', 'is', null).execute();
      return rows.map(linkOf);
    },
    linkedIssues: async (connection, afterIssueId, limit) => {
      const rows = await reader
        .selectFrom('links')
        .select('issue_id')
        .distinct()
        .where('issue_connection', '=', connection)
        .where('unlinked_at', 'is', null)
        .where('issue_id', '>', afterIssueId)
        .orderBy('issue_id')
        .limit(limit)
        .execute();
      return rows.map((row) => row.issue_id);
    },
    duePromises: async (now, limit) => {
      const due = all().where('promise_due_at', 'is not', null).where('promise_due_at', '<=', now);
      const rows = await due.where('unlinked_at', 'is', null).orderBy('promise_due_at').limit(limit).execute();
      return rows.map(linkOf);
    },
    waiting: (issues) =>
      Promise.all(
        issues.map(async ({ connection, issueId }) => {
          const row = await firstOf(countWaiting(reader, connection, issueId));
          return Number(row?.count ?? 0);
        }),
      ),
  };
}
