// Says how a field of Jira is filled in, from the schema that create and edit metadata give of it.
import { z } from 'zod';
import type { FieldType } from '../../domain/new-issue.ts';

const text = z.string().optional().catch(undefined);

export const schemaSchema = z
  .object({ type: text, items: text, system: text, custom: text })
  .optional()
  .catch(undefined);

export type FieldSchema = NonNullable<z.infer<typeof schemaSchema>>;

/** Jira's own fields, whose type alone does not tell how they are filled in. */
const SYSTEM: Readonly<Record<string, FieldType>> = {
  summary: 'text',
  description: 'rich_text',
  environment: 'rich_text',
  labels: 'labels',
  components: 'components',
  fixVersions: 'versions',
  versions: 'versions',
  priority: 'priority',
  assignee: 'user',
  reporter: 'user',
  duedate: 'date',
  resolution: 'select',
  security: 'select',
};

/** Jira's own kinds of custom fields, by the last part of `com.atlassian.jira.plugin.system.customfieldtypes:…`. */
const CUSTOM: Readonly<Record<string, FieldType>> = {
  textfield: 'text',
  textarea: 'rich_text',
  float: 'number',
  datepicker: 'date',
  datetime: 'datetime',
  url: 'url',
  select: 'select',
  radiobuttons: 'select',
  multiselect: 'multi_select',
  multicheckboxes: 'checkbox',
  cascadingselect: 'cascading_select',
  userpicker: 'user',
  multiuserpicker: 'multi_user',
  people: 'multi_user',
  labels: 'labels',
  version: 'select',
  multiversion: 'versions',
  project: 'select',
  readonlyfield: 'unsupported',
  grouppicker: 'unsupported',
  multigrouppicker: 'unsupported',
};

const OWN_KINDS = 'com.atlassian.jira.plugin.system.customfieldtypes:';

/** For the custom fields of apps: what Jira's API says that their value is. */
const BY_TYPE: Readonly<Record<string, FieldType>> = {
  string: 'text',
  number: 'number',
  date: 'date',
  datetime: 'datetime',
  option: 'select',
  'option-with-child': 'cascading_select',
  user: 'user',
  'array of option': 'multi_select',
  'array of user': 'multi_user',
  'array of version': 'versions',
  'array of component': 'components',
};

const NEEDS_OPTIONS: ReadonlySet<FieldType> = new Set([
  'select',
  'multi_select',
  'cascading_select',
  'checkbox',
  'components',
  'versions',
  'priority',
]);

export function takesOptions(type: FieldType): boolean {
  return NEEDS_OPTIONS.has(type);
}

/** `hasOptions` is whether Jira lists what can be chosen; a choice without a list can't be shown. */
export function fieldTypeOf(schema: FieldSchema, hasOptions: boolean): FieldType {
  const type = kindOf(schema);
  return NEEDS_OPTIONS.has(type) && !hasOptions ? 'unsupported' : type;
}

function kindOf({ type, items, system, custom }: FieldSchema): FieldType {
  if (system !== undefined) return SYSTEM[system] ?? 'unsupported';
  if (custom?.startsWith(OWN_KINDS)) {
    const known = CUSTOM[custom.slice(OWN_KINDS.length)];
    if (known !== undefined) return known;
  }
  const value = type === 'array' ? `array of ${items ?? ''}` : (type ?? '');
  return BY_TYPE[value] ?? 'unsupported';
}

/** The vendor's own name of the type: the kind of a custom field, else the type of the value. */
export function vendorTypeOf({ type, items, custom }: FieldSchema): string {
  return custom ?? (type === 'array' ? `array of ${items ?? 'unknown'}` : (type ?? 'unknown'));
}
