// Reads the times of Jira's REST API and webhooks.

/** Milliseconds since 1970, or null. Jira writes the zone without a colon, `2026-11-05T10:00:00.000+0300`. */
export function readTime(text: string | undefined): number | null {
  const time = Date.parse((text ?? '').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isFinite(time) && time > 0 ? time : null;
}
