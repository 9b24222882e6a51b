// Whether the office is open at a point in time, in the time zone of the config.
import type { Instant } from '../refs.ts';
import type { BusinessHours } from './workflow.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a hundred times more than using it. */
function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timezone, format);
  return format;
}

/**
 * True when `now` lies within the hours; always true without hours. A span whose end is not after its beginning goes on
 * past midnight into the next day. The end itself is closed.
 */
export function isOpen(hours: BusinessHours | null, timezone: string, now: Instant): boolean {
  if (hours === null) return true;
  const parts = new Map(
    formatOf(timezone)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  const weekday = WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1;
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
  const before = weekday === 1 ? 7 : weekday - 1;
  return hours.days.some(({ weekday: day, from, to }) => {
    const overnight = to <= from;
    if (day === weekday && minute >= from && (overnight || minute < to)) return true;
    return overnight && day === before && minute < to;
  });
}
