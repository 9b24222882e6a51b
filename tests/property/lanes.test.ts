// Lanes under random failures, crashes and slow workers: order is kept, nothing is lost, nothing is done twice.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/adapters/sql/index.ts';
import type { Ledger, StoredDelivery, StoredEvent } from '../../src/application/ledger.ts';
import { done } from '../../src/domain/outcome.ts';
import { arrival, decision, delivery, identify } from '../contract/ledger-kit.ts';

const LEASE = 100;
const IN_DOUBT_WAIT = 50;

/** What may happen next in the world. */
const stepArb = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('arrive' as const), lane: fc.nat(2), twice: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('file' as const), limit: fc.integer({ min: 1, max: 4 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('plan' as const),
      lane: fc.nat(2),
      limit: fc.integer({ min: 1, max: 3 }),
      end: fc.constantFrom('decide', 'decide', 'die', 'die-late', 'vendor-fails'),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      lane: fc.nat(2),
      end: fc.constantFrom(
        'ok',
        'ok',
        'refused',
        'fails-before',
        'unclear-done',
        'unclear-not-done',
        'dies-before',
        'dies-after',
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 2 * LEASE }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wake-the-dead' as const) }) },
);
type Step = typeof stepArb extends fc.Arbitrary<infer T> ? T : never;

const eventLane = (lane: number): string => `issue/jira/${lane}`;
const noteLane = (lane: number): string => `conversation/intercom/${lane}`;

/** A vendor that keeps what it was told, and everything that must be true of it in the end. */
class Model {
  readonly ledger: Ledger;
  readonly looksBack: boolean;
  now = 1000;
  number = 0;
  /** Ids of accepted events, by lane, in the order in which they were let in. */
  readonly accepted: string[][] = [[], [], []];
  /** Ids of deliveries as the vendor carried them out. */
  readonly written: string[][] = [[], [], []];
  readonly parked = new Set<string>();
  /** Workers that are thought dead, and what they held. */
  readonly deadPlanners: { batch: readonly StoredEvent[]; lane: number }[] = [];
  readonly deadSenders: StoredDelivery[] = [];

  constructor(ledger: Ledger, looksBack = true) {
    this.ledger = ledger;
    this.looksBack = looksBack;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'arrive':
        return this.arrive(step.lane, step.twice);
      case 'file':
        await this.ledger.events.file(identify, step.limit);
        return;
      case 'plan':
        return this.plan(step.lane, step.limit, step.end);
      case 'deliver':
        return this.deliver(step.lane, step.end);
      case 'time':
        this.now += step.ms;
        return;
      case 'restart':
        await this.ledger.upkeep.releaseLeases(this.now, this.now + IN_DOUBT_WAIT);
        return;
      case 'wake-the-dead':
        return this.wakeTheDead();
    }
  }

  async arrive(lane: number, twice: boolean): Promise<void> {
    const text = JSON.stringify({ lane: eventLane(lane), n: this.number++ });
    const first = arrival({ text, receivedAt: this.now });
    this.accepted[lane]?.push(first.id);
    await this.ledger.events.accept(first);
    if (twice) await this.ledger.events.accept(arrival({ text, receivedAt: this.now }));
  }

  /** One delivery for each event, named after it, so that the same decision taken twice is one delivery. */
  async decide(batch: readonly StoredEvent[], lane: number): Promise<boolean> {
    const deliveries = batch.map(({ id }) => delivery({ id: `dl_of_${id}`, lane: noteLane(lane) }));
    return this.ledger.events.decide(
      decision(batch, { deliveries, now: this.now, plan: { outcomes: batch.map(() => done('noted')) } }),
    );
  }

  async plan(lane: number, limit: number, end: string): Promise<void> {
    const batch = await this.ledger.events.claim(eventLane(lane), this.now, this.now + LEASE, limit);
    if (batch.length === 0) return;
    if (end === 'decide') expect(await this.decide(batch, lane)).toBe(true);
    if (end === 'die-late') this.deadPlanners.push({ batch, lane });
    if (end === 'vendor-fails') {
      await this.ledger.events.postpone(batch, {
        dueAt: this.now + 20,
        reason: 'vendor_failed',
        detail: null,
        failed: true,
      });
    }
  }

  async deliver(lane: number, end: string): Promise<void> {
    const head = await this.ledger.deliveries.claim(noteLane(lane), this.now, this.now + LEASE);
    if (head === null) return;
    const lives = end !== 'dies-before' && end !== 'dies-after';
    const carriedOut = this.written[lane]?.includes(head.id) ?? false;
    // After an unclear try we look before we repeat.
    if (this.looksBack && head.inDoubt && carriedOut) {
      if (lives) await this.settle(head, 'delivered', false);
      else this.deadSenders.push(head);
      return;
    }
    if (end === 'ok' || end === 'unclear-done' || end === 'dies-after') this.written[lane]?.push(head.id);
    if (!lives) this.deadSenders.push(head);
    if (end === 'ok') await this.settle(head, 'delivered', false);
    if (end === 'fails-before') await this.settle(head, 'retrying', head.inDoubt);
    if (end.startsWith('unclear')) await this.settle(head, 'retrying', true);
    if (end === 'refused') {
      await this.settle(head, 'parked', head.inDoubt);
      this.parked.add(head.id);
    }
  }

  async settle(held: StoredDelivery, state: 'delivered' | 'retrying' | 'parked', inDoubt: boolean): Promise<boolean> {
    return this.ledger.deliveries.settle({
      id: held.id,
      attempt: held.attempt,
      kind: held.action.kind,
      earlier: held.tries,
      state,
      dueAt: this.now + (state === 'retrying' ? IN_DOUBT_WAIT : 0),
      inDoubt,
      receipt: state === 'delivered' ? `receipt-of-${held.id}` : null,
      error: null,
      try: { at: this.now, ms: 1, result: state },
      now: this.now,
    });
  }

  /** Workers that were only slow come back and try to have the last word: one whose lease was taken over must not. */
  async wakeTheDead(): Promise<void> {
    for (const { batch, lane } of this.deadPlanners.splice(0)) await this.decide(batch, lane);
    for (const held of this.deadSenders.splice(0)) {
      const stored = await this.ledger.deliveries.find(held.id);
      const isOurs = stored?.state === 'sending' && stored.attempt === held.attempt;
      // What it knows is true only while it holds the lease; what it says later must have no effect.
      if (isOurs) continue;
      expect(await this.settle(held, 'delivered', false)).toBe(false);
    }
  }

  /** Lets everything go well until nothing is left to do. */
  async drain(): Promise<void> {
    for (let round = 0; round < 400; round++) {
      await this.ledger.events.file(identify, 50);
      this.now += LEASE + 1;
      for (const lane of [0, 1, 2]) {
        await this.plan(lane, 50, 'decide');
        await this.deliver(lane, 'ok');
      }
      const counts = await this.ledger.upkeep.counts();
      if (Object.keys(counts).every((state) => state === 'deliveries_parked')) return;
    }
    throw new Error('it never came to its end');
  }

  check(): void {
    for (const lane of [0, 1, 2]) {
      const expected = (this.accepted[lane] ?? []).map((id) => `dl_of_${id}`).filter((id) => !this.parked.has(id));
      const written = (this.written[lane] ?? []).filter((id) => !this.parked.has(id));
      // In order, each once, none missing.
      expect(written).toEqual(expected);
    }
  }
}

describe('lanes', () => {
  it('when anything fails at any moment, then the vendor has each thing once and in order', async () => {
    const property = fc.asyncProperty(fc.array(stepArb, { minLength: 10, maxLength: 120 }), async (steps) => {
      const folder = mkdtempSync(join(tmpdir(), 'deskbridge-lanes-'));
      const ledger = await openLedger(`sqlite:${join(folder, 'lanes.db')}`);
      try {
        const model = new Model(ledger);
        for (const step of steps) await model.take(step);
        await model.drain();
        model.check();
      } finally {
        await ledger.close();
        rmSync(folder, { recursive: true, force: true });
      }
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it('when nothing is looked up after an unclear try, then things come twice: the experiment can fail', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskbridge-lanes-'));
    const ledger = await openLedger(`sqlite:${join(folder, 'lanes.db')}`);
    const model = new Model(ledger, false);
    await model.arrive(0, false);
    await ledger.events.file(identify, 10);
    await model.plan(0, 10, 'decide');
    await model.deliver(0, 'unclear-done');
    await model.drain();
    expect(() => model.check()).toThrow();
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
