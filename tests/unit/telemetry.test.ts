// Logging and counting before their libraries are loaded: nothing is lost, and the order is kept.
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/adapters/telemetry/log.ts';
import { createMetrics } from '../../src/adapters/telemetry/metrics.ts';
import { onceLoaded } from '../../src/adapters/telemetry/once-loaded.ts';
import { errorForLog } from '../../src/application/error-for-log.ts';
import { VendorError } from '../../src/application/vendor-error.ts';

describe('what is loaded when first needed', () => {
  it('when work comes before, during and after loading, then it is done once each, in order, and loaded once', async () => {
    let loads = 0;
    const done: number[] = [];
    const withTool = onceLoaded(async () => {
      loads++;
      return (step: number) => done.push(step);
    });
    expect(loads).toBe(0);
    for (const step of [1, 2, 3]) withTool((tool) => tool(step));
    expect(done).toEqual([]);
    await new Promise<void>((resolve) => withTool(() => resolve()));
    withTool((tool) => tool(4));
    expect({ done, loads }).toEqual({ done: [1, 2, 3, 4], loads: 1 });
  });

  it('when lines are written and the log is closed at once, then every line is there with its own time', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(...chunk.toString('utf8').trim().split('\n'));
        done();
      },
    });
    const log = createLog({ level: 'info', secrets: [], stream });
    log.write('info', 'first', { n: 1 });
    log.write('debug', 'hidden', {});
    log.write('error', 'second', { n: 2 });
    await log.close();
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { at: expect.stringMatching(/^\d{4}-.*Z$/), level: 'info', event: 'first', n: 1 },
      { at: expect.stringMatching(/^\d{4}-.*Z$/), level: 'error', event: 'second', n: 2 },
    ]);
  });

  it('when things are counted before anybody asks, then the metrics tell them', async () => {
    const metrics = createMetrics(async () => ({ deliveries_parked: 2 }));
    metrics.count('deskbridge_events_total', { outcome: 'done', reason: 'noted' });
    metrics.count('deskbridge_events_total', { outcome: 'done', reason: 'noted' });
    metrics.time('deskbridge_delivery_seconds', 300, { kind: 'add_note' });
    const text = await metrics.text();
    expect(text).toContain('deskbridge_events_total{outcome="done",reason="noted"} 2');
    expect(text).toContain('deskbridge_delivery_seconds_sum{kind="add_note"} 0.3');
    expect(text).toContain('deskbridge_waiting{state="deliveries_parked"} 2');
    expect(text).toContain('process_cpu_user_seconds_total');
  });
});

describe('an error in the log', () => {
  const details = { vendor: 'jira', connection: 'jira', kind: 'rejected', inDoubt: false } as const;

  it.each([
    {
      error: new VendorError('said: SECRET WORDS', { ...details, status: 400, requestId: 'r-1' }),
      told: 'jira rejected 400 request r-1',
    },
    { error: new VendorError('SECRET WORDS', { ...details, kind: 'timeout' }), told: 'jira timeout' },
    {
      error: Object.assign(new Error('no space left'), { code: 'ENOSPC', errno: -28 }),
      told: 'Error ENOSPC: no space left',
    },
    { error: Object.assign(new TypeError('SECRET WORDS'), { stack: 'x' }), told: 'TypeError' },
    { error: 'SECRET WORDS', told: 'string' },
  ])('when it is $told, then no words of people are told', ({ error, told }) => {
    expect(errorForLog(error)).toBe(told);
  });

  it('when it is a mistake of ours, then its place is told', () => {
    expect(errorForLog(new RangeError('SECRET WORDS'))).toMatch(/^RangeError at telemetry\.test\.ts:\d+:\d+$/);
  });
});
