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

/** Of several shapes the one whose `kind` stands in the file, else the first that can hold keys or items. */
function choose(node: Node, at: Located | undefined): Node {
  const kind = at?.entries?.get('kind')?.located.value;
  const shape = node.oneOf?.find(({ properties }) => properties?.['kind']?.const === kind);
  return shape ?? (node.description === undefined ? (node.anyOf?.[0] ?? node) : node);
}
