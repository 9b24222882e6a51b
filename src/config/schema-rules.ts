/** What may stand under `rules:`: on what, under which conditions, what is done. */
import * as z from 'zod';
import { DIALOG_TRIGGERS, ISSUE_TRIGGERS } from '../domain/workflow/rule.ts';
import { durationField, nameField } from './fields.ts';
import { choiceField, choiceOfField, oneKeyOf, templateField, wordField } from './fields-rules.ts';

const CATEGORIES = ['todo', 'in_progress', 'done'] as const;
const CHOICE = 'one name or id, a list, or { not: … }';

/** Conditions on the dialog and its customer, which routes know too. */
export const dialogConditions = {
  team: choiceField(`Team that the conversation is assigned to: ${CHOICE}.`).optional(),
  tag: choiceField(`Tag of the conversation: ${CHOICE}.`).optional(),
  teammate: choiceField(`Teammate that the conversation is assigned to: ${CHOICE}.`).optional(),
  customer: z
    .record(z.string(), choiceField('Value of the attribute.'))
    .describe('Attributes of the customer by name, such as { plan: Enterprise }.')
    .optional(),
  attribute: z
    .record(z.string(), choiceField('Value of the attribute.'))
    .describe('Attributes of the conversation by name, such as { Area: [Web, App] }.')
    .optional(),
};

const conditionsSchema = z.strictObject({
  workflow: choiceField('Name of the workflow.').optional(),
  project: choiceField('Key of the project.').optional(),
  type: choiceField(`Issue type: ${CHOICE}.`).optional(),
  status: choiceField(`Status of the issue now: ${CHOICE}.`).optional(),
  category: choiceOfField(CATEGORIES, 'Category of the status now: todo, in_progress or done.').optional(),
  resolution: choiceField(`Resolution of the issue now: ${CHOICE}.`).optional(),
  priority: choiceField(`Priority of the issue now: ${CHOICE}.`).optional(),
  component: choiceField(`A component of the issue: ${CHOICE}.`).optional(),
  label: choiceField(`A label of the issue: ${CHOICE}.`).optional(),
  version: choiceField(`A fix version of the issue, or the one that was released: ${CHOICE}.`).optional(),
  author: choiceField('Who did it: a name or an account id.').optional(),
  text: choiceField('Words of the comment, of which one must stand in it; case does not matter.').optional(),
  mentions: choiceField('Whom the comment mentions: support, or a name.').optional(),
  dialog: choiceOfField(
    ['open', 'closed', 'snoozed'],
    'State of the conversation: open, closed or snoozed.',
  ).optional(),
  ...dialogConditions,
  rating: choiceField('Stars of a rating, 1 to 5.').optional(),
  businessHours: z.boolean().describe('true: within businessHours; false: outside.').optional(),
});

const endSchema = z.strictObject({
  status: choiceField(`Status, of status_changed: ${CHOICE}.`).optional(),
  category: choiceOfField(
    CATEGORIES,
    'Category of the status, of status_changed: todo, in_progress or done. It holds when the issue enters or leaves the category; for steps within it use category in if.',
  ).optional(),
  priority: choiceField(`Priority, of priority_changed: ${CHOICE}.`).optional(),
  resolution: choiceField(`Resolution, of resolution_changed: ${CHOICE}.`).optional(),
  assignee: choiceField(`Assignee, of assignee_changed: ${CHOICE}.`).optional(),
  version: choiceField(`Fix version, of version_changed: ${CHOICE}.`).optional(),
});

/** Actions that need nothing beside their name. */
const BARE_ACTIONS = ['note', 'reopen', 'close'] as const;

const actionShape = {
  note: wordField('Writes the text of this name, from texts or built in, as an internal note.'),
  tag: wordField('Tags the conversation, if the workspace has the tag: deskbridge setup makes what is missing.'),
  untag: wordField('Takes a tag from the conversation.'),
  attributes: z
    .record(z.string(), templateField('The value.'))
    .describe('Sets attributes of the conversation by name, as far as the workspace has them; values are templates.'),
  assign: z
    .union(
      [
        z.enum(['owner', 'promised']),
        oneKeyOf({
          team: wordField('Name or id of the team.'),
          teammate: wordField('Name or id of the teammate.'),
        }),
      ],
      'owner | promised | { team: NAME } | { teammate: NAME }',
    )
    .describe(
      'Assigns the conversation: owner (who made or set the link), promised (who asked to be reminded), { team: NAME } or { teammate: NAME }.',
    ),
  ticketState: wordField(
    'Sets the state of the ticket, if the conversation is one: by id, label, or category (submitted, in_progress, waiting_on_customer, resolved).',
  ),
  snooze: durationField('Snoozes the conversation for so long, such as 1d.', '1m', '365d'),
  comment: templateField('Comments on the issue with this template.'),
  transition: wordField('Moves the issue: a transition or a status by name or id.'),
  setField: z
    .record(z.string(), templateField('The value.'))
    .describe('Sets fields of the issue by name or id; values are templates.'),
  label: wordField('Puts a label on the issue.'),
  unlabel: wordField('Takes a label from the issue.'),
  notify: nameField.describe('Calls the webhook of this name of notifications.'),
};

const actionSchema = z
  .union(
    [z.enum(BARE_ACTIONS), oneKeyOf(actionShape)],
    [...BARE_ACTIONS, ...Object.keys(actionShape).map((name) => `{ ${name}: … }`)].join(' | '),
  )
  .describe(
    'A bare word: note (the usual lines about the change, as an internal note), reopen or close (the conversation); or a mapping with one of these keys.',
  );

export const ruleSchema = z.strictObject({
  on: z
    .enum([...ISSUE_TRIGGERS, ...DIALOG_TRIGGERS])
    .describe('What happened to the issue or to a linked conversation.'),
  if: conditionsSchema.describe('What must hold beside the change; all of it.').optional(),
  from: endSchema.describe('What it was before the change.').optional(),
  to: endSchema.describe('What it is after the change.').optional(),
  resolution: choiceField('Resolution of the issue now; the same as in if.').optional(),
  after: durationField('Time without a change, of no_change, such as 5d.', '1m', '365d').optional(),
  do: z
    .array(actionSchema)
    .max(20, 'at most 20 actions')
    .describe(
      'What is done, all of it: notes first, then the state of the conversation, assignee, tags, attributes, and the issue. [ ] is silence.',
    ),
});

export type RuleInput = z.output<typeof ruleSchema>;
export type ActionInput = z.output<typeof actionSchema>;
export type ConditionsInput = z.output<typeof conditionsSchema>;
export type EndInput = z.output<typeof endSchema>;
