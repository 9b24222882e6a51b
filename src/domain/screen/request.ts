// What came from the inbox: who asks, in which dialog, for what, and what was typed so far.
import type { Actor } from '../refs.ts';
import type { Locale } from '../rules.ts';
import type { Ask } from './ask.ts';
import type { ScreenMemory } from './memory.ts';

export interface InboxRequest {
  readonly workspaceId: string | null;
  readonly conversationId: string | null;
  readonly teammate: Actor;
  /** The language that the request speaks of; null where it speaks of none. */
  readonly locale: Locale | null;
  /** Null for a control that is none of ours. */
  readonly ask: Ask | null;
  /** Null where the request brings none: when the app is opened. */
  readonly memory: ScreenMemory | null;
  /** What stands in the controls of the screen, by their names: the text typed, or the ids chosen. */
  readonly typed: Readonly<Record<string, readonly string[]>>;
}
