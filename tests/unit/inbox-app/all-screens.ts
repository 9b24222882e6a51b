// Every screen of the inbox app in every state, made with one text in all places where people's words stand.
import { chooseScreen } from '../../../src/domain/screen/choose-screen.ts';
import { findScreen } from '../../../src/domain/screen/find-screen.ts';
import type { ShownField } from '../../../src/domain/screen/form-fields.ts';
import { formScreen, previewScreen } from '../../../src/domain/screen/form-screen.ts';
import { homeScreen, issueScreen } from '../../../src/domain/screen/home-screen.ts';
import { commentScreen, remindScreen, unlinkScreen } from '../../../src/domain/screen/link-screens.ts';
import type { ScreenMemory } from '../../../src/domain/screen/memory.ts';
import type { Screen } from '../../../src/domain/screen/screen.ts';
import type { IssueView, Viewer } from '../../../src/domain/screen/view.ts';
import { createdScreen, creatingScreen, errorScreen } from '../../../src/domain/screen/wait-screens.ts';
import { draft, field, form, formOfAll, formView, found, issueView, memory, NOW, options } from './views.ts';

/** The states that an issue can be in. */
function issueStates(words: string): IssueView[] {
  const named = { summary: words, type: words, status: words, priority: words, assignee: words };
  return [
    issueView(named),
    issueView({
      ...named,
      linkId: 'ln_2',
      priority: null,
      assignee: null,
      statusSince: null,
      updatedAt: null,
      readAt: null,
    }),
    issueView({ ...named, linkId: 'ln_3', state: 'deleted', url: null }),
    issueView({ ...named, linkId: 'ln_4', state: 'inaccessible', statusSince: { at: NOW - 1000, exact: false } }),
    issueView({ ...named, linkId: 'ln_5', movedFrom: 'OPS-4', promise: { dueAt: NOW + 86_400_000, by: words } }),
    issueView({ ...named, linkId: 'ln_6', promise: { dueAt: NOW - 86_400_000, by: null }, dialogs: 1 }),
    issueView({ ...named, linkId: 'ln_7', url: `https://jira.test/browse/X?q=${words.toWellFormed()}` }),
  ];
}

function homes(words: string, viewer: Viewer): Screen[] {
  const issues = issueStates(words);
  const workflows = [
    { name: 'incident', label: words },
    { name: `wish:${words.toWellFormed()}`, label: 'Wish' },
  ];
  const base = { issues: [], workflows, stale: false, creating: null, message: null };
  const many = Array.from({ length: 40 }, (_, at) => issueView({ linkId: `ln_${at}`, summary: words }));
  return [
    homeScreen(base, memory(), viewer),
    homeScreen({ ...base, workflows: [], creating: 'ev_1', message: words }, memory(), viewer),
    ...issues.map((issue) => homeScreen({ ...base, issues: [issue], stale: true }, memory(), viewer)),
    homeScreen({ ...base, issues: issues.slice(0, 2) }, memory(), viewer),
    homeScreen({ ...base, issues }, memory(), viewer),
    homeScreen({ ...base, issues: many }, memory(), viewer),
    ...issues.map((issue) => issueScreen(issue, false, memory(), viewer)),
  ];
}

function ofLink(words: string, viewer: Viewer): Screen[] {
  const typed = memory({ text: words, date: words });
  return issueStates(words).flatMap((issue) => [
    unlinkScreen(issue, typed, viewer),
    commentScreen(issue, null, typed, viewer),
    commentScreen(issue, words, memory({ text: words.repeat(3000) }), viewer),
    remindScreen(issue, null, typed, viewer),
    remindScreen(issue, words, typed, viewer),
  ]);
}

/** A draft in which every field holds the words, or some of its options. */
function filled(words: string, view: ReturnType<typeof formView>): ScreenMemory {
  const values = view.fields.shown.map(({ field: { id }, options: all, as }) => {
    const chosen = all.slice(0, 3).map((option) => option.id);
    return [id, as === 'line' || as === 'area' ? [words] : chosen.length > 0 ? chosen : ['u1', 'u2']];
  });
  return memory({ draft: draft(Object.fromEntries(values), { names: { 'f_user/u1': words } }), cut: ['summary'] });
}

function forms(words: string, viewer: Viewer): Screen[] {
  return [1, 2, 3, 10, 11, 40, 1000].flatMap((count) => {
    const view = formView(formOfAll(count, words));
    const typed = filled(words, view);
    const problems = Object.fromEntries(view.form.fields.map(({ id }) => [id, `${words} is wrong`]));
    const alike = [found({ summary: words }), found({ issueId: '2', key: 'SUP-13', dialogs: 0, linked: true })];
    return [
      formScreen(view, memory(), viewer),
      formScreen(view, typed, viewer),
      formScreen({ ...view, problems, message: words === '' ? null : words, alike }, typed, viewer),
      ...view.fields.shown.filter(({ as }) => as === 'list').flatMap((shown) => choices(words, shown, typed, viewer)),
    ];
  });
}

function choices(words: string, shown: ShownField, typed: ScreenMemory, viewer: Viewer): Screen[] {
  const view = { shown, people: null, message: null };
  const people = [
    { id: 'u1', name: words },
    { id: 'u:2', name: 'Max' },
  ];
  return [
    chooseScreen(view, memory(), viewer),
    chooseScreen(view, { ...typed, query: words }, viewer),
    chooseScreen(view, { ...typed, page: 7 }, viewer),
    chooseScreen({ ...view, people, message: words }, typed, viewer),
    chooseScreen({ ...view, people: [] }, { ...typed, query: 'x' }, viewer),
    chooseScreen(view, { ...typed, choosing: { field: shown.field.id, parent: 'o0' } }, viewer),
  ];
}

function others(words: string, viewer: Viewer): Screen[] {
  const preview = { workflow: { name: 'incident', label: words }, summary: words, text: `${words}\n\n${words}` };
  const blocked = formView(form([field('f', 'unsupported'), field('g', 'select', { options: [] })]));
  const lists = { files: [words, words], skipped: [words], privacy: [words] };
  const results = Array.from({ length: 10 }, (_, at) => found({ issueId: String(at), summary: words, dialogs: at }));
  const error = { message: words, detail: words, reference: 'al_1', again: { kind: 'home' } as const };
  return [
    formScreen(blocked, memory(), viewer),
    formScreen(
      formView(form([field('s', 'select', { required: false, options: options(9, words) })])),
      memory(),
      viewer,
    ),
    previewScreen({ ...preview, ...lists }, memory(), viewer),
    previewScreen({ ...preview, text: words.repeat(2000), ...lists, files: [] }, memory(), viewer),
    previewScreen({ ...preview, text: null, files: [], skipped: [], privacy: [] }, memory(), viewer),
    creatingScreen(false, memory(), viewer),
    creatingScreen(true, memory({ draft: draft({ summary: [words] }) }), viewer),
    createdScreen({ key: 'SUP-1', url: null, summary: words }, memory(), viewer),
    createdScreen({ key: 'SUP-1', url: 'https://jira.test/browse/SUP-1', summary: words }, memory(), viewer),
    findScreen(null, null, memory({ query: words }), viewer),
    findScreen([], null, memory({ query: words }), viewer),
    findScreen(results, null, memory({ query: words }), viewer),
    findScreen([found({ linked: true })], words, memory({ query: words }), viewer),
    errorScreen(error, memory({ draft: draft({ summary: [words] }), text: words }), viewer),
    errorScreen({ ...error, detail: null, reference: null, again: null }, memory(), viewer),
    errorScreen({ ...error, again: null, unsent: words }, memory({ text: words }), viewer),
  ];
}

export function allScreens(words: string, viewer: Viewer): Screen[] {
  return [...homes(words, viewer), ...ofLink(words, viewer), ...forms(words, viewer), ...others(words, viewer)];
}
