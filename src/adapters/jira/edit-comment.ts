// Replaces the text of a comment that we wrote.
import type { Document } from '../../domain/document/document.ts';
import type { IssueRef } from '../../domain/refs.ts';
import type { OurAccount } from './account.ts';
import type { Call } from './call.ts';
import { richTextFor } from './field-value.ts';
import { checkId, refuse } from './ids.ts';
import type { IssuesOptions } from './options.ts';
import { idOfUser } from './people.ts';
import { parseComment } from './read-comment.ts';
import type { Session } from './session.ts';

/**
 * False when the comment or its issue is not there. The account may be allowed to edit what others wrote, so the author is
 * looked at first. Throws VendorError; `rejected` for a comment of somebody else.
 */
export async function editComment(
  options: IssuesOptions,
  place: { readonly issue: IssueRef; readonly commentId: string },
  body: Document,
  session: Session,
  account: OurAccount,
): Promise<boolean> {
  const { connection, edition } = options;
  const issueId = checkId(connection, 'issue', place.issue.issueId);
  const path = `issue/${issueId}/comment/${checkId(connection, 'comment', place.commentId)}`;
  const read: Call = { method: 'GET', route: 'issue/{id}/comment/{id}', path };
  const reply = await account.sendProven(read);
  if (reply === null) return false;
  const comment = parseComment(reply.data);
  if (comment === null) throw session.complain(reply, read, 'a comment');
  const { id } = await account.known();
  if (idOfUser(comment.author) !== id)
    throw refuse(connection, `the comment ${place.commentId} was not written by the bridge's account`);
  const data = { body: richTextFor(edition, body) };
  // Watchers had their mail when it was written; Data Center has no such switch.
  const params = edition === 'cloud' ? { notifyUsers: false } : {};
  return (await account.sendProven({ ...read, method: 'PUT', params, data, writesTo: issueId })) !== null;
}
