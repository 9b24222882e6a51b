// Makes the draft of a new issue out of a dialog, a form and the config.
import type { DialogAttachment, DialogContent } from '../dialog.ts';
import type { IssueRequested } from '../event.ts';
import type { CreateForm, FieldValue, NewIssue } from '../new-issue.ts';
import type { Rules } from '../rules.ts';
import { type NewIssueTexts, newIssueTextsOf } from '../texts/new-issue-texts.ts';
import { dialogValues } from '../workflow/template-values.ts';
import type { IssueTarget, Workflow } from '../workflow/workflow.ts';
import { crossingOf } from './crossing.ts';
import { type FieldProblem, type FilledFields, fillFields } from './fill-fields.ts';
import { createHider, type Hider, personsOf } from './hider.ts';

export interface ComposedIssue {
  readonly draft: NewIssue;
  readonly files: readonly DialogAttachment[];
  readonly filled: FilledFields;
}

const PLAIN_TEXT: ReadonlySet<string> = new Set(['text', 'rich_text', 'labels']);

/** Free text crosses like everything else that people wrote; dates, addresses and choices do not speak of people. */
function hiddenValue(value: FieldValue, hider: Hider): FieldValue {
  if (value.kind === 'text') return { ...value, text: hider.text(value.text) };
  if (value.kind === 'rich_text') return { ...value, body: hider.doc(value.body) };
  return value.kind === 'labels' ? { ...value, labels: value.labels.map(hider.text) } : value;
}

/** The whole draft. Fields that can't be filled are in `filled.problems`: such a draft is not to be sent. */
export function composeIssue(
  content: DialogContent,
  form: CreateForm,
  workflow: Workflow,
  target: IssueTarget,
  request: IssueRequested,
  rules: Rules,
): ComposedIssue {
  const { summary, description, files } = crossingOf(content, workflow, request, rules);
  const filled = fillFields(form, workflow, target, request.fields, dialogValues(content.details));
  const hider = createHider(workflow.privacy, personsOf(content), rules.locale);
  const fields = Object.entries(filled.fields).map(([id, value]): [string, FieldValue] => {
    const type = form.fields.find((field) => field.id === id)?.type ?? '';
    return [id, PLAIN_TEXT.has(type) ? hiddenValue(value, hider) : value];
  });
  // These two have places of their own in a draft.
  const others = fields.filter(([id]) => id !== 'summary' && id !== 'description');
  const draft: NewIssue = {
    connection: form.connection,
    projectKey: form.project.key,
    typeId: form.type.id,
    summary,
    description,
    fields: Object.fromEntries(others),
    labels: workflow.labels,
  };
  return { draft, files, filled };
}

const SHOWN_OPTIONS = 12;

function expectedOf({ field, why }: FieldProblem, texts: NewIssueTexts): string {
  if (why === 'number' || why === 'date' || why === 'datetime' || why === 'url') return texts.expected[why];
  const options = field.options ?? [];
  return texts.expected.oneOf(
    options.slice(0, SHOWN_OPTIONS).map(({ name }) => name),
    Math.max(0, options.length - SHOWN_OPTIONS),
  );
}

/** What is wrong with a field, and what to do, in words. */
export function problemText(problem: FieldProblem, workflow: Workflow, rules: Rules): string {
  const texts = newIssueTextsOf(rules.locale);
  const { field, why, given } = problem;
  if (why === 'missing') return texts.fieldMissing(field.name);
  if (why === 'unsupported') return texts.fieldUnsupported(field.name, field.vendorType, workflow.name);
  return texts.fieldUnfit(field.name, given, expectedOf(problem, texts));
}
