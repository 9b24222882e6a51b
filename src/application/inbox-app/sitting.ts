// One request of the inbox app while it is being answered: who asks where, what they see, and until when.
import type { ConversationRef, Actor, Instant } from '../../domain/refs.ts';
import { freshMemory, type ScreenMemory } from '../../domain/screen/memory.ts';
import type { Viewer } from '../../domain/screen/view.ts';
import { type ScreenTexts, screenTextsOf } from '../../domain/texts/screen-texts.ts';
import type { Bridge } from '../bridge.ts';
import type { Conversations, Issues } from '../ports.ts';
import type { Recent } from './recent.ts';

export interface Sitting {
  readonly bridge: Bridge;
  /** What was read lately for whomever. */
  readonly recent: Recent;
  readonly conversation: ConversationRef;
  readonly teammate: Actor;
  readonly viewer: Viewer;
  /** As it came back, with what was typed since. */
  readonly memory: ScreenMemory;
  /** When the answer has to be ready. */
  readonly until: Instant;
}

/** The answer is late: nothing is known about how the work will end. */
export const LATE = Symbol('late');

/** The result, or LATE after `ms`; the work goes on, and how it ends then is nobody's business here. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), Math.max(0, ms));
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds that are left for the answer. */
export function timeLeft({ bridge, until }: Pick<Sitting, 'bridge' | 'until'>): number {
  return Math.max(0, until - bridge.now());
}

export function textsFor({ viewer }: Pick<Sitting, 'viewer'>): ScreenTexts {
  return screenTextsOf(viewer.locale);
}

/** A memory for new clicks, that still holds what was typed into an unfinished form. */
export function renewed({ bridge, memory }: Sitting): ScreenMemory {
  const { draft, cut, eventId } = memory;
  return { ...freshMemory(bridge.newId('ev')), draft, cut, eventId };
}

/** The same without anything typed: what was begun is done. */
export function emptied({ bridge }: Sitting): ScreenMemory {
  return freshMemory(bridge.newId('ev'));
}

/** The tracker of that name; null when the config has none. */
export function trackerOf(connection: string, bridge: Bridge): Issues | null {
  const found = bridge.connections.get(connection);
  return found?.kind === 'jira' ? found.issues : null;
}

/** The chat that the request came from. */
export function chatOf({ bridge, conversation }: Sitting): Conversations | null {
  const found = bridge.connections.get(conversation.connection);
  return found?.kind === 'intercom' ? found.conversations : null;
}
