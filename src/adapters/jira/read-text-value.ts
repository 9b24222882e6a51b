// Reads a text as the value of a field: of a number, a date, one of the options, a person.
import type { Named } from '../../domain/dialog.ts';
import { readPlainText } from '../../domain/document/read-plain-text.ts';
import type { CreateField, FieldOption, FieldValue } from '../../domain/new-issue.ts';

/** `value: null` empties the field. */
export type TextReading = { readonly value: FieldValue | null } | { readonly problem: string };

const MOST_NAMED = 20;

/** Never throws but what `findUsers` throws. A list is parted by commas or semicolons, a cascade by `>`. */
export async function readTextValue(
  field: CreateField,
  given: string,
  findUsers: (query: string) => Promise<readonly Named[]>,
): Promise<TextReading> {
  const text = given.trim();
  if (text === '') return { value: null };
  const options = field.options ?? [];
  switch (field.type) {
    case 'text':
      return { value: { kind: 'text', text: text.replace(/\s+/g, ' ').slice(0, 255) } };
    case 'rich_text':
      return { value: { kind: 'rich_text', body: readPlainText(given) } };
    case 'number':
      return readNumber(text);
    case 'date':
      return readDate(text);
    case 'datetime':
      return readDateTime(text);
    case 'url':
      return /^https?:\/\//i.test(text) && URL.canParse(text)
        ? { value: { kind: 'text', text } }
        : { problem: `"${short(text)}" is not an http(s) address` };
    case 'labels':
      return { value: { kind: 'labels', labels: text.split(/[\s,;]+/).filter((label) => label !== '') } };
    case 'select':
    case 'priority':
      return readOption(text, options);
    case 'cascading_select':
      return readCascade(text, options);
    case 'multi_select':
    case 'checkbox':
    case 'components':
    case 'versions':
      return readOptions(text, options);
    case 'user':
    case 'multi_user':
      return readUsers(text, field.type, findUsers);
    case 'unsupported':
      return { problem: `a field of the type ${field.vendorType} can't be set from a text` };
  }
}

const short = (text: string): string => text.slice(0, 100);

/** Both `1.5` and `1,5`; nothing that leaves a doubt, such as `1,500.00`. */
function readNumber(text: string): TextReading {
  const number = /^[+-]?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  if (!Number.isFinite(number)) return { problem: `"${short(text)}" is not a number` };
  return { value: { kind: 'number', number } };
}

function readDate(text: string): TextReading {
  const day = /^(\d{4}-\d\d-\d\d)(T.*)?$/.exec(text)?.[1];
  const isDay = day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true;
  return isDay ? { value: { kind: 'text', text: day } } : { problem: `"${short(text)}" is not a date like 2026-11-30` };
}

function readDateTime(text: string): TextReading {
  const hasZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/.test(text);
  const time = hasZone ? Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : Number.NaN;
  if (!Number.isFinite(time)) return { problem: `"${short(text)}" is not a time like 2026-11-30T14:00:00+03:00` };
  return { value: { kind: 'text', text: new Date(time).toISOString() } };
}

function find(options: readonly FieldOption[], wanted: string): FieldOption | undefined {
  const name = wanted.trim().toLowerCase();
  return options.find(({ name: own }) => own.toLowerCase() === name) ?? options.find(({ id }) => id === wanted.trim());
}

function noSuch(wanted: string, options: readonly FieldOption[]): { problem: string } {
  const names = options.slice(0, MOST_NAMED).map(({ name }) => `"${short(name)}"`);
  const more = options.length > MOST_NAMED ? ` and ${options.length - MOST_NAMED} more` : '';
  return { problem: `"${short(wanted)}" can't be chosen: there are ${names.join(', ') || 'no options'}${more}` };
}

function readOption(text: string, options: readonly FieldOption[]): TextReading {
  const option = find(options, text);
  return option === undefined ? noSuch(text, options) : { value: { kind: 'option', id: option.id, childId: null } };
}

function readCascade(text: string, options: readonly FieldOption[]): TextReading {
  // The name of an option may hold the sign itself.
  const whole = find(options, text);
  if (whole !== undefined) return { value: { kind: 'option', id: whole.id, childId: null } };
  const [first = '', ...rest] = text.split('>');
  const parent = find(options, first);
  if (parent === undefined) return noSuch(first.trim(), options);
  const wanted = rest.join('>');
  const child = find(parent.children ?? [], wanted);
  if (child === undefined) return noSuch(wanted.trim(), parent.children ?? []);
  return { value: { kind: 'option', id: parent.id, childId: child.id } };
}

function readOptions(text: string, options: readonly FieldOption[]): TextReading {
  const whole = find(options, text);
  if (whole !== undefined) return { value: { kind: 'options', ids: [whole.id] } };
  const ids: string[] = [];
  for (const name of partsOf(text)) {
    const option = find(options, name);
    if (option === undefined) return noSuch(name, options);
    ids.push(option.id);
  }
  return { value: { kind: 'options', ids } };
}

function partsOf(text: string): string[] {
  return text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

async function readUsers(
  text: string,
  type: 'user' | 'multi_user',
  findUsers: (query: string) => Promise<readonly Named[]>,
): Promise<TextReading> {
  const ids: string[] = [];
  for (const name of type === 'user' ? [text] : partsOf(text)) {
    // In turn on purpose: the first that is not there ends it.
    const found = chooseUser(name, await findUsers(name));
    if ('problem' in found) return found;
    ids.push(found.id);
  }
  return { value: type === 'user' ? { kind: 'user', id: ids[0] ?? '' } : { kind: 'users', ids } };
}

/** One who is called exactly so, else the only one who is called so at the beginning. */
function chooseUser(wanted: string, users: readonly Named[]): { id: string } | { problem: string } {
  const name = wanted.toLowerCase();
  const exact = users.filter((user) => user.name.toLowerCase() === name || user.id === wanted);
  const [one, ...others] = exact.length > 0 ? exact : users;
  if (one === undefined) return { problem: `nobody called "${short(wanted)}" can be chosen` };
  if (others.length === 0) return { id: one.id };
  return { problem: `"${short(wanted)}" may be ${[one, ...others].map((user) => `"${user.name}"`).join(', ')}` };
}
