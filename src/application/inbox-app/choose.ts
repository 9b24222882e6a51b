// Choosing values of a field with many: options that Jira's form names, and people that Jira is asked for.
import type { Named } from '../../domain/dialog.ts';
import type { Ask } from '../../domain/screen/ask.ts';
import { chooseScreen } from '../../domain/screen/choose-screen.ts';
import type { ShownField } from '../../domain/screen/form-fields.ts';
import type { Draft, ScreenMemory } from '../../domain/screen/memory.ts';
import type { Screen } from '../../domain/screen/screen.ts';
import type { FormContext } from './forms.ts';
import { showForm, withDraft } from './create.ts';
import { LATE, type Sitting, textsFor, timeLeft, trackerOf, within } from './sitting.ts';

const MARGIN_MS = 300;
const MOST_NAMES = 5000;

function fieldOf(context: FormContext, id: string): ShownField | null {
  return context.fields.shown.find(({ field, as }) => field.id === id && as === 'list') ?? null;
}

const asksPeople = ({ field }: ShownField): boolean => field.type === 'user' || field.type === 'multi_user';

/** Throws VendorError. */
async function findPeople(context: FormContext, sitting: Sitting): Promise<readonly Named[] | typeof LATE | null> {
  const { memory, recent, bridge } = sitting;
  const query = memory.query.trim();
  const { connection, project } = context.target;
  const tracker = trackerOf(connection, bridge);
  if (query === '' || tracker === null) return null;
  const found = await within(timeLeft(sitting) - MARGIN_MS, tracker.findUsers(project, query));
  if (found === LATE) return LATE;
  if (recent.people.size > MOST_NAMES) recent.people.clear();
  for (const { id, name } of found) recent.people.set(`${connection}/${id}`, name);
  return found;
}

async function show(context: FormContext, shown: ShownField, memory: ScreenMemory, sitting: Sitting): Promise<Screen> {
  const seated = { ...sitting, memory };
  const people = asksPeople(shown) ? await findPeople(context, seated) : null;
  const { errors } = textsFor(sitting);
  const view = { shown, people: people === LATE ? null : people, message: people === LATE ? errors.slow : null };
  return chooseScreen(view, memory, sitting.viewer);
}

export function showChoices(fieldId: string, sitting: Sitting): Promise<Screen> {
  return withDraft(sitting, (context) => {
    const shown = fieldOf(context, fieldId);
    if (shown === null) return showForm(context, sitting);
    const memory = { ...sitting.memory, choosing: { field: fieldId, parent: null }, query: '', page: 0 };
    return show(context, shown, memory, sitting);
  });
}

/** The list that is shown, on another page or after another search. */
export function showChoicesAgain(page: number | null, sitting: Sitting): Promise<Screen> {
  return withDraft(sitting, (context) => {
    const { memory } = sitting;
    const shown = fieldOf(context, memory.choosing?.field ?? '');
    if (shown === null) return showForm(context, sitting);
    return show(context, shown, { ...memory, page: page ?? memory.page }, sitting);
  });
}

function withValues(memory: ScreenMemory, draft: Draft, field: string, values: readonly string[]): ScreenMemory {
  return { ...memory, draft: { ...draft, values: { ...draft.values, [field]: values } } };
}

/** Names of people are kept with the draft: nothing else could tell later who an id is. */
function named(draft: Draft, ask: { field: string; option: string }, context: FormContext, sitting: Sitting): Draft {
  const name = sitting.recent.people.get(`${context.target.connection}/${ask.option}`);
  if (name === undefined) return draft;
  return { ...draft, names: { ...draft.names, [`${ask.field}/${ask.option}`]: name } };
}

export function pick(ask: Extract<Ask, { kind: 'pick' }>, sitting: Sitting): Promise<Screen> {
  return withDraft(sitting, (context, given) => {
    const { memory } = sitting;
    const shown = fieldOf(context, ask.field);
    if (shown === null) return showForm(context, sitting);
    const draft = asksPeople(shown) ? named(given, ask, context, sitting) : given;
    if (shown.several) {
      const values = [...new Set([...(draft.values[ask.field] ?? []), ask.option])];
      return show(context, shown, withValues(memory, draft, ask.field, values), sitting);
    }
    const children = shown.options.find(({ id }) => id === ask.option)?.children ?? [];
    if (ask.child === null && shown.field.type === 'cascading_select' && children.length > 0) {
      const second = { ...withValues(memory, draft, ask.field, [ask.option]), query: '', page: 0 };
      return show(context, shown, { ...second, choosing: { field: ask.field, parent: ask.option } }, sitting);
    }
    const values = ask.child === null ? [ask.option] : [ask.option, ask.child];
    return showForm(context, sitting, { memory: withValues(memory, draft, ask.field, values) });
  });
}

export function drop(field: string, option: string, sitting: Sitting): Promise<Screen> {
  return withDraft(sitting, (context, draft) => {
    const shown = fieldOf(context, field);
    if (shown === null) return showForm(context, sitting);
    const values = (draft.values[field] ?? []).filter((id) => id !== option);
    return show(context, shown, withValues(sitting.memory, draft, field, values), sitting);
  });
}

export function clear(field: string, sitting: Sitting): Promise<Screen> {
  return withDraft(sitting, (context, draft) =>
    showForm(context, sitting, { memory: withValues(sitting.memory, draft, field, []) }),
  );
}
