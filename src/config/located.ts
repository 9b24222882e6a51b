/** A value of the config file together with the place where it stands. */

export interface Located {
  /** The plain value, with `${NAME}` replaced. */
  readonly value: unknown;
  /** Where it starts in the text. */
  readonly offset: number;
  /** How many values it unfolds into, itself included. */
  readonly size: number;
  /** Of a text: as it is written, before `${NAME}` was replaced. */
  readonly written?: string;
  /** A mistake in it was already told, so that what follows from it needs no word. */
  readonly told?: boolean;
  readonly entries?: ReadonlyMap<string, Entry>;
  readonly items?: readonly Located[];
}

export interface Entry {
  readonly keyOffset: number;
  readonly located: Located;
}

export type Path = readonly (string | number)[];

/** A mistake at a place in the text, before line and column are known. */
export interface Finding {
  readonly offset: number;
  readonly path: Path;
  readonly found: string;
  readonly allowed: string;
  readonly hint: string;
  /** Doubtful, but no reason to refuse the file. */
  readonly warning?: boolean;
}

/** The value at the path; undefined if the path leads nowhere. */
export function findAt(root: Located, path: Path): Located | undefined {
  return path.reduce<Located | undefined>((at, step) => stepInto(at, step), root);
}

/** Where to point for a path: at its value, else at the key of the nearest parent that exists. */
export function findOffset(root: Located, path: Path): number {
  let at: Located | undefined = root;
  let offset = root.offset;
  for (const step of path) {
    const entry: Entry | undefined = at?.entries?.get(String(step));
    at = stepInto(at, step);
    if (at === undefined) return offset;
    offset = entry?.keyOffset ?? at.offset;
  }
  return at?.offset ?? offset;
}

/** Where to point for a key that should not be there. */
export function findKeyOffset(root: Located, path: Path): number {
  const parent = findAt(root, path.slice(0, -1));
  return parent?.entries?.get(String(path.at(-1)))?.keyOffset ?? findOffset(root, path);
}

/** A finding at the value of the path, or at the nearest place that there is. */
export function findingAt(root: Located, path: Path, found: string, allowed: string, hint = ''): Finding {
  return { offset: findOffset(root, path), path, found, allowed, hint };
}

/** A finding at the key of the path. */
export function findingAtKey(root: Located, path: Path, found: string, allowed: string, hint = ''): Finding {
  return { offset: findKeyOffset(root, path), path, found, allowed, hint };
}

function stepInto(at: Located | undefined, step: string | number): Located | undefined {
  return at?.entries?.get(String(step))?.located ?? at?.items?.[Number(step)];
}
