// Takes a changed config file into force while the service runs; receiving goes on meanwhile.
import type { Bridge } from './application/bridge.ts';
import type { ConfigStatus } from './application/config-status.ts';
import { errorForLog } from './application/error-for-log.ts';
import { configRefused, configTaken } from './application/take-config.ts';
import type { Config } from './config/config.ts';
import { ConfigError, formatProblem } from './config/config-error.ts';
import type { ConfigFile } from './config/config-file.ts';
import { watchConfig } from './config/watch-config.ts';

/** The file that the configuration in force was loaded from, and its text. */
export interface ConfigOnDisk {
  readonly file: ConfigFile;
  readonly text: string;
}

export interface ReloadOptions extends ConfigOnDisk {
  readonly bridge: Bridge;
  /** Puts another configuration into force; a throw leaves the one before. */
  readonly replace: (config: Config) => void;
  readonly setRefused: (refused: ConfigStatus['refused']) => void;
  /** How often the file is looked at, in milliseconds. */
  readonly every: number;
}

export interface Reloading {
  /** Looks at the file now. Never throws for a wrong file: the last good one stays. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

const SETTLE_MS = 300;

function messagesOf(error: unknown): readonly string[] {
  return error instanceof ConfigError
    ? error.message.split('\n')
    : [error instanceof Error ? error.message : String(error)];
}

/** Remembers the version in force, then watches the file until it is stopped. Rejects when the ledger can't be written. */
export async function startReloading(options: ReloadOptions): Promise<Reloading> {
  const { bridge, file, text, replace, setRefused, every } = options;
  const report = (error: unknown): void =>
    bridge.telemetry.log('error', 'config.reload_failed', { error: errorForLog(error) });
  const take = async (config: Config, newText: string): Promise<void> => {
    replace(config);
    setRefused(null);
    bridge.telemetry.log('info', 'config.loaded', { file: file.path, version: config.hash });
    for (const warning of config.warnings) {
      bridge.telemetry.log('warn', 'config.doubtful', { file: file.path, doubt: formatProblem(warning) });
    }
    await configTaken({ version: config.hash, file: file.path, text: newText }, bridge).catch(report);
  };
  const refuse = async (error: unknown): Promise<void> => {
    const messages = messagesOf(error);
    setRefused({ at: bridge.now(), messages });
    await configRefused(file.path, messages, bridge).catch(report);
  };
  await configTaken({ version: bridge.configStatus().version, file: file.path, text }, bridge);
  const watch = watchConfig({ file, text, every, settle: SETTLE_MS, take, refuse });
  return { reload: watch.look, stop: watch.stop };
}
