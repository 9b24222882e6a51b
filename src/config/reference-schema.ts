/** The part of the reference page that comes from the JSON Schema: every key with its values and its meaning. */

interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
}

interface Section {
  readonly path: string;
  readonly node: Node;
}

/** Sections of Markdown, one for each mapping, the outer before the inner. */
export function describeSchema(schema: unknown): string {
  const whole = schema as Node;
  const sections = listSections({ path: '', node: whole });
  return sections.map(showSection).join('\n');
}

/** Each mapping once; what has the same keys as another one refers to it by its words. */
function listSections(section: Section): Section[] {
  const { path, node } = section;
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, part]) => below(join(path, key), part));
  return [section, ...inner.flatMap(listSections)];
}

/** The mappings that a value may be made of. */
function below(path: string, node: Node): Section[] {
  const kinds = node.oneOf ?? [];
  if (kinds.length > 0) return kinds.map((kind) => ({ path: `${path} (kind: ${kindOf(kind)})`, node: kind }));
  const forms = node.anyOf ?? [];
  if (forms.length > 0) {
    const meaning = node.description;
    return forms.flatMap((form) => below(path, meaning === undefined ? form : { description: meaning, ...form }));
  }
  if (node.properties !== undefined) return isChoice(node) ? [] : [{ path, node }];
  if (node.items !== undefined) return below(`${path}[ ]`, node.items);
  const free = node.additionalProperties;
  return typeof free === 'object' ? below(join(path, 'NAME'), free) : [];
}

function kindOf(node: Node): string {
  return String(node.properties?.['kind']?.const);
}

/** `{ not: … }` is told with each choice and needs no section. */
function isChoice({ properties }: Node): boolean {
  return Object.keys(properties ?? {}).join() === 'not';
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function showSection({ path, node }: Section): string {
  const rows = Object.entries(node.properties ?? {}).map(([key, part]) => {
    const needed = node.required?.includes(key) === true ? ' (required)' : '';
    return `| \`${key}\`${needed} | ${escapeCell(showValues(part))} | ${escapeCell(part.description ?? '')} |`;
  });
  const title = path === '' ? '## The file' : `## \`${path}\``;
  const meaning = path === '' ? 'Keys at the top.' : (node.description ?? '');
  return [
    title,
    '',
    ...(meaning === '' ? [] : [meaning, '']),
    '| key | values | meaning |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function showValues(node: Node): string {
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if ((node.enum?.length ?? 0) > 12) return 'a word of the [table](#what-rules-are-about)';
  if (node.enum !== undefined) return node.enum.map((word) => `\`${String(word)}\``).join(', ');
  const forms = [...(node.oneOf ?? []), ...(node.anyOf ?? [])];
  if (forms.length > 0) return showForms(forms);
  if (node.items !== undefined) return `list of ${showValues(node.items)}`;
  if (node.properties !== undefined) return 'mapping';
  if (node.type === 'object') return 'mapping by name';
  if (node.pattern?.startsWith(String.raw`^\$\{`)) return `\`\${NAME}\``;
  if (node.type === 'boolean') return '`true`, `false`';
  if (node.type === 'integer' || node.type === 'number') return showRange(node);
  return node.type === 'null' ? '`null`' : 'text';
}

/** Numbers and words of yes and no stand for their text, where text is allowed. */
function showForms(forms: readonly Node[]): string {
  const [first] = forms;
  if (first !== undefined && forms.some(isChoice)) return `${showValues(first)} (choice)`;
  const hasText = forms.some(({ type, enum: words }) => type === 'string' && words === undefined);
  const told = forms.filter(
    ({ type, const: fixed }) => !(hasText && fixed === undefined && ['number', 'boolean'].includes(type ?? '')),
  );
  const words = [...new Set(told.map(showValues))];
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} or ${last}`;
}

function showRange({ minimum, maximum }: Node): string {
  return minimum === undefined || maximum === undefined ? 'number' : `number from ${minimum} to ${maximum}`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}
