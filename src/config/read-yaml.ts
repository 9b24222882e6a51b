/** Reads the text of the config file as YAML 1.2 and tells every mistake of form with its place. */
import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { Finding } from './located.ts';

/** The largest file that is read, in bytes; a config of hundreds of rules has a hundredth of it. */
export const MAX_FILE_BYTES = 1024 * 1024;

export interface ReadYaml {
  readonly document: Document.Parsed;
  readonly findings: readonly Finding[];
  locate(offset: number): { line: number; column: number };
}

/** Never throws for any text; when there are findings the document may be incomplete. */
export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter();
  const document = parseQuietly(text, lines);
  const locate = (offset: number) => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const errors = keepOneALine([...document.errors, ...document.warnings], locate);
  const findings = errors.map((error) => explainYaml(error, text));
  const version = document.directives?.yaml;
  if (version?.explicit === true && version.version !== '1.2') {
    findings.push(finding(0, `%YAML ${version.version}`, 'YAML 1.2', 'remove the line'));
  }
  return { document, findings, locate };
}

/**
 * Duplicate keys are looked for elsewhere, because the parser compares each key with every other one: a file of 1 MB
 * with keys alone would hold the process for minutes.
 * Without stack traces a file of nothing but mistakes is read several times faster.
 */
function parseQuietly(text: string, lineCounter: LineCounter): Document.Parsed {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return parseDocument(text, { version: '1.2', lineCounter, prettyErrors: false, uniqueKeys: false });
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** By the parser's code: what is there and what to do. Its own messages may quote a secret. */
const EXPLANATIONS: Readonly<Record<string, readonly [found: string, hint: string]>> = {
  BAD_ALIAS: ['an alias that cannot be used', 'an alias *name needs an anchor &name before it'],
  BAD_INDENT: ['a line indented otherwise than its neighbours', 'align it with the lines it belongs to'],
  BAD_DQ_ESCAPE: ['an unknown escape in double quotes', 'write \\\\ for a backslash, or use single quotes'],
  BAD_SCALAR_START: ['a value that begins with a reserved character', 'put the value in quotes'],
  BLOCK_AS_IMPLICIT_KEY: ['a mapping within one line', 'put a value that contains ": " in quotes'],
  KEY_OVER_1024_CHARS: ['a key of more than 1024 characters', 'shorten it'],
  MISSING_CHAR: ['something that was not finished', 'look for a missing quote, bracket, comma or space'],
  MULTILINE_IMPLICIT_KEY: ['a key without ":"', 'write KEY: VALUE'],
  MULTIPLE_DOCS: ['a second document', 'remove the line "---"'],
  RESOURCE_EXHAUSTION: ['values nested too deeply', 'nest less'],
  TAB_AS_INDENT: ['a tab', 'indent with spaces'],
  TAG_RESOLVE_FAILED: ['an unknown tag', 'remove the word that begins with "!"'],
};

function explainYaml(error: YAMLError, text: string): Finding {
  const offset = error.pos[0];
  const [found, hint] = EXPLANATIONS[error.code] ?? ['something that does not belong here', ''];
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(start, start + 500).split('\n', 1)[0] ?? '';
  const bare = /[[{,]\s*\$\{/.test(line);
  const tab = /^ *\t/.test(line);
  if (tab) return finding(offset, 'a tab', 'valid YAML 1.2', 'indent with spaces');
  return finding(offset, found, 'valid YAML 1.2', bare ? `put \${NAME} in quotes within [ ] and { }` : hint);
}

function finding(offset: number, found: string, allowed: string, hint: string): Finding {
  return { offset, path: [], found, allowed, hint };
}

/** One mistake of form makes the parser complain again and again on the same line. */
function keepOneALine(errors: readonly YAMLError[], locate: ReadYaml['locate']): YAMLError[] {
  const seen = new Set<number>();
  return errors.filter(({ pos: [offset] }) => {
    const { line } = locate(offset);
    return !seen.has(line) && seen.add(line);
  });
}
