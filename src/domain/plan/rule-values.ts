// What a rule's templates may name, for one change in one dialog.
import { toPlainText } from '../document/plain-text.ts';
import { cutText } from '../document/truncate.ts';
import type { IssueSnapshot } from '../issue.ts';
import type { Change } from '../workflow/change.ts';
import type { DialogView } from '../workflow/conditions.ts';
import type { Trigger } from '../workflow/rule.ts';
import type { TemplateValues } from '../workflow/template.ts';
import { dialogValues, issueValues } from '../workflow/template-values.ts';
import { wholeDays } from './issue-changes.ts';

// As much of a comment as a note quotes.
const MAX_COMMENT_CHARS = 700;

/** The field that a trigger is about, and its value in an issue. */
const FIELDS: Readonly<Partial<Record<Trigger, readonly [string, (issue: IssueSnapshot) => string | null]>>> = {
  status_changed: ['status', (issue) => issue.status.name],
  resolution_changed: ['resolution', (issue) => issue.resolution],
  priority_changed: ['priority', (issue) => issue.priority],
  assignee_changed: ['assignee', (issue) => issue.assignee],
  version_changed: ['version', (issue) => issue.fixVersions.join(', ')],
  due_date_changed: ['dueDate', (issue) => issue.dueDate],
  summary_changed: ['summary', (issue) => issue.summary],
  moved: ['key', (issue) => issue.key],
};

function changeValues(change: Change): TemplateValues | null {
  const field = FIELDS[change.trigger];
  return field === undefined ? null : { field: field[0], from: field[1](change.from), to: field[1](change.to) };
}

function commentValues({ comment }: Change): TemplateValues | null {
  if (comment === null) return null;
  const text = comment.body === null ? null : toPlainText(comment.body);
  const shown = text === null || text.length <= MAX_COMMENT_CHARS ? text : `${cutText(text, MAX_COMMENT_CHARS)}…`;
  return { author: comment.author.name, text: shown };
}

/** Values by the names that are documented beside {@link issueValues}. */
export function ruleValues(change: Change, dialog: DialogView): TemplateValues {
  const { details } = dialog;
  return {
    ...issueValues(change.to),
    change: changeValues(change),
    comment: commentValues(change),
    version: change.version === null ? null : { name: change.version },
    days: change.rested === null ? null : wholeDays(change.rested),
    ...(details === null
      ? { dialog: { id: dialog.conversationId, state: dialog.state, attributes: {}, tags: [] }, customer: null }
      : dialogValues(details)),
  };
}
