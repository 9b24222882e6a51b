// Writes to fields of an issue that exists, and says in words what Jira would not take.
import type { Applied } from '../../application/ports.ts';
import { VendorError } from '../../application/vendor-error.ts';
import type { IssueRef } from '../../domain/refs.ts';
import type { OurAccount } from './account.ts';
import type { Call, Reply } from './call.ts';
import { gone } from './gone.ts';
import { checkId } from './ids.ts';
import { toLabel } from './labels.ts';

/**
 * Sends a change; null when it went well, else Jira's words for refusing it (400). A 409 means that somebody else was
 * writing at that moment: it is `unavailable`, to be tried again. Throws VendorError, `gone` for the issue.
 */
export async function sendChange(call: Call, connection: string, account: OurAccount): Promise<string | null> {
  let reply: Reply | null;
  try {
    reply = await account.sendProven(call);
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    if (error.details.status === 400) return refusalOf(error);
    if (error.details.status === 409) throw new VendorError(error.message, { ...error.details, kind: 'unavailable' });
    throw error;
  }
  if (reply === null) throw gone(connection, call);
  return null;
}

/** Jira's own words without the call around them. */
function refusalOf({ message }: VendorError): string {
  return /^Jira answered 400 "(.*)" to /s.exec(message)?.[1] ?? 'Jira refuses it without saying why';
}

/** Adds or removes one label; a label that is there already, or is not there, is left as it is. Throws VendorError. */
export async function setLabel(
  connection: string,
  issue: IssueRef,
  given: { readonly label: string; readonly present: boolean },
  account: OurAccount,
): Promise<Applied> {
  const label = toLabel(given.label);
  if (label === '') return { done: false, note: 'a label has at least one character' };
  const operation = given.present ? { add: label } : { remove: label };
  const refusal = await sendChange(
    editCall(connection, issue, { update: { labels: [operation] } }),
    connection,
    account,
  );
  if (refusal !== null) return { done: false, note: refusal };
  return { done: true, note: `${given.present ? 'added' : 'removed'} the label "${label}"` };
}

/** An edit with these fields or operations. */
export function editCall(connection: string, issue: IssueRef, data: Readonly<Record<string, unknown>>): Call {
  const id = checkId(connection, 'issue', issue.issueId);
  return { method: 'PUT', route: 'issue/{id}', path: `issue/${id}`, data, writesTo: id };
}
