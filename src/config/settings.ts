// What a command works with: the config file and the environment of this process.
import type { Config, Environment } from './config.ts';
import { loadEnvironment } from './environment.ts';
import { type ConfigFile, configFileAt } from './config-file.ts';
import { loadConfig, readOrRefuse, readTextFile } from './load-config.ts';

export interface Settings {
  readonly config: Config;
  readonly environment: Environment;
}

/** The environment of this process. Throws EnvironmentError. */
export function readEnvironment(): Environment {
  return loadEnvironment(process.env);
}

/** The config file at `path`, its `${NAME}` taken from this process. Throws ConfigError. */
export function readConfig(path: string): Config {
  return loadConfig({ path, env: process.env });
}

/** Both, the file being the one that the environment names. Throws EnvironmentError or ConfigError. */
export function readSettings(): Settings {
  const environment = readEnvironment();
  return { environment, config: readConfig(environment.configPath) };
}

/** The same, with the file as it was read: for a service that takes it again whenever it changes. */
export function readSettingsOnDisk(): Settings & {
  readonly onDisk: { readonly file: ConfigFile; readonly text: string };
} {
  const environment = readEnvironment();
  const file = configFileAt(environment.configPath, process.env);
  const text = readOrRefuse(file.path, readTextFile);
  return { environment, config: file.load(text), onDisk: { file, text } };
}
