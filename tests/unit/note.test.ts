// Notes as an operator reads them: short, complete, in both languages, and safe whatever people have written.
import { describe, expect, test } from 'vitest';
import type { Document } from '../../src/domain/document/document.ts';
import { toNoteHtml } from '../../src/domain/document/note-html.ts';
import { readPlainText } from '../../src/domain/document/read-plain-text.ts';
import { composeNote, divideEntries, type NoteEntry, stateEntries } from '../../src/domain/note.ts';
import { excerpt } from '../../src/domain/note-excerpt.ts';
import { snapshot } from './plan/builders.ts';

const SUBJECT = { key: 'SUP-1', url: 'https://jira.test/browse/SUP-1', summary: 'Report' };

const html = (entries: readonly NoteEntry[], locale: 'en' | 'ru' = 'en', subject = SUBJECT) =>
  toNoteHtml(composeNote(subject, entries, locale));

/** The lines of a note, as they stand under each other. */
function lines(note: string): string[] {
  const text = note.replace(/<br>|<\/(p|li|pre|blockquote)>/g, '\n').replace(/<[^>]*>/g, '');
  return text.split('\n').filter((line) => line.trim() !== '');
}

const field = (
  name: 'status' | 'summary' | 'dueDate' | 'priority' | 'assignee',
  ...path: (string | null)[]
): NoteEntry => ({
  kind: 'field',
  field: name,
  path,
});
const comment = (text: string | Document, what: 'added' | 'edited' = 'added'): NoteEntry => ({
  kind: 'comment',
  what,
  author: 'Olga',
  body: typeof text === 'string' ? readPlainText(text) : text,
  url: 'https://jira.test/browse/SUP-1?focusedCommentId=1',
});
const file = (name: string, url: string | null = 'https://jira.test/f'): NoteEntry => ({
  kind: 'attached',
  attachment: { id: '1', name, url },
});

describe('a note', () => {
  test.each([
    {
      when: 'a dialog is linked',
      entries: stateEntries(snapshot({ assignee: 'Max' })),
      en: ['Linked to this conversation', 'Type: Bug · Status: To Do · Priority: Major · Assignee: Max'],
      ru: ['Связано с этим диалогом', 'Тип: Bug · Статус: To Do · Приоритет: Major · Исполнитель: Max'],
    },
    {
      when: 'the project knows no priorities and nobody is assigned',
      entries: stateEntries(snapshot({ priority: null })),
      en: ['Linked to this conversation', 'Type: Bug · Status: To Do · Assignee: nobody'],
      ru: ['Связано с этим диалогом', 'Тип: Bug · Статус: To Do · Исполнитель: не назначен'],
    },
    {
      when: 'it is done',
      entries: [
        field('status', 'In Progress', 'Done'),
        { kind: 'tell_customer', resolution: 'Fixed', versions: ['2.4', '2.5'] },
      ],
      en: ['Status: In Progress → Done', 'Now tell the customer: resolved as “Fixed”, versions 2.4, 2.5'],
      ru: ['Статус: In Progress → Done', 'Теперь можно ответить клиенту: решение «Fixed», версии 2.4, 2.5'],
    },
    {
      when: 'it is done without a resolution',
      entries: [{ kind: 'tell_customer', resolution: null, versions: ['2.4'] }],
      en: ['Now tell the customer: it is done, version 2.4'],
      ru: ['Теперь можно ответить клиенту: готово, версия 2.4'],
    },
    {
      when: 'somebody unnamed comments without text',
      entries: [{ ...comment(''), author: null } as NoteEntry],
      en: ['Somebody commented:', '(no text)'],
      ru: ['Комментарий — Кто-то:', '(без текста)'],
    },
    {
      when: 'it is unlinked, deleted, hidden or restored',
      entries: [{ kind: 'unlinked', by: null }, { kind: 'deleted' }, { kind: 'inaccessible' }, { kind: 'restored' }],
      en: [
        'No longer linked to this conversation',
        'The issue was deleted in Jira',
        'The issue can no longer be seen: it was deleted, or access to it was taken away',
        'The issue can be seen again',
      ],
      ru: [
        'Больше не связано с этим диалогом',
        'Задача удалена в Jira',
        'Задача больше не видна: её удалили или закрыли к ней доступ',
        'Задача снова видна',
      ],
    },
  ] as { when: string; entries: NoteEntry[]; en: string[]; ru: string[] }[])(
    'when $when, then both languages say so',
    ({ entries, en, ru }) => {
      expect(lines(html(entries))).toEqual(['SUP-1 Report', ...en]);
      expect(lines(html(entries, 'ru'))).toEqual(['SUP-1 Report', ...ru]);
    },
  );

  test('when there is too much to tell, then it stays within a few lines and counts the rest', () => {
    const entries = [
      field('summary', 'a', 'b'),
      field('status', 'a', 'b'),
      field('priority', 'a', 'b'),
      ...Array.from({ length: 20 }, (_, index) => file(`file-${index}`)),
      comment('first'),
      comment('second'),
    ];
    const shown = lines(html(entries));
    expect(shown).toEqual([
      'SUP-1 Report',
      'Summary: a → b',
      'Status: a → b',
      'Priority: a → b',
      'Olga commented:',
      'first',
      'Olga commented:',
      'second',
      'and 20 more changes',
    ]);
    expect(lines(html(entries, 'ru')).at(-1)).toBe('и ещё 20 изменений');
  });

  test.each([
    [9, 'и ещё 2 изменения'],
    [28, 'и ещё 21 изменение'],
    [18, 'и ещё 11 изменений'],
  ])('when %s files are attached, then Russian says “%s”', (count, last) => {
    const files = Array.from({ length: count }, (_, index) => file(`f${index}`));
    expect(lines(html(files, 'ru')).at(-1)).toBe(last);
  });

  test('when one change does not fit, then English says “1 more change” and nothing is lost from the count', () => {
    const files = Array.from({ length: 9 }, (_, index) => file(`f${index}`));
    expect(lines(html(files)).at(-1)).toBe('and 2 more changes');
    expect(lines(html(files.slice(0, 8)))).toHaveLength(9);
  });

  test('when a field went a long way, then its beginning and its end are kept', () => {
    const path = Array.from({ length: 30 }, (_, index) => `s${index}`);
    expect(lines(html([field('status', ...path)]))[1]).toBe('Status: s0 → … → s26 → s27 → s28 → s29');
  });

  test('when a value is endless, then it is cut', () => {
    const [, line = ''] = lines(html([field('summary', 'old', 'word '.repeat(200))]));
    expect(line.length).toBeLessThan(150);
    expect(line).toMatch(/…$/);
  });

  test('when people write markup, then it is text', () => {
    const evil = '<img src=x onerror=alert(1)>"\'&';
    const note = html([field('summary', evil, evil), file(evil, 'javascript:alert(1)'), comment(evil)], 'en', {
      key: evil,
      url: 'javascript:alert(2)',
      summary: evil,
    });
    expect(note).not.toMatch(/<img|javascript:/);
    expect(note).toContain('&lt;img src=x');
  });
});

describe('an excerpt', () => {
  const item = (text: string) => readPlainText(text).blocks;
  const many: Document = {
    blocks: [{ type: 'list', ordered: false, items: Array.from({ length: 50 }, (_, index) => item(`i${index}`)) }],
  };

  test('when a list is long, then it ends after so many lines', () => {
    const shown = lines(toNoteHtml(excerpt(many, 1000, 4)));
    expect(shown).toEqual(['i0', 'i1', 'i2', 'i3', '…']);
  });

  test('when it fits, then it is the same document', () => {
    const doc = readPlainText('one\n\ntwo');
    expect(excerpt(doc, 100, 5)).toBe(doc);
  });

  test.each([
    { when: 'code', doc: { blocks: [{ type: 'code', text: 'a\nb\nc\nd\ne' }] } },
    { when: 'lines', doc: readPlainText('a\nb\nc\nd\ne') },
    { when: 'paragraphs', doc: readPlainText('a\n\nb\n\nc\n\nd\n\ne') },
    { when: 'a quoted list', doc: { blocks: [{ type: 'quote', content: many.blocks }] } },
    {
      when: 'a table',
      doc: {
        blocks: [
          {
            type: 'table',
            rows: ['a', 'b', 'c', 'd', 'e'].map((text) => ({ cells: [{ header: false, content: item(text) }] })),
          },
        ],
      },
    },
  ] as { when: string; doc: Document }[])('when it is $when, then three lines are three lines', ({ doc }) => {
    const shown = lines(toNoteHtml(excerpt(doc, 1000, 3)));
    expect(shown.length).toBeLessThanOrEqual(4);
    expect(shown.length).toBeGreaterThanOrEqual(3);
    expect(shown.at(-1)).toMatch(/…$/);
  });
});

describe('dividing what happened into notes', () => {
  const comment = (n: number): NoteEntry => ({
    kind: 'comment',
    what: 'added',
    author: 'Olga',
    body: { blocks: [{ type: 'paragraph', content: [{ type: 'text', text: `comment ${n}` }] }] },
    url: 'https://jira.example/browse/SUP-1',
  });
  const comments = (count: number): NoteEntry[] => Array.from({ length: count }, (_, n) => comment(n));
  const status: NoteEntry = { kind: 'field', field: 'status', path: ['To Do', 'Done'] };

  test('when a few things happened, then they stay in one note in their order', () => {
    const entries = [status, ...comments(3)];
    expect(divideEntries(entries)).toEqual([entries]);
  });

  test('when many comments came at once, then every one of them is shown in some note', () => {
    const entries = [status, ...comments(20)];
    const shown = divideEntries(entries)
      .map((part) => html(part, 'en'))
      .join('');
    for (let n = 0; n < 20; n++) expect(shown).toContain(`comment ${n}<`);
    expect(shown).not.toContain('more change');
  });
});
