// Reads a text as the value of a field, looks people up by name, and says in words what does not fit.
import type { Named } from '../../domain/dialog.ts';
import { type FieldReading, readFieldValue } from '../../domain/new-issue/read-field.ts';
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
  if (given.trim() === '') return { value: null };
  if (field.type === 'user') return readUsers([given.trim()], 'user', findUsers);
  if (field.type === 'multi_user') return readUsers(partsOf(given), 'multi_user', findUsers);
  // Line breaks are the text itself only in rich text, where the reading keeps them.
  const reading = readFieldValue(field, given);
  return 'value' in reading ? reading : { problem: describe(reading, field) };
}

const short = (text: string): string => text.slice(0, 100);

function describe({ unfit, given }: Extract<FieldReading, { unfit: string }>, field: CreateField): string {
  switch (unfit) {
    case 'number':
      return `"${short(given)}" is not a number`;
    case 'date':
      return `"${short(given)}" is not a date like 2026-11-30`;
    case 'datetime':
      return `"${short(given)}" is not a time like 2026-11-30T14:00:00+03:00`;
    case 'url':
      return `"${short(given)}" is not an http(s) address`;
    case 'unsupported':
      return `a field of the type ${field.vendorType} can't be set from a text`;
    case 'option':
      return `"${short(given)}" can't be chosen: ${choiceOf(field.options ?? [])}`;
  }
}

/** The children of a cascade stand behind their parents, as they are to be written. */
function choiceOf(options: readonly FieldOption[]): string {
  const names = options.flatMap(({ name, children = [] }) => [
    name,
    ...children.map((child) => `${name} > ${child.name}`),
  ]);
  if (names.length === 0) return 'there are no options';
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `there are ${names
    .slice(0, MOST_NAMED)
    .map((name) => `"${short(name)}"`)
    .join(', ')}${more}`;
}

function partsOf(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

async function readUsers(
  names: readonly string[],
  type: 'user' | 'multi_user',
  findUsers: (query: string) => Promise<readonly Named[]>,
): Promise<TextReading> {
  const ids: string[] = [];
  for (const name of names) {
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
