// A new issue as people fill it in: fields as Jira's create metadata describes them, values as a form gives them.
import type { Document } from './document/document.ts';

export type FieldType =
  | 'text'
  | 'rich_text'
  | 'number'
  | 'date'
  | 'datetime'
  | 'select'
  | 'multi_select'
  | 'cascading_select'
  | 'user'
  | 'multi_user'
  | 'labels'
  | 'components'
  | 'versions'
  | 'priority'
  /** Several of a few options, as boxes to tick; its value is `options`. */
  | 'checkbox'
  | 'url'
  /** A form can't show it: the config has to fill it. */
  | 'unsupported';

export interface FieldOption {
  readonly id: string;
  readonly name: string;
  /** The second level of a cascading select. */
  readonly children?: readonly FieldOption[];
}

export interface CreateField {
  /** `summary`, `components`, `customfield_10050` */
  readonly id: string;
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly hasDefault: boolean;
  /** Null for a field of free text, and for users, who are searched. */
  readonly options: readonly FieldOption[] | null;
  /** The vendor's own name of the type, for what can't be shown. */
  readonly vendorType: string;
}

/** What can be filled in for an issue type of a project. */
export interface CreateForm {
  readonly connection: string;
  readonly project: { readonly id: string; readonly key: string; readonly name: string };
  readonly type: { readonly id: string; readonly name: string };
  readonly fields: readonly CreateField[];
}

/** A value by the shape of its field; ids are those of options, or account ids of users. */
export type FieldValue =
  /** A date as `YYYY-MM-DD`, a time in ISO 8601 with its zone. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'rich_text'; readonly body: Document }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'option'; readonly id: string; readonly childId: string | null }
  | { readonly kind: 'options'; readonly ids: readonly string[] }
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'users'; readonly ids: readonly string[] }
  | { readonly kind: 'labels'; readonly labels: readonly string[] };

export interface NewIssue {
  readonly connection: string;
  readonly projectKey: string;
  readonly typeId: string;
  readonly summary: string;
  readonly description: Document;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly labels: readonly string[];
}
