import { describe, expect, it } from 'vitest';
import { duration, morningIn, readDay, readMoment, relative } from '../../../src/domain/screen/time.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22, 12, 0);

describe('how long', () => {
  it.each([
    [30_000, null, null],
    [MINUTE, '1 minute', '1 минута'],
    [59 * MINUTE, '59 minutes', '59 минут'],
    [2 * 60 * MINUTE, '2 hours', '2 часа'],
    [3 * DAY, '3 days', '3 дня'],
    [10 * DAY, '10 days', '10 дней'],
    [15 * DAY, '2 weeks', '2 недели'],
    [45 * DAY, '6 weeks', '6 недель'],
    [61 * DAY, '2 months', '2 месяца'],
    [800 * DAY, '2 years', '2 года'],
  ])('when it is %i ms, then it reads %s and %s', (ms, english, russian) => {
    expect([duration(ms, 'en'), duration(ms, 'ru')]).toEqual([english, russian]);
  });

  it('when it was before or will be after now, then it says so', () => {
    expect(relative(NOW - 5 * MINUTE, NOW, 'en')).toBe('5 minutes ago');
    expect(relative(NOW + 3 * DAY, NOW, 'ru')).toBe('через 3 дня');
    expect(relative(NOW - 1000, NOW, 'en')).toBeNull();
  });
});

describe('dates that are typed', () => {
  it.each([
    ['2026-12-31', 'UTC', '2026-12-31T09:00:00.000Z'],
    ['31.12.2026', 'Europe/Moscow', '2026-12-31T06:00:00.000Z'],
    ['31.12.2026 14:30', 'Europe/Moscow', '2026-12-31T11:30:00.000Z'],
    [' 2026-7-1 8:05 ', 'Europe/Berlin', '2026-07-01T06:05:00.000Z'],
    ['2026-01-01 00:00', 'America/New_York', '2026-01-01T05:00:00.000Z'],
    // Clocks are put forward from 2:00 to 3:00, and back from 3:00 to 2:00.
    ['2026-03-29 02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25 12:00', 'Europe/Berlin', '2026-10-25T11:00:00.000Z'],
  ])('when %s is typed in %s, then it is %s', (typed, timezone, expected) => {
    const at = readMoment(typed, timezone);
    expect(at === null ? null : new Date(at).toISOString()).toBe(expected);
  });

  it.each([
    '',
    'tomorrow',
    '31.02.2026',
    '2026-13-01',
    '2026-12-31 25:00',
    '2026-12-31 10:61',
    '1.1.26',
    '2026-12-31x',
  ])('when “%s” is typed, then it is no date', (typed) => {
    expect(readMoment(typed, 'UTC')).toBeNull();
    expect(readDay(typed)).toBeNull();
  });

  it('when a day is wanted, then a time with it is one too much', () => {
    expect(readDay('31.12.2026')).toBe('2026-12-31');
    expect(readDay('2026-12-31 10:00')).toBeNull();
  });

  it('when clocks change until then, then the morning is still at nine', () => {
    const before = Date.UTC(2026, 9, 24, 20, 0);
    expect(new Date(morningIn(1, 9, before, 'Europe/Berlin')).toISOString()).toBe('2026-10-25T08:00:00.000Z');
    expect(new Date(morningIn(7, 9, Date.UTC(2026, 11, 28, 23, 0), 'Asia/Tokyo')).toISOString()).toBe(
      '2027-01-05T00:00:00.000Z',
    );
  });
});
