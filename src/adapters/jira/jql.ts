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

function inProjects(projectKeys: readonly string[]): string {
  return projectKeys.length === 0 ? '' : `project in (${projectKeys.map(quote).join(', ')}) AND `;
}

/** Issues whose summary holds a word that begins like one of these. */
export function beginningSearch(beginnings: readonly string[], projectKeys: readonly string[]): string {
  const any = beginnings.map((word) => `summary ~ ${quote(`${word}*`)}`).join(' OR ');
  return `${inProjects(projectKeys)}(${any}) ORDER BY updated DESC`;
}

/** Issues that hold all of these words anywhere; the last may be the beginning of one in the summary. */
export function textSearch(words: readonly string[], projectKeys: readonly string[]): string {
  const said = words.join(' ');
  return `${inProjects(projectKeys)}(text ~ ${quote(said)} OR summary ~ ${quote(`${said}*`)}) ORDER BY updated DESC`;
}
