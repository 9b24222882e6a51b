// Which fields of Jira's form an operator is asked for, and as what: the config fills what it can, the rest is asked.
import type { CreateField, CreateForm, FieldOption, FieldType } from '../new-issue.ts';
import { settingOf } from '../new-issue/fill-fields.ts';
import { sameName } from '../workflow/choice.ts';
import type { FieldSetting, IssueTarget, Workflow } from '../workflow/workflow.ts';
import { MAX_OPTIONS } from './screen.ts';

/** `list`: on a screen of its own, with a search. `line` and `area` are typed. */
export type ShownAs = 'line' | 'area' | 'choice' | 'checks' | 'list';

export interface ShownField {
  readonly field: CreateField;
  readonly as: ShownAs;
  /** Several values may be chosen. */
  readonly several: boolean;
  readonly options: readonly FieldOption[];
}

/** A required field that the form can't ask for, and that nobody else fills. */
export interface BlockedField {
  readonly field: CreateField;
  readonly why: 'unsupported' | 'no_options';
}

export interface FormFields {
  readonly shown: readonly ShownField[];
  readonly blocked: readonly BlockedField[];
}

const SEVERAL: readonly FieldType[] = ['multi_select', 'multi_user', 'components', 'versions', 'checkbox'];
const SEARCHED: readonly FieldType[] = ['user', 'multi_user', 'cascading_select'];
const TYPED: readonly FieldType[] = ['text', 'number', 'date', 'datetime', 'labels', 'url'];
/** What a request says by itself. */
const NEVER_ASKED = ['project', 'issuetype', 'attachment', 'issuelinks', 'parent', 'reporter'];
const FIRST = ['summary', 'description', 'priority'];

function isFilled(field: CreateField, setting: FieldSetting | null, target: IssueTarget, workflow: Workflow): boolean {
  if (setting !== null && setting.kind !== 'ask') return true;
  if (field.id === 'components') return target.components.length > 0;
  return field.id === 'labels' && workflow.labels.length > 0;
}

/** The choices of a priority are those that the config leaves. */
function optionsOf(field: CreateField, workflow: Workflow): readonly FieldOption[] {
  const options = field.options ?? [];
  const { choices } = workflow.priority;
  if (field.type !== 'priority' || choices.length === 0) return options;
  const left = options.filter(({ id, name }) => choices.some((choice) => choice === id || sameName(choice, name)));
  return left.length > 0 ? left : options;
}

function shownAs(field: CreateField, options: readonly FieldOption[]): ShownAs {
  if (field.type === 'rich_text') return 'area';
  if (TYPED.includes(field.type)) return 'line';
  if (SEARCHED.includes(field.type)) return 'list';
  if (SEVERAL.includes(field.type)) return options.length <= MAX_OPTIONS ? 'checks' : 'list';
  // "None" takes a place where the field may stay empty; a choice of one is no choice, but can be shown with it.
  const places = options.length + (field.required ? 0 : 1);
  return places >= 2 && places <= MAX_OPTIONS ? 'choice' : 'list';
}

function needsOptions(field: CreateField): boolean {
  return !TYPED.includes(field.type) && !['rich_text', 'user', 'multi_user'].includes(field.type);
}

/** Null for a field that nobody has to be asked for. */
function judge(field: CreateField, target: IssueTarget, workflow: Workflow): ShownField | BlockedField | null {
  const setting = settingOf(field, workflow);
  if (NEVER_ASKED.includes(field.id) || isFilled(field, setting, target, workflow)) return null;
  const needed = field.required && !field.hasDefault;
  if (!needed && !FIRST.includes(field.id) && setting?.kind !== 'ask') return null;
  if (field.type === 'unsupported') return needed ? { field, why: 'unsupported' } : null;
  const options = optionsOf(field, workflow);
  if (needsOptions(field) && options.length === 0) return needed ? { field, why: 'no_options' } : null;
  return { field, as: shownAs(field, options), several: SEVERAL.includes(field.type), options };
}

const rank = ({ field }: ShownField): number => {
  const place = FIRST.indexOf(field.id);
  return place >= 0 && place < 2 ? place : field.required ? 2 : 3;
};

/** What is asked for: summary, description and priority always, else what Jira requires or the config wants asked. */
export function fieldsOf(form: CreateForm, target: IssueTarget, workflow: Workflow): FormFields {
  const judged = form.fields.flatMap((field) => judge(field, target, workflow) ?? []);
  return {
    shown: judged.filter((one) => 'as' in one).toSorted((a, b) => rank(a) - rank(b)),
    blocked: judged.filter((one) => 'why' in one),
  };
}

/** What a value that was chosen is called; its id where that is not known any more. */
export function nameOfValue(
  { field, options }: Pick<ShownField, 'field' | 'options'>,
  values: readonly string[],
  names: Readonly<Record<string, string>>,
): string {
  const known = (id: string, among: readonly FieldOption[]): string =>
    among.find((option) => option.id === id)?.name ?? names[`${field.id}/${id}`] ?? id;
  if (field.type !== 'cascading_select') return values.map((id) => known(id, options)).join(', ');
  const [parent, child] = values;
  if (parent === undefined) return '';
  const children = options.find(({ id }) => id === parent)?.children ?? [];
  return child === undefined ? known(parent, options) : `${known(parent, options)} → ${known(child, children)}`;
}
