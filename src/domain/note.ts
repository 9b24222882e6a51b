// Composes the note that a dialog gets: one short text for all that happened to an issue.
import type { Block, Document, Inline } from './document/document.ts';
import { truncateDocument } from './document/truncate.ts';
import type { IssueAttachment, IssueSnapshot, MirroredField } from './issue.ts';
import type { Locale } from './rules.ts';
import { formatDate, type Texts, textsOf } from './texts/texts.ts';

export type NoteEntry =
  | { readonly kind: 'linked' }
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
  | { readonly kind: 'tell_customer'; readonly resolution: string | null; readonly versions: readonly string[] };

/** What a note says of the issue that it is about. */
export type NoteSubject = Pick<IssueSnapshot, 'key' | 'url' | 'summary'>;

// A note is read in seconds: at most this many lines and letters of comments, the rest is one click away in Jira.
const MAX_LINES = 8;
const MAX_COMMENT_CHARS = 700;

const text = (value: string, strong = false): Inline =>
  strong ? { type: 'text', text: value, marks: ['strong'] } : { type: 'text', text: value };
const link = (value: string, href: string): Inline => ({ type: 'text', text: value, href });
const BREAK: Inline = { type: 'break' };

function shownValue(field: MirroredField, value: string | null, texts: Texts): string {
  if (value === null || value === '') return field === 'assignee' ? texts.nobody : texts.none;
  return field === 'dueDate' ? formatDate(value, texts.locale) : value;
}

function fieldLine(entry: Extract<NoteEntry, { kind: 'field' }>, texts: Texts): Inline[] {
  const values = entry.path.map((value) => shownValue(entry.field, value, texts));
  return [text(`${texts.fields[entry.field]}: `), text(values.join(' → '), true)];
}

function lineOf(entry: NoteEntry, texts: Texts): Inline[] {
  switch (entry.kind) {
    case 'linked':
      return [text(texts.linked)];
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
        entry.attachment.url === null ? text(entry.attachment.name) : link(entry.attachment.name, entry.attachment.url),
      ];
    case 'deleted':
    case 'inaccessible':
    case 'restored':
      return [text(texts[entry.kind])];
    case 'tell_customer':
      return [text(texts.tellCustomer(entry), true)];
    case 'comment': {
      const author = entry.author ?? texts.somebody;
      return [link(entry.what === 'added' ? texts.commented(author) : texts.commentEdited(author), entry.url)];
    }
  }
}

function commentBlocks(body: Document, texts: Texts, maxChars: number): readonly Block[] {
  const { blocks } = truncateDocument(body, maxChars);
  return blocks.length > 0 ? blocks : [{ type: 'paragraph', content: [text(texts.emptyComment)] }];
}

/** Groups entries into blocks: short lines share a paragraph, a comment's text is quoted under its line. */
function blocksOf(entries: readonly NoteEntry[], first: readonly Inline[], texts: Texts): Block[] {
  const comments = entries.filter((entry) => entry.kind === 'comment').length;
  const maxChars = Math.max(160, Math.floor(MAX_COMMENT_CHARS / Math.max(1, comments)));
  const blocks: Block[] = [];
  let lines: Inline[] = [...first];
  for (const entry of entries) {
    if (lines.length > 0) lines.push(BREAK);
    lines.push(...lineOf(entry, texts));
    if (entry.kind !== 'comment') continue;
    blocks.push(
      { type: 'paragraph', content: lines },
      { type: 'quote', content: commentBlocks(entry.body, texts, maxChars) },
    );
    lines = [];
  }
  if (lines.length > 0) blocks.push({ type: 'paragraph', content: lines });
  return blocks;
}

/** The note about an issue; past a few lines the rest is counted, so that no change goes unmentioned. */
export function composeNote(subject: NoteSubject, entries: readonly NoteEntry[], locale: Locale): Document {
  const texts = textsOf(locale);
  const advice = entries.filter((entry) => entry.kind === 'tell_customer');
  const others = entries.filter((entry) => entry.kind !== 'tell_customer');
  const shown = others.length > MAX_LINES ? others.slice(0, MAX_LINES - 1) : others;
  const heading: Inline[] = [{ type: 'text', text: subject.key, href: subject.url, marks: ['strong'] }];
  if (subject.summary !== '') heading.push(text(` ${subject.summary}`));
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

/** What a newly linked dialog is told: where the issue stands now. */
export function stateEntries(issue: IssueSnapshot): NoteEntry[] {
  return [
    { kind: 'linked' },
    { kind: 'field', field: 'status', path: [issue.status.name] },
    { kind: 'field', field: 'priority', path: [issue.priority] },
    { kind: 'field', field: 'assignee', path: [issue.assignee] },
  ];
}

/** A note of one sentence, for answers to an operator. */
export function answerNote(sentence: string): Document {
  return { blocks: [{ type: 'paragraph', content: [text(sentence)] }] };
}
