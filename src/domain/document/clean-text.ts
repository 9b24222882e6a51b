// Makes any string safe to hand to a vendor: well-formed Unicode, one kind of newline, no control characters.

// Java's regular expressions, which Jira Data Center parses wiki markup with, see a new line at U+0085, U+2028 and U+2029 too.
const LINE_ENDS = /\r\n|[\r\v\f\u0085\u2028\u2029]/gu;
const CONTROLS = /[[\p{Cc}\ufeff\ufffe\uffff]--[\n\t]]/gv;

/** `text` with every line end as `\n`, without control characters, and with a lone surrogate replaced by U+FFFD. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(LINE_ENDS, '\n').replace(CONTROLS, '');
}
