// The text search of JQL: words, beginnings of words and phrases, and the refusal of what its query parser can't read.
import { refuse } from './refusal.ts';

interface Term {
  words: string[];
  /** Whether the last word is only the beginning of one. */
  open: boolean;
}

/** Characters that mean something to the parser unless a backslash stands before them. */
const SPECIAL = /[(){}[\]^~:/!&|\\]/;

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** A word without its commonest English endings, as the index keeps it. */
const stem = (word: string): string => (word.length > 4 ? word.replace(/(ing|ed|es|s)$/, '') : word);

function unreadable(query: string, field: string) {
  return refuse(400, [`Unable to parse the text '${query}' for field '${field}'.`]);
}

/** Throws a refusal for a query that Jira's parser would not take. */
export function readTextQuery(query: string, field: string): Term[] {
  if (/^[*?]|\s[*?]/.test(query)) {
    throw refuse(400, [
      `The text query '${query}' for field '${field}' is not allowed to start with character '${query.trim().charAt(0)}'.`,
    ]);
  }
  const terms: Term[] = [];
  const pieces = query.split('"');
  if (pieces.length % 2 === 0) throw unreadable(query, field);
  for (const [at, piece] of pieces.entries()) {
    if (at % 2 === 1) terms.push({ words: wordsIn(piece), open: false });
    else for (const word of piece.split(/\s+/)) if (word !== '') terms.push(readWord(word, query, field));
  }
  if (terms.length === 0 || /^(AND|OR|NOT)\b|\b(AND|OR|NOT)$/.test(query.trim())) throw unreadable(query, field);
  return terms;
}

function readWord(word: string, query: string, field: string): Term {
  if (SPECIAL.test(word.replace(/\\./g, '')) || /^[+-]|[+-]$/.test(word)) throw unreadable(query, field);
  return { words: wordsIn(word), open: word.endsWith('*') };
}

/** Whether every term stands in the text. */
export function hasText(terms: Term[], text: string): boolean {
  const own = wordsIn(text);
  return terms.every(({ words, open }) => own.some((_, at) => standsAt(own.slice(at), words, open)));
}

function standsAt(own: string[], words: string[], open: boolean): boolean {
  return words.every((word, at) => {
    const here = own[at];
    if (here === undefined) return false;
    return open && at === words.length - 1 ? here.startsWith(word) : stem(here) === stem(word);
  });
}
