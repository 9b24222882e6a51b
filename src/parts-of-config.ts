// What the parts of the service are given of a configuration.
import type { Patience } from './application/bridge.ts';
import type { Config } from './config/config.ts';

const DAY_MS = 86_400_000;

export interface PatienceOptions {
  /** The first pause between tries of a call that failed, in milliseconds. */
  readonly retryBase?: number;
  /** How often a paused connection is tried again, in milliseconds. */
  readonly probeEvery?: number;
}

export function patienceOf(
  { mirror, delivery }: Config,
  { retryBase = 2000, probeEvery = 30_000 }: PatienceOptions,
): Patience {
  return {
    digestWindow: mirror.digestWindow,
    lease: delivery.lease,
    inDoubtWait: delivery.inDoubtWait,
    retryFor: delivery.retryFor,
    budgetPer: delivery.budget.per,
    retryBase,
    probeEvery,
  };
}

/** Asked for each request that the doors take. */
export function receivingLimits({ receiving }: Config) {
  return {
    maxBytes: { jira: receiving.jiraMaxBytes, intercom: receiving.intercomMaxBytes },
    maxDepth: receiving.maxDepth,
  };
}

/** Times in milliseconds. */
export function timerSettings({ retention, sweep }: Config) {
  return { retention: retention.days * DAY_MS, sweepEvery: sweep.enabled ? sweep.every : null };
}
