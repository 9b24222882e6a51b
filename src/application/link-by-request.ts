// Links and unlinks on request: recorded as events like everything else, and waited for a little.
import type { Link } from '../domain/link.ts';
import { UNKNOWN_ACTOR, conversationLane } from '../domain/refs.ts';
import { isIssueKey, readConversationUrl, readIssueUrl } from '../domain/vendor-urls.ts';
import type { Bridge } from './bridge.ts';
import { conversationsMeant, findLinks } from './find-links.ts';
import type { StoredEvent } from './ledger.ts';
import { recordOwnEvent } from './record-own-event.ts';

export type LinkResult =
  | { readonly kind: 'linked'; readonly fresh: boolean; readonly eventId: string; readonly link: Link }
  | { readonly kind: 'pending'; readonly eventId: string }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

const refused = (code: string, message: string): LinkResult => ({ kind: 'refused', code, message });

// Long enough for two calls to the vendors, short enough for somebody who waits.
const WAIT_MS = 8000;
const STEP_MS = 15;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The event when it has ended; null when it takes longer than we wait. */
async function settled(eventId: string, bridge: Bridge): Promise<StoredEvent | null> {
  const until = Date.now() + WAIT_MS;
  while (Date.now() < until) {
    const event = await bridge.ledger.events.find(eventId);
    if (event !== null && event.settledAt !== null) return event;
    await sleep(STEP_MS);
  }
  return null;
}

/** The issue that a key or an address means, as far as can be told without asking the tracker. */
export function issueMeant(
  asked: string,
  bridge: Bridge,
): { readonly connection: string; readonly keyOrId: string } | null {
  const { trackerSites } = bridge.rules();
  const url = readIssueUrl(asked, trackerSites);
  if (url !== null) return { connection: url.connection, keyOrId: url.key };
  const key = asked.trim().toUpperCase();
  const [site] = trackerSites;
  return site !== undefined && isIssueKey(key) ? { connection: site.connection, keyOrId: key } : null;
}

function refusalOfConversation(asked: string, bridge: Bridge): LinkResult {
  const url = readConversationUrl(asked, bridge.rules().chatSites);
  if (url?.kind === 'other_workspace') {
    return refused(
      'other_workspace',
      `${asked} belongs to the workspace ${url.workspaceId}, which is not in the config`,
    );
  }
  if (url?.kind === 'other_host') return refused('other_host', `${url.host} is not a host of Intercom`);
  return refused('bad_conversation', `"${asked}" is neither a conversation id nor a conversation URL`);
}

// The API speaks English, as its codes do.
const NEXT_STEPS: Readonly<Record<string, string>> = {
  issue_not_found:
    'Jira has no such issue, or hides it from the account of the bridge: check the key and the permissions',
  conversation_not_found: 'Intercom has no such conversation: check the id',
};

function sentenceOf({ id, state, reason, detail }: StoredEvent): string {
  const what = `${detail ?? id}: ${reason ?? 'refused'}`;
  if (state === 'parked') return `${what}. Look with GET /api/v1/events/${id}, then POST /api/v1/events/${id}/replay`;
  const next = NEXT_STEPS[reason ?? ''];
  return next === undefined ? what : `${what}. ${next}`;
}

/** Links what was asked for; naming both is the caller's business, finding out whether they exist is ours. */
export async function linkByRequest(
  asked: { readonly conversation: string; readonly issue: string },
  bridge: Bridge,
): Promise<LinkResult> {
  const [conversation, another] = conversationsMeant(asked.conversation, bridge);
  if (conversation === undefined) return refusalOfConversation(asked.conversation, bridge);
  if (another !== undefined) {
    return refused(
      'ambiguous_conversation',
      'Several workspaces are configured: give the whole URL of the conversation',
    );
  }
  const issue = issueMeant(asked.issue, bridge);
  if (issue === null)
    return refused('bad_issue', `"${asked.issue}" is neither an issue key nor the URL of an issue of ours`);
  const event = { kind: 'link_requested', conversation, issue, by: UNKNOWN_ACTOR, at: bridge.now() } as const;
  const key = `link:${bridge.newId('ev')}`;
  const own = { connection: conversation.connection, lane: conversationLane(conversation), key, event };
  const { eventId } = await recordOwnEvent(own, bridge);
  const end = await settled(eventId, bridge);
  if (end === null) return { kind: 'pending', eventId };
  if (end.state === 'parked' || (end.state === 'ignored' && end.reason !== 'already_linked')) {
    return refused(end.reason ?? 'refused', sentenceOf(end));
  }
  const links = await findLinks({ conversation: asked.conversation, issue: null }, bridge);
  const link = links.find((candidate) => candidate.issueKey === end.detail);
  if (link === undefined) return { kind: 'pending', eventId };
  return { kind: 'linked', fresh: end.state === 'done', eventId, link };
}

export type UnlinkResult =
  | { readonly kind: 'unlinked' | 'pending'; readonly eventId: string }
  /** It had been taken away before. */
  | { readonly kind: 'already' }
  | { readonly kind: 'refused'; readonly eventId: string; readonly message: string }
  | { readonly kind: 'not_found' };

/** Takes a link away: written into the dialog, and the remote link goes. Doing it twice does it once. */
export async function unlinkByRequest(linkId: string, bridge: Bridge): Promise<UnlinkResult> {
  const link = await bridge.ledger.links.find(linkId);
  if (link === null) return { kind: 'not_found' };
  if (link.unlinkedAt !== null) return { kind: 'already' };
  const { conversation, issue } = link;
  const event = { kind: 'unlink_requested', linkId, conversation, issue, by: UNKNOWN_ACTOR, at: bridge.now() } as const;
  // A key of its own: after one that was parked, asking again must try again.
  const key = `unlink:${linkId}:${bridge.newId('ev')}`;
  const own = { connection: conversation.connection, lane: conversationLane(conversation), key, event };
  const { eventId } = await recordOwnEvent(own, bridge);
  const end = await settled(eventId, bridge);
  if (end === null) return { kind: 'pending', eventId };
  if (end.state === 'parked') return { kind: 'refused', eventId, message: sentenceOf(end) };
  return { kind: 'unlinked', eventId };
}
