// The one place that says whether a failed call is tried again, and when.
import { VendorError } from './vendor-error.ts';

export interface Attempt {
  /** How many times it was tried, this one included. */
  readonly number: number;
  /** When trying began, epoch milliseconds. */
  readonly since: number;
  readonly now: number;
  /** From 0 to 1: spreads retries of many lanes. */
  readonly random: number;
}

export interface RetryPolicy {
  readonly retryFor: number;
  readonly retryBase: number;
  readonly inDoubtWait: number;
  readonly probeEvery: number;
}

export type RetryDecision =
  | { readonly kind: 'retry'; readonly at: number; readonly inDoubt: boolean }
  | { readonly kind: 'pause_connection'; readonly at: number; readonly inDoubt: boolean }
  | { readonly kind: 'park'; readonly reason: 'vendor_refused' | 'gave_up' };

const MAX_DELAY_MS = 10 * 60_000;

/** Doubles from the base to ten minutes, ±30 % so that lanes don't come back together. */
function backoff(attempt: Attempt, base: number): number {
  const delay = Math.min(MAX_DELAY_MS, base * 2 ** Math.min(attempt.number - 1, 20));
  return Math.round(delay * (0.7 + 0.6 * attempt.random));
}

/** What follows from a failed call. An error that is not a VendorError is our own mistake and is tried a little. */
export function decideRetry(error: unknown, attempt: Attempt, policy: RetryPolicy): RetryDecision {
  const details = error instanceof VendorError ? error.details : null;
  const inDoubt = details?.inDoubt ?? false;
  if (details?.kind === 'auth') {
    return { kind: 'pause_connection', at: attempt.now + policy.probeEvery, inDoubt };
  }
  if (details?.kind === 'rejected' || details?.kind === 'forbidden' || details?.kind === 'gone') {
    return { kind: 'park', reason: 'vendor_refused' };
  }
  if (attempt.now - attempt.since > policy.retryFor) return { kind: 'park', reason: 'gave_up' };
  const asked = details?.retryAfterMs ?? 0;
  const least = inDoubt ? Math.max(asked, policy.inDoubtWait) : asked;
  return { kind: 'retry', at: attempt.now + Math.max(least, backoff(attempt, policy.retryBase)), inDoubt };
}
