// What a call to Jira's REST API is, and what comes back when it went well.
import type { VendorErrorKind } from '../../application/vendor-error.ts';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The path below `/rest/api/N/` with names in place of ids: for limits, logs and messages. */
  readonly route: string;
  /** The path below `/rest/api/N/`, every part of it checked or encoded. */
  readonly path: string;
  readonly params?: Readonly<Record<string, string | number | boolean>>;
  readonly data?: unknown;
  /** The issue that is written to; Jira limits the writes to one issue. */
  readonly writesTo?: string;
  /** A write to no issue that exists already. */
  readonly creates?: true;
  /** Beside those that every call has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For a call that takes longer by its nature than the others; milliseconds from its start to the answer's. */
  readonly timeoutMs?: number;
}

export interface Reply {
  readonly status: number;
  /** Parsed JSON; undefined for an empty answer. */
  readonly data: unknown;
}

/** Headers as axios gives them, with lower-case names. */
export type ReplyHeaders = Readonly<Record<string, unknown>>;

/** What is told about every call that was made, for logs and metrics. It holds no id and no text. */
export interface CallReport {
  readonly method: string;
  readonly route: string;
  /** Null when there was no answer. */
  readonly status: number | null;
  readonly ms: number;
  readonly error?: VendorErrorKind;
}

/** True for calls that may have changed something although no clear answer came. */
export function isWrite(call: Call): boolean {
  return call.writesTo !== undefined || call.creates === true;
}
