// One sync of the disk for all who wait for one: whoever asks while a sync runs shares the next.

export interface SharedSync {
  /** Asks for a sync that begins from now on; resolves when it is done, rejects when the disk refuses it. */
  request(): Promise<void>;
  /** Resolves when no sync is running; null when none is. */
  idle(): Promise<void> | null;
}

/**
 * `sync` flushes the file once. It runs beside the event loop, so that neither answers nor deliveries stand still for
 * the milliseconds that a disk takes.
 */
export function shareSync(sync: () => Promise<void>): SharedSync {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function start(): Promise<void> {
    const own = sync().finally(() => {
      if (running === own) running = null;
    });
    running = own;
    return own;
  }

  async function startAfter(before: Promise<void>): Promise<void> {
    await before.catch(() => undefined);
    next = null;
    await start();
  }

  return {
    request: () => {
      if (running === null) return start();
      // What is written now may come too late for the sync under way.
      next ??= startAfter(running);
      return next;
    },
    idle: () => running?.catch(() => undefined) ?? null,
  };
}
