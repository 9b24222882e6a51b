// When a call to Jira may be made: Cloud's reasons and windows, Data Center's bucket, and when not to wait at all.
import { describe, expect, test } from 'vitest';
import type { Call } from '../../src/adapters/jira/call.ts';
import { createLimits } from '../../src/adapters/jira/limits.ts';
import { readRetryAfter } from '../../src/adapters/jira/read-answer.ts';
import { VendorError } from '../../src/application/vendor-error.ts';

const read = (): Call => ({ method: 'GET', route: 'issue/{id}', path: 'issue/1' });
const list: Call = { method: 'GET', route: 'issue/{id}/comment', path: 'issue/1/comment' };
const write = (issue: string): Call => ({ method: 'POST', route: 'issue/{id}/comment', path: 'x', writesTo: issue });

/** Limits whose clock moves by sleeping, and by hand. */
function limitsAt(edition: 'cloud' | 'data-center') {
  let time = 1_000_000;
  const limits = createLimits({
    connection: 'jira',
    edition,
    now: () => time,
    sleep: async (ms) => {
      time += ms;
    },
  });
  const start = time;
  return {
    ...limits,
    elapsed: () => time - start,
    pass: (ms: number) => {
      time += ms;
    },
    /** One whole call that is answered well. */
    call: async (call: Call, headers: Record<string, string> = {}) => {
      await limits.acquire(call);
      limits.settle(call, 200, headers);
    },
    refusal: async (call: Call) => {
      const error: unknown = await limits.acquire(call).catch((thrown: unknown) => thrown);
      if (error === undefined) limits.settle(call, 200, {});
      return error instanceof VendorError ? error.details : error;
    },
  };
}

type FakeLimits = ReturnType<typeof limitsAt>;
const meet429 = async (limits: FakeLimits, call: Call, headers: Record<string, string>) => {
  await limits.acquire(call);
  limits.settle(call, 429, headers);
};
const tooMany = (retryAfterMs: number) => ({
  vendor: 'jira',
  connection: 'jira',
  kind: 'rate_limited',
  inDoubt: false,
  retryAfterMs,
});

describe('after a 429 of Jira Cloud', () => {
  test.each(['jira-quota-global-based', 'jira-quota-tenant-based', undefined])(
    'when the reason is %s, then every call stays away',
    async (reason) => {
      const limits = limitsAt('cloud');
      await meet429(limits, read(), {
        'retry-after': '60',
        ...(reason === undefined ? {} : { 'ratelimit-reason': reason }),
      });
      expect(await limits.refusal(list)).toEqual(tooMany(60_000));
      limits.pass(59_000);
      await limits.call(list);
      expect(limits.elapsed()).toBe(60_000);
    },
  );

  test('when it was a burst, then only the same endpoint with the same method stays away', async () => {
    const limits = limitsAt('cloud');
    await meet429(limits, read(), { 'retry-after': '30', 'ratelimit-reason': 'jira-burst-based' });
    expect(await limits.refusal(read())).toEqual(tooMany(30_000));
    expect(await limits.refusal(list)).toBeUndefined();
    expect(limits.elapsed()).toBe(0);
  });

  test('when it was the writes to one issue, then only writes to that issue stay away', async () => {
    const limits = limitsAt('cloud');
    await meet429(limits, write('1'), { 'retry-after': '30', 'ratelimit-reason': 'jira-per-issue-on-write' });
    expect(await limits.refusal(write('1'))).toEqual(tooMany(30_000));
    expect(await limits.refusal(write('2'))).toBeUndefined();
    expect(await limits.refusal(read())).toBeUndefined();
  });

  test('when the wait is short, then the call waits it out', async () => {
    const limits = limitsAt('cloud');
    await meet429(limits, read(), { 'retry-after': '2' });
    await limits.call(read());
    expect(limits.elapsed()).toBe(2_000);
  });

  test('when a shorter pause follows a longer one, then the longer one counts', async () => {
    const limits = limitsAt('cloud');
    await limits.acquire(read());
    await limits.acquire(read());
    limits.settle(read(), 429, { 'retry-after': '60' });
    limits.settle(read(), 429, { 'retry-after': '1' });
    expect(await limits.refusal(read())).toEqual(tooMany(60_000));
  });
});

describe('writes to one issue on Cloud', () => {
  test('when many come at once, then never more than 20 are in any 2 s nor 100 in any 30 s', async () => {
    const limits = limitsAt('cloud');
    const times: number[] = [];
    while (times.length < 250) {
      const error = await limits.refusal(write('1'));
      if (error === undefined) times.push(limits.elapsed());
      else limits.pass(1_000);
    }
    const within = (ms: number) =>
      Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + ms).length));
    expect(within(2_000)).toBeLessThanOrEqual(20);
    expect(within(30_000)).toBeLessThanOrEqual(100);
    // Not slower than needed either: above nine tenths of what the vendor allows.
    expect(times.at(-1)).toBeLessThan((250 / 100) * 30_000 * 1.1);
  });

  test('when they go to many issues, then none waits', async () => {
    const limits = limitsAt('cloud');
    for (let n = 0; n < 2_000; n += 1) await limits.call(write(String(n % 1_000)));
    expect(limits.elapsed()).toBe(0);
  });
});

describe('the bucket of Data Center', () => {
  const bucket = (remaining: number) => ({
    'x-ratelimit-limit': '10',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-fillrate': '2',
    'x-ratelimit-interval-seconds': '1',
    'retry-after': '0',
  });

  test('when no answer told of one, then nothing waits', async () => {
    const limits = limitsAt('data-center');
    for (let n = 0; n < 100; n += 1) await limits.call(read());
    expect(limits.elapsed()).toBe(0);
  });

  test('when it is empty, then a call waits for the next filling', async () => {
    const limits = limitsAt('data-center');
    await limits.call(read(), bucket(0));
    await limits.acquire(read());
    expect(limits.elapsed()).toBe(1_000);
    await limits.acquire(read());
    expect(limits.elapsed()).toBe(1_000);
    await limits.acquire(read());
    expect(limits.elapsed()).toBe(2_000);
  });

  test('when calls are under way that the server has not counted, then their tokens are not given away', async () => {
    const limits = limitsAt('data-center');
    await limits.call(read(), bucket(2));
    await limits.acquire(read());
    await limits.acquire(read());
    expect(limits.elapsed()).toBe(0);
    await limits.acquire(read());
    expect(limits.elapsed()).toBe(1_000);
  });

  test('when it refuses all the same, then everything stays away as long as it says', async () => {
    const limits = limitsAt('data-center');
    await meet429(limits, read(), { ...bucket(0), 'retry-after': '20' });
    expect(await limits.refusal(list)).toEqual(tooMany(20_000));
  });

  test('when the site gives 5 calls a second, then a hundred calls meet no refusal and take no longer than needed', async () => {
    const limits = limitsAt('data-center');
    let tokens = 5;
    let filled = 0;
    for (let n = 0; n < 100; n += 1) {
      await limits.acquire(read());
      const seconds = Math.floor(limits.elapsed() / 1_000);
      tokens = Math.min(5, tokens + (seconds - filled) * 5);
      filled = seconds;
      expect(tokens).toBeGreaterThan(0);
      tokens -= 1;
      limits.settle(read(), 200, {
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': String(tokens),
        'x-ratelimit-fillrate': '5',
        'x-ratelimit-interval-seconds': '1',
      });
    }
    expect(limits.elapsed()).toBeLessThanOrEqual(21_000);
  });

  test('when the headers are nonsense, then there is no bucket', async () => {
    const limits = limitsAt('data-center');
    await limits.call(read(), { ...bucket(0), 'x-ratelimit-fillrate': '0' });
    await limits.call(read(), { ...bucket(0), 'x-ratelimit-interval-seconds': 'soon' });
    await limits.call(read());
    expect(limits.elapsed()).toBe(0);
  });
});

describe('how long a vendor asks to wait', () => {
  const NOW = Date.parse('2026-11-05T10:30:00Z');
  test.each([
    ['seconds', { 'retry-after': '12' }, 12_000],
    ['a date', { 'retry-after': 'Thu, 05 Nov 2026 10:31:00 GMT' }, 60_000],
    ['a date gone by', { 'retry-after': 'Thu, 05 Nov 2026 10:00:00 GMT' }, 0],
    [
      'the end of a quota',
      { 'retry-after': '5', 'ratelimit-reason': 'jira-quota-global-based', 'x-ratelimit-reset': '2026-11-05T11:00Z' },
      1_800_000,
    ],
    ['the header of the new scheme', { 'beta-retry-after': '3' }, 3_000],
    ['more than a day', { 'retry-after': '999999999' }, 86_400_000],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
    ['nothing', {}, undefined],
    ['a bucket of Data Center that is no date', { 'x-ratelimit-reset': '2026-11-05T11:00Z' }, undefined],
  ])('when it is %s, then it is understood', (_, headers, expected) => {
    expect(readRetryAfter(headers, NOW)).toBe(expected);
  });
});
