// The files that links are exported to and imported from: CSV with a header, or a JSON object a line.
import { readFileSync } from 'node:fs';
import type { LinkRow, RefusedRow } from '../application/check-link-rows.ts';
import { type CsvRow, parseCsv } from './csv.ts';
import { codeOf, Problem, wordsOf } from './problem.ts';

export type LinkFormat = 'csv' | 'jsonl';

/** By the end of the name; throws Problem for others. */
export function formatOf(file: string): LinkFormat {
  if (/\.csv$/i.test(file)) return 'csv';
  if (/\.(jsonl|ndjson)$/i.test(file)) return 'jsonl';
  throw new Problem(`FILE: found "${file}", allowed a name that ends in .csv or .jsonl; rename the file`, 2);
}

export interface ReadLinks {
  readonly rows: readonly LinkRow[];
  readonly refused: readonly RefusedRow[];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'there is no such file' : wordsOf(error);
    throw new Problem(`FILE: ${file}: ${why}; give a file as "deskbridge links export" writes it`, 2);
  }
}

function rowOf(line: number, conversation: unknown, issue: unknown): LinkRow | RefusedRow {
  if (typeof conversation !== 'string' || conversation.trim() === '')
    return { line, why: 'conversation: nothing stands there' };
  if (typeof issue !== 'string' || issue.trim() === '') return { line, why: 'issue: nothing stands there' };
  return { line, conversation: conversation.trim(), issue: issue.trim() };
}

function readCsv(file: string, text: string): (LinkRow | RefusedRow)[] {
  let table: CsvRow[];
  try {
    table = parseCsv(text);
  } catch (error) {
    throw new Problem(`FILE: ${file} ${wordsOf(error)}; mend that line`, 2);
  }
  const [header, ...rows] = table;
  const names = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const [conversation, issue] = [names.indexOf('conversation'), names.indexOf('issue')];
  if (conversation < 0 || issue < 0) {
    throw new Problem(`FILE: ${file} has no columns "conversation" and "issue" in its first line; add that line`, 2);
  }
  return rows.map(({ line, cells }) => rowOf(line, cells[conversation], cells[issue]));
}

function readJsonLine(line: number, text: string): LinkRow | RefusedRow {
  try {
    const value: unknown = JSON.parse(text);
    const { conversation, issue } = { ...(value as { conversation?: unknown; issue?: unknown } | null) };
    return rowOf(line, conversation, issue);
  } catch {
    return { line, why: 'this is not JSON' };
  }
}

/** Every row of the file, and those that name no conversation or no issue at all. Throws Problem for an unusable file. */
export function readLinkFile(file: string): ReadLinks {
  const format = formatOf(file);
  const text = readText(file);
  const lines = text.split(/\r\n|\n|\r/).map((content, index) => ({ content, line: index + 1 }));
  const read =
    format === 'csv'
      ? readCsv(file, text)
      : lines.filter(({ content }) => content.trim() !== '').map(({ content, line }) => readJsonLine(line, content));
  return {
    rows: read.filter((row) => 'conversation' in row),
    refused: read.filter((row) => 'why' in row),
  };
}
