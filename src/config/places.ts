/** Where the values of a loaded configuration stand in its file, for checks that come later. */
import type { Config } from './config.ts';
import type { Path } from './located.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Beside the configuration and not in it: nothing that decides may depend on lines. */
const places = new WeakMap<Config, (path: Path) => Place>();

export function rememberPlaces(config: Config, placeOf: (path: Path) => Place): void {
  places.set(config, placeOf);
}

/** The place of a value, or of the nearest parent that is written; the first line of a config that was not loaded. */
export function placeOf(config: Config, path: Path): Place {
  return places.get(config)?.(path) ?? { line: 1, column: 1 };
}
