// Channels of the config: each is a web address that takes what happened as JSON.
import type { Channels } from '../../application/ports.ts';
import { VendorError, type VendorErrorKind } from '../../application/vendor-error.ts';

export interface ChannelOptions {
  /** The address of a channel, asked for each message because the config may change; null for a channel of no config. */
  readonly urlOf: (channel: string) => string | null;
  readonly timeoutMs: number;
  readonly userAgent: string;
}

interface Trouble {
  readonly kind: VendorErrorKind;
  readonly why: string;
  readonly inDoubt: boolean;
  readonly status?: number;
  readonly retryAfterMs?: number;
}

/** The message never holds the address: that of many chat services is itself the secret. */
function failed(channel: string, { why, ...details }: Trouble): VendorError {
  return new VendorError(`Channel ${channel}: ${why}`, {
    vendor: 'channel',
    connection: `channel:${channel}`,
    ...details,
  });
}

const MAX_RETRY_AFTER_MS = 3_600_000;

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, MAX_RETRY_AFTER_MS) : undefined;
}

/** A refusal is final whatever its number: a channel has no account whose token could be mended meanwhile. */
function refusalOf(response: Response): Trouble | null {
  const { status } = response;
  if (status >= 200 && status < 300) return null;
  const why = `answered ${status}`;
  const retryAfterMs = retryAfter(response);
  const later = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 429) return { kind: 'rate_limited', why, inDoubt: false, status, ...later };
  if (status >= 500 || status === 408) return { kind: 'unavailable', why, inDoubt: true, status, ...later };
  if (status >= 300 && status < 400) {
    return {
      kind: 'rejected',
      why: `${why}: redirects are not followed, give the address itself`,
      inDoubt: false,
      status,
    };
  }
  return { kind: 'rejected', why, inDoubt: false, status };
}

function troubleOf(error: unknown, timeoutMs: number): Trouble {
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError' || name === 'AbortError') {
    return { kind: 'timeout', why: `no answer within ${timeoutMs} ms`, inDoubt: true };
  }
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  const code = typeof cause?.code === 'string' ? ` (${cause.code})` : '';
  return { kind: 'unavailable', why: `could not be reached${code}`, inDoubt: true };
}

/** Posts messages; nothing is retried inside, redirects are refused. */
export function createChannels(options: ChannelOptions): Channels {
  return {
    post: async (channel, message) => {
      const url = options.urlOf(channel);
      if (url === null) return { done: false, note: `the config has no channel "${channel}" any more` };
      let response: Response;
      try {
        response = await fetch(url, {
          method: 'POST',
          redirect: 'manual',
          headers: { 'content-type': 'application/json', 'user-agent': options.userAgent },
          body: JSON.stringify(message),
          signal: AbortSignal.timeout(options.timeoutMs),
        });
        await response.body?.cancel();
      } catch (error) {
        throw failed(channel, troubleOf(error, options.timeoutMs));
      }
      const refusal = refusalOf(response);
      if (refusal !== null) throw failed(channel, refusal);
      return { done: true, note: `posted (${response.status})` };
    },
  };
}
