// Whether a failed call is tried again, and when: the whole table.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attempt, decideRetry, type RetryPolicy } from '../../src/application/decide-retry.ts';
import { VendorError, type VendorErrorDetails } from '../../src/application/vendor-error.ts';

const DAY = 86_400_000;
const POLICY: RetryPolicy = { retryFor: 7 * DAY, retryBase: 2000, inDoubtWait: 30_000, probeEvery: 15_000 };

const failed = (details: Partial<VendorErrorDetails>): VendorError =>
  new VendorError('failed', { vendor: 'jira', connection: 'jira', kind: 'unavailable', inDoubt: false, ...details });
const attempt = (given: Partial<Attempt> = {}): Attempt => ({ number: 1, since: 0, now: 1000, random: 0.5, ...given });

describe('deciding what follows from a failed call', () => {
  it.each(['rejected', 'forbidden', 'gone'] as const)('when the vendor says %s, then it is parked at once', (kind) => {
    expect(decideRetry(failed({ kind }), attempt(), POLICY)).toEqual({ kind: 'park', reason: 'vendor_refused' });
  });

  it('when the token is dead, then the connection is paused however long it takes, and nothing is parked', () => {
    const late = attempt({ now: 30 * DAY, number: 500 });
    expect(decideRetry(failed({ kind: 'auth' }), late, POLICY)).toEqual({
      kind: 'pause_connection',
      at: 30 * DAY + 15_000,
      inDoubt: false,
    });
  });

  it('when tries go on, then pauses double from two seconds to ten minutes', () => {
    const pauses = [1, 2, 3, 4, 9, 10, 11, 50, 5000].map((number) => {
      const decision = decideRetry(failed({}), attempt({ number }), POLICY);
      return decision.kind === 'retry' ? decision.at - 1000 : null;
    });
    expect(pauses).toEqual([2000, 4000, 8000, 16_000, 512_000, 600_000, 600_000, 600_000, 600_000]);
  });

  it('when the vendor asks for a pause, then it is at least that long', () => {
    const decision = decideRetry(failed({ kind: 'rate_limited', retryAfterMs: 90_000 }), attempt(), POLICY);
    expect(decision).toEqual({ kind: 'retry', at: 91_000, inDoubt: false });
    const short = decideRetry(failed({ kind: 'rate_limited', retryAfterMs: 5 }), attempt(), POLICY);
    expect(short).toMatchObject({ at: 3000 });
  });

  it('when the call may have happened, then it is left alone at least until it can be looked up', () => {
    const decision = decideRetry(failed({ kind: 'timeout', inDoubt: true }), attempt(), POLICY);
    expect(decision).toEqual({ kind: 'retry', at: 31_000, inDoubt: true });
  });

  it('when it was tried for longer than allowed, then it is parked, and not a moment sooner', () => {
    expect(decideRetry(failed({}), attempt({ now: 7 * DAY }), POLICY).kind).toBe('retry');
    expect(decideRetry(failed({}), attempt({ now: 7 * DAY + 1 }), POLICY)).toEqual({ kind: 'park', reason: 'gave_up' });
  });

  it('when the mistake is ours, then it is tried again', () => {
    expect(decideRetry(new TypeError('ours'), attempt(), POLICY)).toMatchObject({ kind: 'retry', inDoubt: false });
    expect(decideRetry('a text', attempt(), POLICY).kind).toBe('retry');
  });

  it('when anything fails at any time, then a retry lies ahead, within ten minutes and a third or what was asked for', () => {
    const kinds = fc.constantFrom('rate_limited', 'unavailable', 'timeout', 'auth', 'forbidden', 'gone', 'rejected');
    const details = fc.record({ kind: kinds, inDoubt: fc.boolean(), retryAfterMs: fc.nat(DAY) });
    const attempts = fc.record({
      number: fc.integer({ min: 1, max: 10_000 }),
      since: fc.nat(10 * DAY),
      now: fc.nat(20 * DAY),
      random: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(details, attempts, (given, tried) => {
        const decision = decideRetry(failed(given as Partial<VendorErrorDetails>), tried, POLICY);
        if (decision.kind === 'park') return;
        expect(decision.at).toBeGreaterThan(tried.now);
        expect(decision.at - tried.now).toBeLessThanOrEqual(Math.max(780_000, given.retryAfterMs));
        if (given.inDoubt && decision.kind === 'retry') expect(decision.at - tried.now).toBeGreaterThanOrEqual(30_000);
      }),
    );
  });
});
