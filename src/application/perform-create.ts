// Creates an issue from a dialog and copies the dialog's files to it.
import type { AttachFile, CreateIssue } from '../domain/action.ts';
import type { Bridge } from './bridge.ts';
import type { StoredDelivery } from './ledger.ts';
import type { CreatedIssue } from './ports.ts';

interface Performed {
  readonly receipt: string;
  readonly found: boolean;
}

const RECEIPT = /^([A-Z][A-Z0-9_]+-\d+) \((\d+)\)$/;

function receiptOf({ key, issueId }: CreatedIssue): string {
  return `${key} (${issueId})`;
}

/** The issue that a receipt of a creation names; null for a receipt that names none. */
export function readReceipt(receipt: string): CreatedIssue | null {
  const [, key, issueId] = RECEIPT.exec(receipt) ?? [];
  return key === undefined || issueId === undefined ? null : { key, issueId };
}

/** After an unclear try the issue is looked for by its marks first. Throws VendorError. */
export async function createIssue(
  _delivery: StoredDelivery,
  _action: CreateIssue,
  _bridge: Bridge,
): Promise<Performed> {
  throw new Error(`create_issue is not built yet ${receiptOf({ key: '', issueId: '' })}`);
}

/** Throws VendorError. */
export async function attachFile(_delivery: StoredDelivery, _action: AttachFile, _bridge: Bridge): Promise<Performed> {
  throw new Error('attach_file is not built yet');
}
