// What an account has that the config may name: read from the vendors to check names and to offer the nearest.
import type { Named } from './dialog.ts';
import type { StatusCategory } from './issue.ts';

export interface TrackerVocabulary {
  readonly projects: readonly (Named & { readonly key: string })[];
  readonly types: readonly Named[];
  readonly statuses: readonly (Named & { readonly category: StatusCategory })[];
  readonly priorities: readonly Named[];
  readonly resolutions: readonly Named[];
  readonly fields: readonly Named[];
}

export interface ChatVocabulary {
  readonly teams: readonly Named[];
  readonly teammates: readonly Named[];
  readonly tags: readonly Named[];
  readonly conversationAttributes: readonly Named[];
  readonly contactAttributes: readonly Named[];
  readonly ticketStates: readonly Named[];
}
