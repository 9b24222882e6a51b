// Holds what a template names against the values that there are.
import { type Liquid, type Template as Parsed, Variable } from 'liquidjs';
import { TEMPLATE_VALUES, type TemplateValue } from '../../domain/workflow/template-values.ts';
import { showText } from '../display.ts';
import { findNearest } from '../nearest.ts';
import type { TemplateProblem } from './compile.ts';

type Segment = string | number | Variable;

const PATHS = TEMPLATE_VALUES.map(({ path }) => path);
const CUSTOMER_NAMES = PATHS.filter((path) => /^customer\.[a-z]\w*(\.NAME)?$/.test(path)).map(
  (path) => path.split('.')[1] ?? '',
);

/** One problem for each place where something unknown is named. Throws what the parser throws. */
export function checkVariables(
  parsed: Parsed[],
  source: string,
  engine: Liquid,
): { readonly problems: readonly TemplateProblem[]; readonly uses: readonly TemplateValue[] } {
  const { globals } = engine.analyzeSync(parsed, { partials: false });
  const starts = lineStarts(source);
  const uses = new Set<TemplateValue>();
  const problems = Object.values(globals)
    .flat()
    .flatMap(({ segments, location: { row, col } }) => {
      const known = findValue(segments);
      if (known !== undefined) uses.add(known);
      if (known !== undefined && !isDoubtful(segments)) return [];
      const at = (starts[row - 1] ?? 0) + Math.max(col - 1, 0);
      return [explainVariable(segments, at)];
    });
  return { problems, uses: [...uses] };
}

function lineStarts(source: string): number[] {
  const breaks = [...source.matchAll(/\n/g)].map(({ index }) => index + 1);
  return [0, ...breaks];
}

function findValue(segments: readonly Segment[]): TemplateValue | undefined {
  return TEMPLATE_VALUES.find(({ path, sample }) => {
    const parts = path.split('.');
    const fits = parts.every((part, index) =>
      part === 'NAME' ? segments[index] !== undefined : part === segments[index],
    );
    // `customer.attributes` alone is a whole list of attributes and not one of them.
    const whole = path === 'customer.NAME' && segments[1] === 'attributes';
    return fits && !whole && fitsInside(segments.slice(parts.length), sample);
  });
}

/** What may follow a value: its size, or an item of a list. */
function fitsInside(rest: readonly Segment[], sample: TemplateValue['sample']): boolean {
  const [step, ...more] = rest;
  if (step === undefined) return true;
  if (step === 'size') return more.length === 0 && typeof sample !== 'number';
  const item = typeof step === 'number' || step === 'first' || step === 'last';
  return item && typeof sample === 'object' && fitsInside(more, '');
}

/** `customer.emial` may be an attribute, but is rather a mistake. */
function isDoubtful(segments: readonly Segment[]): boolean {
  const [root, name] = segments;
  if (root !== 'customer' || typeof name !== 'string' || CUSTOMER_NAMES.includes(name)) return false;
  return findNearest(name, CUSTOMER_NAMES) !== undefined;
}

function explainVariable(segments: readonly Segment[], at: number): TemplateProblem {
  const text = segments.map((segment) => (segment instanceof Variable ? '…' : String(segment))).join('.');
  const word = String(segments[0] ?? '');
  const name = segments[1];
  const below = PATHS.filter((path) => path.startsWith(`${word}.`));
  const allowed = (below.length === 0 ? rootsOf(PATHS) : below).join(' | ');
  const doubtful = isDoubtful(segments) && typeof name === 'string' && segments.length === 2;
  const attribute = doubtful ? `; an attribute of that name is customer.attributes.${name}` : '';
  return {
    at,
    word: text.includes('…') ? word : text,
    found: showText(text),
    allowed,
    hint: suggest(text) + attribute,
  };
}

function rootsOf(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => (path.includes('.') ? `${path.split('.')[0]}.…` : path)))];
}

/** The nearest path, or the path that ends like a name that stands alone: `key` is `issue.key`. */
function suggest(text: string): string {
  if (PATHS.some((path) => path.startsWith(`${text}.`))) return 'name one of its values';
  const named = PATHS.filter((path) => !path.endsWith('NAME'));
  const last = text.split('.').at(-1) ?? text;
  const ends = findNearest(
    last,
    named.map((path) => path.split('.').at(-1) ?? path),
  );
  const root = text.split('.')[0] ?? '';
  const within = named.filter((path) => path.startsWith(`${root}.`));
  const nearest =
    findNearest(text, within) ??
    findNearest(text, named) ??
    (ends === undefined ? undefined : named.find((path) => path.split('.').at(-1) === ends));
  return nearest === undefined ? '' : `did you mean "${nearest}"?`;
}
