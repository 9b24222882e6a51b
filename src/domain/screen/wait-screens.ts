// What follows when an issue was asked for: still creating, created, and whatever went wrong.
import { screenTextsOf } from '../texts/screen-texts.ts';
import { type Ask, INPUTS, nameOf } from './ask.ts';
import { fitMemory, type ScreenMemory } from './memory.ts';
import { button, complains, heading, maybe, muted, type Part, type Screen } from './screen.ts';
import type { Viewer } from './view.ts';

/** The work goes on; `waits` when Jira is known to be out of reach. */
export function creatingScreen(waits: boolean, given: ScreenMemory, viewer: Viewer): Screen {
  const { wait } = screenTextsOf(viewer.locale);
  return {
    name: 'creating',
    memory: fitMemory(given),
    parts: [
      heading(wait.title),
      muted(waits ? wait.waitsForJira : wait.what),
      button(nameOf({ kind: 'wait' }), wait.refresh, 'primary'),
      button(nameOf({ kind: 'home' }), wait.home, 'link'),
    ],
  };
}

export function createdScreen(
  issue: { readonly key: string; readonly url: string | null; readonly summary: string },
  given: ScreenMemory,
  viewer: Viewer,
): Screen {
  const { wait } = screenTextsOf(viewer.locale);
  const key = { text: issue.key, strong: true };
  return {
    name: 'created',
    memory: fitMemory({ ...given, draft: null }),
    parts: [
      heading(wait.created(issue.key)),
      {
        kind: 'text',
        tone: 'normal',
        line: [issue.url === null ? key : { ...key, href: issue.url }, { text: ` ${issue.summary}` }],
      },
      muted(wait.linked),
      button(nameOf({ kind: 'refresh' }), wait.home, 'primary'),
    ],
  };
}

export interface ErrorView {
  /** What happened and what to do next. */
  readonly message: string;
  /** What the vendor said about it, in its own words. */
  readonly detail: string | null;
  /** By which the log tells what happened; null where the operator can do without. */
  readonly reference: string | null;
  /** What "Try again" asks for; null where trying again makes no sense. */
  readonly again: Ask | null;
  /** What was typed and can't be sent any more: shown whole, to be copied. */
  readonly unsent?: string;
}

function unsentPart(value: string, label: string): Part {
  return { kind: 'area', name: INPUTS.comment, label, value, placeholder: null, failed: false };
}

/** Says what went wrong and keeps what was typed. */
export function errorScreen(view: ErrorView, given: ScreenMemory, viewer: Viewer): Screen {
  const { errors, home, choose } = screenTextsOf(viewer.locale);
  const again = view.again?.kind ?? null;
  const { unsent = '' } = view;
  const typed = given.draft !== null || (given.text !== '' && unsent === '') || given.date !== '';
  return {
    name: 'error',
    memory: fitMemory(given),
    parts: [
      heading(errors.title),
      complains(view.message),
      ...maybe(view.detail, muted),
      ...(unsent === '' ? [] : [unsentPart(unsent, errors.notSent)]),
      ...(typed ? [muted(errors.kept)] : []),
      ...maybe(view.again, (ask) => button(nameOf(ask), errors.again, 'primary')),
      ...(given.draft === null || again === 'form' ? [] : [button(nameOf({ kind: 'form' }), choose.done)]),
      ...maybe(view.reference, (id) => muted(errors.reference(id))),
      ...(again === 'home' ? [] : [button(nameOf({ kind: 'home' }), home.back, 'link')]),
    ],
  };
}
