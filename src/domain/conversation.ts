// A conversation as Deskbridge needs it.
import type { Document } from './document/document.ts';
import type { Actor, Instant } from './refs.ts';

export type ConversationState = 'open' | 'closed' | 'snoozed';

/** One part of a conversation that carries text. */
export interface ConversationPart {
  readonly id: string;
  readonly kind: 'note' | 'comment' | 'other';
  readonly author: Actor;
  readonly body: Document;
  readonly createdAt: Instant;
}

/** What a conversation looks like at the moment it was read. */
export interface ConversationSnapshot {
  readonly connection: string;
  readonly conversationId: string;
  readonly url: string;
  /** Its title, else the beginning of the first message, at most 120 characters. */
  readonly title: string;
  readonly state: ConversationState;
  readonly snoozedUntil: Instant | null;
  /** The most recent parts, oldest first (the vendor gives at most 500). */
  readonly parts: readonly ConversationPart[];
  readonly updatedAt: Instant;
}
