// What Deskbridge remembers of the vendors' things: what it last told, not what is true now.
import type { ConversationState } from './conversation.ts';
import type { IssueSnapshot } from './issue.ts';
import type { ConversationRef, Instant, IssueRef } from './refs.ts';

export interface KnownIssue extends IssueRef {
  /** The snapshot that the linked dialogs were last told about. */
  readonly told: IssueSnapshot;
  readonly state: 'seen' | 'deleted' | 'inaccessible';
  /** When the last note about it was planned; what follows within the digest window joins the next note. */
  readonly lastNotedAt: Instant | null;
}

export interface KnownComment extends IssueRef {
  readonly commentId: string;
  readonly author: string | null;
  /** Tells whether the text changed without keeping the text. */
  readonly fingerprint: string;
  readonly updatedAt: Instant;
  readonly state: 'mirrored' | 'ours' | 'withheld' | 'deleted';
}

export interface KnownConversation extends ConversationRef {
  readonly state: ConversationState;
  readonly snoozedUntil: Instant | null;
  readonly deleted: boolean;
  readonly at: Instant;
}

/** The living summary of an issue as we wrote it last. */
export interface KnownSummary extends IssueRef {
  /** Null while there is no comment. */
  readonly commentId: string | null;
  /** What was written, in short; `summary/written.ts` reads it. */
  readonly fingerprint: string;
  readonly writtenAt: Instant;
}

/** A short fingerprint of a text (FNV-1a, 2 × 32 bit): to notice an edit, not to resist an attacker. */
export function fingerprint(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ (unit + index), 0x01000193);
  }
  return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0');
}
