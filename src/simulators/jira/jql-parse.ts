// Reads the part of JQL that a bridge uses into a tree, and refuses the rest in Jira's words.
import { refuse } from './refusal.ts';

export interface Clause {
  field: string;
  operator: string;
  values: string[];
}
export type Query = { and: Query[] } | { or: Query[] } | { not: Query } | { clause: Clause } | null;
export interface Jql {
  where: Query;
  order: { field: string; descending: boolean }[];
}

interface Token {
  text: string;
  quoted: boolean;
  at: number;
}
interface Reader {
  tokens: Token[];
  at: number;
}

const TOKEN = /\s+|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(>=|<=|!=|!~|[=<>~(),])|([^\s"'=<>!~(),]+)/gy;

function jqlError(message: string) {
  return refuse(400, [`Error in the JQL Query: ${message}`]);
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let last = 0;
  for (const match of source.matchAll(TOKEN)) {
    last = match.index + match[0].length;
    const quoted = match[1] ?? match[2];
    const plain = match[3] ?? match[4];
    if (quoted !== undefined) tokens.push({ text: quoted.replace(/\\(.)/g, '$1'), quoted: true, at: match.index });
    else if (plain !== undefined) tokens.push({ text: plain, quoted: false, at: match.index });
  }
  if (last < source.length) {
    const character = source.charAt(last);
    if (character === '"' || character === "'")
      throw jqlError(
        `The quoted string '${source.slice(last + 1)}' has not been completed. (line 1, character ${last + 1})`,
      );
    throw jqlError(
      `The character '${character}' is a reserved JQL character. You must enclose it in a string or use the escape '\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}' instead. (line 1, character ${last + 1})`,
    );
  }
  return tokens;
}

function isWord(token: Token | undefined, word: string): boolean {
  return token !== undefined && !token.quoted && token.text.toLowerCase() === word;
}

function take(reader: Reader, expected: string): Token {
  const token = reader.tokens[reader.at];
  if (token === undefined) throw jqlError(`Expecting ${expected} before the end of the query.`);
  reader.at += 1;
  return token;
}

function expectSymbol(reader: Reader, symbol: string): void {
  const token = take(reader, `'${symbol}'`);
  if (token.quoted || token.text !== symbol)
    throw jqlError(`Expecting '${symbol}' but got '${token.text}'. (line 1, character ${token.at + 1})`);
}

function readList(reader: Reader): string[] {
  expectSymbol(reader, '(');
  const values = [take(reader, 'a value').text];
  while (!isWord(reader.tokens[reader.at], ')')) {
    expectSymbol(reader, ',');
    values.push(take(reader, 'a value').text);
  }
  reader.at += 1;
  return values;
}

const OPERATORS = new Set(['=', '!=', '>', '>=', '<', '<=', '~', '!~', 'in', 'not in', 'is', 'is not']);

function readOperator(reader: Reader): string {
  const token = take(reader, 'an operator');
  const word = token.text.toLowerCase();
  const next = reader.tokens[reader.at];
  if ((word === 'not' && isWord(next, 'in')) || (word === 'is' && isWord(next, 'not'))) {
    reader.at += 1;
    return word === 'not' ? 'not in' : 'is not';
  }
  if (OPERATORS.has(word)) return word;
  const list = "'=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'IS' and 'NOT IN'";
  throw jqlError(
    `Expecting operator but got '${token.text}'. The valid operators are ${list}. (line 1, character ${token.at + 1})`,
  );
}

/** A value, or a function without arguments by its name. */
function readValue(reader: Reader): string {
  const value = take(reader, 'either a value, list or function');
  if (!value.quoted && isWord(reader.tokens[reader.at], '(')) {
    reader.at += 1;
    expectSymbol(reader, ')');
    if (value.text.toLowerCase() !== 'currentuser') throw jqlError(`Unable to find JQL function '${value.text}()'.`);
  }
  return value.text;
}

function readClause(reader: Reader): Query {
  const field = take(reader, 'a field');
  if (!field.quoted && /^[=<>~(),!]/.test(field.text)) {
    throw jqlError(`Expecting a field name but got '${field.text}'. (line 1, character ${field.at + 1})`);
  }
  const operator = readOperator(reader);
  const values = operator.endsWith('in') ? readList(reader) : [readValue(reader)];
  return { clause: { field: field.text.toLowerCase(), operator, values } };
}

function readFactor(reader: Reader): Query {
  const token = reader.tokens[reader.at];
  if (isWord(token, 'not')) {
    reader.at += 1;
    return { not: readFactor(reader) };
  }
  if (!isWord(token, '(')) return readClause(reader);
  reader.at += 1;
  const inside = readOr(reader);
  expectSymbol(reader, ')');
  return inside;
}

function readAnd(reader: Reader): Query {
  const parts = [readFactor(reader)];
  while (isWord(reader.tokens[reader.at], 'and')) {
    reader.at += 1;
    parts.push(readFactor(reader));
  }
  return parts.length === 1 ? (parts[0] ?? null) : { and: parts };
}

function readOr(reader: Reader): Query {
  const parts = [readAnd(reader)];
  while (isWord(reader.tokens[reader.at], 'or')) {
    reader.at += 1;
    parts.push(readAnd(reader));
  }
  return parts.length === 1 ? (parts[0] ?? null) : { or: parts };
}

function readOrder(reader: Reader): Jql['order'] {
  const order: Jql['order'] = [];
  if (!isWord(reader.tokens[reader.at], 'order')) return order;
  reader.at += 1;
  if (!isWord(reader.tokens[reader.at], 'by')) throw jqlError("Expecting 'by' after 'order'.");
  do {
    reader.at += 1;
    const field = take(reader, 'a field name').text.toLowerCase();
    const direction = reader.tokens[reader.at];
    const named = isWord(direction, 'desc') || isWord(direction, 'asc');
    if (named) reader.at += 1;
    order.push({ field, descending: named && isWord(direction, 'desc') });
  } while (isWord(reader.tokens[reader.at], ','));
  if (order.length > 7) throw jqlError('The maximum number of sort fields is 7.');
  return order;
}

/** Throws a refusal for what it cannot read. */
export function parseJql(source: string): Jql {
  const reader: Reader = { tokens: tokenize(source), at: 0 };
  const empty = reader.tokens.length === 0 || isWord(reader.tokens[0], 'order');
  const where = empty ? null : readOr(reader);
  const order = readOrder(reader);
  const left = reader.tokens[reader.at];
  if (left !== undefined) {
    throw jqlError(`Expecting either 'OR' or 'AND' but got '${left.text}'. (line 1, character ${left.at + 1})`);
  }
  return { where, order };
}
