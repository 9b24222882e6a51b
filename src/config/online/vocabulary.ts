/** What accounts have, as the vendors tell it; equal in shape to what the ports of the use cases give. */
import type { StatusCategory } from '../../domain/issue.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface TrackerNames {
  readonly projects: readonly (Named & { readonly key: string })[];
  readonly types: readonly Named[];
  readonly statuses: readonly (Named & { readonly category: StatusCategory })[];
  readonly priorities: readonly Named[];
  readonly resolutions: readonly Named[];
  readonly fields: readonly Named[];
}

export interface ChatNames {
  readonly teams: readonly Named[];
  readonly teammates: readonly Named[];
  readonly tags: readonly Named[];
  readonly conversationAttributes: readonly Named[];
  readonly contactAttributes: readonly Named[];
  readonly ticketStates: readonly Named[];
}

/** By name of the connection; an account that could not be asked is left out. */
export interface Vocabularies {
  readonly trackers: Readonly<Record<string, TrackerNames>>;
  readonly chats: Readonly<Record<string, ChatNames>>;
}

/** Whether a word of the config means this thing: its id, its name in any case, or the key of a project. */
export function means(word: string, thing: Named & { readonly key?: string }): boolean {
  const lower = word.toLowerCase();
  return thing.id === word || thing.name.toLowerCase() === lower || thing.key?.toLowerCase() === lower;
}
