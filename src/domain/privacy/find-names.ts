// Finds the names of the customers of a dialog, whole and in part, in the cases that Russian puts them in.
import { type Finding, findAll } from './finding.ts';

const ENDING =
  '(?:а|я|у|ю|е|и|ы|о|ь|й|ой|ей|ёй|ом|ем|ём|ою|ею|ым|им|ого|его|ому|ему|ых|их|ами|ями|ам|ям|ах|ях|ии|ию|ией)?';

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

/** A part of a name as a pattern: `Мария` is also `Марии`, `Петров` also `Петрову`. */
function patternOf(part: string): string {
  if (!/^[а-яё]+$/iu.test(part) || part.length < 4) return literal(part);
  const stem = part.replace(/(?:ий|ый|ой|ая|яя|ия|[аяоеьй])$/iu, '');
  return stem.length < 3 ? literal(part) : `${literal(stem)}(?:${literal(part.slice(stem.length))}|ий|ия|${ENDING})`;
}

/** The parts by which a person is called; single letters are left to the full name. */
function partsOf(name: string): string[] {
  return name
    .split(/[\s,;()"«»@]+/u)
    .flatMap((part) => [part, ...part.split(/[-.]/u)])
    .map((part) => part.replace(/^[.'’-]+|[.'’-]+$/gu, ''))
    .filter((part) => /\p{L}.*\p{L}/u.test(part));
}

/**
 * Every place where a customer is named. A short part counts only as it is written in the name, because `al` and `ли`
 * are words; a longer one in any case of letters.
 */
export function findNames(text: string, names: readonly string[]): Finding[] {
  const parts = [...new Set(names.flatMap(partsOf))].sort((a, b) => b.length - a.length).slice(0, 40);
  const patternFor = (chosen: readonly string[], flags: string): Finding[] => {
    if (chosen.length === 0) return [];
    const one = `(?:${chosen.map(patternOf).join('|')})`;
    // Parts that follow each other are one name.
    return findAll(text, 'names', new RegExp(`(?<![\\p{L}\\p{N}])${one}(?:[\\s-]+${one})*(?![\\p{L}\\p{N}])`, flags));
  };
  return [
    ...patternFor(
      parts.filter((part) => part.length > 2),
      'giu',
    ),
    ...patternFor(
      parts.filter((part) => part.length <= 2),
      'gu',
    ),
  ];
}
