// What an operator sees beside a dialog, without a word of the chat's own format: parts from top to bottom.
import type { ScreenMemory } from './memory.ts';

/** A piece of a line. What stands in `text` is shown as it is: nothing in it is markup. */
export interface Span {
  readonly text: string;
  readonly strong?: boolean;
  /** Where it leads; only http and https are shown as links. */
  readonly href?: string;
}

export type Line = readonly Span[];

/** `primary` at most once a screen: what the operator most likely wants next. */
export type ButtonLook = 'primary' | 'secondary' | 'link';

export interface Option {
  readonly id: string;
  readonly text: string;
}

export interface ListItem {
  /** Null for an item that can't be pressed. */
  readonly name: string | null;
  readonly title: string;
  readonly subtitle: string | null;
  readonly note: string | null;
}

/** Controls are told apart by `name` (see ask.ts); the name of an input is also the name of its value. */
export type Part =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly tone: 'normal' | 'muted' | 'error'; readonly line: Line }
  | { readonly kind: 'facts'; readonly rows: readonly { readonly name: string; readonly value: string }[] }
  | { readonly kind: 'button'; readonly name: string; readonly label: string; readonly look: ButtonLook }
  | {
      readonly kind: 'input';
      readonly name: string;
      readonly label: string | null;
      readonly value: string;
      readonly placeholder: string | null;
      /** A button inside the field, that submits under the field's own name. */
      readonly searches: boolean;
      readonly failed: boolean;
    }
  | {
      readonly kind: 'area';
      readonly name: string;
      readonly label: string;
      readonly value: string;
      readonly placeholder: string | null;
      readonly failed: boolean;
    }
  /** One of 2 to 10. */
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly options: readonly Option[];
      readonly chosen: string | null;
      readonly failed: boolean;
    }
  /** Any of 1 to 10. */
  | {
      readonly kind: 'checks';
      readonly name: string;
      readonly label: string;
      readonly options: readonly Option[];
      readonly chosen: readonly string[];
    }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | { readonly kind: 'divider' }
  | { readonly kind: 'gap' };

export type ScreenName =
  | 'home'
  | 'issue'
  | 'unlink'
  | 'comment'
  | 'remind'
  | 'form'
  | 'choose'
  | 'preview'
  | 'creating'
  | 'created'
  | 'find'
  | 'error';

export interface Screen {
  readonly name: ScreenName;
  readonly parts: readonly Part[];
  /** Comes back with what the operator does next. */
  readonly memory: ScreenMemory;
}

/** The most options that a choice may have. */
export const MAX_OPTIONS = 10;

export function heading(text: string): Part {
  return { kind: 'heading', text };
}

export function says(text: string): Part {
  return { kind: 'text', tone: 'normal', line: [{ text }] };
}

export function muted(text: string): Part {
  return { kind: 'text', tone: 'muted', line: [{ text }] };
}

export function complains(text: string): Part {
  return { kind: 'text', tone: 'error', line: [{ text }] };
}

export function button(name: string, label: string, look: ButtonLook = 'secondary'): Part {
  return { kind: 'button', name, label, look };
}

/** Nothing for null: so that a part can be left out where it stands. */
export function maybe<T>(value: T | null, part: (value: T) => Part): readonly Part[] {
  return value === null ? [] : [part(value)];
}
