// `deskbridge serve`: the whole service in this process, until it is told to stop.
import { greetVendors } from '../application/greet-vendors.ts';
import type { Environment } from '../config/config.ts';
import { readSettingsOnDisk } from '../config/settings.ts';
import { type Deskbridge, startDeskbridge } from '../main.ts';
import { codeOf, Problem, wordsOf } from './problem.ts';

/** Docker and Kubernetes kill after 10 s and more: what is not finished by now is taken up after the restart. */
const DRAIN_MS = 9_000;

const LINGER_MS = 200;

/** Loading the vendors' libraries takes about a second of CPU: the first webhooks come before that. */
const GREET_AFTER_MS = 1000;

function checkRole(role: string): void {
  if (role === 'all') return;
  const known = role === 'web' || role === 'worker';
  throw new Problem(
    known
      ? `--role ${role}: dividing the work among processes needs Redis, which this version can't use yet; run everything in one process with: deskbridge serve`
      : `--role: found "${role}", allowed all; run: deskbridge serve`,
    2,
  );
}

function explainStart(error: unknown, environment: Environment): unknown {
  const address = `${environment.host}:${environment.port}`;
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new Problem(`PORT: ${address} is in use by another program; stop that one or set another PORT`);
    case 'EACCES':
      return new Problem(`PORT: ${address} may not be opened by this user; set a PORT above 1023`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Problem(`HOST: ${environment.host} is no address of this machine; set HOST=0.0.0.0 for all of them`);
    default:
      return new Problem(`The service did not start: ${wordsOf(error)}`);
  }
}

/** Resolves with the signal that asks this process to end. A second one ends it at once. */
function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
}

/** Nothing is lost by giving up: calls that were under way are looked up by the next start. */
async function drain(deskbridge: Deskbridge): Promise<void> {
  const timer = setTimeout(() => {
    process.stderr.write(`Not everything under way ended within ${DRAIN_MS / 1000} s; the next start takes it up\n`);
    process.exit(0);
  }, DRAIN_MS);
  await deskbridge.stop();
  clearTimeout(timer);
  // After a call that could not connect, intercom-client leaves a timer of 25 s that would keep the process alive.
  setTimeout(() => process.exit(0), LINGER_MS).unref();
}

/** Serves until SIGTERM or SIGINT, then finishes what is under way. */
export async function serve({ role }: { readonly role: string }): Promise<number> {
  checkRole(role);
  const { config, environment, onDisk } = readSettingsOnDisk();
  if (environment.redisUrl !== undefined) {
    process.stderr.write(
      "REDIS_URL is set, but this version can't use Redis yet: this one process does all the work\n",
    );
  }
  const signal = nextSignal();
  const deskbridge = await startDeskbridge({ config, environment, configOnDisk: onDisk }).catch((error: unknown) => {
    throw explainStart(error, environment);
  });
  const greeting = setTimeout(() => void greetVendors(deskbridge.bridge), GREET_AFTER_MS);
  const reload = (): void => void deskbridge.reload();
  process.on('SIGHUP', reload);
  await signal;
  process.off('SIGHUP', reload);
  clearTimeout(greeting);
  await drain(deskbridge);
  return 0;
}
