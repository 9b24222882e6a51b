// The bridge's own account: who it is, and whether its token is alive, without which a 404 proves nothing.
import type { Account } from '../../application/ports.ts';
import { VendorError } from '../../application/vendor-error.ts';
import type { Call, Reply } from './call.ts';
import { idOfUser, userSchema } from './people.ts';
import type { Session } from './session.ts';

/** So long a proof that the token is alive is believed. */
const PROOF_LASTS = 30_000;
const MYSELF: Call = { method: 'GET', route: 'myself', path: 'myself' };

export interface OurAccount {
  /** Asks Jira; throws VendorError, `auth` when the token is dead. */
  read(): Promise<Account>;
  /** The account as it was last read, else as Jira tells it now. */
  known(): Promise<Account>;
  /**
   * The answer, or null when Jira says "not there" while the token is alive. With a dead token Jira hides what is there,
   * so the 404 is believed only after `/myself` answered well within the last 30 s.
   */
  sendProven(call: Call): Promise<Reply | null>;
}

export function createOurAccount(session: Session, now: () => number): OurAccount {
  let last: { account: Account; at: number } | null = null;

  const read = async (): Promise<Account> => {
    last = null;
    const reply = await session.send(MYSELF);
    const account = accountOf(reply);
    if (account === null) throw session.complain(reply, MYSELF, 'an account');
    last = { account, at: now() };
    return account;
  };

  return {
    read,
    known: async () => last?.account ?? (await read()),
    async sendProven(call) {
      try {
        return await session.send(call);
      } catch (error) {
        if (!(error instanceof VendorError) || error.details.kind !== 'gone') throw error;
        if (last === null || now() - last.at > PROOF_LASTS) await read();
        return null;
      }
    },
  };
}

function accountOf(reply: Reply): Account | null {
  const user = userSchema.parse(reply.data);
  const id = idOfUser(user);
  return id === null ? null : { id, name: user?.displayName ?? user?.name ?? id };
}
