// Choosing values of one field among many: a search, a page of the list, and what is chosen already.
import type { Named } from '../dialog.ts';
import type { FieldOption } from '../new-issue.ts';
import { screenTextsOf, type ScreenTexts } from '../texts/screen-texts.ts';
import { INPUTS, nameOf } from './ask.ts';
import { nameOfValue, type ShownField } from './form-fields.ts';
import { fitMemory, type ScreenMemory } from './memory.ts';
import { button, complains, heading, type ListItem, maybe, muted, type Part, type Screen } from './screen.ts';
import type { Viewer } from './view.ts';

/** How many values stand on a page. */
const PAGE = 10;

const isPeople = ({ field }: ShownField): boolean => field.type === 'user' || field.type === 'multi_user';

/** Every word of the query stands in the name, in any order, without regard to case. */
function matching(options: readonly FieldOption[], query: string): readonly FieldOption[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return options.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}

function itemOf(shown: ShownField, option: Named, parent: string | null, texts: ScreenTexts): ListItem {
  const { id } = shown.field;
  const name =
    parent === null
      ? nameOf({ kind: 'pick', field: id, option: option.id, child: null })
      : nameOf({ kind: 'pick', field: id, option: parent, child: option.id });
  return { name, title: option.name === '' ? texts.form.noneOption : option.name, subtitle: null, note: null };
}

function pageParts(count: number, page: number, texts: ScreenTexts): Part[] {
  const pages = Math.ceil(count / PAGE);
  if (pages <= 1) return [];
  return [
    muted(`${texts.choose.found(count)}. ${texts.choose.page(page + 1, pages)}`),
    ...(page + 1 < pages ? [button(nameOf({ kind: 'page', page: page + 1 }), texts.choose.next)] : []),
    ...(page > 0 ? [button(nameOf({ kind: 'page', page: page - 1 }), texts.choose.previous)] : []),
  ];
}

/** What is chosen: pressing one takes it away. */
function chosenParts(shown: ShownField, memory: ScreenMemory, texts: ScreenTexts): Part[] {
  const { field, several } = shown;
  const values = memory.draft?.values[field.id] ?? [];
  const names = memory.draft?.names ?? {};
  if (values.length === 0) return [];
  const items = several
    ? values.map(
        (id): ListItem => ({
          name: nameOf({ kind: 'drop', field: field.id, option: id }),
          title: `✓ ${nameOfValue(shown, [id], names)}`,
          subtitle: texts.choose.remove,
          note: null,
        }),
      )
    : [{ name: null, title: `✓ ${nameOfValue(shown, values, names)}`, subtitle: null, note: null }];
  return [muted(texts.choose.chosen), { kind: 'list', items }, { kind: 'divider' }];
}

export interface ChooseView {
  readonly shown: ShownField;
  /** People that the search found; null before a search, and for fields that are no people. */
  readonly people: readonly Named[] | null;
  /** What went wrong; null for nothing. */
  readonly message: string | null;
}

function valueParts(view: ChooseView, memory: ScreenMemory, texts: ScreenTexts): Part[] {
  const { shown, people } = view;
  const { query } = memory;
  const parent = memory.choosing?.parent ?? null;
  if (isPeople(shown) && people === null) return view.message === null ? [muted(texts.choose.typeName)] : [];
  const all = parent === null ? shown.options : (shown.options.find(({ id }) => id === parent)?.children ?? []);
  const taken = memory.draft?.values[shown.field.id] ?? [];
  const met = people ?? matching(all, query);
  const left = met.filter(({ id }) => !shown.several || !taken.includes(id));
  // What was met and chosen already stands above.
  if (left.length === 0) return query === '' || met.length > 0 ? [] : [muted(texts.choose.nothing(query))];
  const page = Math.min(memory.page, Math.ceil(left.length / PAGE) - 1);
  const items = left.slice(page * PAGE, (page + 1) * PAGE).map((option) => itemOf(shown, option, parent, texts));
  return [{ kind: 'list', items }, ...pageParts(left.length, page, texts)];
}

/** The list of a field's values; of a cascading select the first level, then the second. */
export function chooseScreen(view: ChooseView, given: ScreenMemory, viewer: Viewer): Screen {
  const texts = screenTextsOf(viewer.locale);
  const { shown, message } = view;
  const { field, several } = shown;
  const memory = fitMemory({ ...given, choosing: given.choosing ?? { field: field.id, parent: null } });
  const parent = memory.choosing?.parent ?? null;
  const chosen = memory.draft?.values[field.id] ?? [];
  return {
    name: 'choose',
    memory,
    parts: [
      heading(texts.choose.title(field.name)),
      ...maybe(parent, (id) => muted(texts.choose.under(nameOfValue(shown, [id], memory.draft?.names ?? {})))),
      ...chosenParts(shown, memory, texts),
      {
        kind: 'input',
        name: INPUTS.search,
        label: isPeople(shown) ? texts.choose.searchPeople : texts.choose.search,
        value: memory.query,
        placeholder: null,
        searches: true,
        failed: message !== null,
      },
      ...maybe(message, complains),
      ...valueParts(view, memory, texts),
      ...(chosen.length > 0 && !several && !field.required
        ? [button(nameOf({ kind: 'clear', field: field.id }), texts.choose.clear)]
        : []),
      button(nameOf({ kind: 'form' }), texts.choose.done, several && chosen.length > 0 ? 'primary' : 'link'),
    ],
  };
}
