// The token bucket of Jira Data Center, as far as its headers tell: how many calls are left and when more come.
import type { ReplyHeaders } from './call.ts';
import { headerOf } from './read-answer.ts';

export interface TokenBucket {
  /** When a token is there; `at` itself when now, or when no answer has told of a bucket yet. */
  freeAt(at: number): number;
  take(): void;
  /** Ends a call; with the headers of its answer, where there was one. */
  settle(headers: ReplyHeaders | null, at: number): void;
}

interface Level {
  readonly tokens: number;
  readonly size: number;
  readonly perInterval: number;
  readonly intervalMs: number;
  readonly at: number;
}

/** Source: Atlassian, "Adjusting your code for rate limiting": X-RateLimit-Limit, -Remaining, -FillRate, -Interval-Seconds. */
export function createTokenBucket(): TokenBucket {
  let level: Level | null = null;
  let underWay = 0;

  const tokensAt = ({ tokens, size, perInterval, intervalMs, at }: Level, now: number): number =>
    Math.min(size, tokens + Math.floor((now - at) / intervalMs) * perInterval);

  return {
    freeAt(at) {
      if (level === null) return at;
      const missing = 1 + underWay - tokensAt(level, at);
      if (missing <= 0) return at;
      const intervals = Math.floor((at - level.at) / level.intervalMs) + Math.ceil(missing / level.perInterval);
      return level.at + intervals * level.intervalMs;
    },
    take() {
      underWay += 1;
    },
    settle(headers, at) {
      underWay = Math.max(0, underWay - 1);
      const read = headers === null ? null : readLevel(headers, at);
      // Without headers the call is still counted, so that a silent server is not called faster.
      if (read !== null) level = read;
      else if (level !== null) level = { ...level, tokens: Math.max(0, tokensAt(level, at) - 1), at };
    },
  };
}

function readLevel(headers: ReplyHeaders, at: number): Level | null {
  const [size, tokens, perInterval, seconds] = ['limit', 'remaining', 'fillrate', 'interval-seconds'].map((name) =>
    Number(headerOf(headers, `x-ratelimit-${name}`) ?? Number.NaN),
  );
  if (size === undefined || tokens === undefined || perInterval === undefined || seconds === undefined) return null;
  const isSound = size > 0 && tokens >= 0 && perInterval > 0 && seconds > 0;
  return isSound ? { tokens, size, perInterval, intervalMs: seconds * 1000, at } : null;
}
