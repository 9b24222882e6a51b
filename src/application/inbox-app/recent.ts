// What was read from the vendors lately, shared by all who look: in memory only, and forgotten after a while.
import type { DialogContent } from '../../domain/dialog.ts';
import type { IssueSnapshot } from '../../domain/issue.ts';
import type { CreateForm } from '../../domain/new-issue.ts';
import type { Instant } from '../../domain/refs.ts';
import type { Found, Missing } from '../ports.ts';

export interface Reading<T> {
  readonly value: T;
  readonly at: Instant;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

export interface Shared<T> {
  /** What was read within the time to live, else null. */
  peek(key: string): Reading<T> | null;
  /** The same, whatever its age. */
  last(key: string): Reading<T> | null;
  /** Reads, or joins whoever is reading; a failure is told to all who wait and is not kept. */
  read(key: string, load: () => Promise<T>): Promise<Reading<T>>;
  /** Makes the next one read again. */
  forget(key: string): void;
}

/** Keeps the last `most` readings. */
function createShared<T>(ttlMs: number, most: number, now: () => Instant): Shared<T> {
  const done = new Map<string, Reading<T>>();
  const underWay = new Map<string, Promise<Reading<T>>>();
  const keep = (key: string, reading: Reading<T>): void => {
    done.delete(key);
    done.set(key, reading);
    const [oldest] = done.keys();
    if (done.size > most && oldest !== undefined) done.delete(oldest);
  };
  return {
    last: (key) => done.get(key) ?? null,
    forget: (key) => void done.delete(key),
    peek: (key) => {
      const found = done.get(key);
      return found !== undefined && now() - found.at <= ttlMs ? found : null;
    },
    read: (key, load) => {
      const running = underWay.get(key);
      if (running !== undefined) return running;
      const startedAt = now();
      const reading = load()
        .then((value) => {
          const result = { value, at: now(), ms: now() - startedAt };
          keep(key, result);
          return result;
        })
        .finally(() => underWay.delete(key));
      underWay.set(key, reading);
      return reading;
    },
  };
}

export interface Recent {
  /** By `connection/issueId`. */
  readonly issues: Shared<Found<IssueSnapshot> | Missing>;
  /** By `connection/project/type`. */
  readonly forms: Shared<Found<CreateForm> | Missing>;
  /** By `connection/conversationId`. */
  readonly contents: Shared<Found<DialogContent> | Missing>;
  /** Names of people that searches found, by `connection/id`. */
  readonly people: Map<string, string>;
  /** Until when a tracker is not waited for because it was slow, by connection. */
  readonly slowUntil: Map<string, Instant>;
}

const ISSUES_MS = 15_000;
const FORMS_MS = 300_000;
const CONTENTS_MS = 60_000;

export function createRecent(now: () => Instant): Recent {
  return {
    issues: createShared(ISSUES_MS, 5000, now),
    forms: createShared(FORMS_MS, 200, now),
    contents: createShared(CONTENTS_MS, 50, now),
    people: new Map(),
    slowUntil: new Map(),
  };
}
