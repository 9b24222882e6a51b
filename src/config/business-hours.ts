/** Office hours as people write them, `mon-fri: "09:00-18:00"`, turned into minutes of weekdays. */
import * as z from 'zod';
import type { BusinessHours } from '../domain/workflow/workflow.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = `(${DAYS.join('|')})`;
const HOURS = /^([01]\d|2[0-4]):([0-5]\d)\s*-\s*([01]\d|2[0-4]):([0-5]\d)$/;

const HOURS_WORDS = 'hours such as "09:00-18:00", the end after the beginning, both within a day';

const hours = z
  .string(HOURS_WORDS)
  .refine((text) => parseHours(text) !== undefined, HOURS_WORDS)
  .meta({ pattern: HOURS.source });

export const businessHoursField = z
  .record(
    z.string().regex(new RegExp(`^${DAY}(-${DAY})?$`), 'a day or days such as mon, mon-fri or sat-sun'),
    z.union([hours, z.array(hours).min(1, 'one or more')], HOURS_WORDS).describe('Hours, or a list of hours.'),
  )
  .transform(
    (input): BusinessHours => ({
      days: Object.entries(input).flatMap(([days, some]) =>
        (typeof some === 'string' ? [some] : some).flatMap((text) => {
          const parsed = parseHours(text);
          return parsed === undefined ? [] : listWeekdays(days).map((weekday) => ({ weekday, ...parsed }));
        }),
      ),
    }),
  )
  .describe('Office hours by day in the time zone, such as { mon-fri: "09:00-18:00" }. Default: always open.');

/** `09:00-18:00` as minutes since midnight; undefined unless it ends after it begins. */
function parseHours(text: string): { from: number; to: number } | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] = HOURS.exec(text.trim()) ?? [];
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = Number(toHour) * 60 + Number(toMinute);
  return from < to && to <= 24 * 60 ? { from, to } : undefined;
}

/** Weekdays 1 (Monday) to 7; `sat-mon` goes over the end of the week. */
function listWeekdays(text: string): number[] {
  const [first = '', last = first] = text.split('-');
  const [from, to] = [DAYS.indexOf(first), DAYS.indexOf(last)];
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => ((from + index) % 7) + 1);
}
