// Create metadata as real sites gave it to other projects: each field gets the type by which a form can show it.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readField } from '../../src/adapters/jira/read-field.ts';

const FOLDER = join(resolve(process.env['VENDOR_FIXTURES_DIR'] ?? '../shared/fixtures'), 'jira-api');
const CUSTOM = 'com.atlassian.jira.plugin.system.customfieldtypes:';
const NAME = 'get-create-issue-metadata-for-project-many-fields.json';
const FILES = ['cloud', 'server'].map((edition) => `mattermost_mattermost-plugin-jira__${edition}-${NAME}`);
const absent = existsSync(FOLDER) ? '' : ` (skipped: no folder ${FOLDER}, set VENDOR_FIXTURES_DIR)`;

interface Recorded {
  projects: { issuetypes: { fields: Record<string, { required: boolean; schema: Record<string, string> }> }[] }[];
}
const load = (name: string): Recorded => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));

const EXPECTED: Record<string, string> = {
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
  attachment: 'unsupported',
  issuelinks: 'unsupported',
  parent: 'unsupported',
  [`${CUSTOM}cascadingselect`]: 'cascading_select',
  [`${CUSTOM}datepicker`]: 'date',
  [`${CUSTOM}datetime`]: 'datetime',
  [`${CUSTOM}float`]: 'number',
  [`${CUSTOM}labels`]: 'labels',
  [`${CUSTOM}multicheckboxes`]: 'checkbox',
  [`${CUSTOM}multiselect`]: 'multi_select',
  [`${CUSTOM}radiobuttons`]: 'select',
  [`${CUSTOM}select`]: 'select',
  [`${CUSTOM}textarea`]: 'rich_text',
  [`${CUSTOM}textfield`]: 'text',
  [`${CUSTOM}url`]: 'url',
  [`${CUSTOM}userpicker`]: 'user',
  'com.pyxis.greenhopper.jira:gh-epic-label': 'text',
  'com.pyxis.greenhopper.jira:gh-epic-link': 'unsupported',
  'com.pyxis.greenhopper.jira:gh-sprint': 'unsupported',
};

describe.skipIf(absent !== '')(`recorded create metadata${absent}`, () => {
  test.each(FILES)('when it is %s, then every field has the type that is expected, and its choices', (file) => {
    const types = load(file).projects.flatMap(({ issuetypes }) => issuetypes);
    const fields = types.flatMap((type) => Object.entries(type.fields));
    expect(fields.length).toBeGreaterThan(50);
    for (const [id, raw] of fields) {
      const { system, custom } = raw.schema;
      if (system === 'project' || system === 'issuetype') continue;
      const field = readField(raw, id);
      const name = custom ?? system ?? '';
      expect([name, field?.type]).toEqual([name, EXPECTED[name]]);
      expect(field).toMatchObject({ id, required: raw.required });
      if (name === `${CUSTOM}select`) expect(field?.options?.length).toBeGreaterThan(0);
    }
  });
});

describe('a field of create metadata', () => {
  const field = (schema: object, more: object = {}) =>
    readField({ fieldId: 'f', name: 'F', required: true, schema, ...more });

  test.each([
    [{ type: 'option', custom: 'com.example:own' }, [{ id: 1, value: 'A' }], 'select'],
    [{ type: 'array', items: 'user', custom: 'com.example:people' }, undefined, 'multi_user'],
    [{ type: 'string', custom: 'com.example:note' }, undefined, 'text'],
    [{ type: 'any', custom: 'com.example:map' }, undefined, 'unsupported'],
    [{ type: 'group', custom: `${CUSTOM}grouppicker` }, undefined, 'unsupported'],
    [{ type: 'version', custom: `${CUSTOM}version` }, [{ id: '1', name: '1.0' }], 'select'],
    [{ type: 'securitylevel', system: 'security' }, [{ id: '1', name: 'Internal' }], 'select'],
    [{ type: 'option', custom: `${CUSTOM}select` }, undefined, 'unsupported'],
    [{}, undefined, 'unsupported'],
    [undefined, undefined, 'unsupported'],
  ])('when its schema is %j with the choices %j, then it is %s', (schema, allowedValues, type) => {
    expect(field(schema as object, { allowedValues })?.type).toBe(type);
  });

  test('when choices are archived, disabled or broken, then they are left out', () => {
    const allowedValues = [
      { id: 1, value: 'A' },
      { id: '2', value: 'B', disabled: true },
      { id: '3', name: 'C', archived: true },
      'D',
      { value: 'E' },
      { id: '6' },
    ];
    const options = field({ type: 'option', custom: `${CUSTOM}select` }, { allowedValues })?.options;
    expect(options).toEqual([
      { id: '1', name: 'A' },
      { id: '6', name: '6' },
    ]);
  });

  test.each([null, undefined, 'text', [], { name: 'no id' }])('when it is %j, then it is no field', (data) => {
    expect(readField(data)).toBeNull();
  });
});
