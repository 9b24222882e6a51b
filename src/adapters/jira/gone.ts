// The error of a write to an issue that is not there, when the account itself is proven well.
import { VendorError } from '../../application/vendor-error.ts';
import type { Call } from './call.ts';

export function gone(connection: string, call: Call): VendorError {
  const message = `Jira has no such issue, or hides it from the bridge's account: ${call.method} ${call.path}`;
  return new VendorError(message, { vendor: 'jira', connection, kind: 'gone', inDoubt: false, status: 404 });
}
