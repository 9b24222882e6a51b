// One linked issue as an operator sees it: what it is, how it stands, and what can be done.
import { formatInstant } from '../texts/texts.ts';
import { screenTextsOf, type ScreenTexts } from '../texts/screen-texts.ts';
import { nameOf } from './ask.ts';
import { button, complains, maybe, muted, type ListItem, type Part } from './screen.ts';
import { duration, relative } from './time.ts';
import type { IssueView, Viewer } from './view.ts';

function inStatus(issue: IssueView, viewer: Viewer, texts: ScreenTexts): string | null {
  const { statusSince } = issue;
  if (statusSince === null) return null;
  const long = duration(viewer.now - statusSince.at, viewer.locale);
  if (statusSince.exact) return long ?? texts.card.lessThanMinute;
  return long === null ? null : texts.card.atLeast(long);
}

function promiseText(issue: IssueView, viewer: Viewer, texts: ScreenTexts): string | null {
  const { promise } = issue;
  if (promise === null) return null;
  const when = formatInstant(promise.dueAt, viewer.locale, viewer.timezone);
  return promise.dueAt < viewer.now ? texts.card.overdue(when, promise.by) : texts.card.promised(when, promise.by);
}

function facts(issue: IssueView, viewer: Viewer, texts: ScreenTexts): Part {
  const { card } = texts;
  const changed =
    issue.updatedAt === null ? null : (relative(issue.updatedAt, viewer.now, viewer.locale) ?? card.justNow);
  const rows: readonly (readonly [string, string | null])[] = [
    [card.status, issue.status],
    [card.inStatus, inStatus(issue, viewer, texts)],
    [card.type, issue.type],
    [card.priority, issue.priority ?? card.none],
    [card.assignee, issue.assignee ?? card.nobody],
    [card.changed, changed],
    [card.waiting, card.dialogs(issue.dialogs)],
  ];
  return { kind: 'facts', rows: rows.flatMap(([name, value]) => (value === null ? [] : [{ name, value }])) };
}

function title(issue: IssueView): Part {
  const key = { text: issue.key, strong: true };
  const link = issue.url === null ? key : { ...key, href: issue.url };
  return { kind: 'text', tone: 'normal', line: [link, { text: ` ${issue.summary}` }] };
}

/** What is unusual about it, in sentences. */
function warnings(issue: IssueView, texts: ScreenTexts): Part[] {
  return [
    ...(issue.state === 'deleted' ? [complains(texts.card.deleted)] : []),
    ...(issue.state === 'inaccessible' ? [complains(texts.card.inaccessible)] : []),
    ...(issue.movedFrom === null ? [] : [muted(texts.card.moved(issue.movedFrom))]),
  ];
}

function promiseLine(when: string, { card }: ScreenTexts): Part {
  return { kind: 'text', tone: 'normal', line: [{ text: `${card.promise}: `, strong: true }, { text: when }] };
}

/** The whole card. What needs a living issue is not offered for a dead one. */
export function cardParts(issue: IssueView, viewer: Viewer): Part[] {
  const texts = screenTextsOf(viewer.locale);
  const { linkId } = issue;
  const alive = issue.state === 'seen';
  return [
    title(issue),
    ...warnings(issue, texts),
    facts(issue, viewer, texts),
    // The inbox cuts long values of a table: a time with a name is one.
    ...maybe(promiseText(issue, viewer, texts), (when) => promiseLine(when, texts)),
    ...(alive
      ? [
          button(nameOf({ kind: 'comment', linkId }), texts.card.comment),
          button(nameOf({ kind: 'remind', linkId }), texts.card.remind),
        ]
      : []),
    button(nameOf({ kind: 'unlink', linkId }), texts.card.unlink, 'link'),
  ];
}

/** One line among many; pressing it opens the card. */
export function cardItem(issue: IssueView, viewer: Viewer): ListItem {
  const texts = screenTextsOf(viewer.locale);
  const { card } = texts;
  const unusual = { seen: null, deleted: card.deletedShort, inaccessible: card.inaccessibleShort }[issue.state];
  const long = inStatus(issue, viewer, texts);
  return {
    name: nameOf({ kind: 'issue', linkId: issue.linkId }),
    title: `${issue.key} ${issue.summary}`,
    subtitle: unusual ?? (long === null ? issue.status : `${issue.status} · ${long}`),
    note: promiseText(issue, viewer, texts) ?? `${card.waiting}: ${card.dialogs(issue.dialogs)}`,
  };
}
