// What can be done about one linked issue: take the link away, write to the developers, be reminded.
import { formatInstant } from '../texts/texts.ts';
import { screenTextsOf } from '../texts/screen-texts.ts';
import { INPUTS, nameOf } from './ask.ts';
import { fitMemory, MAX_COMMENT, type ScreenMemory } from './memory.ts';
import { button, complains, heading, maybe, muted, says, type Screen } from './screen.ts';
import { morningIn } from './time.ts';
import type { IssueView, Viewer } from './view.ts';

/** Asks before a link goes. */
export function unlinkScreen(issue: IssueView, given: ScreenMemory, viewer: Viewer): Screen {
  const texts = screenTextsOf(viewer.locale);
  const { linkId } = issue;
  return {
    name: 'unlink',
    memory: fitMemory({ ...given, linkId }),
    parts: [
      heading(texts.unlink.title(issue.key)),
      ...(issue.summary === '' ? [] : [says(issue.summary)]),
      muted(texts.unlink.what),
      ...(issue.promise === null ? [] : [muted(texts.unlink.promiseGoes)]),
      button(nameOf({ kind: 'unlink_yes', linkId }), texts.unlink.yes, 'primary'),
      button(nameOf({ kind: 'home' }), texts.unlink.no),
    ],
  };
}

/** A comment for the developers; `message` says what is wrong with what was typed. */
export function commentScreen(issue: IssueView, message: string | null, given: ScreenMemory, viewer: Viewer): Screen {
  const texts = screenTextsOf(viewer.locale);
  const memory = fitMemory({ ...given, linkId: issue.linkId });
  const isCut = memory.cut.includes(INPUTS.comment);
  return {
    name: 'comment',
    memory,
    parts: [
      heading(texts.comment.title(issue.key)),
      ...(issue.summary === '' ? [] : [muted(issue.summary)]),
      {
        kind: 'area',
        name: INPUTS.comment,
        label: texts.comment.label,
        value: memory.text,
        placeholder: texts.comment.placeholder,
        failed: message !== null,
      },
      ...maybe(isCut ? texts.comment.tooLong(MAX_COMMENT) : null, complains),
      ...maybe(message, complains),
      muted(texts.comment.crosses),
      button(nameOf({ kind: 'send', linkId: issue.linkId }), texts.comment.send, 'primary'),
      button(nameOf({ kind: 'home' }), texts.home.back, 'link'),
    ],
  };
}

/** The hour of the morning at which a reminder without a time comes. */
const MORNING = 9;
const DAYS = 3;
const WEEK = 7;

/** When a reminder of a button comes. */
export function reminderTime(after: 'tomorrow' | '3d' | '1w', viewer: Pick<Viewer, 'now' | 'timezone'>): number {
  const days = { tomorrow: 1, '3d': DAYS, '1w': WEEK }[after];
  return morningIn(days, MORNING, viewer.now, viewer.timezone);
}

export function remindScreen(issue: IssueView, message: string | null, given: ScreenMemory, viewer: Viewer): Screen {
  const texts = screenTextsOf(viewer.locale);
  const { linkId } = issue;
  const memory = fitMemory({ ...given, linkId });
  const show = (after: 'tomorrow' | '3d' | '1w'): string =>
    formatInstant(reminderTime(after, viewer), viewer.locale, viewer.timezone);
  const time = new Intl.DateTimeFormat(viewer.locale, { timeStyle: 'short', timeZone: viewer.timezone });
  const tomorrow = texts.remind.tomorrow(time.format(reminderTime('tomorrow', viewer)));
  const current = issue.promise === null ? null : formatInstant(issue.promise.dueAt, viewer.locale, viewer.timezone);
  return {
    name: 'remind',
    memory,
    parts: [
      heading(texts.remind.title(issue.key)),
      ...(issue.summary === '' ? [] : [says(issue.summary)]),
      muted(texts.remind.what),
      ...maybe(current, (when) => says(texts.remind.now(when))),
      button(nameOf({ kind: 'remind_in', linkId, after: 'tomorrow' }), tomorrow, 'primary'),
      button(nameOf({ kind: 'remind_in', linkId, after: '3d' }), texts.remind.days(DAYS, show('3d'))),
      button(nameOf({ kind: 'remind_in', linkId, after: '1w' }), texts.remind.week(show('1w'))),
      {
        kind: 'input',
        name: INPUTS.date,
        label: texts.remind.date,
        value: memory.date,
        placeholder: texts.remind.datePlaceholder,
        searches: false,
        failed: message !== null,
      },
      ...maybe(message, complains),
      button(nameOf({ kind: 'remind_on', linkId }), texts.remind.setDate),
      ...(current === null ? [] : [button(nameOf({ kind: 'remind_never', linkId }), texts.remind.never)]),
      button(nameOf({ kind: 'home' }), texts.home.back, 'link'),
    ],
  };
}
