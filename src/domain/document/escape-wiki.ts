// Makes any text plain in Jira's wiki markup: it can't become a mention, macro, image, link, heading or list.

const ENTITY_AHEAD = /&(?=#?[0-9a-z]{1,10};)/giu;
const WORD = /[\p{L}\p{N}]/u;
/** What the text of a link's target must not hold; the percent form means the same to a web server. */
const TARGET_SIGNS = /[[\]{}|\\^!*`'"<>\s]/gu;

function escapeSign(sign: string, at: number, line: string): string {
  switch (sign) {
    // Two backslashes are a line break, so a backslash can't be escaped by one.
    case '\\':
      return '&#92;';
    case '-':
      return WORD.test(line.charAt(at - 1)) && WORD.test(line.charAt(at + 1)) ? sign : '\\-';
    case '?':
      return line.charAt(at - 1) === '?' || line.charAt(at + 1) === '?' || at === 0 || at === line.length - 1
        ? '\\?'
        : sign;
    case '#':
      return line.slice(0, at).trim() === '' ? '\\#' : sign;
    default:
      return `\\${sign}`;
  }
}

/** One line of text (no newline in it) as wiki markup that shows exactly this text. */
export function escapeWikiLine(line: string): string {
  return line
    .replace(ENTITY_AHEAD, '&amp;')
    .replace(/[\\{}[\]|*_^~!+?#-]/gu, escapeSign)
    .replace(/^(\s*(?:h[1-6]|bq))\./iu, '$1&#46;');
}

/** An address as the target of a wiki link. */
export function escapeWikiTarget(href: string): string {
  return href.replace(TARGET_SIGNS, (sign) => encodeURIComponent(sign).replace(/[!'*]/gu, percent));
}

function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}
