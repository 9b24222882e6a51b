// Tells a place that is forbidden from an account that is: a revoked token may answer 403 to everything.
import type { Bridge } from './bridge.ts';
import { VendorError } from './vendor-error.ts';

/**
 * The error to go on with: an `auth` error when the account itself is refused too, so that the connection is paused and
 * nothing is given up; otherwise the same error. Asks the vendor once, only after a 403. Never throws.
 */
export async function unmaskDeadToken(error: unknown, bridge: Bridge): Promise<unknown> {
  if (!(error instanceof VendorError) || error.details.kind !== 'forbidden') return error;
  const connection = bridge.connections.get(error.details.connection);
  if (connection === undefined) return error;
  try {
    await (connection.kind === 'jira' ? connection.issues.account() : connection.conversations.account());
    return error;
  } catch (refusal) {
    const kind = refusal instanceof VendorError ? refusal.details.kind : null;
    const isDead = kind === 'auth' || kind === 'forbidden';
    return isDead ? new VendorError(error.message, { ...error.details, kind: 'auth' }) : error;
  }
}
