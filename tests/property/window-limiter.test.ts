// The limiter of fixed windows against simulated vendors of every shape: it is never refused and wastes next to nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LimitReport, type Permit, WindowLimiter } from '../../src/kit/window-limiter.ts';
import { createRandom, drain, type Simulation, type VendorShape } from '../support/limited-vendor.ts';

const LIMIT = 1666;

function shapes(more: { [K in keyof VendorShape]?: fc.Arbitrary<VendorShape[K]> } = {}): fc.Arbitrary<VendorShape> {
  return fc.record({
    limit: fc.integer({ min: 150, max: LIMIT }),
    windowMs: fc.constant(10_000),
    phaseMs: fc.integer({ min: 0, max: 9999 }),
    rounding: fc.constantFrom('up', 'down', 'nearest'),
    skewMs: fc.integer({ min: -90_000, max: 90_000 }),
    tellsDate: fc.constant(true),
    tellsLimit: fc.constant(true),
    latency: fc.tuple(fc.integer({ min: 5, max: 40 }), fc.integer({ min: 41, max: 200 })),
    othersShare: fc.constant(0),
    ...more,
  }) as fc.Arbitrary<VendorShape>;
}

const create = ({ now, setTimer }: Simulation) =>
  new WindowLimiter({ now, setTimer, defaultLimit: LIMIT, windowMs: 10_000 });

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

describe('draining a backlog', () => {
  it('when we are alone, whatever clock, rounding and latency, then no call is refused and 98 % of the budget is used', async () => {
    await fc.assert(
      fc.asyncProperty(shapes(), fc.integer(), async (shape, seed) => {
        const { refused, shares } = await drain(shape, shape.limit * 5, createRandom(seed), create);
        expect(refused).toBe(0);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.95);
        expect(mean(shares)).toBeGreaterThanOrEqual(0.98);
      }),
      { numRuns: 40 },
    );
  });

  it('when the vendor tells no time and the clocks are at most 1 s apart, then no call is refused and 95 % is used', async () => {
    const shape = shapes({ tellsDate: fc.constant(false), skewMs: fc.integer({ min: -1000, max: 1000 }) });
    await fc.assert(
      fc.asyncProperty(shape, fc.integer(), async (given, seed) => {
        const { refused, shares } = await drain(given, given.limit * 5, createRandom(seed), create);
        expect(refused).toBe(0);
        expect(mean(shares)).toBeGreaterThanOrEqual(0.95);
      }),
      { numRuns: 25 },
    );
  });

  it('when others use up to a third of the budget, then we are still not refused and nothing is left over', async () => {
    const shape = shapes({ othersShare: fc.double({ min: 0.01, max: 0.33, noNaN: true }), limit: fc.constant(LIMIT) });
    await fc.assert(
      fc.asyncProperty(shape, fc.integer(), async (given, seed) => {
        const { refused, shares } = await drain(given, given.limit * 4, createRandom(seed), create);
        expect(refused).toBe(0);
        expect(mean(shares)).toBeGreaterThanOrEqual(0.95);
      }),
      // Others may always come in a crowd at the last moment; that is rare, so the cases are always the same.
      { numRuns: 25, seed: 20 },
    );
  });

  it('when windows begin with a whole second as Intercom’s do, then eight budgets are spent in eight windows and 2 s', async () => {
    const shape: VendorShape = {
      limit: LIMIT,
      windowMs: 10_000,
      phaseMs: 0,
      rounding: 'up',
      skewMs: 137,
      tellsDate: true,
      tellsLimit: true,
      latency: [20, 60],
      othersShare: 0,
    };
    const { refused, took } = await drain(shape, LIMIT * 8, createRandom(1), create);
    expect(refused).toBe(0);
    // The spare calls of each window add up to a few calls in a ninth.
    expect(took).toBeLessThan(80_000 + 2000);
  });
});

describe('the simulated vendor', () => {
  it('when a limiter believes each answer and forgets what is in flight, then it is refused', async () => {
    const careless = ({ now, setTimer }: Simulation) => {
      let remaining = 1;
      let waiting: (() => void)[] = [];
      const release = (): void => {
        const going = waiting.splice(0, Math.max(0, remaining));
        for (const go of going) go();
      };
      return {
        acquire: () =>
          new Promise<Permit>((resolve) => {
            waiting = [...waiting, () => resolve({ sentAt: now(), probe: false })];
            if (remaining === 1) release();
          }),
        observe: (_permit: Permit, report: LimitReport | null) => {
          remaining = report?.remaining ?? 0;
          release();
          setTimer(() => release(), 1000);
        },
        penalise: () => {},
      };
    };
    const [shape] = fc.sample(shapes(), { seed: 1, numRuns: 1 });
    const { refused } = await drain({ ...(shape as VendorShape), limit: 400 }, 1000, createRandom(1), careless);
    expect(refused).toBeGreaterThan(0);
  });
});

describe('everyday traffic', () => {
  it('when far fewer calls are made than allowed, then almost none waits', async () => {
    const shape = shapes({ limit: fc.constant(LIMIT), othersShare: fc.constantFrom(0, 0.1) });
    await fc.assert(
      fc.asyncProperty(shape, fc.integer(), async (given, seed) => {
        const { refused, waits } = await drain(given, 2000, createRandom(seed), create, 20);
        const afterStart = waits.slice(100).sort((a, b) => a - b);
        expect(refused).toBe(0);
        expect(afterStart[Math.floor(afterStart.length * 0.99)]).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20 },
    );
  });

  it('when no answer tells of a limit, then the default limit is kept', async () => {
    const shape = shapes({ tellsLimit: fc.constant(false), limit: fc.constant(10_000) });
    await fc.assert(
      fc.asyncProperty(shape, fc.integer(), async (given, seed) => {
        const limited = ({ now, setTimer }: Simulation) =>
          new WindowLimiter({ now, setTimer, defaultLimit: 200, windowMs: 10_000 });
        const { took } = await drain(given, 1000, createRandom(seed), limited);
        expect(took).toBeGreaterThan(40_000);
        expect(took).toBeLessThan(75_000);
      }),
      { numRuns: 10 },
    );
  });
});
