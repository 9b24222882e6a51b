// Reads what the accounts call their things, and holds the names of a config against it.
import type { Bridge } from '../application/bridge.ts';
import type { ChatVocabulary, TrackerVocabulary } from '../domain/vocabulary.ts';
import { checkOnline, type OnlineFinding } from '../config/check-online.ts';
import type { Settings } from '../config/settings.ts';
import { openBridge } from '../main.ts';
import { wordsOf } from './problem.ts';

export interface OnlineCheck {
  readonly findings: readonly OnlineFinding[];
  /** Accounts that could not be read: their names were not looked at. */
  readonly unread: readonly { readonly connection: string; readonly why: string }[];
}

/** One after another: three accounts at once would be three tokens' limits at once. Never throws for an account. */
export async function checkNames({ config }: Settings, bridge: Bridge): Promise<OnlineCheck> {
  const trackers: Record<string, TrackerVocabulary> = {};
  const chats: Record<string, ChatVocabulary> = {};
  const unread: { connection: string; why: string }[] = [];
  for (const connection of bridge.connections.values()) {
    try {
      if (connection.kind === 'jira') trackers[connection.name] = await connection.issues.vocabulary();
      else chats[connection.name] = await connection.conversations.vocabulary();
    } catch (error) {
      unread.push({ connection: connection.name, why: wordsOf(error) });
    }
  }
  return { findings: checkOnline(config, { trackers, chats }), unread };
}

/** Runs `work` with the connections of a config and no database of the service. */
export async function withAccounts<T>(settings: Settings, work: (bridge: Bridge) => Promise<T>): Promise<T> {
  const environment = { ...settings.environment, databaseUrl: 'sqlite::memory:' };
  const { bridge, close } = await openBridge({ ...settings, environment });
  try {
    return await work(bridge);
  } finally {
    await close();
  }
}
