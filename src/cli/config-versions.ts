// `deskbridge config versions` and `config show`: the config files that were in force.
import { localTime, localZone } from './local-time.ts';
import { print } from './print.ts';
import { Problem } from './problem.ts';
import { withLedger } from './with-bridge.ts';

export interface VersionsOptions {
  readonly json?: boolean;
}

/** Newest first: when it was taken last, its version, and from which file. */
export function listVersions({ json }: VersionsOptions): Promise<number> {
  return withLedger(async (ledger) => {
    const versions = await ledger.configs.list();
    if (json === true) {
      const shown = versions.map(({ hash, file, loadedAt }) => ({ version: hash, file, loadedAt }));
      print(JSON.stringify(shown, null, 2));
      return 0;
    }
    if (versions.length === 0) {
      print('No config file was in force yet; a service remembers each one that it takes: deskbridge serve');
      return 0;
    }
    print(`Times are in ${localZone()}`);
    for (const { hash, file, loadedAt } of versions) print(`${localTime(loadedAt)}  ${hash}  ${file}`);
    print('To see one: deskbridge config show VERSION');
    return 0;
  });
}

/** The file as it stood on the disk, with its `${NAME}`. */
export function showVersion(version: string): Promise<number> {
  return withLedger(async (ledger) => {
    const found = await ledger.configs.find(version.trim());
    if (found === null) {
      throw new Problem(
        `VERSION: there is no "${version}", or several begin so; list them with: deskbridge config versions`,
      );
    }
    print(found.text.trimEnd());
    return 0;
  });
}
