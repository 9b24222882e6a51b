// What rules, templates and new issues may know of a dialog beyond its state: read by API when something asks for it.
import type { ConversationState } from './conversation.ts';
import type { Document } from './document/document.ts';
import type { Actor, ConversationRef, Instant } from './refs.ts';

/** A thing of the workspace by id and name: a team, a teammate, a tag, a company. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export type AttributeValue = string | number | boolean | null;

export interface Customer {
  readonly id: string;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** The contact's owner (a teammate), where one is set. */
  readonly ownerId: string | null;
  readonly company: (Named & { readonly plan: string | null; readonly monthlySpend: number | null }) | null;
  /** Custom attributes by name. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export interface DialogDetails extends ConversationRef {
  readonly url: string;
  readonly title: string;
  readonly state: ConversationState;
  readonly snoozedUntil: Instant | null;
  readonly createdAt: Instant;
  readonly tags: readonly Named[];
  readonly team: Named | null;
  readonly teammate: Named | null;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly customer: Customer | null;
  /** How many other contacts take part. */
  readonly otherContacts: number;
  readonly rating: number | null;
  /** When the customer wrote last, where the vendor tells. */
  readonly lastReplyAt?: Instant | null;
  /** The ticket that the conversation is, if it is one. */
  readonly ticketId: string | null;
}

/** A file that somebody sent in a dialog. */
export interface DialogAttachment {
  /** Stable within the conversation: part id and position. */
  readonly id: string;
  readonly partId: string;
  readonly name: string;
  readonly url: string;
  readonly contentType: string | null;
  /** Bytes; null where the vendor doesn't say. */
  readonly size: number | null;
  /** An image that stands inside the text, as signatures' logos do. */
  readonly inline: boolean;
}

export interface DialogMessage {
  readonly partId: string;
  readonly kind: 'customer' | 'teammate' | 'bot' | 'note';
  readonly author: Actor;
  readonly at: Instant;
  readonly body: Document;
  readonly attachments: readonly DialogAttachment[];
}

/** All that a new issue is made of; messages oldest first, the first being what the customer wrote at the beginning. */
export interface DialogContent {
  readonly details: DialogDetails;
  readonly messages: readonly DialogMessage[];
}
