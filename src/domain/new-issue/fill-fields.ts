// Fills the fields of a new issue: from what the operator gave, then from the config, and says what is left.
import type { CreateField, CreateForm, FieldValue } from '../new-issue.ts';
import { sameName } from '../workflow/choice.ts';
import type { TemplateValues } from '../workflow/template.ts';
import type { FieldSetting, IssueTarget, Workflow } from '../workflow/workflow.ts';
import { type FieldReading, readFieldValue, readFieldValues, type Unfit } from './read-field.ts';

export interface FieldProblem {
  readonly field: CreateField;
  readonly why: 'missing' | Unfit;
  /** What the config gave; empty where nothing was given. */
  readonly given: string;
}

export interface FilledFields {
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Required fields without a value: there can't be an issue. */
  readonly problems: readonly FieldProblem[];
  /** Values of the config that could not be used; the issue is created without them. */
  readonly unused: readonly FieldProblem[];
  /** Names of the config that no field of the form has. */
  readonly unknown: readonly string[];
}

/** Filled by us always, or by Jira with the bridge's own account. */
const OWN: ReadonlySet<string> = new Set(['summary', 'description', 'labels', 'reporter', 'project', 'issuetype']);

function names(field: CreateField, name: string): boolean {
  return field.id === name || sameName(field.name, name);
}

/** How the config fills a field, if it does. */
export function settingOf(field: CreateField, workflow: Workflow): FieldSetting | null {
  const exact = workflow.fields[field.id];
  if (exact !== undefined) return exact;
  return Object.entries(workflow.fields).find(([name]) => names(field, name))?.[1] ?? null;
}

/** What the config gives a field; null for nothing. */
function configured(
  field: CreateField,
  workflow: Workflow,
  target: IssueTarget,
  values: TemplateValues,
): FieldReading | null {
  const setting = settingOf(field, workflow);
  const rendered = setting?.kind === 'value' ? setting.value.render(values).trim() : '';
  if (rendered !== '') return readFieldValue(field, rendered);
  const listed = setting?.kind === 'list' ? setting.values.map((one) => one.render(values).trim()) : [];
  const filled = listed.filter((one) => one !== '');
  if (filled.length > 0) return readFieldValues(field, filled);
  if (field.type === 'components' && target.components.length > 0) return readFieldValues(field, target.components);
  const { default: priority } = workflow.priority;
  return field.type === 'priority' && priority !== null ? readFieldValue(field, priority) : null;
}

function isEmptyValue(value: FieldValue): boolean {
  switch (value.kind) {
    case 'text':
      return value.text.trim() === '';
    case 'rich_text':
      return value.body.blocks.length === 0;
    case 'options':
    case 'users':
      return value.ids.length === 0;
    case 'labels':
      return value.labels.length === 0;
    case 'option':
    case 'user':
      return value.id === '';
    case 'number':
      return !Number.isFinite(value.number);
  }
}

function isUnfit(reading: FieldReading): reading is Extract<FieldReading, { unfit: Unfit }> {
  return 'unfit' in reading;
}

/** Pure. `given`: by field id, as the form gave it; it goes before the config. */
export function fillFields(
  form: CreateForm,
  workflow: Workflow,
  target: IssueTarget,
  given: Readonly<Record<string, FieldValue>>,
  values: TemplateValues,
): FilledFields {
  const fields: Record<string, FieldValue> = {};
  const problems: FieldProblem[] = [];
  const unused: FieldProblem[] = [];
  for (const field of form.fields) {
    const own = given[field.id];
    if (own !== undefined && !isEmptyValue(own)) {
      fields[field.id] = own;
      continue;
    }
    const reading = configured(field, workflow, target, values);
    const needed = field.required && !field.hasDefault && !OWN.has(field.id);
    if (reading === null) {
      if (needed) problems.push({ field, why: field.type === 'unsupported' ? 'unsupported' : 'missing', given: '' });
      continue;
    }
    if (!isUnfit(reading)) fields[field.id] = reading.value;
    else (needed ? problems : unused).push({ field, why: reading.unfit, given: reading.given });
  }
  const unknown = Object.entries(workflow.fields)
    .filter(([name, { kind }]) => kind !== 'ask' && !form.fields.some((field) => names(field, name)))
    .map(([name]) => name);
  return { fields, problems, unused, unknown };
}

export interface MissingField {
  readonly field: CreateField;
  /** `unsupported`: no form can show it, the config has to fill it. */
  readonly why: 'empty' | 'unsupported';
}

/** The required fields that neither the operator nor the config fills, in the order of the form. */
export function missingFields(
  form: CreateForm,
  workflow: Workflow,
  given: Readonly<Record<string, FieldValue>>,
): readonly MissingField[] {
  return form.fields.flatMap((field): MissingField[] => {
    if (!field.required || field.hasDefault || OWN.has(field.id)) return [];
    const own = given[field.id];
    if (own !== undefined && !isEmptyValue(own)) return [];
    const setting = settingOf(field, workflow);
    if (setting !== null && setting.kind !== 'ask') return [];
    const targets = [workflow.target, ...workflow.routes.map(({ target }) => target)];
    const target = targets.find(({ project }) => sameName(project, form.project.key));
    if (field.type === 'components' && (target?.components.length ?? 0) > 0) return [];
    if (field.type === 'priority' && workflow.priority.default !== null) return [];
    return [{ field, why: field.type === 'unsupported' ? 'unsupported' : 'empty' }];
  });
}
