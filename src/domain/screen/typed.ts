// Takes over what stood in the controls when something was pressed.
import { fieldOfName, INPUTS } from './ask.ts';
import { NO_OPTION } from './form-screen.ts';
import type { Draft, ScreenMemory } from './memory.ts';

type Typed = Readonly<Record<string, readonly string[]>>;

function withFields(draft: Draft, typed: Typed): Draft {
  const values = { ...draft.values };
  for (const [name, given] of Object.entries(typed)) {
    const field = fieldOfName(name);
    if (field !== null) values[field] = given.filter((value) => value !== NO_OPTION && value !== '');
  }
  return { ...draft, values };
}

/** What was cut stays named as cut until somebody types it anew. */
function stillCut(memory: ScreenMemory, typed: Typed): string[] {
  return memory.cut.filter((field) => {
    if (field === INPUTS.comment)
      return typed[INPUTS.comment] === undefined || typed[INPUTS.comment]?.[0] === memory.text;
    const now = typed[`field:${field}`]?.[0];
    return now === undefined || now === memory.draft?.values[field]?.[0];
  });
}

/** The memory with what was typed since. */
export function withTyped(memory: ScreenMemory, typed: Typed): ScreenMemory {
  const { draft } = memory;
  const query = typed[INPUTS.search]?.[0] ?? null;
  return {
    ...memory,
    cut: stillCut(memory, typed),
    draft: draft === null ? null : withFields(draft, typed),
    // Another search begins on its first page.
    page: query === null || query === memory.query ? memory.page : 0,
    query: query ?? memory.query,
    text: typed[INPUTS.comment]?.[0] ?? memory.text,
    date: typed[INPUTS.date]?.[0] ?? memory.date,
  };
}
