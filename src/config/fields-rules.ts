/** The kinds of value that rules are made of: choices, names, templates, and objects of which one key is written. */
import * as z from 'zod';
import { MAX_SOURCE } from './template/engine.ts';

export interface ChoiceInput<T extends string = string> {
  readonly anyOf: readonly T[];
  readonly not: boolean;
}

const NAME_WORDS = 'a name or id';

/** A name or an id at the vendor; a number stands for its digits. */
export function wordField(meaning: string) {
  return z
    .union([z.string(), z.number(), z.boolean()], NAME_WORDS)
    .transform((value, context) => {
      const text = String(value).trim();
      if (text !== '' && text.length <= 255 && !text.includes('{{')) return text;
      const message = text.includes('{{') ? 'a name without a template' : 'a text of 1 to 255 characters';
      context.issues.push({ code: 'custom', input: value, message });
      return z.NEVER;
    })
    .describe(meaning);
}

/** One value, a list of values, or `{ not: … }` with either. */
export function choiceField(meaning: string) {
  const word = wordField('A name or id.');
  const some = z.union([word, z.array(word).min(1, 'one or more names')], 'a name, or a list of names');
  const not = z.strictObject({ not: some.describe('None of these.') });
  return z
    .union([word, z.array(word).min(1, 'one or more names'), not], 'a name, a list of names, or { not: … }')
    .transform((value): ChoiceInput => toChoice(value))
    .describe(meaning);
}

/** The same of a fixed set of words. */
export function choiceOfField<const T extends readonly [string, ...string[]]>(words: T, meaning: string) {
  const word = z.enum(words);
  const some = z.union([word, z.array(word).min(1, 'one or more of them')], words.join(' | '));
  const not = z.strictObject({ not: some.describe('None of these.') });
  return z
    .union([word, z.array(word).min(1, 'one or more of them'), not], words.join(' | '))
    .transform((value): ChoiceInput<T[number]> => toChoice<T[number]>(value))
    .describe(meaning);
}

type OneOrMany<T> = T | readonly T[];

function toChoice<T extends string>(value: OneOrMany<T> | { readonly not: OneOrMany<T> }): ChoiceInput<T> {
  const isNot = typeof value === 'object' && 'not' in value;
  const some = isNot ? value.not : value;
  return { anyOf: typeof some === 'string' ? [some] : [...some], not: isNot };
}

/** A template; what it names is checked where its place in the file is known. */
export function templateField(meaning: string) {
  return z
    .union([z.string(), z.number(), z.boolean()], 'a text, with {{ values }} if you like')
    .transform(String)
    .refine((text) => text.length <= MAX_SOURCE, `at most ${MAX_SOURCE} characters`)
    .describe(meaning);
}

/** An object of which exactly one key is written: what it does. */
export function oneKeyOf<const T extends z.core.$ZodLooseShape>(shape: T) {
  return z
    .strictObject(shape)
    .partial()
    .refine((value) => Object.values(value).filter((part) => part !== undefined).length === 1, {
      message: `exactly one of ${Object.keys(shape).join(' | ')}`,
    })
    .meta({ minProperties: 1, maxProperties: 1 });
}
