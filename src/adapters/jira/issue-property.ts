// Keeps data of ours on an issue, where people don't see it and other programs can read it.
import type { IssueRef } from '../../domain/refs.ts';
import type { OurAccount } from './account.ts';
import type { Call } from './call.ts';
import { gone } from './gone.ts';
import { checkId, refuse } from './ids.ts';

const LONGEST_KEY = 255;
const LONGEST_VALUE = 32_768;

/**
 * Replaces the property as a whole. Throws VendorError: `rejected`, without a call, for a key of more than 255 characters
 * or a value that is not JSON or longer than 32,768 characters; `gone` for the issue.
 */
export async function putProperty(
  connection: string,
  issue: IssueRef,
  property: { readonly key: string; readonly value: unknown },
  account: OurAccount,
): Promise<void> {
  const { key, value } = property;
  if (key === '' || key.length > LONGEST_KEY)
    throw refuse(connection, `the key of a property has 1 to ${LONGEST_KEY} characters, this one has ${key.length}`);
  const data: string | undefined = JSON.stringify(value);
  if (data === undefined) throw refuse(connection, `the property ${key} is given a value that JSON can't hold`);
  if (data.length > LONGEST_VALUE)
    throw refuse(connection, `the property ${key} takes ${LONGEST_VALUE} characters, this value has ${data.length}`);
  const id = checkId(connection, 'issue', issue.issueId);
  const call: Call = {
    method: 'PUT',
    route: 'issue/{id}/properties/{key}',
    path: `issue/${id}/properties/${encodeURIComponent(key)}`,
    data,
    writesTo: id,
  };
  if ((await account.sendProven(call)) === null) throw gone(connection, call);
}
