// Recognises the addresses of conversations and issues, and tells ours from look-alikes.
import type { ConversationRef } from './refs.ts';

/** An Intercom workspace that we serve. */
export interface ChatSite {
  readonly connection: string;
  readonly workspaceId: string;
  /** What teammates open, without a trailing slash: `https://app.eu.intercom.com`. */
  readonly appUrl: string;
}

/** A Jira site that we serve. */
export interface TrackerSite {
  readonly connection: string;
  /** What people open, with its context path and without a trailing slash. */
  readonly siteUrl: string;
}

export type ConversationUrl =
  | { readonly kind: 'ours'; readonly conversation: ConversationRef }
  | { readonly kind: 'other_workspace'; readonly workspaceId: string }
  | { readonly kind: 'other_host'; readonly host: string };

// Intercom's own hosts: US, EU and AU, and the old .io host that early links carry.
const INTERCOM_HOST = /^app(\.eu|\.au)?\.intercom\.(com|io)$/;
// At its end a link may have swallowed the punctuation of the sentence that it stands in.
const CONVERSATION_PATH = /^\/a\/(?:inbox|apps)\/([^/]+)\/(?:.*\/)?conversations?\/(\d+)\/?[.,;:!?)\]]*$/;
const ISSUE_KEY = /^[A-Z][A-Z0-9_]+-[1-9]\d*$/;

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/**
 * What a URL says about a conversation; null when it isn't one at all.
 * Knows the new inbox and the legacy paths, all regions, and part anchors (`#part_id=…`).
 */
export function readConversationUrl(text: string, sites: readonly ChatSite[]): ConversationUrl | null {
  const url = parseUrl(text.trim());
  const match = url === null ? null : CONVERSATION_PATH.exec(url.pathname);
  if (url === null || match === null) return null;
  const [, workspaceId = '', conversationId = ''] = match;
  const official = url.protocol === 'https:' && INTERCOM_HOST.test(url.host);
  const hosted = sites.filter((site) => official || new URL(site.appUrl).origin === url.origin);
  if (hosted.length === 0) return { kind: 'other_host', host: url.host };
  const site = hosted.find((candidate) => candidate.workspaceId === workspaceId);
  if (site === undefined || url.username !== '' || url.password !== '') return { kind: 'other_workspace', workspaceId };
  return { kind: 'ours', conversation: { connection: site.connection, conversationId } };
}

/** The page of a conversation in the inbox. */
export function conversationUrl(site: ChatSite, conversationId: string): string {
  return `${site.appUrl}/a/inbox/${site.workspaceId}/inbox/conversation/${conversationId}`;
}

export function isIssueKey(text: string): boolean {
  return ISSUE_KEY.test(text);
}

/** The issue that a `SITE/browse/KEY` address names, if the site is one of ours. */
export function readIssueUrl(
  text: string,
  sites: readonly TrackerSite[],
): { readonly connection: string; readonly key: string } | null {
  const url = parseUrl(text.trim());
  if (url === null || url.username !== '' || url.password !== '') return null;
  for (const site of sites) {
    const base = new URL(site.siteUrl);
    const path = `${base.pathname.replace(/\/$/, '')}/browse/`;
    if (url.origin !== base.origin || !url.pathname.startsWith(path)) continue;
    // A key needs no escapes; undoing broken ones would throw.
    const key = url.pathname.slice(path.length).replace(/\/$/, '').toUpperCase();
    if (isIssueKey(key)) return { connection: site.connection, key };
  }
  return null;
}

/** The page of an issue. */
export function issueUrl(siteUrl: string, key: string): string {
  return `${siteUrl}/browse/${key}`;
}
