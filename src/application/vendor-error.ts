// The one error that adapters let out: what went wrong with a vendor call, without the vendor's own error object.

export type VendorErrorKind = 'rate_limited' | 'unavailable' | 'timeout' | 'auth' | 'forbidden' | 'gone' | 'rejected';

export interface VendorErrorDetails {
  readonly vendor: 'jira' | 'intercom' | 'channel';
  readonly connection: string;
  readonly kind: VendorErrorKind;
  /** True when the call may have been carried out all the same: look before repeating it. */
  readonly inDoubt: boolean;
  readonly status?: number;
  /** How long the vendor asks us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** What is wrong with which field, in the vendor's words, by field id; where the vendor says so. */
  readonly fields?: Readonly<Record<string, string>>;
  /** The vendor's request id, so that its support can find the call. */
  readonly requestId?: string;
}

/**
 * A failed vendor call. The message names the call, the status and the vendor's own words (at most 300 characters);
 * it never holds a token: jira.js prints the bearer token when its error is inspected, so no SDK error is kept as cause.
 */
export class VendorError extends Error {
  override readonly name = 'VendorError';
  readonly details: VendorErrorDetails;

  constructor(message: string, details: VendorErrorDetails) {
    super(message);
    this.details = details;
  }
}
