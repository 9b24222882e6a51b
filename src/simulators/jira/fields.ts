// The fields of the sample site: the system ones and the custom kinds a create form has to cope with.
import type { Field, FieldKind, FieldOption } from './types.ts';

const CUSTOM_TYPES = 'com.atlassian.jira.plugin.system.customfieldtypes:';

/** The fields every site has. */
export function systemFields(): Field[] {
  const list: [string, string, FieldKind][] = [
    ['summary', 'Summary', 'string'],
    ['issuetype', 'Issue Type', 'issuetype'],
    ['project', 'Project', 'project'],
    ['description', 'Description', 'rich'],
    ['environment', 'Environment', 'rich'],
    ['priority', 'Priority', 'priority'],
    ['assignee', 'Assignee', 'user'],
    ['reporter', 'Reporter', 'user'],
    ['labels', 'Labels', 'labels'],
    ['duedate', 'Due date', 'date'],
    ['components', 'Components', 'components'],
    ['fixVersions', 'Fix versions', 'versions'],
    ['resolution', 'Resolution', 'resolution'],
  ];
  return list.map(([id, name, kind]) => ({ id, name, kind }));
}

function optionList(first: number, values: string[]): FieldOption[] {
  return values.map((value, at) => ({ id: String(first + at), value }));
}

function areas(): FieldOption[] {
  return optionList(
    20_001,
    Array.from({ length: 40 }, (_, at) => `Area ${String(at + 1).padStart(2, '0')}`),
  );
}

function platforms(): FieldOption[] {
  return [
    { id: '20101', value: 'Web', children: optionList(20_111, ['Chrome', 'Firefox', 'Safari']) },
    { id: '20102', value: 'Mobile', children: optionList(20_121, ['Android', 'iOS']) },
  ];
}

/** One custom field of each kind that a bridge meets. */
export function customFields(): Field[] {
  const custom = (number: number, name: string, kind: FieldKind, type: string, options?: FieldOption[]): Field => ({
    id: `customfield_${number}`,
    name,
    kind,
    custom: { type: `${CUSTOM_TYPES}${type}`, number },
    ...(options === undefined ? {} : { options }),
  });
  return [
    custom(10_101, 'Product area', 'select', 'select', areas()),
    custom(10_102, 'Platform', 'cascading', 'cascadingselect', platforms()),
    custom(10_103, 'Tester', 'user', 'userpicker'),
    custom(10_104, 'Story Points', 'number', 'float'),
    custom(10_105, 'Steps to reproduce', 'rich', 'textarea'),
    custom(10_106, 'Dialog', 'url', 'url'),
    custom(10_107, 'Customer', 'text', 'textfield'),
    custom(10_108, 'Reported on', 'date', 'datepicker'),
    custom(10_109, 'Happened at', 'datetime', 'datetime'),
    custom(10_110, 'Browsers', 'multi', 'multiselect', optionList(20_201, ['Chrome', 'Firefox', 'Safari', 'Edge'])),
    custom(10_111, 'Channels', 'multi', 'multicheckboxes', optionList(20_211, ['Chat', 'E-mail', 'Phone'])),
    custom(10_112, 'Severity', 'select', 'radiobuttons', optionList(20_221, ['S1', 'S2', 'S3'])),
    custom(10_113, 'Reviewers', 'users', 'multiuserpicker'),
    custom(10_114, 'Keywords', 'tags', 'labels'),
    custom(10_115, 'Seen in', 'releases', 'multiversion'),
    {
      id: 'customfield_10116',
      name: 'Risk matrix',
      kind: 'opaque',
      custom: { type: 'com.example.apps.risk:matrix', number: 10_116 },
    },
  ];
}

/** The `schema` of a field as the API writes it. */
export function schemaOf(field: Field): {
  type: string;
  items?: string;
  system?: string;
  custom?: string;
  customId?: number;
} {
  const types: Record<FieldKind, string> = {
    string: 'string',
    text: 'string',
    rich: 'string',
    number: 'number',
    date: 'date',
    url: 'string',
    user: 'user',
    priority: 'priority',
    labels: 'array',
    components: 'array',
    versions: 'array',
    project: 'project',
    issuetype: 'issuetype',
    select: 'option',
    cascading: 'option-with-child',
    multi: 'array',
    users: 'array',
    tags: 'array',
    releases: 'array',
    datetime: 'datetime',
    opaque: 'any',
    resolution: 'resolution',
  };
  const items: Partial<Record<FieldKind, string>> = {
    labels: 'string',
    components: 'component',
    versions: 'version',
    multi: 'option',
    users: 'user',
    tags: 'string',
    releases: 'version',
  };
  const item = items[field.kind];
  return {
    type: types[field.kind],
    ...(item === undefined ? {} : { items: item }),
    ...(field.custom === undefined
      ? { system: field.id }
      : { custom: field.custom.type, customId: field.custom.number }),
  };
}
