// Times as the person at the keyboard reads them: in the zone of this machine (or of TZ).
import type { Instant } from '../domain/refs.ts';

// Swedish writes dates the ISO way: 2026-11-22 17:40:01.
const FORMAT = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });

export function localTime(at: Instant): string {
  return FORMAT.format(at);
}

/** The name of the zone, such as Europe/Moscow. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `340 ms`, `12 s`, `5 min`, `3 h`: exact enough to see where time went. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
