// Makes ids that sort by time: new rows then stand at the end of an index instead of anywhere in it.
import { randomBytes } from 'node:crypto';

const RANDOM_BYTES = 8;
const POOL = RANDOM_BYTES * 512;

/** `ev_0lq2k3x4w` + 16 random hexadecimal digits (64 bits): the time in base 36 first. */
export function createIds(now: () => number = Date.now): (prefix: string) => string {
  let pool = randomBytes(POOL);
  let used = 0;
  return (prefix) => {
    if (used === POOL) {
      pool = randomBytes(POOL);
      used = 0;
    }
    const random = pool.toString('hex', used, used + RANDOM_BYTES);
    used += RANDOM_BYTES;
    return `${prefix}_${now().toString(36).padStart(9, '0')}${random}`;
  };
}
