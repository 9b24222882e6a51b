// Names the people and programs that Jira tells of, on Cloud by account id and on Data Center by user key.
import { z } from 'zod';
import type { Actor } from '../../domain/refs.ts';
import { UNKNOWN_ACTOR } from '../../domain/refs.ts';

const text = z.string().min(1).optional().catch(undefined);

/** A user as both editions write it; e-mail addresses are hidden or `"?"` at will, so they are not read at all. */
export const userSchema = z
  .object({ accountId: text, key: text, name: text, displayName: text, accountType: text })
  .optional()
  .catch(undefined);

export type User = z.infer<typeof userSchema>;

/** Cloud has only the account id; on Data Center the key survives a renaming, the name does not. */
export function idOfUser(user: User): string | null {
  return user?.accountId ?? user?.key ?? user?.name ?? null;
}

/** `ourAccountId` is the bridge's own account, which is a bot whatever Jira takes it for. */
export function actorOf(user: User, ourAccountId: string | null = null): Actor {
  if (user === undefined) return UNKNOWN_ACTOR;
  const id = idOfUser(user);
  const name = user.displayName ?? user.name ?? null;
  if (id === null) return { id, name, kind: 'unknown' };
  const isBot = user.accountType === 'app' || id === ourAccountId;
  return { id, name, kind: isBot ? 'bot' : 'person' };
}
