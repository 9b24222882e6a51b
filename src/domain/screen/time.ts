// Time as operators read and type it: how long, how long ago, and dates in the time zone of the config.
import type { Instant } from '../refs.ts';
import type { Locale } from '../rules.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

const UNITS: readonly (readonly [Unit, number])[] = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['week', 7 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
];

/** The largest unit of which there are at least one (of weeks and longer at least two, so that 10 days stay days). */
function measure(ms: number): { readonly unit: Unit; readonly count: number } {
  const [unit, size] = UNITS.find(
    ([name, length]) => ms >= (name === 'week' || name === 'month' ? 2 * length : length),
  ) ?? ['minute', MINUTE];
  return { unit: unit as Unit, count: Math.floor(ms / (size as number)) };
}

/** `3 days`, `2 недели`; under a minute `less than a minute` is up to the caller: it gives null. */
export function duration(ms: number, locale: Locale): string | null {
  if (ms < MINUTE) return null;
  const { unit, count } = measure(ms);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

/** `5 minutes ago`, `in 3 days`; null within a minute of now. */
export function relative(at: Instant, now: Instant, locale: Locale): string | null {
  const ms = Math.abs(now - at);
  if (ms < MINUTE) return null;
  const { unit, count } = measure(ms);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always' }).format(at > now ? count : -count, unit);
}

interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

function wallOf(at: Instant, timezone: string): Wall {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
  });
  const found = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = found;
  return { year, month, day, hour, minute };
}

function asUtc({ year, month, day, hour, minute }: Wall): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** The instant at which a clock on the wall of that time zone shows this; within a gap of summer time, the hour after. */
function instantOf(wall: Wall, timezone: string): Instant {
  const wanted = asUtc(wall);
  // The offset at the guess may be another one than at the answer: the second look corrects that.
  const first = wanted - (asUtc(wallOf(wanted, timezone)) - wanted);
  return first + (wanted - asUtc(wallOf(first, timezone)));
}

/** So many days from today, at an hour of the morning. */
export function morningIn(days: number, hour: number, now: Instant, timezone: string): Instant {
  const { year, month, day } = wallOf(now, timezone);
  return instantOf({ year, month, day: day + days, hour, minute: 0 }, timezone);
}

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2}))?$/;
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ ,]+(\d{1,2}):(\d{2}))?$/;

function readWall(text: string): (Wall & { readonly hasTime: boolean }) | null {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  const dotted = DOTTED.exec(trimmed);
  const found = iso === null ? dotted : iso;
  if (found === null) return null;
  const numbers = found.slice(1, 4).map(Number);
  const [year = 0, month = 0, day = 0] = iso === null ? numbers.toReversed() : numbers;
  const wall = { year, month, day, hour: Number(found[4] ?? 9), minute: Number(found[5] ?? 0) };
  const back = new Date(asUtc(wall));
  const exists = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && wall.hour < 24 && wall.minute < 60;
  return exists ? { ...wall, hasTime: found[4] !== undefined } : null;
}

/** `2026-12-31`, `31.12.2026`, each with a time or without (then 9:00); null for anything else and for a 31 June. */
export function readMoment(text: string, timezone: string): Instant | null {
  const wall = readWall(text);
  return wall === null ? null : instantOf(wall, timezone);
}

/** The same without a time, as `YYYY-MM-DD`. */
export function readDay(text: string): string | null {
  const wall = readWall(text);
  if (wall === null || wall.hasTime) return null;
  return new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).toISOString().slice(0, 10);
}
