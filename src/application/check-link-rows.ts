// Checks the rows of a list of links before any of them is linked: well formed, ours, and there at both vendors.
import type { ConversationRef } from '../domain/refs.ts';
import { readConversationUrl } from '../domain/vendor-urls.ts';
import type { Bridge } from './bridge.ts';
import { conversationsMeant } from './find-links.ts';
import { conversationsOf, issuesOf } from './connected.ts';
import { issueMeant } from './link-by-request.ts';

export interface LinkRow {
  /** In the file, from 1. */
  readonly line: number;
  readonly conversation: string;
  readonly issue: string;
}

export interface RefusedRow {
  readonly line: number;
  readonly why: string;
}

export interface CheckedRows {
  readonly good: readonly LinkRow[];
  readonly refused: readonly RefusedRow[];
}

/** Few enough to leave the vendors' limits to the notes of the running service. */
const AT_ONCE = 8;

/** Runs `work` on every item, `AT_ONCE` of them at a time. */
export async function forEachAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

function whyNoConversation(asked: string, found: readonly ConversationRef[], bridge: Bridge): string {
  if (found.length > 1) return `conversation ${asked}: several workspaces are configured; give the whole URL`;
  const url = readConversationUrl(asked, bridge.rules().chatSites);
  if (url?.kind === 'other_workspace') return `conversation: the workspace ${url.workspaceId} is not in the config`;
  if (url?.kind === 'other_host') return `conversation: ${url.host} is no host of Intercom`;
  return `conversation: "${asked}" is neither an id nor an address of a conversation`;
}

/** Null when the row may be linked. Throws VendorError when a vendor can't be asked. */
async function whyNot(row: LinkRow, bridge: Bridge): Promise<string | null> {
  const found = conversationsMeant(row.conversation, bridge);
  const [conversation] = found;
  if (conversation === undefined || found.length > 1) return whyNoConversation(row.conversation, found, bridge);
  const issue = issueMeant(row.issue, bridge);
  if (issue === null) return `issue: "${row.issue}" is neither a key nor an address of an issue of ours`;
  const [chat, tracker] = await Promise.all([
    conversationsOf(bridge, conversation.connection).read(conversation.conversationId),
    issuesOf(bridge, issue.connection).read(issue.keyOrId),
  ]);
  if (chat.state === 'missing') return `conversation: Intercom has no ${conversation.conversationId}, or hides it`;
  if (tracker.state === 'missing') return `issue: Jira has no ${issue.keyOrId}, or hides it from the bridge's account`;
  return null;
}

/** `onRow` is called after each row, for progress. Rows keep their order. Throws VendorError when a vendor can't be asked. */
export async function checkLinkRows(
  rows: readonly LinkRow[],
  bridge: Bridge,
  onRow: () => void = () => undefined,
): Promise<CheckedRows> {
  const why = new Map<LinkRow, string>();
  await forEachAtOnce(rows, async (row) => {
    const reason = await whyNot(row, bridge);
    if (reason !== null) why.set(row, reason);
    onRow();
  });
  return {
    good: rows.filter((row) => !why.has(row)),
    refused: rows.flatMap((row) => {
      const reason = why.get(row);
      return reason === undefined ? [] : [{ line: row.line, why: reason }];
    }),
  };
}
