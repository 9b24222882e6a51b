// What a log may say about an error: its kind and place, never its words, which may quote what people wrote.
import { VendorError } from './vendor-error.ts';

/** In stacks of both V8's forms: `at name (file:line:column)` and `at file:line:column`. */
const FRAME = /^\s+at .*?([\w.-]+:\d+:\d+)\)?$/m;

/** The messages of the system and of SQLite name paths, addresses and tables; others may quote what was being read. */
function isSystemError(error: Error): error is Error & { readonly code: string } {
  const { code, errno } = error as { readonly code?: unknown; readonly errno?: unknown };
  return typeof code === 'string' && (typeof errno === 'number' || code === 'ERR_SQLITE_ERROR');
}

/**
 * One short text such as `jira rejected 400`, `TypeError at note.ts:12:5` or `Error ENOSPC: no space left on device`.
 * A vendor's words stand in the ledger, where `trace` shows them.
 */
export function errorForLog(error: unknown): string {
  if (error instanceof VendorError) {
    const { vendor, kind, status, requestId } = error.details;
    const request = requestId === undefined ? '' : `request ${requestId.replaceAll(/[^\w.:-]/g, '').slice(0, 80)}`;
    return [vendor, kind, status, request].filter((part) => part !== undefined && part !== '').join(' ');
  }
  if (!(error instanceof Error)) return typeof error;
  if (isSystemError(error)) return `${error.name} ${error.code}: ${error.message}`;
  const place = FRAME.exec(error.stack ?? '')?.[1];
  return place === undefined ? error.name : `${error.name} at ${place}`;
}
