// Intercom's rate limit: a minute's budget spread over short windows, told in headers on every authorized answer.

export interface RateLimitOptions {
  /** Requests a minute; each window gets its share, rounded down. */
  perMinute: number;
  windowSeconds: number;
}

/** The state of the current window, for the `X-RateLimit-*` headers. Reset is unix seconds. */
export interface RateLimitState {
  limit: number;
  remaining: number;
  reset: number;
  allowed: boolean;
}

export class RateLimiter {
  readonly options: RateLimitOptions;
  readonly #limit: number;
  readonly #nowMs: () => number;
  #window = -1;
  #used = 0;

  constructor(options: RateLimitOptions, nowMs: () => number) {
    this.options = options;
    this.#nowMs = nowMs;
    this.#limit = Math.floor((options.perMinute * options.windowSeconds) / 60);
  }

  /** Takes one request from the window's budget, or with `cost` 0 only looks. */
  take(cost: 0 | 1 = 1): RateLimitState {
    const windowMs = this.options.windowSeconds * 1000;
    const window = Math.floor(this.#nowMs() / windowMs);
    if (window !== this.#window) {
      this.#window = window;
      this.#used = 0;
    }
    const allowed = this.#used + cost <= this.#limit;
    if (allowed) this.#used += cost;
    const reset = Math.ceil(((window + 1) * windowMs) / 1000);
    return { limit: this.#limit, remaining: this.#limit - this.#used, reset, allowed };
  }
}
