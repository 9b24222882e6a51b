/** Turns what zod says is wrong with the config into findings that a person can act on. */
import type { core } from 'zod';
import { chooseForm, listWords } from './explain-union.ts';
import { describeMeaning, listKeys } from './describe-schema.ts';
import { showFound, showPath, showText } from './display.ts';
import { type Finding, findAt, findKeyOffset, findOffset, type Located, type Path } from './located.ts';
import { suggestNearest } from './nearest.ts';

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true | false',
  array: 'a list',
  object: 'a mapping of KEY: VALUE',
  record: 'a mapping of NAME: VALUE',
};

/** One finding for each issue, and one for each unknown key; what was already told is left out. */
export function explainIssues(root: Located, issues: readonly core.$ZodIssue[]): Finding[] {
  const strange = new Set(issues.flatMap(({ code, path }) => (code === 'unrecognized_keys' ? [path.join('\n')] : [])));
  // An unknown key is all that is wrong with a mapping of one key.
  const telling = issues.filter(({ code, path }) => code !== 'custom' || !strange.has(path.join('\n')));
  return telling.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    if (findAt(root, path)?.told === true) return [];
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => explainUnknownKey(root, [...path, key]));
    if (issue.code === 'invalid_key') return [explainKey(root, path, issue.issues[0]?.message ?? '')];
    const meant = issue.code === 'invalid_union' && findAt(root, path) !== undefined ? chooseForm(issue) : null;
    return meant === null ? [explainValue(root, path, issue)] : explainIssues(root, meant);
  });
}

function explainUnknownKey(root: Located, path: Path): Finding {
  const key = String(path.at(-1));
  const known = listKeys(root, path.slice(0, -1));
  const present = findAt(root, path.slice(0, -1))?.entries;
  const free = known.filter((name) => present?.has(name) !== true);
  return {
    offset: findKeyOffset(root, path),
    path,
    found: `the unknown key ${showText(key)}`,
    allowed: known.join(' | '),
    hint: suggestNearest(key, free) || suggestNearest(key, known) || suggestParent(root, path, known),
  };
}

/** A key that stands one level too high. */
function suggestParent(root: Located, path: Path, known: readonly string[]): string {
  const key = String(path.at(-1));
  const parent = known.find((name) => listKeys(root, [...path.slice(0, -1), name]).includes(key));
  return parent === undefined ? '' : `write it under ${parent}: { ${key}: … }`;
}

function explainKey(root: Located, path: Path, allowed: string): Finding {
  const found = `the name ${showText(path.at(-1))}`;
  return { offset: findKeyOffset(root, path), path, found, allowed, hint: '' };
}

function explainValue(root: Located, path: Path, issue: core.$ZodIssue): Finding {
  const at = findAt(root, path);
  const keys = issue.code === 'custom' ? [...(at?.entries?.keys() ?? [])].slice(0, 3).map((key) => showText(key)) : [];
  const found = keys.length === 0 ? showFound(at, path) : `a mapping of ${keys.join(' and ')}`;
  const finding = { offset: findOffset(root, path), path, found, allowed: sayAllowed(issue) };
  if (at === undefined) return { ...finding, hint: describeMeaning(root, path) };
  if (at.value === null) return { ...finding, hint: 'write a value, or remove the key' };
  return { ...finding, hint: adviseOn(root, at, path, issue) };
}

function sayAllowed(issue: core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && hasNoOwnWords(issue)) return TYPES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map(String).join(' | ');
  return issue.message;
}

function adviseOn(root: Located, at: Located, path: Path, issue: core.$ZodIssue): string {
  if (issue.code === 'invalid_value' && typeof at.value === 'string') {
    return suggestNearest(at.value, issue.values.map(String));
  }
  if (issue.code === 'invalid_union') {
    return typeof at.value === 'string' ? adviseOnWord(at.value, listWords(issue), listKeys(root, path)) : '';
  }
  if (issue.code === 'custom' && path.at(-1) === 'timezone' && typeof at.value === 'string') {
    return suggestNearest(at.value, Intl.supportedValuesOf('timeZone'));
  }
  const typical = issue.code === 'invalid_type' && hasNoOwnWords(issue);
  return typical ? adviseOnType(at.value, path, issue.expected) : '';
}

/** A word may be another one, or the key of a mapping that was not written as one. */
function adviseOnWord(word: string, words: readonly string[], keys: readonly string[]): string {
  return keys.includes(word) ? `write { ${word}: … }` : suggestNearest(word, [...words, ...keys]);
}

/** Whether the message is zod's and not one that the schema gave. */
function hasNoOwnWords({ message }: core.$ZodIssue): boolean {
  return message.startsWith('Invalid input');
}

function adviseOnType(value: unknown, path: Path, expected: string): string {
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return 'put it in quotes';
  if (expected === 'array') return `write a list: ${showPath(path.slice(-1))}: [VALUE]`;
  if (typeof value !== 'string') return '';
  if (expected === 'boolean') return 'write true or false without quotes';
  return expected === 'number' || expected === 'int' ? 'write digits without quotes' : '';
}
