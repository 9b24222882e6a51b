// Runs a server as a process of its own, pinned to one core where that is possible, and asks what it has used.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { Session } from 'node:inspector/promises';

export interface Usage {
  /** CPU seconds, user and system. */
  readonly cpu: number;
  readonly rssMb: number;
}

export interface Child {
  readonly port: number;
  readonly process: ChildProcess;
  usage(): Promise<Usage>;
  /** Records what the process does from now until the returned function is called, which gives the CPU profile. */
  profile(): Promise<() => Promise<unknown>>;
  stop(): Promise<void>;
}

const canPin = spawnSync('taskset', ['--version']).status === 0;

function waitFor<T>(child: ChildProcess, pick: (message: Record<string, unknown>) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`the process ended with ${code}`));
    const onMessage = (message: unknown): void => {
      const picked = pick(message as Record<string, unknown>);
      if (picked === undefined) return;
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(picked);
    };
    child.on('message', onMessage);
    child.once('exit', onExit);
  });
}

/** As `npm start` and the container image run it. */
const NODE_FLAGS = ['--max-semi-space-size=2', '--max-old-space-size=256'];

/** Starts `script`, which must call `serveBench`. */
export async function startChild(script: string, env: Record<string, string>): Promise<Child> {
  const node = [process.execPath, ...NODE_FLAGS, script];
  const [command = '', ...args] = canPin ? ['taskset', '-c', '0', ...node] : node;
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  });
  const port = await waitFor(child, (message) => message['port'] as number | undefined);
  return {
    port,
    process: child,
    profile: async () => {
      const started = waitFor(child, (message) => message['profiling'] as boolean | undefined);
      child.send('profile');
      await started;
      return () => {
        const profile = waitFor(child, (message) => message['profile']);
        child.send('profile-end');
        return profile;
      };
    },
    usage: () => {
      const answer = waitFor(child, (message) => message['usage'] as Usage | undefined);
      child.send('usage');
      return answer;
    },
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.send('stop');
      await gone;
    },
  };
}

const inspector = new Session();

async function startProfile(): Promise<void> {
  inspector.connect();
  await inspector.post('Profiler.enable');
  await inspector.post('Profiler.start');
}

async function endProfile(): Promise<unknown> {
  const { profile } = await inspector.post('Profiler.stop');
  inspector.disconnect();
  return profile;
}

/** In the child: tells the port, answers questions about usage, stops when told. */
export function serveBench(port: number, stop: () => Promise<void>): void {
  process.on('message', (message) => {
    if (message === 'usage') {
      const { user, system } = process.cpuUsage();
      process.send?.({
        usage: {
          cpu: (user + system) / 1e6,
          rssMb: process.memoryUsage.rss() / 1e6,
          ...(process.env['MEM'] ? process.memoryUsage() : {}),
        },
      });
    }
    if (message === 'profile') void startProfile().then(() => process.send?.({ profiling: true }));
    if (message === 'profile-end') void endProfile().then((profile) => process.send?.({ profile }));
    if (message === 'stop') void stop().then(() => process.exit(0));
  });
  process.send?.({ port });
}
