// The form of a new issue, made of what Jira asks for.
import type { CreateForm } from '../new-issue.ts';
import { screenTextsOf, type ScreenTexts } from '../texts/screen-texts.ts';
import { fieldName, nameOf } from './ask.ts';
import { foundItems } from './find-screen.ts';
import { type BlockedField, type FormFields, nameOfValue, type ShownField } from './form-fields.ts';
import { type Draft, fitMemory, type ScreenMemory } from './memory.ts';
import { button, complains, heading, maybe, muted, type Part, says, type Screen } from './screen.ts';
import type { FoundIssue, Viewer, WorkflowChoice } from './view.ts';

export interface FormView {
  readonly workflow: WorkflowChoice;
  readonly form: CreateForm;
  readonly fields: FormFields;
  /** What is wrong, by field id. */
  readonly problems: Readonly<Record<string, string>>;
  /** What went wrong as a whole; null for nothing. */
  readonly message: string | null;
  /** Issues that look like this one. */
  readonly alike: readonly FoundIssue[];
}

/** A form of more fields is longer than what is seen at once. */
const SHORT_FORM = 4;

/** Stands for an empty choice: no option of Jira's has this id. */
export const NO_OPTION = '-';

function plainLabel({ field }: ShownField, texts: ScreenTexts): string {
  // Jira calls them in the language of its account, which need not be the operator's.
  const own = { summary: texts.form.summary, description: texts.form.description, priority: texts.card.priority };
  return own[field.id as keyof typeof own] ?? field.name;
}

function labelOf(shown: ShownField, texts: ScreenTexts): string {
  const own = plainLabel(shown, texts);
  return shown.field.required ? `${own} *` : own;
}

function placeholderOf({ field }: ShownField, texts: ScreenTexts): string | null {
  const hints: Partial<Record<typeof field.type, string>> = {
    labels: texts.form.labelsHint,
    date: texts.form.dateHint,
    datetime: texts.form.dateTimeHint,
    number: texts.form.numberHint,
    url: texts.form.urlHint,
  };
  return hints[field.type] ?? null;
}

/** A field with many values: what is chosen, and the way to choose. */
function chosenParts(shown: ShownField, draft: Draft, texts: ScreenTexts): Part[] {
  const values = draft.values[shown.field.id] ?? [];
  const value = values.length === 0 ? texts.form.nothingChosen : nameOfValue(shown, values, draft.names);
  const ask = nameOf({ kind: 'choose', field: shown.field.id });
  const press = values.length === 0 ? texts.form.choose(shown.field.name) : texts.form.change(shown.field.name);
  return [
    {
      kind: 'text',
      tone: 'normal',
      line: [{ text: shown.field.name, strong: true }, { text: shown.field.required ? ' *: ' : ': ' }, { text: value }],
    },
    button(ask, press),
  ];
}

function controlOf(shown: ShownField, draft: Draft, failed: boolean, texts: ScreenTexts): Part[] {
  const { field, options } = shown;
  const values = draft.values[field.id] ?? [];
  const base = { name: fieldName(field.id), label: labelOf(shown, texts) };
  const value = values[0] ?? '';
  const placeholder = placeholderOf(shown, texts);
  switch (shown.as) {
    case 'line':
      return [{ kind: 'input', ...base, value, placeholder, searches: false, failed }];
    case 'area':
      return [{ kind: 'area', ...base, value, placeholder, failed }];
    case 'choice': {
      const named = options.map(({ id, name }) => ({ id, text: name }));
      const all = field.required ? named : [{ id: NO_OPTION, text: texts.form.noneOption }, ...named];
      const chosen = all.some(({ id }) => id === value) ? value : field.required ? null : NO_OPTION;
      return [{ kind: 'choice', ...base, options: all, chosen, failed }];
    }
    case 'checks': {
      const chosen = values.filter((id) => options.some((option) => option.id === id));
      return [{ kind: 'checks', ...base, options: options.map(({ id, name }) => ({ id, text: name })), chosen }];
    }
    case 'list':
      return chosenParts(shown, draft, texts);
  }
}

function blockedPart({ field, why }: BlockedField, workflow: string, texts: ScreenTexts): Part {
  if (why === 'no_options') return complains(texts.form.noOptions(field.name));
  return complains(texts.form.cantShow(field.name, field.vendorType, `workflows.${workflow}.issue.fields`));
}

function alikeParts(alike: readonly FoundIssue[], texts: ScreenTexts): Part[] {
  if (alike.length === 0) return [];
  return [
    { kind: 'text', tone: 'normal', line: [{ text: texts.form.alike(alike.length), strong: true }] },
    { kind: 'list', items: foundItems(alike, texts, ({ dialogs, key }) => texts.form.alikeItem(dialogs, key)) },
    ...(alike.every(({ linked }) => linked) ? [] : [muted(texts.form.alikeHint)]),
    { kind: 'divider' },
  ];
}

/** Names of the fields that were cut, as the form calls them. */
function cutNames(memory: ScreenMemory, fields: FormFields, texts: ScreenTexts): readonly string[] {
  return fields.shown.flatMap((shown) => (memory.cut.includes(shown.field.id) ? [plainLabel(shown, texts)] : []));
}

/** Everything typed so far stands in its field again, whatever led here. */
export function formScreen(view: FormView, given: ScreenMemory, viewer: Viewer): Screen {
  const texts = screenTextsOf(viewer.locale);
  const memory = fitMemory({ ...given, choosing: null, query: '', page: 0 });
  const { workflow, form, fields, problems, message } = view;
  const draft = memory.draft ?? { workflow: workflow.name, values: {}, names: {}, comparedFor: null, links: 0 };
  const wrong = fields.shown
    .filter(({ field }) => problems[field.id] !== undefined)
    .map((shown) => plainLabel(shown, texts));
  const told = wrong.length > 0 ? [complains(texts.form.sawProblems(wrong))] : [];
  // Whoever pressed the button of a long form looks at its end.
  const isLong = fields.shown.length > SHORT_FORM;
  const cut = cutNames(memory, fields, texts);
  const unplaced = Object.entries(problems).filter(([id]) => !fields.shown.some(({ field }) => field.id === id));
  const create = view.alike.length > 0 ? texts.form.submitAnyway : texts.form.submit(workflow.label);
  return {
    name: 'form',
    memory,
    parts: [
      heading(texts.form.title(workflow.label)),
      muted(texts.form.goesTo(form.project.name, form.type.name)),
      ...maybe(message, complains),
      ...told,
      ...unplaced.map(([id, what]) =>
        complains(`${form.fields.find((field) => field.id === id)?.name ?? id}: ${what}`),
      ),
      ...(cut.length > 0 ? [complains(texts.form.cut(cut))] : []),
      ...fields.blocked.map((blocked) => blockedPart(blocked, workflow.name, texts)),
      ...alikeParts(view.alike, texts),
      ...fields.shown.flatMap((shown) => {
        const problem = problems[shown.field.id] ?? null;
        return [...controlOf(shown, draft, problem !== null, texts), ...maybe(problem, complains)];
      }),
      ...(fields.shown.some(({ field }) => field.required) ? [muted(texts.form.required)] : []),
      ...(isLong ? told : []),
      ...(isLong && view.alike.length > 0 ? [muted(texts.form.alikeAbove)] : []),
      ...(fields.blocked.length > 0 ? [] : [button(nameOf({ kind: 'submit' }), create, 'primary')]),
      button(nameOf({ kind: 'preview' }), texts.form.preview),
      button(nameOf({ kind: 'home' }), texts.form.back, 'link'),
    ],
  };
}

export interface PreviewView {
  readonly workflow: WorkflowChoice;
  readonly summary: string;
  /** What will stand in the issue, as plain text; null when the dialog could not be read. */
  readonly text: string | null;
  readonly files: readonly string[];
  /** Files that stay here, each with why. */
  readonly skipped: readonly string[];
  /** What becomes of personal data, in sentences. */
  readonly privacy: readonly string[];
}

const MAX_PREVIEW = 6000;
const MAX_LINES = 120;

function previewText(text: string | null, texts: ScreenTexts): Part[] {
  if (text === null) return [complains(texts.preview.unavailable)];
  const lines = text.slice(0, MAX_PREVIEW).split(/\n{2,}/);
  const isCut = text.length > MAX_PREVIEW || lines.length > MAX_LINES;
  const shown = lines.slice(0, MAX_LINES).filter((line) => line.trim() !== '');
  return [...shown.map(says), ...(isCut ? [muted(texts.preview.cut)] : [])];
}

function group(title: string, lines: readonly string[]): Part[] {
  if (lines.length === 0) return [];
  return [{ kind: 'text', tone: 'normal', line: [{ text: title, strong: true }] }, ...lines.map(muted)];
}

/** What crosses to Jira, before it does. */
export function previewScreen(view: PreviewView, given: ScreenMemory, viewer: Viewer): Screen {
  const texts = screenTextsOf(viewer.locale);
  return {
    name: 'preview',
    memory: fitMemory(given),
    parts: [
      heading(texts.preview.title),
      { kind: 'text', tone: 'normal', line: [{ text: view.summary === '' ? '…' : view.summary, strong: true }] },
      ...previewText(view.text, texts),
      { kind: 'divider' },
      ...(view.files.length === 0
        ? view.text === null
          ? []
          : [muted(texts.preview.files(0))]
        : group(texts.preview.files(view.files.length), view.files)),
      ...group(texts.preview.skipped, view.skipped),
      ...group(texts.preview.privacy, view.privacy),
      button(nameOf({ kind: 'submit' }), texts.form.submit(view.workflow.label), 'primary'),
      button(nameOf({ kind: 'form' }), texts.form.back, 'link'),
    ],
  };
}
