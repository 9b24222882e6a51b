/** Replaces `${NAME}` in a text by the environment variable of that name. */
import { suggestNearest } from './nearest.ts';

export interface Interpolation {
  readonly text: string;
  /** What is wrong, each with what to do; empty when all names are set. */
  readonly mistakes: readonly { readonly found: string; readonly allowed: string; readonly hint: string }[];
}

const ALLOWED = `\${NAME} of an environment variable that is set`;

/** A variable that is set but empty counts as not set: an empty secret would let everybody in. */
export function interpolate(text: string, env: Readonly<Record<string, string | undefined>>): Interpolation {
  if (!text.includes('${')) return { text, mistakes: [] };
  const mistakes: { found: string; allowed: string; hint: string }[] = [];
  const replaced = text.replaceAll(/\$\{([^{}]*)(\}?)/g, (whole: string, name: string, end: string) => {
    if (end === '' || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      mistakes.push({ found: 'a misspelled reference', allowed: ALLOWED, hint: 'NAME is letters, digits and "_"' });
      return whole;
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value !== undefined && value.trim() !== '') return value;
    const state = value === undefined ? 'which is not set' : 'which is empty';
    const hint = suggestNearest(name, Object.keys(env)) || `set ${name} in the environment`;
    mistakes.push({ found: `\${${name}}, ${state}`, allowed: ALLOWED, hint });
    return whole;
  });
  return { text: replaced, mistakes };
}
