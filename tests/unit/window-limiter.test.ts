// The limiter of fixed windows, call by call: order, priority, reports out of order, refusals and lost answers.
import { describe, expect, it } from 'vitest';
import { type LimitReport, type Permit, type Priority, WindowLimiter } from '../../src/kit/window-limiter.ts';

const START = 1_700_000_000_000;

function begin(more: { defaultLimit?: number; ceiling?: number } = {}) {
  let now = START;
  let timers: { at: number; run: () => void }[] = [];
  const limiter = new WindowLimiter({
    now: () => now,
    setTimer: (run, ms) => timers.push({ at: now + ms, run }),
    defaultLimit: 100,
    windowMs: 10_000,
    ...more,
  });
  const granted: { name: string; permit: Permit }[] = [];
  return {
    limiter,
    names: () => granted.map((one) => one.name),
    permit: (name: string): Permit => {
      const found = granted.find((one) => one.name === name);
      if (found === undefined) throw new Error(`${name} was not let through`);
      return found.permit;
    },
    async ask(name: string, priority?: Priority) {
      void limiter.acquire(priority).then((permit) => granted.push({ name, permit }));
      await null;
      await null;
    },
    async tell(permit: Permit, remaining: number | null, resetInMs = 5000) {
      const report: LimitReport | null =
        remaining === null
          ? null
          : { remaining, resetAt: START + resetInMs, serverTime: Math.floor(now / 1000) * 1000 };
      limiter.observe(permit, report);
      await null;
      await null;
    },
    async pass(ms: number) {
      now += ms;
      const due = timers.filter((timer) => timer.at <= now);
      timers = timers.filter((timer) => timer.at > now);
      for (const timer of due) timer.run();
      await null;
      await null;
    },
  };
}

async function askAll(test: ReturnType<typeof begin>, names: string, priority?: Priority): Promise<void> {
  for (const name of names.split(' ')) {
    await test.ask(name, priority);
  }
}

describe('WindowLimiter', () => {
  it('when nothing is known of the window, then one call goes first and its answer lets the others go', async () => {
    const test = begin();
    await askAll(test, 'a b c');
    expect(test.names()).toEqual(['a']);
    expect(test.permit('a').probe).toBe(true);
    await test.tell(test.permit('a'), 900);
    expect(test.names()).toEqual(['a', 'b', 'c']);
    expect(test.permit('b').probe).toBe(false);
  });

  it('when calls wait, then high goes before low and each in its order', async () => {
    const test = begin();
    await test.ask('first');
    await askAll(test, 'low1 low2', 'low');
    await askAll(test, 'high1 high2', 'high');
    await test.tell(test.permit('first'), 900);
    expect(test.names()).toEqual(['first', 'high1', 'high2', 'low1', 'low2']);
  });

  it('when answers come out of order, then the lowest count of the window holds', async () => {
    const test = begin();
    await askAll(test, 'a b c d e f g h i j k');
    await test.tell(test.permit('a'), 12);
    // 12 are left and one is spare: at most 8 of them in flight at once.
    expect(test.names()).toHaveLength(9);
    await test.tell(test.permit('c'), 3);
    await test.tell(test.permit('b'), 11);
    expect(test.names()).toHaveLength(9);
  });

  it('when the window is spent, then the next call waits until the window is certainly over, and goes alone', async () => {
    const test = begin();
    await askAll(test, 'a b c');
    await test.tell(test.permit('a'), 1);
    expect(test.names()).toEqual(['a']);
    await test.pass(5900);
    expect(test.names()).toEqual(['a']);
    await test.pass(1200);
    expect(test.names()).toEqual(['a', 'b']);
    await test.tell(test.permit('b'), 99, 15_000);
    expect(test.names()).toEqual(['a', 'b', 'c']);
  });

  it('when an answer of an older window arrives late, then it changes nothing', async () => {
    const test = begin();
    await askAll(test, 'a b');
    await test.tell(test.permit('a'), 900);
    await test.ask('c');
    await test.tell(test.permit('b'), 899, 15_000);
    await test.tell(test.permit('c'), 0, 5000);
    await test.ask('d');
    expect(test.names()).toContain('d');
  });

  it('when a call was refused, then nothing goes out until the penalty is over', async () => {
    const test = begin();
    await test.ask('a');
    await test.tell(test.permit('a'), 900);
    test.limiter.penalise(3000);
    await test.ask('b');
    await test.pass(2900);
    expect(test.names()).toEqual(['a']);
    await test.pass(200);
    expect(test.names()).toEqual(['a', 'b']);
  });

  it('when the first call gets no answer, then another one goes first', async () => {
    const test = begin();
    await askAll(test, 'a b c');
    test.limiter.fail(test.permit('a'));
    await test.pass(0);
    expect(test.names()).toEqual(['a', 'b']);
  });

  it('when calls of a known window get no answer, then they count as used', async () => {
    const test = begin();
    await askAll(test, 'a b c d e');
    await test.tell(test.permit('a'), 3);
    expect(test.names()).toEqual(['a', 'b', 'c']);
    test.limiter.fail(test.permit('b'));
    test.limiter.fail(test.permit('c'));
    await test.pass(0);
    expect(test.names()).toEqual(['a', 'b', 'c']);
  });

  it('when answers tell nothing of a limit, then the default limit holds', async () => {
    const test = begin({ defaultLimit: 10 });
    await askAll(test, 'a b c d e f g h i j k l m');
    await test.tell(test.permit('a'), null);
    for (const name of 'bcdefgh') {
      await test.tell(test.permit(name), null);
    }
    expect(test.names().length).toBeLessThanOrEqual(10);
    await test.pass(12_000);
    expect(test.names().length).toBeGreaterThan(8);
  });

  it('when we set ourselves a ceiling, then a window gets no more of ours', async () => {
    const test = begin({ ceiling: 3 });
    await askAll(test, 'a b c d e');
    await test.tell(test.permit('a'), 900);
    expect(test.names()).toEqual(['a', 'b', 'c']);
    await test.pass(7100);
    expect(test.names()).toEqual(['a', 'b', 'c', 'd']);
  });
});
