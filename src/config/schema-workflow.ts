/** What may stand under a workflow: which issues it makes, what crosses to Jira and back, and its rules. */
import * as z from 'zod';
import { countField, nameField, projectKeyField, textField } from './fields.ts';
import { choiceField, oneKeyOf, templateField, wordField } from './fields-rules.ts';
import { dialogConditions, ruleSchema } from './schema-rules.ts';

const words = (meaning: string) => z.array(wordField('A name or id.')).max(100, 'at most 100').describe(meaning);

const routeSchema = z.strictObject({
  if: z
    .strictObject(dialogConditions)
    .refine((conditions) => Object.keys(conditions).length > 0, 'one condition or more')
    .describe('What must hold of the conversation; all of it.'),
  connection: nameField.describe('Name of a Jira connection. Default: that of the workflow.').optional(),
  project: projectKeyField.describe('Key of the project. Default: that of the workflow.').optional(),
  type: wordField('Name or id of the issue type. Default: that of the workflow.').optional(),
  components: words('Components of the issue. Default: those of the workflow.').optional(),
});

const priorityField = z
  .union(
    [
      wordField('Name or id of the priority.').transform((name) => ({ default: name, choices: [] as string[] })),
      z.strictObject({
        default: wordField('Name or id of the priority that is chosen at first.').optional(),
        choices: words('Priorities that may be chosen, in this order. Default: all of the project.').default([]),
      }),
    ],
    'a priority, or { default: NAME, choices: [NAME, …] }',
  )
  .describe('Priority of new issues: one name, or { default, choices }.');

const fieldSetting = z
  .union(
    [
      templateField('The value.'),
      z.array(templateField('One value.')).min(1, 'one value or more').max(100, 'at most 100'),
      z.strictObject({ ask: z.literal(true).describe('true: the form asks for it.') }),
    ],
    'a text, a list of texts, or { ask: true }',
  )
  .describe('A template, a list of templates, or { ask: true }.');

const issueSchema = z.strictObject({
  connection: nameField.describe('Name of a Jira connection.'),
  project: projectKeyField.describe('Key of the project; the fallback when there are routes.'),
  routes: z
    .array(routeSchema)
    .max(100, 'at most 100 routes')
    .describe('Where the issues of certain conversations go; the first that fits wins. Default none.')
    .default([]),
  type: wordField('Name or id of the issue type.'),
  components: words('Components of new issues. Default none.').default([]),
  priority: priorityField.optional(),
  labels: words('Labels of new issues. Default none.').default([]),
  fields: z
    .record(z.string(), fieldSetting)
    .describe('Further fields by name or id: a template, a list of templates, or { ask: true }.')
    .default({}),
});

const transcriptField = z
  .union(
    [
      z.string().regex(/^(none|all|last-[1-9]\d{0,3})$/, 'none | last-N | all | { last: N, notes: true }'),
      z.strictObject({
        last: z
          .union([countField('So many.', 0, 9999), z.literal('all')], 'a whole number, or all')
          .describe('How many of the last messages, or all.'),
        notes: z.boolean().describe('Whether internal notes are copied too. Default false.').default(false),
      }),
    ],
    'none | last-N | all | { last: N, notes: true }',
  )
  .describe(
    'How many of the last messages a new issue gets: none, last-N such as last-20, all, or { last: N, notes: true } with internal notes. Default last-20.',
  );

const mode = (meaning: string, usual: 'keep' | 'mask' | 'drop') =>
  z.enum(['keep', 'mask', 'drop']).describe(`${meaning}: keep, mask or drop. Default ${usual}.`).default(usual);

const privacySchema = z.strictObject({
  names: mode('Names of customers', 'keep'),
  email: mode('Email addresses', 'mask'),
  phone: mode('Phone numbers', 'mask'),
  tokens: mode('Passwords, keys and tokens', 'mask'),
  cards: mode('Card numbers', 'mask'),
});

const told = (meaning: string) =>
  z.enum(['note', 'silent']).describe(`${meaning}: note or silent. Default note.`).default('note');

const commentsSchema = z.strictObject({
  toDialog: z
    .array(z.enum(['public', 'restricted']))
    .describe(
      'Which comments of developers become notes: [public] or [public, restricted]; [ ] for none. Default [public].',
    )
    .default(['public']),
  edits: told('Whether an edited comment is told'),
  deletions: told('Whether a deleted comment is told'),
  toIssue: z
    .strictObject({
      prefix: textField('How a note begins that goes to the developers. Default "jira:".').default('jira:'),
    })
    .describe('How teammates write to the developers.')
    .prefault({}),
});

const summarySchema = z.strictObject({
  countField: wordField(
    'Name or id of a numeric field of the issue that gets the number of affected customers.',
  ).optional(),
  escalate: z
    .array(
      z
        .strictObject({
          customers: countField('At so many affected customers.', 1, 1_000_000).optional(),
          plan: choiceField('Or when a customer has this plan.').optional(),
          priority: wordField('The priority that the issue gets, unless it has a higher one.'),
        })
        .refine(({ customers, plan }) => customers !== undefined || plan !== undefined, 'customers or plan'),
    )
    .max(20, 'at most 20')
    .describe('When the priority of the issue rises. Default never.')
    .default([]),
});

export const workflowSchema = z.strictObject({
  label: z
    .strictObject({
      ru: textField('In Russian.').optional(),
      en: textField('In English.').optional(),
    })
    .describe('What people see instead of the name of the workflow. Default: the name.')
    .optional(),
  issue: issueSchema.describe('Which issues the workflow makes.'),
  transcript: transcriptField.default('last-20'),
  attachments: z
    .strictObject({
      maxSizeMb: z
        .number()
        .min(0, 'a number from 0 to 100')
        .max(100, 'a number from 0 to 100')
        .describe('Largest file in megabytes (of 1024 KB); 0 for none. Default 10.')
        .default(10),
      maxCount: countField('Most files. Default 20.', 0, 100).default(20),
    })
    .describe('Which files of the conversation a new issue gets.')
    .prefault({}),
  privacy: privacySchema.describe('What becomes of personal data on the way to Jira.').prefault({}),
  createWhen: z
    .array(
      oneKeyOf({
        tag: wordField('When the conversation gets this tag.'),
        attribute: z
          .record(z.string(), choiceField('Value of the attribute.'))
          .refine((values) => Object.keys(values).length === 1, 'one attribute and its value, such as { Kind: Bug }')
          .describe('When an attribute of the conversation gets this value, such as { Kind: Bug }.'),
      }),
    )
    .max(50, 'at most 50')
    .describe('When a conversation gets an issue by itself. Default never.')
    .default([]),
  comments: commentsSchema.describe('How comments and notes cross.').prefault({}),
  rules: z
    .array(ruleSchema)
    .max(500, 'at most 500 rules')
    .describe(
      'What happens on what; of the rules of an event the first that fits wins, and where none fits the default rules do. Default none.',
    )
    .default([]),
  defaults: z
    .union([z.enum(['on', 'off']), z.boolean()], 'on | off')
    .transform((value) => value === true || value === 'on')
    .describe('Whether the default rules stand for events that no rule here fits: on or off. Default on.')
    .default(true),
  summary: summarySchema.describe('The summary that linked issues carry.').prefault({}),
});

export type WorkflowInput = z.output<typeof workflowSchema>;
