// The language of templates: Liquid, cut down to what is pure. No files, no clock, no chance, and an end after so many steps.
import { Context, filters, Liquid, type Template as Parsed, toValueSync } from 'liquidjs';
import type { Locale } from '../../domain/rules.ts';
import { plural } from '../../domain/texts/plural.ts';
import { formatDate, formatInstant } from '../../domain/texts/texts.ts';
import type { TemplateValues } from '../../domain/workflow/template.ts';

/** Longest text that a template may become. */
export const MAX_RESULT = 5000;
/** Longest template in the file. */
export const MAX_SOURCE = 10_000;

/** Each tag, output and piece of text costs a step, in a loop each time. */
const MAX_STEPS = 10_000;
/** Characters and list items that filters and ranges may make. */
const MAX_MEMORY = 1_000_000;

/** What stays in `{% %}`: no `capture`, `include`, `render`, `layout` or `raw`. */
export const TAGS = ['if', 'unless', 'case', 'for', 'break', 'continue', 'assign', 'comment', '#'] as const;

/** What stays behind `|`. */
export const FILTERS = [
  ...[
    'default',
    'date',
    'plural',
    'append',
    'prepend',
    'capitalize',
    'downcase',
    'upcase',
    'strip',
    'lstrip',
    'rstrip',
  ],
  ...['strip_newlines', 'strip_html', 'truncate', 'truncatewords', 'replace', 'replace_first', 'remove'],
  ...['remove_first', 'split', 'join', 'first', 'last', 'size', 'slice', 'sort', 'uniq', 'compact', 'reverse'],
  ...['plus', 'minus', 'times', 'divided_by', 'modulo', 'round', 'floor', 'ceil', 'abs', 'at_least', 'at_most'],
  'url_encode',
] as const;

export interface Language {
  readonly locale: Locale;
  readonly timezone: string;
}

export interface Rendered {
  readonly text: string;
  /** Why it is not whole; null when it is. */
  readonly stopped: 'too long' | 'too much work' | null;
}

const engines = new Map<string, Liquid>();

/** The engine for a language and time zone, made once. */
export function engineOf(language: Language): Liquid {
  const key = `${language.locale} ${language.timezone}`;
  const engine = engines.get(key) ?? createEngine(language);
  engines.set(key, engine);
  return engine;
}

function createEngine({ locale, timezone }: Language): Liquid {
  const engine = new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: MAX_SOURCE,
    memoryLimit: MAX_MEMORY,
    timezoneOffset: timezone,
    locale,
    outputEscape: showValue,
  });
  engine.registerFilter('date', dateFilter({ locale, timezone }));
  engine.registerFilter('plural', pluralFilter);
  const [tags, usable] = [new Set<string>(TAGS), new Set<string>(FILTERS)];
  for (const name of Object.keys(engine.tags)) if (!tags.has(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!usable.has(name)) delete engine.filters[name];
  return engine;
}

/** Never throws: what was written until the limit stays. */
export function renderParsed(engine: Liquid, parsed: Parsed[], values: TemplateValues): Rendered {
  const emitter = new BoundedText();
  try {
    toValueSync(engine.renderer.renderTemplates(parsed, createContext(engine, values), emitter));
  } catch {
    return { text: cut(emitter.buffer), stopped: emitter.full ? 'too long' : 'too much work' };
  }
  return { text: emitter.buffer, stopped: null };
}

function createContext(engine: Liquid, values: TemplateValues): Context {
  let steps = 0;
  // Liquid's own limit is a time, by which the same template could end in two ways. It is asked before each step.
  const check = (): void => {
    steps += 1;
    if (steps > MAX_STEPS) throw new Error('too many steps');
  };
  const renderLimit = { check } as unknown as Context['renderLimit'];
  return new Context(values, engine.options, { sync: true }, { renderLimit, liquid: engine });
}

class BoundedText {
  buffer = '';
  full = false;

  write(value: unknown): void {
    this.buffer += String(value ?? '');
    this.full = this.buffer.length > MAX_RESULT;
    if (this.full) throw new Error('too long');
  }
}

/** The text at its longest. */
export function cut(text: string): string {
  if (text.length <= MAX_RESULT) return text;
  // Half of a pair would be shown as a box.
  return `${text.slice(0, MAX_RESULT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Lists with commas; what is no text, number or yes and no, is nothing. */
function showValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(showValue).join(', ');
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

type Filter = (this: unknown, ...values: unknown[]) => unknown;

/** Liquid's filter without `now` and `today`, and with a calendar date left in no time zone. */
function dateFilter({ locale, timezone }: Language): Filter {
  const byFormat = filters['date'] as Filter;
  return function (value, format) {
    const text = typeof value === 'string' ? value.trim() : '';
    const day = /^\d{4}-\d\d-\d\d$/.test(text);
    const instant = day || /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(instant)) return value;
    if (typeof format === 'string') return byFormat.call(this, text, format, day ? 'UTC' : timezone);
    return day ? formatDate(text, locale) : formatInstant(instant, locale, timezone);
  };
}

/** With two forms as in English, with three as in Russian. */
function pluralFilter(count: unknown, one: unknown, few: unknown, many: unknown): string {
  const number = Number(count);
  if (!Number.isFinite(number)) return showValue(many ?? few);
  if (many === undefined) return plural('en', number, { one: showValue(one), many: showValue(few) });
  return plural('ru', number, { one: showValue(one), few: showValue(few), many: showValue(many) });
}
