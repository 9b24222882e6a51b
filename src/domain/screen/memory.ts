// What a screen remembers between two clicks: it travels to the chat and back, so it is bounded and nothing secret.
import { cutText } from '../document/truncate.ts';

/** A new issue as far as it was filled in. */
export interface Draft {
  readonly workflow: string;
  /** By field id: the text typed, or the ids chosen (of a cascading select the parent's and the child's). */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** How chosen options and people are called, by `field/id`: they need not be asked for again. */
  readonly names: Readonly<Record<string, string>>;
  /** The summary for which the operator has seen what looks like it; null before. */
  readonly comparedFor: string | null;
  /** How many issues this dialog had, or was about to have, as far as the operator has seen. */
  readonly links: number;
}

export interface ScreenMemory {
  /** What makes a click the same one: sent twice, it is done once. */
  readonly nonce: string;
  readonly linkId: string | null;
  readonly draft: Draft | null;
  /** The field that is being chosen from a list; null where issues are searched. */
  readonly choosing: { readonly field: string; readonly parent: string | null } | null;
  readonly query: string;
  readonly page: number;
  /** A comment as far as it was typed. */
  readonly text: string;
  /** A date as far as it was typed. */
  readonly date: string;
  /** The event that creates the issue. */
  readonly eventId: string | null;
  /** Ids of fields whose text was cut because it did not fit. */
  readonly cut: readonly string[];
}

export function freshMemory(nonce: string): ScreenMemory {
  return {
    nonce,
    linkId: null,
    draft: null,
    choosing: null,
    query: '',
    page: 0,
    text: '',
    date: '',
    eventId: null,
    cut: [],
  };
}

/** Bytes of what was typed that travel with a screen. The chat takes 64 KB in all, for content and memory alike. */
const MAX_TYPED_BYTES = 36_000;
/** Longest comment to the developers, in characters. */
export const MAX_COMMENT = 10_000;
const MAX_QUERY = 300;
/** How the comment is named among what was cut. */
const COMMENT = 'text';

/** Bytes of a string as JSON in UTF-8. */
export function bytesOf(text: string): number {
  let bytes = 2;
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    if (code < 0x20 || (code >= 0xd800 && code <= 0xdfff)) bytes += 6;
    else if (code < 0x80) bytes += sign === '"' || sign === '\\' ? 2 : 1;
    else if (code < 0x800) bytes += 2;
    else bytes += code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The beginning of a text that has at most `bytes` bytes, cut between words where one ends near. */
function cutToBytes(text: string, bytes: number): string {
  let size = text.length;
  while (size > 0 && bytesOf(text.slice(0, size)) > bytes) size = Math.floor(size * 0.9);
  return cutText(text, size);
}

interface Typed {
  readonly field: string;
  readonly text: string;
}

/** Lowers what may be longest until all together fits: short answers are never touched. */
function limitFor(typed: readonly Typed[]): number {
  const sizes = typed.map(({ text }) => bytesOf(text));
  let limit = MAX_TYPED_BYTES;
  while (limit > 16 && sizes.reduce((sum, size) => sum + Math.min(size, limit), 0) > MAX_TYPED_BYTES) {
    limit = Math.floor(limit * 0.8);
  }
  return limit;
}

/** The memory with what does not fit cut, and `cut` naming each field that lost its end. */
export function fitMemory(memory: ScreenMemory): ScreenMemory {
  const { draft } = memory;
  const typed = Object.entries(draft?.values ?? {}).flatMap(([field, values]) =>
    values.map((text): Typed => ({ field, text })),
  );
  const comment = cutText(memory.text, MAX_COMMENT);
  const limit = limitFor([...typed, { field: COMMENT, text: comment }]);
  const fitted = (text: string): string => (bytesOf(text) <= limit ? text : cutToBytes(text, limit));
  const cut = new Set(memory.cut);
  const values: Record<string, string[]> = {};
  for (const { field, text } of typed) {
    const short = fitted(text);
    if (short !== text) cut.add(field);
    values[field] = [...(values[field] ?? []), short];
  }
  const text = fitted(comment);
  if (text !== memory.text) cut.add(COMMENT);
  return {
    ...memory,
    draft: draft === null ? null : { ...draft, values, names: fitNames(draft) },
    text,
    query: cutText(memory.query, MAX_QUERY),
    date: cutText(memory.date, MAX_QUERY),
    cut: [...cut],
  };
}

const MAX_NAMES = 40;
const MAX_NAME = 80;

/** Names of what is still chosen, shortened: an id without a name is shown as the id. */
function fitNames({ values, names }: Draft): Record<string, string> {
  const chosen = Object.entries(values).flatMap(([field, ids]) => ids.map((id) => `${field}/${id}`));
  const kept = chosen.filter((key) => names[key] !== undefined).slice(0, MAX_NAMES);
  return Object.fromEntries(kept.map((key) => [key, cutText(names[key] ?? '', MAX_NAME)]));
}
