// Notices that the config file has changed: by asking, because notices of the file system get lost on mounted files.
import type { Config } from './config.ts';
import { type ConfigFile, digestOf } from './config-file.ts';

export interface WatchConfigOptions {
  readonly file: ConfigFile;
  /** What the configuration in force was loaded from. */
  readonly text: string;
  /** How often the file is looked at, in milliseconds. */
  readonly every: number;
  /** How long a new text has to stay the same before it is taken: half a file may be right by itself. */
  readonly settle: number;
  /** Puts a right file into force. A throw refuses it. */
  readonly take: (config: Config, text: string) => Promise<void>;
  /** Told once for each text that is not right. */
  readonly refuse: (error: unknown) => Promise<void>;
}

export interface ConfigWatch {
  /** Looks at once and trusts what stands there. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What the file says: its text, or why it can't be read. */
type Reading =
  | { readonly text: string; readonly digest: string }
  | { readonly error: unknown; readonly digest: string };

function readNow(file: ConfigFile): Reading {
  try {
    const text = file.read();
    return { text, digest: digestOf(text) };
  } catch (error) {
    return { error, digest: `unreadable: ${String(error)}` };
  }
}

/** Looks every so often until it is stopped; one look at a time. */
export function watchConfig(options: WatchConfigOptions): ConfigWatch {
  const { file, every, settle } = options;
  let seen = digestOf(options.text);
  let stamp = file.stamp();
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  const handle = async (reading: Reading): Promise<void> => {
    if (reading.digest === seen) return;
    seen = reading.digest;
    try {
      if ('error' in reading) throw reading.error;
      await options.take(file.load(reading.text), reading.text);
    } catch (error) {
      await options.refuse(error);
    }
  };

  const lookIfChanged = async (): Promise<void> => {
    const now = file.stamp();
    if (now === stamp) return;
    const first = readNow(file);
    await sleep(settle);
    const second = readNow(file);
    // Still being written: the next look will tell.
    if (first.digest !== second.digest) return;
    stamp = now;
    await handle(second);
  };

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = running.then(() => (stopped ? undefined : work()));
    running = turn.catch(() => undefined);
    return turn;
  };

  const timer = setInterval(() => void inTurn(lookIfChanged).catch(options.refuse), every);
  timer.unref();
  return {
    look: () => inTurn(() => handle(readNow(file))),
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
