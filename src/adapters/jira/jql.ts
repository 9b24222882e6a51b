// Builds JQL from what people typed, so that nothing of it can be anything but a word.

const MOST_WORDS = 10;
const LONGEST_WORD = 60;

/** A value in quotes; only quotes and backslashes mean something inside them. */
export function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\s+/g, ' ')}"`;
}

/**
 * The words of a text in lower case, letters and digits only. Jira's search gives `+ - & | ! ( ) { } [ ] ^ ~ * ? \ / : "`
 * and the words AND, OR, NOT in capitals a meaning of their own; its index drops punctuation anyway.
 * Source: Atlassian, "Search syntax for text fields".
 */
export function wordsOf(text: string): readonly string[] {
  const words = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.slice(0, MOST_WORDS).map((word) => [...word.toLowerCase()].slice(0, LONGEST_WORD).join(''));
}

/** Issues that hold all of these words anywhere; the last may be the beginning of one in the summary. */
export function textSearch(words: readonly string[], projectKeys: readonly string[]): string {
  const said = words.join(' ');
  const within = projectKeys.length === 0 ? '' : `project in (${projectKeys.map(quote).join(', ')}) AND `;
  return `${within}(text ~ ${quote(said)} OR summary ~ ${quote(`${said}*`)}) ORDER BY updated DESC`;
}
