// Whether two summaries speak of the same: by the words that tell issues apart, whatever their endings.

const MOST_WORDS = 6;
const SHORTEST = 4;
/** So many words in common make two summaries alike; a shorter summary needs all that it has. */
const IN_COMMON = 2;

/** Endings change (`оплата`, `оплаты`; `report`, `reports`): the beginning of a long word stands for all of its forms. */
function beginningOf(word: string): string {
  return word.length < 6 ? word.slice(0, SHORTEST) : word.slice(0, -2);
}

function wordsOf(text: string): readonly string[] {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length >= SHORTEST);
}

/** Beginnings of the longest words of a summary; empty where it has none that tell anything. */
export function tellingBeginnings(summary: string): readonly string[] {
  const longest = wordsOf(summary).toSorted((a, b) => b.length - a.length);
  return [...new Set(longest.map(beginningOf))].slice(0, MOST_WORDS);
}

/** Whether another summary has enough of these beginnings. */
export function isAlike(other: string, beginnings: readonly string[]): boolean {
  const words = wordsOf(other);
  const met = beginnings.filter((beginning) => words.some((word) => word.startsWith(beginning)));
  return met.length > 0 && met.length >= Math.min(IN_COMMON, beginnings.length);
}
