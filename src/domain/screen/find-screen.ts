// Looking for an issue by key, address or words, and linking one.
import { screenTextsOf, type ScreenTexts } from '../texts/screen-texts.ts';
import { INPUTS, nameOf } from './ask.ts';
import { fitMemory, type ScreenMemory } from './memory.ts';
import { button, complains, heading, type ListItem, maybe, muted, type Part, type Screen } from './screen.ts';
import type { FoundIssue, Viewer } from './view.ts';

/** Issues as items of a list; one that is linked already can't be pressed. */
export function foundItems(
  found: readonly FoundIssue[],
  texts: ScreenTexts,
  waiting: (issue: FoundIssue) => string = ({ dialogs }) => texts.find.waiting(dialogs),
): ListItem[] {
  return found.map((issue) => ({
    name: issue.linked ? null : nameOf({ kind: 'link', connection: issue.connection, issue: issue.issueId }),
    title: `${issue.key} ${issue.summary}`,
    subtitle: issue.linked ? `${issue.status} · ${texts.find.already}` : issue.status,
    note: waiting(issue),
  }));
}

/** `found` is null before the first search. */
export function findScreen(
  found: readonly FoundIssue[] | null,
  message: string | null,
  given: ScreenMemory,
  viewer: Viewer,
): Screen {
  const texts = screenTextsOf(viewer.locale);
  const memory = fitMemory({ ...given, choosing: null });
  const results: Part[] =
    found === null || message !== null
      ? []
      : found.length === 0
        ? [muted(texts.find.nothing(memory.query))]
        : [
            muted(texts.find.results(found.length)),
            { kind: 'list', items: foundItems(found, texts) },
            muted(texts.find.linkHint),
          ];
  return {
    name: 'find',
    memory,
    parts: [
      heading(texts.find.title),
      {
        kind: 'input',
        name: INPUTS.search,
        label: texts.find.label,
        value: memory.query,
        placeholder: texts.find.placeholder,
        searches: true,
        failed: message !== null,
      },
      ...maybe(message, complains),
      ...results,
      button(nameOf({ kind: 'home' }), texts.home.back, 'link'),
    ],
  };
}
