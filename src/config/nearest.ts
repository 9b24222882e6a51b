/** Finds what somebody probably meant: the nearest right name to a wrong one. */

const LONGEST_COMPARED = 64;

/**
 * The candidate that differs least from `word`: by letters alone (`api_token` is `apiToken`), then by at most a third
 * of the word in insertions, deletions, replacements and swaps, then a longer name that holds the word.
 * Undefined when nothing is near enough to be worth a hint.
 */
export function findNearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = reduceToLetters(word);
  if (wanted === '' || wanted.length > LONGEST_COMPARED) return undefined;
  let best: string | undefined;
  let bestDistance = Math.floor(wanted.length / 3) + 1;
  let holder: string | undefined;
  for (const candidate of candidates) {
    const letters = reduceToLetters(candidate);
    if (Math.abs(letters.length - wanted.length) < bestDistance) {
      const distance = measureDistance(wanted, letters);
      if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
    }
    if (wanted.length >= 4 && letters.includes(wanted)) holder ??= candidate;
  }
  return best ?? holder;
}

/** The hint that goes with `findNearest`, or an empty text. */
export function suggestNearest(word: string, candidates: Iterable<string>): string {
  const nearest = findNearest(word, candidates);
  return nearest === undefined || nearest === word ? '' : `did you mean "${nearest}"?`;
}

function reduceToLetters(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_-]/g, '');
}

/** Damerau's distance with adjacent swaps, three rows at a time. */
function measureDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
        swapped ? at(beforePrevious, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforePrevious, previous] = [previous, current];
  }
  return at(previous, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
