/** Durations as `15s` and sizes as `25MB`: how people write them, turned into milliseconds and bytes. */

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const BYTES: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 ** 2 };

/** `500ms`, `15s`, `5m`, `2h` or `7d` in milliseconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  return parseAmount(text, /^(\d{1,9})(ms|s|m|h|d)$/, MILLISECONDS);
}

/** `512KB` or `25MB` (of 1024) in bytes; undefined for anything else. */
export function parseSize(text: string): number | undefined {
  return parseAmount(text, /^(\d{1,9})(B|KB|MB)$/, BYTES);
}

function parseAmount(text: string, form: RegExp, units: Readonly<Record<string, number>>): number | undefined {
  const [, amount, unit] = form.exec(text) ?? [];
  const factor = unit === undefined ? undefined : units[unit];
  return factor === undefined ? undefined : Number(amount) * factor;
}
