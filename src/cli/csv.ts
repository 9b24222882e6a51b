// Comma-separated values as RFC 4180 has them: quotes, doubled quotes and line breaks inside quotes.

export interface CsvRow {
  /** Where the row begins in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** One cell per match: quoted or bare, with what ends it. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;

/** Throws with the line of the first quote that is not closed or stands inside a bare cell. Empty lines are left out. */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let beginsAt = 1;
  CELL.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;
  while (CELL.lastIndex <= text.length) {
    const match = CELL.exec(text);
    if (match === null) throw new Error(`line ${line}: a quote is not closed, or stands inside a cell without quotes`);
    const [whole, quoted, bare = '', ending] = match;
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    line += whole.split(/\r\n|\n|\r/).length - 1;
    if (ending === ',') continue;
    if (cells.some((cell) => cell !== '')) rows.push({ line: beginsAt, cells });
    cells = [];
    beginsAt = line;
    if (ending === '') break;
  }
  return rows;
}

export function toCsvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
