// Reads and writes comments, with our mark on those that we write.
import { z } from 'zod';
import type { Issues } from '../../application/ports.ts';
import { toAdf } from '../../domain/document/to-adf.ts';
import { toWiki } from '../../domain/document/to-wiki.ts';
import type { Comment } from '../../domain/issue.ts';
import type { IssueRef } from '../../domain/refs.ts';
import type { OurAccount } from './account.ts';
import type { Call } from './call.ts';
import { createPropertyReader } from './comment-properties.ts';
import { gone } from './gone.ts';
import { checkId } from './ids.ts';
import type { IssuesOptions } from './options.ts';
import { MARK, parseComment, type RawComment, readComment, readMark } from './read-comment.ts';
import type { Session } from './session.ts';

/** Jira gives at most so many comments in one answer. */
const PAGE = 100;
/** Our comment is looked for among so many of the newest. */
const LOOK_BACK = 50;

const pageSchema = z.object({ comments: z.array(z.unknown()), total: z.number().optional().catch(undefined) });

type Comments = Pick<Issues, 'readComment' | 'readComments' | 'addComment' | 'findOurComment'>;

export function createComments(options: IssuesOptions, session: Session, account: OurAccount): Comments {
  const { connection, edition, siteUrl } = options;
  const properties = createPropertyReader(edition, account);
  // `properties` is not documented for these calls on Cloud; where it is not honoured, the properties are read singly.
  const expand = edition === 'cloud' ? 'properties' : 'renderedBody,properties';

  const pathOf = (issue: IssueRef) => `issue/${checkId(connection, 'issue', issue.issueId)}/comment`;

  const understand = async (raw: RawComment): Promise<Comment | null> => {
    const { id } = await account.known();
    return readComment(raw, await properties.of(raw), { edition, siteUrl, ourAccountId: id });
  };

  const listNewest = async (issue: IssueRef, limit: number): Promise<RawComment[]> => {
    // By id, because a comment that is written meanwhile moves another one to the next page.
    const found = new Map<string, RawComment>();
    for (let startAt = 0; startAt < limit; startAt += PAGE) {
      const call: Call = {
        method: 'GET',
        route: 'issue/{id}/comment',
        path: pathOf(issue),
        params: { startAt, maxResults: Math.min(PAGE, limit - startAt), orderBy: '-created', expand },
      };
      // One page after the other: only an answer tells whether there is more.
      const reply = await account.sendProven(call);
      if (reply === null) throw gone(connection, call);
      const page = pageSchema.safeParse(reply.data).data;
      if (page === undefined) throw session.complain(reply, call, 'a list of comments');
      for (const comment of page.comments.map(parseComment)) if (comment !== null) found.set(comment.id, comment);
      if (page.comments.length === 0 || startAt + page.comments.length >= (page.total ?? 0)) break;
    }
    return [...found.values()].slice(0, limit);
  };

  return {
    async readComment(issue, commentId) {
      const path = `${pathOf(issue)}/${checkId(connection, 'comment', commentId)}`;
      const call: Call = { method: 'GET', route: 'issue/{id}/comment/{id}', path, params: { expand } };
      const reply = await account.sendProven(call);
      if (reply === null) return { state: 'missing' };
      const raw = parseComment(reply.data);
      const value = raw === null ? null : await understand(raw);
      if (value === null) throw session.complain(reply, call, 'a comment');
      return { state: 'found', value };
    },
    async readComments(issue, limit) {
      const comments: Comment[] = [];
      for (const raw of await listNewest(issue, limit)) {
        // In turn on purpose: where properties come singly, a hundred calls at once would meet the rate limit.
        const comment = await understand(raw);
        if (comment !== null) comments.push(comment);
      }
      return comments;
    },
    async addComment(issue, body, deliveryId) {
      const data = {
        body: edition === 'cloud' ? toAdf(body) : toWiki(body),
        properties: [{ key: MARK, value: { delivery: deliveryId } }],
      };
      const path = pathOf(issue);
      const call: Call = { method: 'POST', route: 'issue/{id}/comment', path, data, writesTo: issue.issueId };
      const reply = await account.sendProven(call);
      if (reply === null) throw gone(connection, call);
      const id = z.object({ id: z.union([z.string().min(1), z.number()]) }).safeParse(reply.data).data?.id;
      if (id === undefined) throw session.complain(reply, call, 'the id of the comment');
      return String(id);
    },
    async findOurComment(issue, deliveryId) {
      for (const raw of await listNewest(issue, LOOK_BACK)) {
        // In turn on purpose: the newest is the likeliest, and the first that carries the mark ends the search.
        if (readMark(await properties.of(raw)) === deliveryId) return raw.id;
      }
      return null;
    },
  };
}
