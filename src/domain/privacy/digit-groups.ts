// Cuts a text into runs of digit groups, as phone and card numbers are written, around what only looks like one.

export interface DigitGroup {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  /** What stands between the group before it in its run and this one; '' for the first of a run. */
  readonly before: string;
  /** Behind a letter, a digit's comma or a key's dash: it is a part of something else. */
  readonly glued: boolean;
}

// Dates, times, addresses of machines, versions, issue keys and UUIDs: numbers that a developer needs.
const HARMLESS = [
  /(?<![\d-])(?:19|20)\d{2}([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)/gu,
  /(?<![\d.-])(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|1[0-2])\1(?:19|20)\d{2}(?![\d-])/gu,
  /(?<![\d.-])(?:0?[1-9]|1[0-2])\/(?:0?[1-9]|[12]\d|3[01])\/(?:\d{2}|(?:19|20)\d{2})(?!\d)/gu,
  /(?<![\d:])\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?![\d:])/gu,
  /(?<![\w.+])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/gu,
  /(?<![\w.+])v?\d{1,4}(?:\.\d{1,6}){2,}(?![\w.])/giu,
  /(?<![\p{L}\p{N}])\p{Lu}[\p{Lu}\d_]+-\d+/gu,
  /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/giu,
];
const DOTTED_PHONE = /^\d{3}\.\d{3}\.\d{4}$/u;
const SEPARATOR = /^[\s()./\u2010-\u2015\u2212-]{1,3}$/u;

function harmlessIn(text: string): boolean[] {
  const marked: boolean[] = [];
  for (const pattern of HARMLESS) {
    for (const match of text.matchAll(pattern)) {
      if (DOTTED_PHONE.test(match[0])) continue;
      for (let at = match.index; at < match.index + match[0].length; at += 1) marked[at] = true;
    }
  }
  return marked;
}

/** The runs of groups of a text: within a run only a few spaces, dots, dashes, slashes or brackets part them. */
export function digitRuns(text: string): DigitGroup[][] {
  const harmless = harmlessIn(text);
  const runs: DigitGroup[][] = [];
  let last: DigitGroup | undefined;
  for (const match of text.matchAll(/\d+/gu)) {
    const start = match.index;
    const end = start + match[0].length;
    if (harmless[start] === true) {
      last = undefined;
      continue;
    }
    const before = last === undefined ? '' : text.slice(last.end, start);
    const joined = last !== undefined && SEPARATOR.test(before);
    const glued = !joined && /[\p{L}_]$/u.test(text.slice(0, start).slice(-2));
    last = { digits: match[0], start, end, before: joined ? before : '', glued };
    if (joined) runs.at(-1)?.push(last);
    else runs.push([last]);
  }
  return runs;
}
