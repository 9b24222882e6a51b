/** Small tools for objects that are used as tables. */

type Present<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** The same without keys that hold nothing. */
export function dropMissing<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Present<T>;
}

export function mapRecord<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}
