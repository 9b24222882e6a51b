/** The whole config file as one strict zod schema; the JSON Schema and all checks come from it. */
import * as z from 'zod';
import {
  countField,
  durationField,
  nameField,
  projectKeyField,
  sizeField,
  textField,
  timezoneField,
} from './fields.ts';
import { connectionSchema } from './schema-connections.ts';

const switchField = (meaning: string) => z.boolean().describe(meaning).default(true);

const workflowSchema = z.strictObject({
  label: z
    .strictObject({
      ru: textField('In Russian.').optional(),
      en: textField('In English.').optional(),
    })
    .describe('What people see instead of the name of the workflow. Default: the name.')
    .optional(),
  issue: z
    .strictObject({
      connection: nameField.describe('Name of a Jira connection.'),
      project: projectKeyField.describe('Key of the project.'),
      type: textField('Name or id of the issue type.'),
    })
    .describe('Which issues the workflow makes.'),
});

const mirrorSchema = z.strictObject({
  digestWindow: durationField(
    'Changes of an issue that follow a note within this time share the next note. Default 15s.',
    '0s',
    '1h',
  ).prefault('15s'),
  restrictedComments: z
    .record(projectKeyField, z.enum(['never', 'always']))
    .describe(
      'By project key, whether restricted and internal comments may be mirrored: never or always. Default never.',
    )
    .default({}),
  reopenOnDone: switchField('Whether a done issue reopens its conversation. Default true.'),
  historyLink: switchField('Whether notes end with a link to the history of what happened. Default true.'),
});

const deliverySchema = z.strictObject({
  timeout: durationField('How long one call may take. Default 20s.', '100ms', '5m').prefault('20s'),
  retryFor: durationField('How long a failing call is retried before it is parked. Default 7d.', '1s', '90d').prefault(
    '7d',
  ),
  inDoubtWait: durationField(
    'How long to wait after an unclear answer before looking whether the call was carried out. Default 30s.',
    '0s',
    '1h',
  ).prefault('30s'),
  lease: durationField(
    'How long a worker holds a call before another may take it over; longer than timeout. Default 60s.',
    '200ms',
    '1h',
  ).prefault('60s'),
  budget: z
    .strictObject({
      actions: countField('Most actions on one link within the time of per. Default 30.', 1, 10_000).default(30),
      per: durationField('The time in which actions are counted. Default 10m.', '1s', '1d').prefault('10m'),
    })
    .describe('What one link may do before it is taken for a loop and parked.')
    .prefault({}),
});

const receivingSchema = z.strictObject({
  jiraMaxBytes: sizeField('Largest webhook taken from Jira. Default 25MB.', '1KB', '100MB').prefault('25MB'),
  intercomMaxBytes: sizeField('Largest webhook taken from Intercom. Default 5MB.', '1KB', '100MB').prefault('5MB'),
  maxDepth: countField('Deepest nesting of JSON that is read. Default 64.', 8, 512).default(64),
});

const sweepSchema = z.strictObject({
  enabled: switchField('Whether missed webhooks are looked for. Default true.'),
  every: durationField('How often they are looked for. Default 5m.', '1s', '1d').prefault('5m'),
});

const retentionSchema = z.strictObject({
  days: countField('How many days settled events and deliveries are kept. Default 30.', 1, 3650).default(30),
});

export const configSchema = z.strictObject({
  locale: z.enum(['en', 'ru']).describe('Language of the notes: en or ru. Default en.').default('en'),
  timezone: timezoneField('IANA time zone of the dates in notes. Default UTC.').default('UTC'),
  connections: z
    .record(nameField, connectionSchema)
    .describe('The accounts by name (a-z 0-9 -): at least one of Intercom and one of Jira.'),
  workflows: z.record(nameField, workflowSchema).describe('Workflows by name (a-z 0-9 -). Default none.').default({}),
  mirror: mirrorSchema.describe('How changes of an issue are told in the conversation.').prefault({}),
  delivery: deliverySchema.describe('How calls to Intercom and Jira are made and repeated.').prefault({}),
  receiving: receivingSchema.describe('Limits on what is received.').prefault({}),
  sweep: sweepSchema.describe('The search for missed webhooks.').prefault({}),
  retention: retentionSchema.describe('How long things are kept.').prefault({}),
});

export type ConfigInput = z.output<typeof configSchema>;
