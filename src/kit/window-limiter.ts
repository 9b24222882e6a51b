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
  /** The largest `remaining` reported, and when. */
  highest: number;
  seenAt: number;
  /** Our calls that reports of this window have counted, and those granted while it was current. */
  answered: number;
  granted: number;
}

/** Kept back in each window for probes that arrive before the next window does. */
const SPARE = 4;
/** A whole second of rounding, in either direction. */
const ROUNDING = 1000;
/** The end of a window needn't be known better than this. */
const CLOSE_ENOUGH = 50;

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
 * answers report (clock skew and rounding together), halving the doubt each window; a probe that comes too early is paid
 * from the spare calls, so it is not refused either.
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
  #surprised = false;
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
      current.answered += 1;
      this.#narrow({ low: permit.sentAt - report.resetAt, high: Number.POSITIVE_INFINITY });
    }
  }

  #startWindow(now: number, report: LimitReport): void {
    const last = this.#window;
    if (last !== null) {
      this.#othersRate = Math.max(this.#rateOfOthers(last, now), this.#othersRate / 2);
      this.#trust = last.remaining > last.highest / 2 ? Math.max(1, Math.floor(last.highest / 10)) : 1;
    }
    this.#window = {
      resetAt: report.resetAt,
      remaining: report.remaining,
      highest: report.remaining,
      seenAt: now,
      answered: 0,
      granted: this.#inFlight,
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
    this.#surprised = lag.low > lag.high;
    if (this.#surprised) {
      lag.low = Math.max(seen.low, (this.#skew?.low ?? 0) - ROUNDING);
      lag.high = Math.min(seen.high, (this.#skew?.high ?? 0) + ROUNDING);
    }
    if (lag.low > lag.high) {
      const { windowMs } = this.#options;
      lag.low = Math.max(seen.low, seen.high - windowMs);
      lag.high = Math.min(seen.high, seen.low + windowMs);
    }
    this.#lag = lag;
  }

  /** When to take a window for over, on our clock: bold as long as a probe too early could be paid. */
  #endOf(window: Window): number {
    const { low, high } = this.#lag;
    const mayTry = !this.#surprised && this.#othersRate === 0 && window.remaining - this.#inFlight > SPARE / 2;
    const doubt = high - low;
    return window.resetAt + (mayTry && doubt > CLOSE_ENOUGH ? low + doubt / 2 : high);
  }

  #rateOfOthers(window: Window, now: number): number {
    const others = window.highest - window.remaining - window.answered - this.#inFlight;
    return others <= 0 ? 0 : others / Math.max(now - window.seenAt, 100);
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
    const expected = Math.max(this.#othersRate, this.#rateOfOthers(window, now)) * this.#slowest * 3;
    const spare = SPARE + Math.ceil(expected + 2 * Math.sqrt(expected));
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
    const end = this.#window === null ? Number.NEGATIVE_INFINITY : this.#endOf(this.#window);
    const at = Math.max(end, this.#blockedUntil);
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
