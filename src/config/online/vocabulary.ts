/** What the accounts of a config have, and whether a word of the config means one of them. */
import type { Named } from '../../domain/dialog.ts';
import type { ChatVocabulary, TrackerVocabulary } from '../../domain/vocabulary.ts';

/** By name of the connection; an account that could not be asked is left out. */
export interface Vocabularies {
  readonly trackers: Readonly<Record<string, TrackerVocabulary>>;
  readonly chats: Readonly<Record<string, ChatVocabulary>>;
}

/** Whether a word of the config means this thing: its id, its name in any case, or the key of a project. */
export function means(word: string, thing: Named & { readonly key?: string }): boolean {
  const lower = word.toLowerCase();
  return thing.id === word || thing.name.toLowerCase() === lower || thing.key?.toLowerCase() === lower;
}
