// Puts the link to a conversation on an issue, where people see it beside the issue's own links.
import type { Issues, RemoteLink } from '../../application/ports.ts';
import type { IssueRef } from '../../domain/refs.ts';
import type { OurAccount } from './account.ts';
import type { Call } from './call.ts';
import { gone } from './gone.ts';
import { checkId, refuse } from './ids.ts';
import type { Session } from './session.ts';

const LONGEST_GLOBAL_ID = 255;
const LONGEST_TITLE = 255;
const LONGEST_SUMMARY = 500;

type RemoteLinks = Pick<Issues, 'putRemoteLink' | 'removeRemoteLink'>;

export function createRemoteLinks(connection: string, session: Session, account: OurAccount): RemoteLinks {
  const callFor = (issue: IssueRef, method: Call['method']) => {
    const id = checkId(connection, 'issue', issue.issueId);
    return { method, route: 'issue/{id}/remotelink', path: `issue/${id}/remotelink`, writesTo: id };
  };
  return {
    async putRemoteLink(issue, link) {
      checkGlobalId(connection, link.globalId);
      const call: Call = { ...callFor(issue, 'POST'), data: bodyOf(link) };
      const reply = await account.sendProven(call);
      if (reply === null) throw gone(connection, call);
      const id = idOf(reply.data);
      if (id === null) throw session.complain(reply, call, 'the id of the link');
      return id;
    },
    async removeRemoteLink(issue, globalId) {
      checkGlobalId(connection, globalId);
      // A 404 means that the link or the issue is not there: either way nothing is left to remove.
      await account.sendProven({ ...callFor(issue, 'DELETE'), params: { globalId } });
    },
  };
}

/** Whole at every write: with the same `globalId` Jira updates the link, and empties each field that is left out. */
function bodyOf(link: RemoteLink) {
  return {
    globalId: link.globalId,
    application: { type: 'com.intercom', name: 'Intercom' },
    relationship: 'Intercom',
    object: {
      url: link.url,
      title: oneLine(link.title).slice(0, LONGEST_TITLE) || link.url,
      summary: oneLine(link.summary).slice(0, LONGEST_SUMMARY),
      // Jira strikes the title of a resolved link through.
      status: { resolved: link.resolved },
    },
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function checkGlobalId(connection: string, globalId: string): void {
  if (globalId !== '' && globalId.length <= LONGEST_GLOBAL_ID) return;
  throw refuse(connection, `a globalId has 1 to ${LONGEST_GLOBAL_ID} characters, this one has ${globalId.length}`);
}

function idOf(data: unknown): string | null {
  const id: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'id') : undefined;
  return typeof id === 'number' || (typeof id === 'string' && id !== '') ? String(id) : null;
}
