// What an operator does about one linked issue: take the link away, write to the developers, be reminded.
import type { Link } from '../../domain/link.ts';
import type { RemindAfter } from '../../domain/screen/ask.ts';
import { commentScreen, remindScreen, reminderTime, unlinkScreen } from '../../domain/screen/link-screens.ts';
import { errorScreen } from '../../domain/screen/wait-screens.ts';
import { screenTextsOf } from '../../domain/texts/screen-texts.ts';
import type { ScreenMemory } from '../../domain/screen/memory.ts';
import type { Screen } from '../../domain/screen/screen.ts';
import { readMoment } from '../../domain/screen/time.ts';
import type { IssueView } from '../../domain/screen/view.ts';
import { formatInstant } from '../../domain/texts/texts.ts';
import type { StoredEvent } from '../ledger.ts';
import { showHome } from './home.ts';
import { linkOf, viewsOf } from './issue-views.ts';
import { doOwn } from './own-event.ts';
import { emptied, renewed, type Sitting, textsFor } from './sitting.ts';

type Show = (view: IssueView, link: Link) => Screen | Promise<Screen>;

/** Somebody may have taken the link away since the screen was shown. */
async function withLink(linkId: string, sitting: Sitting, show: Show): Promise<Screen> {
  const link = await linkOf(linkId, sitting);
  const [view] = link === null ? [] : await viewsOf([link], sitting);
  if (link === null || view === undefined) {
    return showHome(sitting, { message: textsFor(sitting).errors.unlinkedMeanwhile });
  }
  return show(view, link);
}

/** After a success the screen begins anew, so that the next click is another one. */
function afterwards(end: StoredEvent | null, done: string, sitting: Sitting, memory: ScreenMemory): Promise<Screen> {
  const { errors } = textsFor(sitting);
  if (end === null) return showHome(sitting, { message: errors.pending, memory });
  if (end.state === 'ignored') return showHome(sitting, { message: errors.unlinkedMeanwhile, memory });
  if (end.state === 'parked') return showHome(sitting, { message: `${errors.refused} ${end.detail ?? ''}`, memory });
  return showHome(sitting, { message: done, memory });
}

export function askUnlink(linkId: string, sitting: Sitting): Promise<Screen> {
  return withLink(linkId, sitting, (view) => unlinkScreen(view, renewed(sitting), sitting.viewer));
}

export async function unlink(linkId: string, sitting: Sitting): Promise<Screen> {
  const { bridge, conversation, teammate: by } = sitting;
  const link = await bridge.ledger.links.find(linkId);
  const ours = link?.conversation.conversationId === conversation.conversationId;
  if (link === null || !ours || link.conversation.connection !== conversation.connection) return showHome(sitting);
  const { issue, issueKey } = link;
  const event = { kind: 'unlink_requested', linkId, conversation, issue, by, at: bridge.now() } as const;
  const end = link.unlinkedAt === null ? await doOwn(event, `unlink/${linkId}`, sitting) : null;
  const message = textsFor(sitting).unlink.done(issueKey);
  // A second click finds it gone: that is what was asked for.
  if (link.unlinkedAt !== null || end?.state === 'ignored') return showHome(sitting, { message });
  return afterwards(end, message, sitting, renewed(sitting));
}

export function askComment(linkId: string, sitting: Sitting): Promise<Screen> {
  const text = sitting.memory.linkId === linkId ? sitting.memory.text : '';
  return withLink(linkId, sitting, (view) => commentScreen(view, null, { ...renewed(sitting), text }, sitting.viewer));
}

/** Nobody waits for the issue here any more: what was typed is not thrown away with the link. */
function showUnsent(text: string, { memory, viewer }: Sitting): Screen {
  const { unlinkedMeanwhile } = screenTextsOf(viewer.locale).errors;
  const view = { message: unlinkedMeanwhile, detail: null, reference: null, again: null, unsent: text };
  return errorScreen(view, memory, viewer);
}

export async function sendComment(linkId: string, sitting: Sitting): Promise<Screen> {
  const { bridge, conversation, teammate: by, memory, viewer } = sitting;
  const texts = textsFor(sitting);
  const text = memory.text.trim();
  if (text !== '' && (await linkOf(linkId, sitting)) === null) return showUnsent(text, sitting);
  return withLink(linkId, sitting, async (view) => {
    if (text === '') return commentScreen(view, texts.comment.empty, memory, viewer);
    const isNew = memory.cut.includes('text');
    const event = { kind: 'message_sent', conversation, linkId, text, by, at: bridge.now() } as const;
    const end = await doOwn(event, `comment/${linkId}`, sitting);
    const kept = { ...emptied(sitting), draft: memory.draft, cut: isNew ? [] : memory.cut };
    return afterwards(end, texts.comment.done(view.key), sitting, kept);
  });
}

export function askRemind(linkId: string, sitting: Sitting): Promise<Screen> {
  return withLink(linkId, sitting, (view) => remindScreen(view, null, renewed(sitting), sitting.viewer));
}

async function promise(linkId: string, dueAt: number | null, view: IssueView, sitting: Sitting): Promise<Screen> {
  const { bridge, conversation, teammate: by, viewer } = sitting;
  const { remind } = textsFor(sitting);
  const event = { kind: 'reminder_asked', conversation, linkId, dueAt, by, at: bridge.now() } as const;
  const end = await doOwn(event, `remind/${linkId}/${dueAt ?? 'never'}`, sitting);
  const done =
    dueAt === null
      ? remind.cancelled(view.key)
      : remind.done(view.key, formatInstant(dueAt, viewer.locale, viewer.timezone));
  return afterwards(end, done, sitting, renewed(sitting));
}

export function remindIn(linkId: string, after: RemindAfter, sitting: Sitting): Promise<Screen> {
  return withLink(linkId, sitting, (view) => promise(linkId, reminderTime(after, sitting.viewer), view, sitting));
}

// A leap year: what keeps promises takes none that is farther away.
const FARTHEST_MS = 366 * 86_400_000;

export function remindOn(linkId: string, sitting: Sitting): Promise<Screen> {
  const { memory, viewer } = sitting;
  const { remind } = textsFor(sitting);
  return withLink(linkId, sitting, (view) => {
    const typed = memory.date.trim();
    const at = readMoment(typed, viewer.timezone);
    const again = (message: string): Screen => remindScreen(view, message, memory, viewer);
    if (at === null) return again(remind.badDate(typed));
    if (at <= viewer.now) return again(remind.pastDate(typed));
    if (at > viewer.now + FARTHEST_MS) return again(remind.farDate(typed));
    return promise(linkId, at, view, sitting);
  });
}

export function remindNever(linkId: string, sitting: Sitting): Promise<Screen> {
  return withLink(linkId, sitting, (view) => promise(linkId, null, view, sitting));
}
