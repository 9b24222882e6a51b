// What every doorbell has to keep: each ring is answered, never twice at once for a lane, and a stop waits.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Doorbell } from '../../src/application/ports.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Opened {
  readonly doorbell: Doorbell;
  /** Lanes whose work failed, as they were reported. */
  readonly failed: readonly string[];
  close(): Promise<void>;
}

/** `open` gives a fresh doorbell with four workers at most. */
export function describeDoorbell(name: string, open: () => Promise<Opened>): void {
  describe(`the doorbell ${name}`, () => {
    let opened: Opened;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    it('when lanes ring, then each is answered, also those that rang before anybody listened', async () => {
      const { doorbell } = opened;
      doorbell.ring('early');
      const answered: string[] = [];
      doorbell.answer(async (lane) => void answered.push(lane));
      doorbell.ring('late');
      await expect.poll(() => answered.toSorted()).toEqual(['early', 'late']);
    });

    it('when a lane rings often while it waits, then it is answered once', async () => {
      const { doorbell } = opened;
      for (let time = 0; time < 100; time++) doorbell.ring('lane');
      let answers = 0;
      doorbell.answer(async () => void answers++);
      await pause(50);
      expect(answers).toBe(1);
    });

    it('when a lane rings while it is worked on, then it is worked on once more, and never twice at once', async () => {
      const { doorbell } = opened;
      let working = 0;
      let most = 0;
      let answers = 0;
      doorbell.answer(async () => {
        most = Math.max(most, ++working);
        await pause(20);
        working--;
        answers++;
      });
      doorbell.ring('lane');
      await pause(5);
      for (let time = 0; time < 10; time++) doorbell.ring('lane');
      await expect.poll(() => answers).toBe(2);
      await pause(60);
      expect([answers, most]).toEqual([2, 1]);
    });

    it('when many lanes ring, then several are worked on at once, but not more than there are workers', async () => {
      const { doorbell } = opened;
      let working = 0;
      let most = 0;
      const answered = new Set<string>();
      doorbell.answer(async (lane) => {
        most = Math.max(most, ++working);
        await pause(5);
        working--;
        answered.add(lane);
      });
      for (let lane = 0; lane < 50; lane++) doorbell.ring(`lane-${lane}`);
      await expect.poll(() => answered.size).toBe(50);
      expect(most).toBeGreaterThan(1);
      expect(most).toBeLessThanOrEqual(4);
    });

    it('when the work on a lane fails, then it is reported, and the lane and others go on', async () => {
      const { doorbell } = opened;
      let answers = 0;
      doorbell.answer(async (lane) => {
        answers++;
        if (lane === 'bad' && answers < 2) throw new Error('broken');
      });
      doorbell.ring('bad');
      await expect.poll(() => opened.failed).toEqual(['bad']);
      doorbell.ring('bad');
      doorbell.ring('good');
      await expect.poll(() => answers).toBe(3);
      expect(opened.failed).toEqual(['bad']);
    });

    it('when it is stopped, then it waits for the work under way and takes no more rings', async () => {
      const { doorbell } = opened;
      const answered: string[] = [];
      doorbell.answer(async (lane) => {
        await pause(30);
        answered.push(lane);
      });
      doorbell.ring('under way');
      await pause(5);
      await doorbell.stop();
      expect(answered).toEqual(['under way']);
      doorbell.ring('too late');
      await pause(60);
      expect(answered).toEqual(['under way']);
    });

    it('when it is stopped with nothing under way, then it stops at once', async () => {
      const { doorbell } = opened;
      doorbell.answer(async () => undefined);
      await doorbell.stop();
      await doorbell.stop();
    });
  });
}
