// Runs Intercom's search language over flat documents and refuses what the real one refuses.
import { Refusal, refuseInvalid, refuseMissing } from './refusal.ts';
import type { FieldType } from './search-documents.ts';
import type { Json } from './types.ts';

const maxFilters = 15;
const maxDepth = 2;
const operators = new Set(['=', '!=', 'IN', 'NIN', '<', '<=', '>', '>=', '~', '!~', '^', '$']);
const ordered = new Set(['<', '<=', '>', '>=']);
const textual = new Set(['~', '!~', '^', '$']);

/** What may be searched and how dates compare. */
export interface SearchRules {
  typeOf: (field: string) => FieldType | undefined;
  /** Contacts up to 2.16 compare whole days in this timezone; null compares exact seconds. */
  dayTimezone: string | null;
}

/** Says whether a document matches. */
export type Matcher = (document: Json) => boolean;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a query and gives its matcher. Limits: 2 levels of groups, 15 filters a group (API 2.16 spec). */
export function compileQuery(query: unknown, rules: SearchRules, depth = 1): Matcher {
  if (!isObject(query)) throw refuseMissing('query');
  if (query['operator'] !== 'AND' && query['operator'] !== 'OR') return compileFilter(query, rules);
  if (depth > maxDepth)
    throw refuseInvalid(`Query is nested too deep, at most ${maxDepth} levels are allowed`, 'query');
  const filters = query['value'];
  if (!Array.isArray(filters) || filters.length === 0) throw refuseInvalid('Group value must be a list', 'value');
  if (filters.length > maxFilters) throw refuseInvalid(`A group can have at most ${maxFilters} filters`, 'value');
  const matchers = filters.map((filter) => compileQuery(filter, rules, depth + 1));
  return query['operator'] === 'AND'
    ? (document) => matchers.every((matches) => matches(document))
    : (document) => matchers.some((matches) => matches(document));
}

function compileFilter(filter: Json, rules: SearchRules): Matcher {
  const { field, operator, value } = filter;
  if (typeof field !== 'string') throw refuseMissing('field');
  const type = rules.typeOf(field);
  if (type === undefined) throw refuseInvalid(`${field} is not a searchable field`, field);
  if (typeof operator !== 'string' || !operators.has(operator)) {
    throw refuseInvalid(`Invalid operator '${String(operator)}'`, field);
  }
  const byDay = type === 'date' && rules.dayTimezone !== null;
  checkOperator(operator, type, byDay, field);
  if (operator === 'IN' || operator === 'NIN') {
    if (!Array.isArray(value)) throw refuseInvalid(`${operator} needs a list of values`, field);
    const wanted = value.map((one) => readValue(one, type, field));
    const isIn: Matcher = (document) => readCandidates(document[field]).some((one) => wanted.includes(one));
    return operator === 'IN' ? isIn : (document) => !isIn(document);
  }
  const wanted = readValue(value, type, field);
  const day = byDay && rules.dayTimezone !== null ? createDayReader(rules.dayTimezone) : null;
  return compileComparison(operator, field, wanted, day);
}

function checkOperator(operator: string, type: FieldType, byDay: boolean, field: string): void {
  if (ordered.has(operator) && type !== 'integer' && type !== 'date') {
    throw refuseInvalid(`Operator '${operator}' cannot be used with a ${type}`, field);
  }
  if (textual.has(operator) && type !== 'string') {
    throw refuseInvalid(`Operator '${operator}' cannot be used with a ${type}`, field);
  }
  if (byDay && ['IN', 'NIN', '!='].includes(operator)) {
    throw refuseInvalid(`Operator '${operator}' cannot be used with a date`, field);
  }
}

function readValue(value: unknown, type: FieldType, field: string): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'boolean') {
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    throw refuseInvalid(`${field} must be true or false`, field);
  }
  if (type === 'string') return String(value);
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) throw refuseInvalid(`${field} must be a number`, field);
  return number;
}

function readCandidates(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value ?? null];
}

function createDayReader(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (at) => Date.parse(format.format(at * 1000));
}

// Conversations document > and < as "greater or equal" and "lower or equal"; whole days of contacts are strict.
function compareNumbers(operator: string, left: number, right: number, strict: boolean): boolean {
  if (operator === '>') return strict ? left > right : left >= right;
  if (operator === '<') return strict ? left < right : left <= right;
  return operator === '>=' ? left >= right : left <= right;
}

function compareTexts(operator: string, left: string, right: string): boolean {
  if (operator === '~') return left.includes(right);
  if (operator === '!~') return !left.includes(right);
  return operator === '^' ? left.startsWith(right) : left.endsWith(right);
}

function compileComparison(
  operator: string,
  field: string,
  wanted: unknown,
  day: ((at: number) => number) | null,
): Matcher {
  const scale = (value: unknown) => (day !== null && typeof value === 'number' ? day(value) : value);
  const target = scale(wanted);
  if (operator === '=') return (document) => readCandidates(document[field]).some((one) => scale(one) === target);
  if (operator === '!=') return (document) => !readCandidates(document[field]).includes(wanted);
  if (textual.has(operator)) {
    const text = String(wanted).toLowerCase();
    const whole = operator === '!~' ? 'every' : 'some';
    return (document) =>
      readCandidates(document[field])[whole]((one) => compareTexts(operator, String(one ?? '').toLowerCase(), text));
  }
  return (document) => {
    const value = scale(document[field]);
    return typeof value === 'number' && typeof target === 'number'
      ? compareNumbers(operator, value, target, day !== null)
      : false;
  };
}

/** Checks `sort` and gives field and direction. */
export function readSort(sort: unknown, fallback: string): { field: string; ascending: boolean } {
  if (!isObject(sort)) return { field: fallback, ascending: false };
  const order = sort['order'] ?? 'descending';
  if (order !== 'ascending' && order !== 'descending') {
    const message = `Invalid sort order '${String(order)}'. Must be one of: ascending, descending`;
    throw new Refusal(400, 'invalid_sort_order', message);
  }
  return { field: String(sort['field'] ?? fallback), ascending: order === 'ascending' };
}
