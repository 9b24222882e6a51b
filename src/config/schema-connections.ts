/** What may stand under `connections:`, one strict object for each kind of account. */
import * as z from 'zod';
import { countField, emailField, nameOrNullField, secretField, urlField } from './fields.ts';

const requestsPerMinute = countField(
  "Highest number of API requests a minute, below the vendor's own limit. Without it the vendor's headers alone decide.",
  1,
  100_000,
).optional();

const intercomSchema = z.strictObject({
  kind: z.literal('intercom').describe('The kind of account: intercom.'),
  workspaceId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'a workspace id: letters, digits, "-" and "_"')
    .describe('Id of the workspace, as in https://app.intercom.com/a/inbox/WORKSPACE_ID.'),
  region: z.enum(['us', 'eu', 'au']).describe('Where the workspace is hosted: us, eu or au. Gives apiUrl and appUrl.'),
  apiUrl: urlField('Where API calls go. Default: the API of the region.').optional(),
  appUrl: urlField('Where people open the inbox. Default: the application of the region.').optional(),
  accessToken: secretField('Access token of the app in the Developer Hub.'),
  clientSecrets: z
    .array(secretField('A client secret.'))
    .min(1, 'a list of one or more secrets')
    .describe('Client secrets of the app, which sign its webhooks; several while a secret is being changed.'),
  authorAdminId: z
    .string()
    .regex(/^\d{1,20}$/, 'an id of digits, in quotes: "900"')
    .describe('Id of the teammate in whose name notes are written, in quotes.'),
  conversationAttribute: nameOrNullField(
    'Conversation attribute that gets the keys of the linked issues, if the workspace has it; null for none. A rule on linked stands in for it. Default "Jira key".',
  ).default('Jira key'),
  tag: nameOrNullField(
    'Tag that a linked conversation gets, if the workspace has it; null for none. A rule on linked stands in for it. Default "jira".',
  ).default('jira'),
  apiVersion: z
    .string()
    .regex(/^\d{1,2}\.\d{1,2}$/, 'a version in quotes: "2.16"')
    .describe('Version of the REST API, in quotes. Default "2.16".')
    .default('2.16'),
  requestsPerMinute,
});

const jiraFields = {
  siteUrl: urlField('Address that people open, with the context path if there is one.'),
  apiUrl: urlField(
    'Where API calls go, for a scoped Cloud token https://api.atlassian.com/ex/jira/CLOUD_ID. Default: siteUrl.',
  ).optional(),
  requestsPerMinute,
};

const webhookSecrets = z
  .array(secretField('A webhook secret.'))
  .describe('Secrets of the webhook, which sign it; several while a secret is being changed.');

const jiraCloudSchema = z.strictObject({
  kind: z.literal('jira-cloud').describe('The kind of account: jira-cloud.'),
  ...jiraFields,
  authentication: z
    .enum(['basic', 'bearer'])
    .describe('How the token is sent: basic (with email) or bearer (OAuth access token). Default basic.')
    .default('basic'),
  email: emailField("Email of the bridge's account; needed for basic.").optional(),
  apiToken: secretField("API token of the bridge's account."),
  webhookSecrets: webhookSecrets.min(1, 'a list of one or more secrets'),
});

const jiraDataCenterSchema = z.strictObject({
  kind: z.literal('jira-data-center').describe('The kind of account: jira-data-center.'),
  ...jiraFields,
  personalAccessToken: secretField("Personal access token of the bridge's account."),
  webhookSecrets: webhookSecrets.default([]),
  webhookPathSecret: secretField(
    'For a Jira that does not sign webhooks: their URL is then /webhooks/NAME/SECRET. At least 16 of A-Z a-z 0-9 _ -.',
    /^[A-Za-z0-9_-]{16,}$/,
    'at least 16 of A-Z a-z 0-9 _ -',
  ).optional(),
});

export const CONNECTION_KINDS = ['intercom', 'jira-cloud', 'jira-data-center'] as const;

export const connectionSchema = z.discriminatedUnion('kind', [intercomSchema, jiraCloudSchema, jiraDataCenterSchema]);

export type ConnectionInput = z.output<typeof connectionSchema>;
