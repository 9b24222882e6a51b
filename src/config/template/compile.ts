// Reads a template once: what is wrong with it, where, and what it will need.
import { LiquidError, type Liquid, type Template as Parsed } from 'liquidjs';
import { type TemplateValue, sampleValues } from '../../domain/workflow/template-values.ts';
import type { Template } from '../../domain/workflow/template.ts';
import { showText } from '../display.ts';
import { suggestNearest } from '../nearest.ts';
import { checkVariables } from './check-variables.ts';
import { cut, engineOf, FILTERS, type Language, MAX_RESULT, MAX_SOURCE, renderParsed, TAGS } from './engine.ts';

export interface TemplateProblem {
  /** Offset in the template. */
  readonly at: number;
  /** What stands there, to be found in a file where it is written with escapes. */
  readonly word: string;
  readonly found: string;
  readonly allowed: string;
  readonly hint: string;
}

export interface Compiled {
  /** Also of a template with mistakes, then an empty text. */
  readonly template: Template;
  readonly problems: readonly TemplateProblem[];
  /** The documented values that it names. */
  readonly uses: readonly TemplateValue[];
}

/** Never throws, whatever the source. */
export function compileTemplate(source: string, language: Language): Compiled {
  const broken = (problem: TemplateProblem): Compiled => ({
    template: { source, render: () => '' },
    problems: [problem],
    uses: [],
  });
  if (source.length > MAX_SOURCE) return broken(tooLong(source));
  if (!/\{[{%]/.test(source)) return { template: { source, render: () => cut(source) }, problems: [], uses: [] };
  const engine = engineOf(language);
  let parsed: Parsed[];
  let found: ReturnType<typeof checkVariables>;
  try {
    parsed = engine.parse(source);
    found = checkVariables(parsed, source, engine);
  } catch (error) {
    return broken(explain(error, source));
  }
  const template: Template = { source, render: (values) => renderParsed(engine, parsed, values).text };
  const problems = [...found.problems, ...tryOut(engine, parsed)];
  return { template, problems, uses: found.uses };
}

/** A template that exceeds the limits with short values would do so at night with long ones. */
function tryOut(engine: Liquid, parsed: Parsed[]): TemplateProblem[] {
  const { stopped } = renderParsed(engine, parsed, sampleValues());
  if (stopped === null) return [];
  const found = stopped === 'too long' ? 'a template whose text becomes too long' : 'a template that works too long';
  const allowed = `a text of at most ${MAX_RESULT} characters, in a few thousand steps`;
  return [{ at: 0, word: '', found, allowed, hint: 'look for a loop that is too large' }];
}

function tooLong(source: string): TemplateProblem {
  return {
    at: 0,
    word: '',
    found: `a template of ${source.length} characters`,
    allowed: `at most ${MAX_SOURCE}`,
    hint: 'shorten it',
  };
}

function explain(error: unknown, source: string): TemplateProblem {
  const said = error instanceof Error ? (/^[^\n]*/.exec(error.message)?.[0] ?? '') : '';
  const begin = LiquidError.is(error) && error.token?.input === source ? error.token.begin : 0;
  const filter = /^undefined filter: (.{0,60}?)(, line:|$)/.exec(said)?.[1];
  if (filter !== undefined) return explainName('filter', filter, FILTERS, source, begin);
  const tag = /^tag "(.{0,60}?)" not found/.exec(said)?.[1];
  if (tag !== undefined) return explainName('tag', tag, TAGS, source, begin);
  const rest = source.slice(begin, begin + 40).split('\n', 1)[0] ?? '';
  const open = / not closed/.test(said);
  return {
    at: begin,
    word: rest.slice(0, 20),
    found: rest === '' ? 'a template that cannot be read' : showText(rest),
    allowed: 'a template such as "{{ issue.key }} is {{ issue.status }}"',
    hint: open ? 'something is not closed: look for a missing }}, %} or {% end… %}' : '',
  };
}

function explainName(
  kind: 'filter' | 'tag',
  name: string,
  allowed: readonly string[],
  source: string,
  begin: number,
): TemplateProblem {
  const at = Math.max(source.indexOf(name, begin), begin);
  const found = `the unknown ${kind} ${showText(name)}`;
  return { at, word: name, found, allowed: allowed.join(' | '), hint: suggestNearest(name, allowed) };
}
