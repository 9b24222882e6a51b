// Puts off loading a module until something needs it: the service has to answer before it has to log and count.

/** Gives the loaded thing to `work`, at once or as soon as it is there; work keeps its order. */
export type WhenLoaded<T> = (work: (loaded: T) => void) => void;

/** `load` runs once, at the first piece of work. */
export function onceLoaded<T>(load: () => Promise<T>): WhenLoaded<T> {
  let loaded: { readonly value: T } | null = null;
  let waiting: ((value: T) => void)[] | null = null;

  async function start(): Promise<void> {
    const value = await load();
    const queue = waiting ?? [];
    loaded = { value };
    waiting = null;
    for (const work of queue) work(value);
  }

  return (work) => {
    if (loaded !== null) {
      work(loaded.value);
    } else if (waiting !== null) {
      waiting.push(work);
    } else {
      waiting = [work];
      void start();
    }
  };
}
