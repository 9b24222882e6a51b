// Rich text as Deskbridge understands it: the one shape between the vendors' ADF, wiki markup and HTML.

export type Mark = 'strong' | 'em' | 'underline' | 'strike' | 'code';

export interface TextInline {
  readonly type: 'text';
  readonly text: string;
  readonly marks?: readonly Mark[];
  /** An absolute http, https or mailto address; any other scheme never gets into a document. */
  readonly href?: string;
}

export interface BreakInline {
  readonly type: 'break';
}

export type Inline = TextInline | BreakInline;

export interface TableRow {
  readonly cells: readonly { readonly header: boolean; readonly content: readonly Block[] }[];
}

export type Block =
  | { readonly type: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly type: 'heading'; readonly level: 1 | 2 | 3 | 4 | 5 | 6; readonly content: readonly Inline[] }
  | {
      readonly type: 'list';
      readonly ordered: boolean;
      readonly start?: number;
      readonly items: readonly (readonly Block[])[];
    }
  | { readonly type: 'quote'; readonly content: readonly Block[] }
  | { readonly type: 'code'; readonly text: string; readonly language?: string }
  | { readonly type: 'table'; readonly rows: readonly TableRow[] }
  | { readonly type: 'rule' };

/** A piece of rich text. An empty list of blocks is an empty text. */
export interface Document {
  readonly blocks: readonly Block[];
}
