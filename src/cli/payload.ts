// Reads what commands are given as one webhook: the file, and the connection that it came on.
import { readFileSync } from 'node:fs';
import type { Bridge } from '../application/bridge.ts';
import { codeOf, Problem, wordsOf } from './problem.ts';

/** The bytes of a JSON file. Throws Problem. */
export function readPayload(file: string): Buffer {
  let raw: Buffer;
  try {
    raw = readFileSync(file);
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'there is no such file' : wordsOf(error);
    throw new Problem(`FILE: ${file}: ${why}; give the body of one webhook as a JSON file`, 2);
  }
  try {
    JSON.parse(raw.toString('utf8'));
  } catch {
    throw new Problem(`FILE: ${file} is not JSON; give the body of one webhook as the vendor sends it`, 2);
  }
  return raw;
}

/** Throws Problem for a name that is not in the config. */
export function checkConnection(name: string, bridge: Bridge): void {
  if (bridge.connections.has(name)) return;
  const allowed = [...bridge.connections.keys()].join(', ');
  throw new Problem(
    `CONNECTION: found "${name}", allowed ${allowed}; the names stand under "connections" in the config`,
    2,
  );
}
