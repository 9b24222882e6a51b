// What all methods about the conversations of one workspace share, and the call that believes "not found" only with proof.
import { VendorError, type VendorErrorKind } from '../../application/vendor-error.ts';
import type { Accounts } from './account.ts';
import type { Call, Caller, CallerOptions } from './caller.ts';
import type { Lists } from './lists.ts';
import type { Names } from './names.ts';
import type { Workspace } from './snapshot.ts';

export interface ConversationsOptions extends CallerOptions, Workspace {
  /** The teammate in whose name notes are written. */
  readonly authorAdminId: string;
}

export interface Desk {
  readonly options: ConversationsOptions;
  readonly caller: Caller;
  readonly accounts: Accounts;
  readonly names: Names;
  readonly lists: Lists;
}

export function isKind(error: unknown, ...kinds: readonly VendorErrorKind[]): error is VendorError {
  return error instanceof VendorError && kinds.includes(error.details.kind);
}

/** A call about one thing. "Not found" is believed only while the account is proven to be alive. */
export async function callProven<T>(desk: Desk, call: Call<T>): Promise<T> {
  try {
    return await desk.caller.call(call);
  } catch (error) {
    if (isKind(error, 'gone')) {
      await desk.accounts.prove();
    }
    throw error;
  }
}

/** A refusal that the adapter itself decides on: nothing was sent, and sending it again would not help. */
export function refuse(desk: Desk, message: string): VendorError {
  return new VendorError(message, {
    vendor: 'intercom',
    connection: desk.options.connection,
    kind: 'rejected',
    inDoubt: false,
  });
}
