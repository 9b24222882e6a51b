// Refuses ids that would change the path of a call: jira.js pastes path parameters in as they are.
import { VendorError } from '../../application/vendor-error.ts';

const NUMERIC = /^\d{1,19}$/;
const KEY = /^\p{L}[\p{L}\p{N}_]{0,254}-\d{1,19}$/u;

/** The id itself. Throws VendorError `rejected`, without a call, for what is not numeric. */
export function checkId(connection: string, what: 'issue' | 'comment', id: string): string {
  if (NUMERIC.test(id)) return id;
  throw refuse(
    connection,
    `"${id.slice(0, 60)}" is not the id of ${what === 'issue' ? 'an issue' : 'a comment'}: ids are digits`,
  );
}

/** An id or a key, safe in a path. Throws VendorError `rejected`, without a call, for anything else. */
export function checkIdOrKey(connection: string, idOrKey: string): string {
  if (NUMERIC.test(idOrKey)) return idOrKey;
  if (KEY.test(idOrKey)) return encodeURIComponent(idOrKey);
  throw refuse(connection, `"${idOrKey.slice(0, 60)}" is neither the id nor the key of an issue`);
}

/** An error for what the bridge itself asked wrongly: nothing was sent. */
export function refuse(connection: string, why: string): VendorError {
  return new VendorError(why, { vendor: 'jira', connection, kind: 'rejected', inDoubt: false });
}

/** Jira's own rule is stricter, but an administrator may change it. */
const PROJECT = /^\p{L}[\p{L}\p{N}_]{0,254}$/u;

/** A project's key or id, safe in a path. Throws VendorError `rejected`, without a call, for anything else. */
export function checkProject(connection: string, keyOrId: string): string {
  if (NUMERIC.test(keyOrId) || PROJECT.test(keyOrId)) return encodeURIComponent(keyOrId);
  throw refuse(connection, `"${keyOrId.slice(0, 60)}" is neither the key nor the id of a project`);
}

/** Whether this could be the key of an issue, in any case of letters. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}
