// Spends a vendor's call budget of fixed windows to the last call but a few, without ever being refused.

export type Priority = 'high' | 'low';

/** What an answer says about the budget. Times in milliseconds of the vendor's clock. */
export interface LimitReport {
  /** Calls left in the window that the answered call was counted in. */
  readonly remaining: number;
  /** The end of that window, rounded to a whole second in any direction. */
  readonly resetAt: number;
  /** The vendor's clock when it answered, rounded down to a whole second (the `Date` header); null if not told. */
  readonly serverTime: number | null;
}

/** The right to make one call, to be given back by `observe` or `fail`. */
export interface Permit {
  readonly sentAt: number;
  /** Sent without knowing what is left of the window. */
  readonly probe: boolean;
}

export interface WindowLimiterOptions {
  /** The local clock in milliseconds. */
  readonly now: () => number;
  readonly setTimer?: (run: () => void, ms: number) => void;
  /** Calls a window while answers carry no report. */
  readonly defaultLimit: number;
  /** Length of a window in milliseconds, used only until the vendor's reports tell better. */
  readonly windowMs: number;
  /** The most that we want to use of a window, whatever the vendor allows. */
  readonly ceiling?: number;
}

interface Window {
  /** On the vendor's clock. */
  resetAt: number;
  remaining: number;
  /** The largest `remaining` reported. */
  highest: number;
  /** When its first report arrived. */
  seenAt: number;
  /** When its latest report arrived. */
  toldAt: number;
  /** Our calls that reports of this window have counted, and those granted while it was current. */
  answered: number;
  granted: number;
}

/** Kept back in each window for probes that arrive before the next window does: a hundredth, at most this many. */
const SPARE = 4;
/** A whole second of rounding, in either direction. */
const ROUNDING = 1000;
/** `low` as an upper and `high` as a lower end: everything is possible. */
interface Range {
  low: number;
  high: number;
}

/**
 * A call waits in `acquire` until it may be sent; `observe` takes what its answer reports.
 *
 * Within a known window at most half of what is left is in flight, so that other users of the same budget are noticed
 * in time; calls in flight count as used, and of the reports on one window the lowest holds, in whatever order they come.
 * After a window's end one call goes first and reports on the new one. When that end is on our clock is learned from what
 * answers report of the vendor's clock and of their window; until it is known better, the later end of what is possible
 * counts. A call that is too early all the same is paid from the few spare ones, so it isn't refused either.
 */
export class WindowLimiter {
  readonly #options: WindowLimiterOptions;
  readonly #waiting: Record<Priority, ((permit: Permit) => void)[]> = { high: [], low: [] };
  #window: Window | null = null;
  #inFlight = 0;
  #probes = 0;
  #blockedUntil = Number.NEGATIVE_INFINITY;
  #wakeAt = Number.POSITIVE_INFINITY;
  /** Local clock minus vendor's clock. */
  #skew: Range | null = null;
  /** The end of a window on our clock minus its `resetAt`. */
  #lag: Range = { low: -ROUNDING, high: ROUNDING };
  /** Calls that others make a millisecond, and our slowest recent answer in milliseconds. */
  #othersRate = 0;
  #slowest = 0;
  /** How many calls may go into a window that we know nothing of. */
  #trust = 1;

  constructor(options: WindowLimiterOptions) {
    this.#options = options;
  }

  /** Resolves when a call may be sent: first come first served, high before low. */
  acquire(priority: Priority = 'high'): Promise<Permit> {
    return new Promise((resolve) => {
      this.#waiting[priority].push(resolve);
      this.#release();
    });
  }

  /** Takes the report of an answer; null for an answer without one. */
  observe(permit: Permit, report: LimitReport | null): void {
    const now = this.#options.now();
    this.#giveBack(permit);
    this.#slowest = Math.max(now - permit.sentAt, this.#slowest * 0.99);
    if (report === null) {
      this.#countUnreported(now);
    } else {
      this.#learnSkew(permit.sentAt, now, report.serverTime);
      this.#learn(permit, now, report);
    }
    this.#release();
  }

  /** The call got no answer: it may or may not have been counted. */
  fail(permit: Permit): void {
    this.#giveBack(permit);
    if (this.#window !== null) {
      this.#window.remaining -= 1;
      this.#window.answered += 1;
    }
    this.#release();
  }

  /** The vendor refused a call: nothing goes out for this long. */
  penalise(retryAfterMs: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, this.#options.now() + retryAfterMs);
    this.#trust = 1;
    this.#release();
  }

  #giveBack(permit: Permit): void {
    this.#inFlight -= 1;
    this.#probes -= permit.probe ? 1 : 0;
  }

  #countUnreported(now: number): void {
    const { defaultLimit, windowMs } = this.#options;
    if (this.#window === null || now >= this.#endOf(this.#window)) {
      this.#startWindow(now, { remaining: defaultLimit, resetAt: now - this.#lag.high + windowMs, serverTime: null });
    }
    if (this.#window !== null) {
      this.#window.remaining -= 1;
      this.#window.answered += 1;
    }
  }

  #learn(permit: Permit, now: number, report: LimitReport): void {
    const window = this.#window;
    if (window === null || report.resetAt > window.resetAt) {
      if (window !== null) {
        this.#narrow({ low: Number.NEGATIVE_INFINITY, high: now - window.resetAt });
      }
      this.#startWindow(now, report);
    } else if (report.resetAt < window.resetAt) {
      return;
    }
    const current = this.#window;
    if (current !== null) {
      current.remaining = Math.min(current.remaining, report.remaining);
      current.highest = Math.max(current.highest, report.remaining);
      current.answered += 1;
      current.toldAt = now;
      this.#narrow({ low: permit.sentAt - report.resetAt, high: Number.POSITIVE_INFINITY });
    }
  }

  #startWindow(now: number, report: LimitReport): void {
    const last = this.#window;
    if (last !== null) {
      this.#othersRate = Math.max(this.#rateOfOthers(last, this.#inFlight), this.#othersRate / 2);
      this.#trust = last.remaining > last.highest / 2 ? Math.max(1, Math.floor(last.highest / 10)) : 1;
    }
    this.#window = {
      resetAt: report.resetAt,
      remaining: report.remaining,
      highest: report.remaining,
      seenAt: now,
      toldAt: now,
      answered: 0,
      granted: this.#inFlight + 1,
    };
  }

  #learnSkew(sentAt: number, now: number, serverTime: number | null): void {
    if (serverTime === null) {
      return;
    }
    const seen = { low: sentAt - serverTime - ROUNDING, high: now - serverTime };
    const known = this.#skew ?? seen;
    const both = { low: Math.max(known.low, seen.low), high: Math.min(known.high, seen.high) };
    if (this.#skew === null || both.low > both.high) {
      this.#skew = seen;
      this.#lag = { low: seen.low - ROUNDING, high: seen.high + ROUNDING };
    } else {
      this.#skew = both;
      this.#lag.high = Math.min(this.#lag.high, both.high + ROUNDING);
      this.#lag.low = Math.max(Math.min(this.#lag.low, this.#lag.high), both.low - ROUNDING);
    }
  }

  /** Takes in what an answer shows about the end of its window; when that contradicts what we knew, starts over. */
  #narrow(seen: Range): void {
    const lag = { low: Math.max(this.#lag.low, seen.low), high: Math.min(this.#lag.high, seen.high) };
    if (lag.low >= lag.high) {
      lag.low = Math.max(seen.low, (this.#skew?.low ?? 0) - ROUNDING);
      lag.high = Math.min(seen.high, (this.#skew?.high ?? 0) + ROUNDING);
    }
    if (lag.low >= lag.high) {
      // The clocks are further apart than told: a little later, as long as the spare calls pay for it.
      lag.low = Number.isFinite(seen.low) ? seen.low : seen.high - 2 * ROUNDING;
      lag.high = lag.low + 2 * ROUNDING;
    }
    this.#lag = lag;
  }

  /** From when on a window is certainly over, on our clock. */
  #endOf(window: Window): number {
    return window.resetAt + this.#lag.high;
  }

  /** Of our calls in flight, `counted` are taken to be in the reports already. */
  #rateOfOthers(window: Window, counted: number): number {
    const others = window.highest - window.remaining - window.answered - counted;
    return others <= 0 ? 0 : others / Math.max(window.toldAt - window.seenAt, 100);
  }

  /** How many calls may go now. */
  #allowance(now: number): number {
    const window = this.#window;
    if (now < this.#blockedUntil) {
      return 0;
    }
    if (window === null || now >= this.#endOf(window)) {
      return this.#trust - this.#probes;
    }
    const unseen = now - window.toldAt + 2 * this.#slowest;
    const expected = Math.max(this.#othersRate, this.#rateOfOthers(window, this.#inFlight / 2)) * unseen;
    const spare = Math.min(SPARE, Math.ceil(window.highest / 100)) + Math.ceil(expected + 3 * Math.sqrt(expected));
    const left = window.remaining - spare - this.#inFlight;
    const half = Math.max(window.remaining / 2, 8) - this.#inFlight;
    const own = (this.#options.ceiling ?? Number.POSITIVE_INFINITY) - window.granted;
    return Math.min(left, half, own);
  }

  #release(): void {
    const now = this.#options.now();
    const { high, low } = this.#waiting;
    while (high.length + low.length > 0 && this.#allowance(now) >= 1) {
      this.#grant(now, high.shift() ?? low.shift());
    }
    if (high.length + low.length > 0) {
      this.#wakeLater(now);
    }
  }

  #grant(now: number, resolve: ((permit: Permit) => void) | undefined): void {
    const known = this.#window !== null && now < this.#endOf(this.#window);
    this.#inFlight += 1;
    this.#probes += known ? 0 : 1;
    if (known && this.#window !== null) {
      this.#window.granted += 1;
    }
    resolve?.({ sentAt: now, probe: !known });
  }

  /** Something waits: look again when the block or the window ends. Answers release by themselves. */
  #wakeLater(now: number): void {
    const end = this.#window === null ? now : this.#endOf(this.#window);
    const at = this.#blockedUntil > now ? this.#blockedUntil : end;
    if (at <= now || (this.#wakeAt > now && this.#wakeAt <= at)) {
      return;
    }
    this.#wakeAt = at;
    const setTimer = this.#options.setTimer ?? ((run, ms) => void setTimeout(run, ms));
    setTimer(
      () => {
        this.#wakeAt = this.#wakeAt === at ? Number.POSITIVE_INFINITY : this.#wakeAt;
        this.#release();
      },
      Math.ceil(at - now),
    );
  }
}
