// Creates an issue from a dialog and copies the dialog's files to it.
import type { AttachFile, CreateIssue } from '../domain/action.ts';
import type { Bridge } from './bridge.ts';
import type { StoredDelivery } from './ledger.ts';

interface Performed {
  readonly receipt: string;
  readonly found: boolean;
}

/** After an unclear try the issue is looked for by its marks first. Throws VendorError. */
export async function createIssue(_delivery: StoredDelivery, _action: CreateIssue, _bridge: Bridge): Promise<Performed> {
  throw new Error('create_issue is not built yet');
}

/** Throws VendorError. */
export async function attachFile(_delivery: StoredDelivery, _action: AttachFile, _bridge: Bridge): Promise<Performed> {
  throw new Error('attach_file is not built yet');
}
