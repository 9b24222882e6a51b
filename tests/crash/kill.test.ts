// Kill −9 at random moments under load: nothing that was accepted is lost, doubled or out of order.
import { expect, test } from 'vitest';
import { runCrashes } from './crash-run.ts';

const KILLS = Number(process.env['CRASH_KILLS'] ?? 100);

test(`when the service is killed ${KILLS} times under load, then nothing is lost, doubled or out of order`, async () => {
  const report = await runCrashes({ kills: KILLS, dialogs: 12, readBack: true, pace: 40, dropAfter: 0.03 });
  console.log(
    `crash test: ${report.kills} kills, ${report.acceptedComments} comments and ${report.acceptedNotes} notes accepted, ` +
      `${report.lost.length} lost, ${report.doubled.length} doubled, ${report.outOfOrder.length} out of order, ` +
      `${report.foundAgain} found again by their mark`,
  );
  expect(report.acceptedComments).toBeGreaterThan(KILLS);
  expect(report.lost).toEqual([]);
  expect(report.doubled).toEqual([]);
  expect(report.outOfOrder).toEqual([]);
  expect(report.foundAgain).toBeGreaterThan(0);
});

test('when read-back is switched off, then the same experiment shows duplicates', async () => {
  const report = await runCrashes({ kills: 5, dialogs: 6, readBack: false, pace: 40, dropAfter: 0.1 });
  console.log(`control without read-back: ${report.doubled.length} doubled`);
  expect(report.doubled.length).toBeGreaterThan(0);
});
