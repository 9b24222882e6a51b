/** The kinds of value a config file is made of, each a zod schema that says in words what it allows. */
import * as z from 'zod';
import { parseDuration, parseSize } from './units.ts';

/** Where secrets stand in a connection; in the file they may only be `${NAME}`. */
export const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'accessToken',
  'clientSecrets',
  'apiToken',
  'personalAccessToken',
  'webhookSecrets',
  'webhookPathSecret',
]);

/** The key of a connection or workflow: it appears in URLs and metrics. */
export const nameField = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and "-"');

export const projectKeyField = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'a project key such as SUP, in capitals');

export function textField(meaning: string) {
  return z.string().trim().min(1, 'text that is not empty').max(255, 'at most 255 characters').describe(meaning);
}

/** The name of something at the vendor, or null to do without. */
export function nameOrNullField(meaning: string) {
  return textField('Its name.').nullable().describe(meaning);
}

/** A secret: here it only has to be there; that it came from the environment is checked where the file is read. */
export function secretField(meaning: string, form = /./, allowed = 'text that is not empty') {
  return z
    .string()
    .refine((secret) => form.test(secret), allowed)
    .meta({
      description: `${meaning} Written as \${NAME}, the name of an environment variable.`,
      pattern: String.raw`^\$\{[A-Za-z_][A-Za-z0-9_]*\}$`,
    });
}

/** An http or https address, given back without a trailing slash; it may have a path. */
export function urlField(meaning: string) {
  return z
    .string()
    .transform((text, context) => {
      const url = normalizeUrl(text);
      if (url !== undefined) return url;
      context.issues.push({
        code: 'custom',
        input: text,
        message: 'an address such as https://host/path, without user, query or "#"',
      });
      return z.NEVER;
    })
    .describe(meaning);
}

/** The address without trailing slash; undefined if it is not a plain http(s) one. */
export function normalizeUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || !/^https?:\/\//i.test(text)) return undefined;
  if (url.username !== '' || url.password !== '' || text.includes('?') || text.includes('#')) return undefined;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** A duration in the file's form (`15s`), in milliseconds after reading. */
export function durationField(meaning: string, shortest: string, longest: string) {
  const message = `a duration from ${shortest} to ${longest}, such as 500ms, 15s, 5m, 2h or 7d`;
  return amountField(meaning, parseDuration, shortest, longest, message);
}

/** A size in the file's form (`25MB`), in bytes after reading. */
export function sizeField(meaning: string, smallest: string, largest: string) {
  return amountField(meaning, parseSize, smallest, largest, `a size from ${smallest} to ${largest}, such as 512KB`);
}

function amountField(
  meaning: string,
  parse: (text: string) => number | undefined,
  least: string,
  most: string,
  message: string,
) {
  const [low, high] = [parse(least) ?? 0, parse(most) ?? Number.POSITIVE_INFINITY];
  return z
    .string(message)
    .transform((text, context) => {
      const amount = parse(text.trim());
      if (amount !== undefined && amount >= low && amount <= high) return amount;
      context.issues.push({ code: 'custom', input: text, message });
      return z.NEVER;
    })
    .meta({ description: meaning, examples: [least, most] });
}

export function emailField(meaning: string) {
  return z
    .string()
    .refine((text) => /^[^\s@]+@[^\s@]+$/.test(text), 'an email address')
    .describe(meaning);
}

export function countField(meaning: string, least: number, most: number) {
  const message = `a whole number from ${least} to ${most}`;
  return z.int().min(least, message).max(most, message).describe(meaning);
}

/** A time zone by its IANA name. */
export function timezoneField(meaning: string) {
  return z.string().refine(isTimezone, 'an IANA name such as Europe/Moscow or UTC').describe(meaning);
}

function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
