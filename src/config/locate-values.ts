/** Turns a YAML document into plain values that remember their place, and refuses what a config file may not hold. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { isReference, isSecret, showPath, showText } from './display.ts';
import { interpolate } from './interpolate.ts';
import type { Entry, Finding, Located, Path } from './located.ts';

/** Aliases may unfold the file into so many values; a bomb of ten levels would unfold into billions. */
const MAX_VALUES = 10_000;

export type Variables = Readonly<Record<string, string | undefined>>;

interface Walk {
  readonly env: Variables;
  readonly anchors: Map<string, Located | 'open'>;
  readonly findings: Finding[];
  /** How many values came through aliases so far. */
  unfolded: number;
}

/** Every mistake is added to the findings; what is refused becomes null and is marked as told. */
export function locateValues(document: Document.Parsed, env: Variables): { root: Located; findings: Finding[] } {
  const walk: Walk = { env, anchors: new Map(), findings: [], unfolded: 0 };
  const root = visit(walk, document.contents, [], 0);
  return { root, findings: walk.findings };
}

function visit(walk: Walk, node: unknown, path: Path, fallback: number): Located {
  if (isAlias(node)) return visitAlias(walk, node.source, path, node.range?.[0] ?? fallback);
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return { value: null, offset: fallback, size: 1 };
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, 'open');
  const offset = node.range?.[0] ?? fallback;
  const located = isMap(node)
    ? visitMap(walk, node, path, offset)
    : isSeq(node)
      ? visitSeq(walk, node, path, offset)
      : visitScalar(walk, node, path, offset, fallback);
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, located);
  return located;
}

function visitMap(walk: Walk, map: YAMLMap, path: Path, offset: number): Located {
  const entries = new Map<string, Entry>();
  const value: Record<string, unknown> = {};
  let size = 1;
  for (const pair of map.items) {
    const keyOffset = offsetOf(pair.key, offset);
    const key = readKey(walk, pair, path, keyOffset, entries);
    if (key === undefined) continue;
    const located = visit(walk, pair.value, [...path, key], keyOffset);
    entries.set(key, { keyOffset, located });
    value[key] = located.value;
    size += located.size;
  }
  return { value, offset, size, entries };
}

function readKey(walk: Walk, pair: Pair, path: Path, offset: number, seen: Map<string, Entry>): string | undefined {
  const key = isScalar(pair.key) ? (pair.key.source ?? pair.key.value) : undefined;
  const refuse = (found: string, allowed: string, hint: string) => {
    walk.findings.push({ offset, path, found, allowed, hint });
    return undefined;
  };
  if (typeof key !== 'string' || key === '') return refuse('a key that is not text', 'KEY: VALUE', 'name the key');
  if (key === '__proto__') return refuse('the key "__proto__"', 'other names', 'rename it');
  if (!seen.has(key)) return key;
  return refuse(`the key ${showText(key)} a second time`, 'each key once', 'remove or rename one of them');
}

function visitSeq(walk: Walk, seq: YAMLSeq, path: Path, offset: number): Located {
  const items = seq.items.map((item, index) => visit(walk, item, [...path, index], offset));
  const size = items.reduce((sum, item) => sum + item.size, 1);
  return { value: items.map((item) => item.value), offset, size, items };
}

function visitScalar(walk: Walk, scalar: Scalar, path: Path, offset: number, keyOffset: number): Located {
  if (typeof scalar.value !== 'string') {
    const value = isName(path) && typeof scalar.value === 'number' ? keepDigits(scalar) : scalar.value;
    return { value, offset: scalar.source === '' ? keyOffset : offset, size: 1 };
  }
  const written = scalar.value;
  const { text, mistakes } = interpolate(written, walk.env);
  for (const mistake of mistakes) walk.findings.push({ offset, path, ...mistake });
  if (isSecret(path) && !isReference(written) && written !== '') walk.findings.push(refuseSecret(path, offset));
  return { value: text, offset, size: 1, written, ...(mistakes.length > 0 && { told: true }) };
}

/** Whether a number there may be the name of something, as a version is. */
function isName(path: Path): boolean {
  return path[0] === 'workflows' && path[2] !== 'attachments' && path[2] !== 'transcript';
}

/** Version 2.10 is another than 2.1. */
function keepDigits({ value, source }: Scalar): unknown {
  return source === undefined || String(value) === source ? value : source;
}

function refuseSecret(path: Path, offset: number): Finding {
  const hint = `move the secret of ${showPath(path)} to an environment variable and write its name here`;
  return { offset, path, found: 'a value written out', allowed: `\${NAME} and nothing else`, hint };
}

function visitAlias(walk: Walk, name: string, path: Path, offset: number): Located {
  const target = walk.anchors.get(name);
  if (target !== undefined && target !== 'open') {
    walk.unfolded += target.size;
    if (walk.unfolded <= MAX_VALUES) return unfold(walk, target, path, offset);
  }
  const found =
    target === undefined
      ? 'an alias without an anchor before it'
      : target === 'open'
        ? 'an alias to what contains it'
        : 'aliases that unfold without end';
  const allowed = `aliases that unfold into at most ${MAX_VALUES} values`;
  walk.findings.push({ offset, path, found, allowed, hint: 'write the values out' });
  return { value: null, offset, size: 1, told: true };
}

/** An alias stands where it is written; a secret that is written out elsewhere stays one. */
function unfold(walk: Walk, target: Located, path: Path, offset: number): Located {
  if (isSecret(path) && target.written !== undefined && !isReference(target.written)) {
    walk.findings.push(refuseSecret(path, offset));
  }
  return { ...target, offset };
}

function offsetOf(node: unknown, fallback: number): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? fallback) : fallback;
}
