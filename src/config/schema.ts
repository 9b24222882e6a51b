/** The whole config file as one strict zod schema; the JSON Schema and all checks come from it. */
import * as z from 'zod';
import {
  countField,
  durationField,
  nameField,
  projectKeyField,
  secretField,
  sizeField,
  textField,
  timezoneField,
} from './fields.ts';
import { businessHoursField } from './business-hours.ts';
import { connectionSchema } from './schema-connections.ts';
import { workflowSchema } from './schema-workflow.ts';

const switchField = (meaning: string) => z.boolean().describe(meaning).default(true);

const textSchema = z
  .union(
    [
      z.string().min(1, 'a text that is not empty'),
      z
        .strictObject({
          ru: z.string().min(1, 'a text that is not empty').describe('In Russian.').optional(),
          en: z.string().min(1, 'a text that is not empty').describe('In English.').optional(),
        })
        .refine(({ ru, en }) => ru !== undefined || en !== undefined, 'ru or en'),
    ],
    'a text, or { ru: …, en: … }',
  )
  .describe('A template for both languages, or { ru, en }.');

const notificationSchema = z.strictObject({
  webhook: secretField('Address that is called with a POST of JSON; https.'),
  host: textField('The host of the address, if it is to be called over http.').optional(),
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
  texts: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, 'letters, digits, "-" and "_"'), textSchema)
    .describe(
      'Texts that rules name with { note: NAME }, as templates. A built-in text (regressed, question, released, stale) may be replaced. Default none.',
    )
    .default({}),
  notifications: z
    .record(nameField, notificationSchema)
    .describe('Webhooks that rules call with { notify: NAME }. Default none.')
    .default({}),
  support: z
    .array(textField('A name or account id.'))
    .describe("Names or account ids that mentions: support means, beside the bridge's own account. Default none.")
    .default([]),
  businessHours: businessHoursField.optional(),
  mirror: mirrorSchema.describe('How changes of an issue are told in the conversation.').prefault({}),
  delivery: deliverySchema.describe('How calls to Intercom and Jira are made and repeated.').prefault({}),
  receiving: receivingSchema.describe('Limits on what is received.').prefault({}),
  sweep: sweepSchema.describe('The search for missed webhooks.').prefault({}),
  retention: retentionSchema.describe('How long things are kept.').prefault({}),
});

export type ConfigInput = z.output<typeof configSchema>;
