// Reads the `update` of an edit or transition: lists of add, remove and set operations on top of what the issue has.
import { isObject, notOnScreen, type Reading, readField } from './read-fields.ts';
import type { Issue, JsonObject } from './types.ts';

interface ListKind {
  now: (issue: Issue) => unknown[];
  id: (value: unknown) => string;
}

const idOf = (value: unknown): string => (isObject(value) ? String(value.id ?? value.name) : String(value));
const LISTS: Record<string, ListKind> = {
  labels: { now: (issue) => issue.labels, id: idOf },
  components: { now: (issue) => issue.componentIds.map((id) => ({ id })), id: idOf },
  fixVersions: { now: (issue) => issue.fixVersionIds.map((id) => ({ id })), id: idOf },
};

/** Names are turned into ids first, so that an addition by name meets the id it already has. */
function withId(reading: Reading, field: string, value: unknown): unknown {
  if (field === 'labels' || !isObject(value) || value.id !== undefined) return value;
  const list = field === 'components' ? reading.project.components : reading.project.versions;
  const found = list.find((one) => one.name === value.name);
  return found === undefined ? value : { id: found.id };
}

function applyOperation(
  list: unknown[],
  kind: ListKind,
  operation: JsonObject,
  reading: Reading,
  field: string,
): unknown[] {
  const [name, raw] = Object.entries(operation)[0] ?? ['', undefined];
  const value = withId(reading, field, raw);
  if (name === 'set') return Array.isArray(raw) ? raw.map((one) => withId(reading, field, one)) : [];
  if (name === 'add') return list.some((one) => kind.id(one) === kind.id(value)) ? list : [...list, value];
  if (name === 'remove') return list.filter((one) => kind.id(one) !== kind.id(value));
  reading.errors[field] = `Unsupported operation '${name}'`;
  return list;
}

/** Reads the operations into the values; returns the comments that are to be added. */
export function readUpdate(reading: Reading, issue: Issue | null, update: unknown): JsonObject[] {
  const comments: JsonObject[] = [];
  for (const [field, operations] of Object.entries(isObject(update) ? update : {})) {
    const given = Array.isArray(operations) ? operations.filter(isObject) : [];
    const kind = LISTS[field];
    if (field === 'comment') {
      comments.push(...given.map((operation) => operation.add).filter(isObject));
    } else if (kind !== undefined) {
      const before = issue === null ? [] : kind.now(issue);
      readField(
        reading,
        field,
        given.reduce((list, operation) => applyOperation(list, kind, operation, reading, field), before),
      );
    } else if (given[0] !== undefined && 'set' in given[0]) {
      readField(reading, field, given[0].set);
    } else {
      reading.errors[field] = notOnScreen(field);
    }
  }
  return comments;
}
