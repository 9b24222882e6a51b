// Reads what was typed and chosen in the form into values of fields, or says at which field what is wrong.
import { readPlainText } from '../document/read-plain-text.ts';
import type { FieldValue } from '../new-issue.ts';
import type { Draft } from './memory.ts';
import type { ScreenTexts } from '../texts/screen-texts.ts';
import type { ShownField } from './form-fields.ts';
import { readDay, readMoment } from './time.ts';

/** Jira takes fewer than 255 characters. */
const MAX_SUMMARY = 254;
const MAX_LABEL = 255;
const MAX_QUOTED = 60;

export interface ReadValues {
  readonly summary: string;
  /** Null when it was left empty. */
  readonly description: string | null;
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** What is wrong, by field id; empty when all is well. */
  readonly problems: Readonly<Record<string, string>>;
}

type Reading = { readonly value: FieldValue | null } | { readonly problem: string };

const quoted = (text: string): string => (text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text);

function readNumber(text: string, texts: ScreenTexts): Reading {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (!/^[+-]?\d+(\.\d+)?$/.test(plain)) return { problem: texts.problems.notNumber(quoted(text)) };
  return { value: { kind: 'number', number: Number(plain) } };
}

function readLabels(text: string, texts: ScreenTexts): Reading {
  const labels = [...new Set(text.split(/[\s,;]+/).filter((label) => label !== ''))];
  const long = labels.find((label) => label.length > MAX_LABEL);
  if (long !== undefined) return { problem: texts.problems.notLabel(quoted(long)) };
  return { value: { kind: 'labels', labels } };
}

function readUrl(text: string, texts: ScreenTexts): Reading {
  const isWeb = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  return isWeb ? { value: { kind: 'text', text } } : { problem: texts.problems.notUrl(quoted(text)) };
}

function readDate(text: string, texts: ScreenTexts): Reading {
  const day = readDay(text);
  return day === null ? { problem: texts.problems.notDate(quoted(text)) } : { value: { kind: 'text', text: day } };
}

function readDateTime(text: string, texts: ScreenTexts, timezone: string): Reading {
  const at = readMoment(text, timezone);
  if (at === null) return { problem: texts.problems.notDateTime(quoted(text)) };
  return { value: { kind: 'text', text: new Date(at).toISOString() } };
}

function readTyped({ field }: ShownField, text: string, texts: ScreenTexts, timezone: string): Reading {
  switch (field.type) {
    case 'number':
      return readNumber(text, texts);
    case 'labels':
      return readLabels(text, texts);
    case 'url':
      return readUrl(text, texts);
    case 'date':
      return readDate(text, texts);
    case 'datetime':
      return readDateTime(text, texts, timezone);
    case 'rich_text':
      return { value: { kind: 'rich_text', body: readPlainText(text) } };
    default:
      return { value: { kind: 'text', text } };
  }
}

function readChosen(shown: ShownField, ids: readonly string[], names: Draft['names'], texts: ScreenTexts): Reading {
  const { field, options, several } = shown;
  const [first = '', second = null] = ids;
  if (field.type === 'user') return { value: { kind: 'user', id: first } };
  if (field.type === 'multi_user') return { value: { kind: 'users', ids } };
  // The config of Jira may have changed since the form was shown.
  const gone = (several ? ids : [first]).find((id) => !options.some((option) => option.id === id));
  if (gone !== undefined) return { problem: texts.problems.notOption(quoted(names[`${field.id}/${gone}`] ?? gone)) };
  if (several) return { value: { kind: 'options', ids } };
  return { value: { kind: 'option', id: first, childId: field.type === 'cascading_select' ? second : null } };
}

function readField(shown: ShownField, draft: Draft, texts: ScreenTexts, timezone: string): Reading {
  const values = (draft.values[shown.field.id] ?? []).filter((value) => value.trim() !== '');
  if (values.length === 0) return shown.field.required ? { problem: texts.problems.missing } : { value: null };
  if (shown.as !== 'line' && shown.as !== 'area') return readChosen(shown, values, draft.names, texts);
  return readTyped(shown, (values[0] ?? '').trim(), texts, timezone);
}

/** Everything that is wrong is said at once, so that it can be corrected at once. */
export function readValues(
  shown: readonly ShownField[],
  draft: Draft,
  texts: ScreenTexts,
  timezone: string,
): ReadValues {
  const problems: Record<string, string> = {};
  const fields: Record<string, FieldValue> = {};
  const summary = (draft.values['summary']?.[0] ?? '').replace(/\s+/g, ' ').trim();
  const description = (draft.values['description']?.[0] ?? '').trim();
  if (summary === '') problems['summary'] = texts.problems.missing;
  if (summary.length > MAX_SUMMARY) problems['summary'] = texts.problems.tooLong(MAX_SUMMARY);
  for (const one of shown) {
    const { id, required } = one.field;
    if (id === 'summary') continue;
    if (id === 'description') {
      if (required && description === '') problems[id] = texts.problems.missing;
      continue;
    }
    const reading = readField(one, draft, texts, timezone);
    if ('problem' in reading) problems[id] = reading.problem;
    else if (reading.value !== null) fields[id] = reading.value;
  }
  return { summary, description: description === '' ? null : description, fields, problems };
}
