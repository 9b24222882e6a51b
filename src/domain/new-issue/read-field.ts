// Reads a text of the config as the value of a field, by the field's type and its options.
import { readPlainText } from '../document/read-plain-text.ts';
import type { CreateField, FieldOption, FieldValue } from '../new-issue.ts';
import { sameName } from '../workflow/choice.ts';

export type Unfit = 'number' | 'date' | 'datetime' | 'url' | 'option' | 'unsupported';

export type FieldReading = { readonly value: FieldValue } | { readonly unfit: Unfit; readonly given: string };

function optionOf(options: readonly FieldOption[] | null | undefined, wanted: string): FieldOption | undefined {
  return options?.find(({ name }) => sameName(name, wanted)) ?? options?.find(({ id }) => id === wanted.trim());
}

function readOption(options: CreateField['options'], given: string): FieldReading {
  const whole = optionOf(options, given);
  if (whole !== undefined) return { value: { kind: 'option', id: whole.id, childId: null } };
  // A cascade is written `Parent > Child`; the name of an option may hold the sign itself.
  const [first = '', ...rest] = given.split('>');
  const parent = optionOf(options, first);
  const child = optionOf(parent?.children, rest.join('>'));
  if (parent === undefined || child === undefined) return { unfit: 'option', given };
  return { value: { kind: 'option', id: parent.id, childId: child.id } };
}

function readOptions(options: CreateField['options'], given: string): FieldReading {
  const whole = optionOf(options, given);
  if (whole !== undefined) return { value: { kind: 'options', ids: [whole.id] } };
  const ids: string[] = [];
  for (const part of partsOf(given, /[,;\n]/u)) {
    const option = optionOf(options, part);
    if (option === undefined) return { unfit: 'option', given: part };
    ids.push(option.id);
  }
  return { value: { kind: 'options', ids } };
}

function partsOf(given: string, separator: RegExp): string[] {
  return given
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readDay(given: string): FieldReading {
  const day = /^(\d{4}-\d\d-\d\d)(?:T.*)?$/u.exec(given)?.[1];
  const real = day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true;
  return real ? { value: { kind: 'text', text: day } } : { unfit: 'date', given };
}

function readTime(given: string): FieldReading {
  const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/u.test(given);
  const at = zoned ? Date.parse(given.replace(/([+-]\d\d)(\d\d)$/u, '$1:$2')) : Number.NaN;
  return Number.isNaN(at)
    ? { unfit: 'datetime', given }
    : { value: { kind: 'text', text: new Date(at).toISOString() } };
}

function readNumber(given: string): FieldReading {
  // `1,500.00` leaves a doubt, so it is no number here.
  const number = /^[+-]?\d+(?:[.,]\d+)?$/u.test(given) ? Number(given.replace(',', '.')) : Number.NaN;
  return Number.isFinite(number) ? { value: { kind: 'number', number } } : { unfit: 'number', given };
}

/** Lists are parted by commas; people are given by their account id (Cloud) or user name (Data Center). */
export function readFieldValue(field: CreateField, text: string): FieldReading {
  const given = text.trim();
  switch (field.type) {
    case 'text':
      return { value: { kind: 'text', text: given.replace(/\s+/gu, ' ').slice(0, 255) } };
    case 'rich_text':
      return { value: { kind: 'rich_text', body: readPlainText(given) } };
    case 'number':
      return readNumber(given);
    case 'date':
      return readDay(given);
    case 'datetime':
      return readTime(given);
    case 'url': {
      const isAddress = /^https?:\/\//iu.test(given) && URL.canParse(given);
      return isAddress ? { value: { kind: 'text', text: given } } : { unfit: 'url', given };
    }
    case 'labels':
      return { value: { kind: 'labels', labels: partsOf(given, /[\s,;]+/u) } };
    case 'select':
    case 'priority':
    case 'cascading_select':
      return readOption(field.options, given);
    case 'multi_select':
    case 'checkbox':
    case 'components':
    case 'versions':
      return readOptions(field.options, given);
    case 'user':
      return { value: { kind: 'user', id: given } };
    case 'multi_user':
      return { value: { kind: 'users', ids: partsOf(given, /[,;\n]/u) } };
    case 'unsupported':
      return { unfit: 'unsupported', given };
  }
}

/** Each text is one value, whatever commas or spaces it holds; a field that holds one value takes them as one text. */
export function readFieldValues(field: CreateField, texts: readonly string[]): FieldReading {
  if (field.type === 'labels') return { value: { kind: 'labels', labels: texts } };
  if (field.type === 'multi_user') return { value: { kind: 'users', ids: texts } };
  const ids: string[] = [];
  for (const text of texts) {
    const reading = readFieldValue(field, text);
    if ('unfit' in reading) return reading;
    if (reading.value.kind !== 'options') return readFieldValue(field, texts.join(', '));
    ids.push(...reading.value.ids);
  }
  return { value: { kind: 'options', ids } };
}
