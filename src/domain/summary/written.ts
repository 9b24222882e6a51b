// What of a summary was written last, in one short text: enough to see what has changed, without its words.
export interface Written {
  /** Fingerprint of the comment; null while there is none. */
  readonly comment: string | null;
  readonly property: string;
  /** The number in the field that counts customers; null when none was written. */
  readonly customers: number | null;
  /** The priorities that the issue was raised to, so that a step is taken once. */
  readonly raised: readonly string[];
}

export const NOTHING_WRITTEN: Written = { comment: null, property: '', customers: null, raised: [] };

export function encodeWritten({ comment, property, customers, raised }: Written): string {
  return JSON.stringify([comment, property, customers, raised]);
}

/** Reads what {@link encodeWritten} wrote; anything else counts as nothing written. */
export function decodeWritten(encoded: string): Written {
  try {
    const [comment, property, customers, raised] = JSON.parse(encoded) as [unknown, unknown, unknown, unknown];
    return {
      comment: typeof comment === 'string' ? comment : null,
      property: typeof property === 'string' ? property : '',
      customers: typeof customers === 'number' ? customers : null,
      raised: Array.isArray(raised) ? raised.filter((priority) => typeof priority === 'string') : [],
    };
  } catch {
    return NOTHING_WRITTEN;
  }
}
