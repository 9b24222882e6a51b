// A link: this conversation waits for that issue.
import type { Actor, ConversationRef, Instant, IssueRef } from './refs.ts';

export type LinkOrigin = 'issue_text' | 'comment' | 'note' | 'api' | 'inbox_app' | 'created';

export interface Link {
  readonly id: string;
  readonly conversation: ConversationRef;
  readonly issue: IssueRef;
  /** The key when last seen: only for people to read. */
  readonly issueKey: string;
  readonly origin: LinkOrigin;
  readonly createdAt: Instant;
  /** The teammate who set it; null where nobody in the chat did. */
  readonly by: Actor | null;
  /** When an operator promised to come back, and who; null without a promise. */
  readonly promise: LinkPromise | null;
  /** When somebody took the link away; the row stays so that a URL left in the issue doesn't link again. */
  readonly unlinkedAt: Instant | null;
}

export interface LinkPromise {
  readonly dueAt: Instant;
  readonly by: Actor;
}

/** Jira updates the remote link with the same `globalId` instead of adding a second one. */
export function remoteLinkId(workspaceId: string, conversationId: string): string {
  return `intercom:conversation:${workspaceId}:${conversationId}`;
}
