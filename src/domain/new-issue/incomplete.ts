// What is missing for a new issue, written into the outcome of its event so that the form can show it at its fields.

export interface Incomplete {
  /** For people, in the language of the config. */
  readonly message: string;
  /** What is wrong, by field id. */
  readonly fields: Readonly<Record<string, string>>;
}

/** The outcome's detail: JSON of one line. */
export function writeIncomplete(incomplete: Incomplete): string {
  return JSON.stringify(incomplete);
}

/** Null for a detail that is something else. */
export function readIncomplete(detail: string | null): Incomplete | null {
  if (detail === null || !detail.startsWith('{')) return null;
  try {
    const read = JSON.parse(detail) as Partial<Incomplete>;
    if (typeof read.message !== 'string' || typeof read.fields !== 'object') return null;
    return { message: read.message, fields: read.fields ?? {} };
  } catch {
    return null;
  }
}
