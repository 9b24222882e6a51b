// Times, initials and colours as the page writes them.
import type { Locale } from './demo-state.ts';

const DAY_MS = 86_400_000;

/** The hour for today, else the day. */
export function shortTime(at: number, now: number, language: Locale): string {
  const sameDay = now - at < DAY_MS && new Date(at).getDate() === new Date(now).getDate();
  const style: Intl.DateTimeFormatOptions = sameDay
    ? { hour: '2-digit', minute: '2-digit' }
    : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(language === 'ru' ? 'ru' : 'en-GB', style).format(at);
}

/** To the second. */
export function clock(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
}

export function initials(name: string): string {
  return name
    .split(' ')
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase();
}

/** One of six quiet colours, the same for the same name. */
export function tone(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  return sum % 6;
}
