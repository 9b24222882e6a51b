// Composes the note that a dialog gets: one short text for all that happened to an issue.
import type { Block, Document, Inline } from './document/document.ts';
import { cutText } from './document/truncate.ts';
import type { IssueAttachment, IssueSnapshot, MirroredField } from './issue.ts';
import { readPlainText } from './document/read-plain-text.ts';
import { excerpt } from './note-excerpt.ts';
import type { Locale } from './rules.ts';
import { ruleLinesOf } from './texts/rule-lines.ts';
import { formatDate, type Texts, textsOf } from './texts/texts.ts';

export type NoteEntry =
  /** Where the issue stands, for a dialog that hears of it for the first time. */
  | { readonly kind: 'linked'; readonly issue: Pick<IssueSnapshot, 'type' | 'status' | 'priority' | 'assignee'> }
  | { readonly kind: 'unlinked'; readonly by: string | null }
  /** The values that a field went through, the first being what the dialog knew. */
  | { readonly kind: 'field'; readonly field: Exclude<MirroredField, 'key'>; readonly path: readonly (string | null)[] }
  | { readonly kind: 'moved'; readonly fromKey: string }
  | {
      readonly kind: 'comment';
      readonly what: 'added' | 'edited';
      readonly author: string | null;
      readonly body: Document;
      readonly url: string;
    }
  | { readonly kind: 'comment_deleted'; readonly author: string | null }
  | { readonly kind: 'attached'; readonly attachment: IssueAttachment }
  | { readonly kind: 'deleted' | 'inaccessible' | 'restored' }
  | { readonly kind: 'released'; readonly version: string }
  | { readonly kind: 'unchanged'; readonly days: number }
  /** The admin's own words. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tell_customer'; readonly resolution: string | null; readonly versions: readonly string[] };

/** What a note says of the issue that it is about. */
export type NoteSubject = Pick<IssueSnapshot, 'key' | 'url' | 'summary'>;

// A note is read in seconds: at most this much of it, the rest is one click away in Jira.
const MAX_LINES = 8;
const MAX_COMMENT_CHARS = 700;
const MAX_COMMENT_LINES = 8;
const MAX_VALUE_CHARS = 120;
const MAX_VALUES = 6;

const text = (value: string, strong = false): Inline =>
  strong ? { type: 'text', text: value, marks: ['strong'] } : { type: 'text', text: value };
const link = (value: string, href: string): Inline => ({ type: 'text', text: value, href });
const BREAK: Inline = { type: 'break' };

/** A value as people read it: never so long that it buries the rest. */
function shorten(value: string): string {
  return value.length <= MAX_VALUE_CHARS ? value : `${cutText(value, MAX_VALUE_CHARS)}…`;
}

function shownValue(field: MirroredField, value: string | null, texts: Texts): string {
  if (value === null || value === '') return field === 'assignee' ? texts.nobody : texts.none;
  return field === 'dueDate' ? formatDate(value, texts.locale) : shorten(value);
}

/** A way of many steps keeps its beginning and its end. */
function shownPath(values: readonly string[]): string {
  const shown = values.length <= MAX_VALUES ? values : [values[0] ?? '', '…', ...values.slice(2 - MAX_VALUES)];
  return shown.join(' → ');
}

function fieldLine(entry: Extract<NoteEntry, { kind: 'field' }>, texts: Texts): Inline[] {
  const values = entry.path.map((value) => shownValue(entry.field, value, texts));
  return [text(`${texts.fields[entry.field]}: `), text(shownPath(values), true)];
}

function linkedLines({ issue }: Extract<NoteEntry, { kind: 'linked' }>, texts: Texts): Inline[] {
  const { fields } = texts;
  const facts: [string, string][] = [
    [fields.type, issue.type],
    [fields.status, issue.status.name],
    ...(issue.priority === null ? [] : [[fields.priority, issue.priority] as [string, string]]),
    [fields.assignee, issue.assignee ?? texts.nobody],
  ];
  const shown = facts.flatMap(([name, value], index): Inline[] => [
    text(`${index === 0 ? '' : ' · '}${name}: `),
    text(shorten(value), true),
  ]);
  return [text(texts.linked), BREAK, ...shown];
}

/** Its addresses become links; an empty line between paragraphs stays one. */
function linesOfText(words: string): Inline[] {
  return readPlainText(words).blocks.flatMap((block, index): Inline[] => {
    const content = block.type === 'paragraph' ? [...block.content] : [];
    return index === 0 ? content : [BREAK, BREAK, ...content];
  });
}

function lineOf(entry: NoteEntry, texts: Texts): Inline[] {
  switch (entry.kind) {
    case 'linked':
      return linkedLines(entry, texts);
    case 'unlinked':
      return [text(texts.unlinked(entry.by))];
    case 'moved':
      return [text(texts.moved(entry.fromKey))];
    case 'field':
      return fieldLine(entry, texts);
    case 'comment_deleted':
      return [text(texts.commentDeleted(entry.author ?? texts.somebody))];
    case 'attached':
      return [
        text(`${texts.attached}: `),
        entry.attachment.url === null
          ? text(shorten(entry.attachment.name))
          : link(shorten(entry.attachment.name), entry.attachment.url),
      ];
    case 'deleted':
    case 'inaccessible':
    case 'restored':
      return [text(texts[entry.kind])];
    case 'released':
      return [text(ruleLinesOf(texts.locale).released(entry.version))];
    case 'unchanged':
      return [text(ruleLinesOf(texts.locale).unchanged(entry.days))];
    case 'text':
      return linesOfText(entry.text);
    case 'tell_customer':
      return [text(texts.tellCustomer(entry), true)];
    case 'comment': {
      const author = entry.author ?? texts.somebody;
      return [link(entry.what === 'added' ? texts.commented(author) : texts.commentEdited(author), entry.url)];
    }
  }
}

function commentBlocks(body: Document, texts: Texts, comments: number): readonly Block[] {
  const maxChars = Math.floor(MAX_COMMENT_CHARS / comments);
  const { blocks } = excerpt(body, maxChars, Math.ceil(MAX_COMMENT_LINES / comments));
  return blocks.length > 0 ? blocks : [{ type: 'paragraph', content: [text(texts.emptyComment)] }];
}

/** Groups entries into blocks: short lines share a paragraph, a comment's text is quoted under its line. */
function blocksOf(entries: readonly NoteEntry[], first: readonly Inline[], texts: Texts): Block[] {
  const comments = entries.filter((entry) => entry.kind === 'comment').length;
  const blocks: Block[] = [];
  let lines: Inline[] = [...first];
  for (const entry of entries) {
    if (lines.length > 0) lines.push(BREAK);
    lines.push(...lineOf(entry, texts));
    if (entry.kind !== 'comment') continue;
    blocks.push(
      { type: 'paragraph', content: lines },
      { type: 'quote', content: commentBlocks(entry.body, texts, comments) },
    );
    lines = [];
  }
  if (lines.length > 0) blocks.push({ type: 'paragraph', content: lines });
  return blocks;
}

const MAIN_FIELDS: ReadonlySet<MirroredField> = new Set(['status', 'resolution']);

/** What an operator must see comes first when there is not room for all. */
function rankOf(entry: NoteEntry): number {
  if (entry.kind === 'field') return MAIN_FIELDS.has(entry.field) ? 0 : 2;
  if (entry.kind === 'comment') return 1;
  return entry.kind === 'attached' || entry.kind === 'comment_deleted' ? 3 : 0;
}

/** The entries that there is room for, in their own order; a comment takes two lines, one is kept for the count. */
function chooseShown(entries: readonly NoteEntry[]): readonly NoteEntry[] {
  const linesOf = (entry: NoteEntry): number => (entry.kind === 'comment' || entry.kind === 'linked' ? 2 : 1);
  const all = entries.reduce((sum, entry) => sum + linesOf(entry), 0);
  if (all <= MAX_LINES) return entries;
  let left = MAX_LINES - 1;
  const chosen = new Set<NoteEntry>();
  for (const entry of [...entries].sort((a, b) => rankOf(a) - rankOf(b))) {
    if (linesOf(entry) > left) continue;
    chosen.add(entry);
    left -= linesOf(entry);
  }
  return entries.filter((entry) => chosen.has(entry));
}

/** The note about an issue; past a few lines the rest is counted, so that no change goes unmentioned. */
export function composeNote(subject: NoteSubject, entries: readonly NoteEntry[], locale: Locale): Document {
  const texts = textsOf(locale);
  const advice = entries.filter((entry) => entry.kind === 'tell_customer');
  const others = entries.filter((entry) => entry.kind !== 'tell_customer');
  const shown = chooseShown(others);
  const heading: Inline[] = [{ type: 'text', text: subject.key, href: subject.url, marks: ['strong'] }];
  if (subject.summary !== '') heading.push(text(` ${shorten(subject.summary)}`));
  const blocks = blocksOf(shown, heading, texts);
  const tail: Inline[] = [];
  if (shown.length < others.length) tail.push(text(texts.moreChanges(others.length - shown.length)));
  for (const entry of advice) {
    if (tail.length > 0) tail.push(BREAK);
    tail.push(...lineOf(entry, texts));
  }
  if (tail.length > 0) blocks.push({ type: 'paragraph', content: tail });
  return { blocks };
}

const COMMENTS_A_NOTE = 3;

/**
 * Divides what happened into notes of a few lines. Operators have no Jira to look things up in, so a comment is never
 * only counted: what does not fit goes into a note of its own.
 */
export function divideEntries(entries: readonly NoteEntry[]): readonly (readonly NoteEntry[])[] {
  const comments = entries.filter((entry) => entry.kind === 'comment');
  const others = entries.filter((entry) => entry.kind !== 'comment');
  const lines = others.length + 2 * Math.min(comments.length, COMMENTS_A_NOTE);
  const together = comments.length <= COMMENTS_A_NOTE && lines <= MAX_LINES;
  if (together) return [entries];
  const notes: NoteEntry[][] = others.length > 0 ? [others] : [];
  for (let start = 0; start < comments.length; start += COMMENTS_A_NOTE) {
    notes.push(comments.slice(start, start + COMMENTS_A_NOTE));
  }
  return notes;
}

/** What a newly linked dialog is told: where the issue stands now. */
export function stateEntries(issue: IssueSnapshot): NoteEntry[] {
  return [{ kind: 'linked', issue }];
}

/** A note of one sentence, for answers to an operator. */
export function answerNote(sentence: string): Document {
  return { blocks: [{ type: 'paragraph', content: [text(sentence)] }] };
}
