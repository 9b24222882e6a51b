// Remembers what a call gave for a while, so that lists of names are not asked for with every conversation.

/** How long a list is believed: an admin who adds a tag waits this long at most. */
const FRESH_FOR_MS = 600_000;
/** A list without the wanted name is asked for again when it is older than this. */
const RECENT_MS = 30_000;

export interface Remembered<T> {
  get(): Promise<T>;
  /** Forgets what is not recent: true when asking again may give something else. */
  doubt(): boolean;
  forget(): void;
}

/** Keeps what `load` gave; a failed load is not kept. */
export function remember<T>(now: () => number, load: () => Promise<T>): Remembered<T> {
  let kept: { at: number; value: Promise<T> } | null = null;
  return {
    get() {
      if (kept === null || now() - kept.at > FRESH_FOR_MS) {
        const value = load();
        kept = { at: now(), value };
        value.catch(() => {
          kept = kept?.value === value ? null : kept;
        });
      }
      return kept.value;
    },
    doubt() {
      if (kept === null || now() - kept.at <= RECENT_MS) {
        return false;
      }
      kept = null;
      return true;
    },
    forget() {
      kept = null;
    },
  };
}
