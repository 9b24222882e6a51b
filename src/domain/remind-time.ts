// Reads when somebody wants to be reminded: `3d`, `2 недели`, `tomorrow 10:00`, `01.12.2026`.
import type { Instant } from './refs.ts';
import { morningIn, readMoment } from './screen/time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The beginning of each unit's names, in both languages; the longer ones first. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:m|min|mins|minute|minutes|м|мин|минут|минута|минуты|минуту)$/u, MINUTE],
  [/^(?:h|hr|hrs|hour|hours|ч|час|часа|часов)$/u, HOUR],
  [/^(?:d|day|days|д|дн|день|дня|дней)$/u, DAY],
  [/^(?:w|wk|week|weeks|н|нед|неделя|неделю|недели|недель)$/u, 7 * DAY],
];
const PIECE = /(\d+(?:[.,]\d+)?)\s*(\p{L}+)\.?/gu;
const CLOCK = /^(\d{1,2}):(\d{2})$/u;
const MORNING = 9;

/** Milliseconds of `1d 4h`, `30 мин`; null for anything else and for nothing. */
function readDuration(text: string): number | null {
  if (text.replace(PIECE, '').trim() !== '') return null;
  let sum = 0;
  for (const [, amount = '', name = ''] of text.matchAll(PIECE)) {
    const unit = UNITS.find(([names]) => names.test(name));
    if (unit === undefined) return null;
    sum += Number(amount.replace(',', '.')) * unit[1];
  }
  return sum > 0 ? Math.round(sum) : null;
}

function readDay(word: string): number | null {
  if (/^(?:today|сегодня)$/u.test(word)) return 0;
  if (/^(?:tomorrow|завтра)$/u.test(word)) return 1;
  return /^послезавтра$/u.test(word) ? 2 : null;
}

/** `tomorrow`, `завтра 15:30`, `15:30`: the next time that a clock on the wall shows this. */
function readNear(text: string, now: Instant, timezone: string): Instant | null {
  const words = text.split(/\s+(?:(?:at|в)\s+)?/u);
  const day = readDay(words[0] ?? '');
  const time = words.at(-1) ?? '';
  const clock = CLOCK.exec(time);
  if (words.length > 2 || (day === null && (words.length > 1 || clock === null))) return null;
  if (words.length === 2 && clock === null) return null;
  const [hour, minute] = clock === null ? [MORNING, 0] : [Number(clock[1]), Number(clock[2])];
  if (hour > 23 || minute > 59) return null;
  const at = morningIn(day ?? 0, hour, now, timezone) + minute * MINUTE;
  return day === null && at <= now ? morningIn(1, hour, now, timezone) + minute * MINUTE : at;
}

/** `31.12`: the next one. */
function readDayOfYear(text: string, now: Instant, timezone: string): Instant | null {
  const found = /^(\d{1,2})\.(\d{1,2})\.?$/u.exec(text);
  if (found === null) return null;
  const [, day = '', month = ''] = found;
  const year = new Date(now).getUTCFullYear();
  const at = [year, year + 1].map((candidate) => readMoment(`${day}.${month}.${candidate}`, timezone));
  return at.find((candidate): candidate is Instant => candidate !== null && candidate > now) ?? null;
}

/** When that is, seen from `now`; null when it can't be understood. A day without a time means nine in the morning. */
export function readRemindTime(asked: string, now: Instant, timezone: string): Instant | null {
  const text = asked
    .trim()
    .toLowerCase()
    .replace(/^(?:in|on|at|через|на|в)\s+/u, '')
    .replaceAll('ё', 'е');
  const duration = readDuration(text);
  if (duration !== null) return now + duration;
  return readMoment(text, timezone) ?? readDayOfYear(text, now, timezone) ?? readNear(text, now, timezone);
}
