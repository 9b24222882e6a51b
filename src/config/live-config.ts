// The configuration in force: replaced as a whole while the service runs, and read for each decision.
import type { Rules } from '../domain/rules.ts';
import type { Config } from './config.ts';
import { rulesOf } from './rules-of.ts';

export interface LiveConfig {
  config(): Config;
  rules(): Rules;
  /** When the one in force was taken. */
  loadedAt(): number;
  replace(config: Config, at: number): void;
}

export function createLiveConfig(first: Config, at: number): LiveConfig {
  let current = { config: first, rules: rulesOf(first), at };
  return {
    config: () => current.config,
    rules: () => current.rules,
    loadedAt: () => current.at,
    replace: (config, now) => {
      current = { config, rules: rulesOf(config), at: now };
    },
  };
}
