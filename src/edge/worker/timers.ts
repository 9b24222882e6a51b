// What is done again and again beside the lanes: forgetting what is old, looking for what webhooks lost, and for what stays unchanged.
import type { Bridge } from '../../application/bridge.ts';
import { errorForLog } from '../../application/error-for-log.ts';
import { sweep } from '../../application/sweep.ts';
import { createUnchangedScan } from '../../application/unchanged.ts';
import { every } from './lane-worker.ts';

export interface TimerSettings {
  /** How long settled events are kept, in milliseconds. */
  readonly retention: number;
  /** How often is looked for what webhooks lost, in milliseconds; null for never. */
  readonly sweepEvery: number | null;
}

const RETENTION_EVERY_MS = 3_600_000;
const UNCHANGED_EVERY_MS = 60_000;
/** The first sweep loads the vendors' SDKs, half a second of processor time: webhooks that wait come first. */
const FIRST_SWEEP_MS = 10_000;

async function forget(bridge: Bridge, retention: number): Promise<void> {
  const removed = await bridge.ledger.upkeep.forgetBefore(bridge.now() - retention);
  if (removed > 0) bridge.telemetry.log('info', 'retention.finished', { removed });
}

/** Runs until it is stopped. */
export function startTimers(bridge: Bridge, { retention, sweepEvery }: TimerSettings): { stop(): void } {
  const report = (error: unknown): void => bridge.telemetry.log('error', 'timer.failed', { error: errorForLog(error) });
  const forgetting = every(RETENTION_EVERY_MS, () => forget(bridge, retention), report);
  const { run: findUnchanged } = createUnchangedScan(bridge);
  const unchanged = every(UNCHANGED_EVERY_MS, async () => void (await findUnchanged(bridge.now())), report);
  let sweeps: { stop(): void } | null = null;
  const begin = (period: number): void => {
    sweeps = every(period, async () => void (await sweep(bridge)), report);
  };
  const first =
    sweepEvery === null ? undefined : setTimeout(() => begin(sweepEvery), Math.min(sweepEvery, FIRST_SWEEP_MS));
  return {
    stop: () => {
      forgetting.stop();
      unchanged.stop();
      clearTimeout(first);
      sweeps?.stop();
    },
  };
}
