// Looks into a value that claims to be a node of Atlassian's document format, believing nothing.

/** What a node may carry; every field may be missing or of any type. */
export type LooseNode = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is LooseNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(node: LooseNode, name: string): unknown {
  return Object.hasOwn(node, name) ? node[name] : undefined;
}

/** A node's type, or '' when it has none. */
export function typeOf(node: unknown): string {
  const type = isRecord(node) ? own(node, 'type') : undefined;
  return typeof type === 'string' ? type : '';
}

export function attrsOf(node: unknown): LooseNode {
  const attrs = isRecord(node) ? own(node, 'attrs') : undefined;
  return isRecord(attrs) ? attrs : {};
}

/** A node's children: a single one that forgot its list counts too. */
export function childrenOf(node: unknown): readonly unknown[] {
  if (Array.isArray(node)) return node;
  const content = isRecord(node) ? own(node, 'content') : undefined;
  if (Array.isArray(content)) return content;
  return isRecord(content) ? [content] : [];
}

/** A field as text: strings and numbers only; '' when there is none. */
export function stringIn(record: unknown, ...names: readonly string[]): string {
  if (!isRecord(record)) return '';
  for (const name of names) {
    const value = own(record, name);
    if (typeof value === 'string' && value.trim() !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return '';
}

/** The record in a field, or an empty one. */
export function recordIn(record: unknown, name: string): LooseNode {
  const value = isRecord(record) ? own(record, name) : undefined;
  return isRecord(value) ? value : {};
}

export function marksOf(node: unknown): readonly unknown[] {
  const marks = isRecord(node) ? own(node, 'marks') : undefined;
  return Array.isArray(marks) ? marks : [];
}

/** A node's own text, spaces and all. */
export function textOf(node: unknown): string {
  const text = isRecord(node) ? own(node, 'text') : undefined;
  return typeof text === 'string' ? text : '';
}
