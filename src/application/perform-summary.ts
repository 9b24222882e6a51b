// Writes the living summary of an issue.
import type { PutSummary } from '../domain/action.ts';
import type { Bridge } from './bridge.ts';
import type { StoredDelivery } from './ledger.ts';

/** Edits our one comment in place, or writes it for the first time. Throws VendorError. */
export async function putSummary(
  _delivery: StoredDelivery,
  _action: PutSummary,
  _bridge: Bridge,
): Promise<{ readonly receipt: string; readonly found: boolean }> {
  throw new Error('put_summary is not built yet');
}
