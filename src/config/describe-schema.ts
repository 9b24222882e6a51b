/** Answers what the schema says about a place in the file: which keys may stand there and what they mean. */
import { configJsonSchema } from './json-schema.ts';
import { findAt, type Located, type Path } from './located.ts';

interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node & { const?: unknown }>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
}

let whole: Node | undefined;

/** The names of all keys that may stand at the path. */
export function listKeys(root: Located, path: Path): string[] {
  return Object.keys(describe(root, path)?.properties ?? {});
}

/** What the place is for; empty if the schema does not say. */
export function describeMeaning(root: Located, path: Path): string {
  return describe(root, path)?.description ?? '';
}

function describe(root: Located, path: Path): Node | undefined {
  // Built when the first mistake is told, not at every start.
  whole ??= configJsonSchema();
  let node = choose(whole, root);
  for (const [index, step] of path.entries()) {
    const next: Node | boolean | undefined =
      typeof step === 'number' ? node?.items : (node?.properties?.[step] ?? node?.additionalProperties);
    if (typeof next !== 'object') return undefined;
    node = choose(next, findAt(root, path.slice(0, index + 1)));
  }
  return node;
}

/** Of several shapes the one whose `kind` stands in the file or that can hold what stands there. */
function choose(node: Node, at: Located | undefined): Node {
  const kind = at?.entries?.get('kind')?.located.value;
  const shape = node.oneOf?.find(({ properties }) => properties?.['kind']?.const === kind);
  if (shape !== undefined) return shape;
  const forms = listForms(node);
  const holder = at?.items === undefined ? forms.find(holdsKeys) : forms.find(({ items }) => items !== undefined);
  if (at?.entries !== undefined || at?.items !== undefined) return holder ?? node;
  const { properties } = holder ?? {};
  // A word stands where a mapping could: the keys of the mapping are what may have been meant.
  if (properties !== undefined && node.properties === undefined) return { ...node, properties };
  return node.description === undefined ? (node.anyOf?.[0] ?? node) : node;
}

function listForms(node: Node): Node[] {
  return node.anyOf === undefined ? [node] : node.anyOf.flatMap(listForms);
}

function holdsKeys({ properties, additionalProperties }: Node): boolean {
  return properties !== undefined || typeof additionalProperties === 'object';
}
