// Decides which addresses may become links.

const ALLOWED = new Set(['http:', 'https:', 'mailto:']);
/** A spelling that every reader takes alike: the scheme in front, printable ASCII, no quote, bracket or backslash. */
const PLAIN = /^(?:https?:\/\/[^/?#]|mailto:)[!#-&(-;=?-[\]-_a-~]*$/iu;

/**
 * The address as an absolute http, https or mailto URL, or undefined when it is none (another scheme, or relative
 * without a base). An ordinary spelling is kept as it is, any other one is normalised.
 */
export function safeHref(raw: string, baseUrl?: string): string | undefined {
  const trimmed = raw.trim();
  if (trimmed === '') return undefined;
  const url = URL.parse(trimmed, baseUrl);
  if (url === null || !ALLOWED.has(url.protocol)) return undefined;
  return PLAIN.test(trimmed) ? trimmed : url.href.replaceAll("'", '%27').replaceAll('`', '%60');
}
