// What is remembered of the vendors' things, in SQL.
import { type Selectable, sql } from 'kysely';
import type { Memory } from '../../application/ledger.ts';
import type { KnownIssue, KnownSummary } from '../../domain/known.ts';
import type { Database, Db } from './database.ts';
import { firstOf, hotQuery } from './hot-query.ts';
import { isSeen } from './open-states.ts';
import { knownCommentOf, knownConversationOf, knownIssueOf, knownSummaryOf } from './rows.ts';
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

/** Those with an active link; SQL finds them by index, and names are compared exactly here. */
function followed(reader: Db) {
  return reader
    .selectFrom('known_issues')
    .selectAll('known_issues')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('links')
          .select('links.id')
          .whereRef('links.issue_connection', '=', 'known_issues.connection')
          .whereRef('links.issue_id', '=', 'known_issues.issue_id')
          .where('links.unlinked_at', 'is', null),
      ),
    );
}

async function unchangedIssues(
  reader: Db,
  ...[connection, before, after, limit]: Parameters<Memory['unchangedIssues']>
): Promise<readonly KnownIssue[]> {
  const unchanged = followed(reader)
    .where('known_issues.connection', '=', connection)
    .where(isSeen)
    .where('known_issues.changed_at', '<', before)
    .orderBy('known_issues.changed_at')
    .orderBy('known_issues.issue_id')
    .limit(limit);
  if (after === null) return (await unchanged.execute()).map(knownIssueOf);
  const rows = await unchanged
    .where('known_issues.changed_at', '>=', after.changedAt)
    .where((eb) =>
      eb.or([eb('known_issues.changed_at', '>', after.changedAt), eb('known_issues.issue_id', '>', after.issueId)]),
    )
    .execute();
  return rows.map(knownIssueOf);
}

async function issuesWithVersion(reader: Db, connection: string, version: string, limit: number) {
  const pattern = `%${JSON.stringify(version).replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const rows = await followed(reader)
    .where('known_issues.connection', '=', connection)
    .where('known_issues.versions', 'is not', null)
    .where(sql<boolean>`known_issues.versions like ${pattern} escape '\\'`)
    .orderBy('known_issues.issue_id')
    .limit(limit)
    .execute();
  // LIKE looks at no case.
  return rows.map(knownIssueOf).filter(({ told }) => told.fixVersions.includes(version));
}

async function rememberSummary(db: Db, summary: KnownSummary): Promise<void> {
  const { connection, issueId, commentId, fingerprint, writtenAt } = summary;
  const values = { comment_id: commentId, fingerprint, written_at: writtenAt };
  await db
    .insertInto('known_summaries')
    .values({ connection, issue_id: issueId, ...values })
    .onConflict((oc) => oc.columns(['connection', 'issue_id']).doUpdateSet(values))
    .execute();
}

export function createMemory(database: Database): Memory {
  const { reader } = database;
  return {
    statusSince: async ({ connection, issueId }) => {
      const row = await firstOf(selectIssue(reader, connection, issueId));
      return row?.status_since == null ? null : Number(row.status_since);
    },
    unchangedIssues: (connection, before, after, limit) => unchangedIssues(reader, connection, before, after, limit),
    issuesWithVersion: (connection, version, limit) => issuesWithVersion(reader, connection, version, limit),
    summary: async ({ connection, issueId }) => {
      const query = reader.selectFrom('known_summaries').selectAll().where('connection', '=', connection);
      const row = await query.where('issue_id', '=', issueId).executeTakeFirst();
      return row === undefined ? null : knownSummaryOf(row);
    },
    // Lazy: what a power cut forgets is found again by the mark of the comment.
    rememberSummary: (summary) => database.write((db) => rememberSummary(db, summary), 'lazy'),
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
