// How Deskbridge names the things of both vendors, and the lanes that keep what happens to them in order.

/** A point in time in milliseconds since 1970-01-01 UTC. */
export type Instant = number;

/** An issue by its numeric id: keys change when an issue moves to another project, ids don't. */
export interface IssueRef {
  readonly connection: string;
  readonly issueId: string;
}

/** A conversation. Ids are unique only inside a workspace; one connection is one workspace. */
export interface ConversationRef {
  readonly connection: string;
  readonly conversationId: string;
}

/** Who did something, as far as the vendor told. */
export interface Actor {
  /** Vendor account id (Jira accountId or Data Center key, Intercom admin or contact id). */
  readonly id: string | null;
  readonly name: string | null;
  readonly kind: 'person' | 'bot' | 'unknown';
}

export const UNKNOWN_ACTOR: Actor = { id: null, name: null, kind: 'unknown' };

/** The lane of all that happens to one issue. */
export function issueLane(issue: IssueRef): string {
  return `issue/${issue.connection}/${issue.issueId}`;
}

/** The lane of all that happens to one conversation. */
export function conversationLane(conversation: ConversationRef): string {
  return `conversation/${conversation.connection}/${conversation.conversationId}`;
}

/** The lane of what concerns a whole connection: pings, versions, unreadable payloads. */
export function connectionLane(connection: string): string {
  return `connection/${connection}/-`;
}

/** The connection that a lane writes to or is about. */
export function connectionOfLane(lane: string): string {
  return lane.split('/')[1] ?? '';
}

export function sameConversation(a: ConversationRef, b: ConversationRef): boolean {
  return a.connection === b.connection && a.conversationId === b.conversationId;
}
