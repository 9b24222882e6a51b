// Reads the items of Jira's changelog into changes in our own words.
import type { IssueChange } from '../../domain/issue.ts';

/** By field id, or by the English name that Data Center writes where Cloud has an id; all in lower case. */
const FIELDS: ReadonlyMap<string, IssueChange['field']> = new Map([
  ['status', 'status'],
  ['resolution', 'resolution'],
  ['priority', 'priority'],
  ['assignee', 'assignee'],
  ['fixversions', 'fixVersions'],
  ['fix version', 'fixVersions'],
  ['fix version/s', 'fixVersions'],
  ['duedate', 'dueDate'],
  ['due date', 'dueDate'],
  ['summary', 'summary'],
  // A move to another project; the issue's id stays.
  ['key', 'key'],
  ['issuekey', 'key'],
  ['attachment', 'attachment'],
  ['description', 'description'],
]);

/** All items that have a name, in Jira's order. What is no list of items is no change. */
export function readChanges(items: unknown): IssueChange[] {
  if (!Array.isArray(items)) return [];
  return items.map(readChange).filter((change) => change !== null);
}

/**
 * Never touch an item but through `own`: the new value's property is called `toString`, so an item that has it cannot be
 * put into a template string, and an item that has it not answers with the function that every object inherits.
 */
function readChange(item: unknown): IssueChange | null {
  if (typeof item !== 'object' || item === null) return null;
  const id = own(item, 'fieldId');
  const vendorField = own(item, 'field') ?? id;
  if (vendorField === null) return null;
  // A custom field may be called "Priority" too; only `fieldtype` tells on Data Center, which gives no ids.
  const isCustom = own(item, 'fieldtype') === 'custom';
  const field = isCustom ? 'other' : (FIELDS.get((id ?? vendorField).toLowerCase()) ?? 'other');
  return { field, vendorField, from: readSide(item, field, 'from'), to: readSide(item, field, 'to') };
}

function readSide(item: object, field: IssueChange['field'], side: 'from' | 'to'): string | null {
  const text = own(item, `${side}String`);
  if (field !== 'dueDate') return text;
  // The text of a date is "2026-11-05 00:00:00.0"; the raw value is the calendar date.
  return /^\d{4}-\d{2}-\d{2}/.exec(own(item, side) ?? text ?? '')?.[0] ?? text;
}

function own(item: object, name: string): string | null {
  if (!Object.hasOwn(item, name)) return null;
  const value: unknown = Reflect.get(item, name);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}
