// Atlassian's document format → document, on recorded files and on each kind of node.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../../src/domain/document/clean-text.ts';
import { toNoteHtml } from '../../../src/domain/document/note-html.ts';
import { isEmpty, toPlainText } from '../../../src/domain/document/plain-text.ts';
import { readAdf } from '../../../src/domain/document/read-adf.ts';
import { toAdf } from '../../../src/domain/document/to-adf.ts';
import { toWiki } from '../../../src/domain/document/to-wiki.ts';

const folder = join(process.env['VENDOR_FIXTURES_DIR'] ?? '../shared/fixtures', 'adf');

/** The texts of a raw ADF value, wherever they stand. */
function textLeaves(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textLeaves);
  if (typeof value !== 'object' || value === null) return [];
  const node = value as Record<string, unknown>;
  const own = node['type'] === 'text' && typeof node['text'] === 'string' ? [node['text']] : [];
  return [...own, ...Object.values(node).flatMap(textLeaves)];
}

function squeeze(text: string): string {
  return cleanText(text).replace(/[\s>]+/gu, '');
}

const doc = (...content: unknown[]) => ({ version: 1, type: 'doc', content });
const par = (...content: unknown[]) => ({ type: 'paragraph', content });
const txt = (text: string, ...marks: string[]) => ({ type: 'text', text, marks: marks.map((type) => ({ type })) });

describe.skipIf(!existsSync(folder))(`recorded ADF files (skipped when VENDOR_FIXTURES_DIR has no adf folder)`, () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

  test('when the folder is read, then there are files in it', () => {
    expect(files.length).toBeGreaterThan(100);
  });

  test.each(files)('when %s is read, then no text of it is lost', (name) => {
    const value: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const read = readAdf(value);
    const shown = squeeze(toPlainText(read));
    for (const leaf of textLeaves(value)) expect(shown).toContain(squeeze(leaf));
    expect(toNoteHtml(read)).toBeTypeOf('string');
    expect(toWiki(read)).toBeTypeOf('string');
    expect(readAdf(toAdf(readAdf(toAdf(read))))).toEqual(readAdf(toAdf(read)));
  });
});

describe('each kind of node', () => {
  const cases: [what: string, node: unknown, plain: string][] = [
    ['a mention', par({ type: 'mention', attrs: { id: '1', text: '@Ann' } }), '@Ann'],
    ['a mention without @', par({ type: 'mention', attrs: { id: '1', text: 'Ann' } }), '@Ann'],
    ['a mention without a name', par({ type: 'mention', attrs: { id: '5b10' } }), '@user'],
    ['an emoji', par({ type: 'emoji', attrs: { shortName: ':smile:', text: '😄' } }), '😄'],
    ['an emoji of the company', par({ type: 'emoji', attrs: { shortName: ':ours:', text: '' } }), ':ours:'],
    ['a status', par({ type: 'status', attrs: { text: 'In progress', color: 'blue' } }), 'In progress'],
    ['a date', par({ type: 'date', attrs: { timestamp: '1700000000000' } }), '2023-11-14'],
    ['a broken date', par({ type: 'date', attrs: { timestamp: '9e99' } }), '9e99'],
    ['a smart link', par({ type: 'inlineCard', attrs: { url: 'https://a.example/x' } }), 'https://a.example/x'],
    [
      'a card with data',
      { type: 'blockCard', attrs: { data: { url: 'https://a.example/', name: 'Page' } } },
      'Page (https://a.example/)',
    ],
    [
      'an embedded page',
      { type: 'embedCard', attrs: { url: 'https://a.example/e', layout: 'wide' } },
      'https://a.example/e',
    ],
    [
      'a picture',
      { type: 'mediaSingle', content: [{ type: 'media', attrs: { id: '1', type: 'file', alt: 'a.png' } }] },
      '[attachment: a.png] (https://j.example/browse/A-1)',
    ],
    [
      'a picture without a name',
      { type: 'mediaGroup', content: [{ type: 'media', attrs: { id: '1', type: 'file' } }] },
      '[attachment] (https://j.example/browse/A-1)',
    ],
    [
      'a file in a line',
      par({ type: 'mediaInline', attrs: { id: '1', alt: 'b.pdf' } }),
      '[attachment: b.pdf] (https://j.example/browse/A-1)',
    ],
    ['a macro', { type: 'extension', attrs: { extensionType: 'x', extensionKey: 'toc' } }, '[extension: toc]'],
    ['a macro with a text', par({ type: 'inlineExtension', attrs: { extensionKey: 'k', text: 'shown' } }), 'shown'],
    [
      'a macro with a body',
      { type: 'bodiedExtension', attrs: { extensionKey: 'k' }, content: [par(txt('body'))] },
      'body',
    ],
    ['a panel', { type: 'panel', attrs: { panelType: 'info' }, content: [par(txt('note'))] }, '> note'],
    ['an expand', { type: 'expand', attrs: { title: 'More' }, content: [par(txt('inside'))] }, 'More\n\ninside'],
    [
      'tasks',
      {
        type: 'taskList',
        content: [
          { type: 'taskItem', attrs: { state: 'DONE' }, content: [txt('a')] },
          { type: 'taskItem', attrs: { state: 'TODO' }, content: [txt('b')] },
          { type: 'taskList', content: [{ type: 'taskItem', content: [txt('c')] }] },
        ],
      },
      '- [x] a\n- [ ] b\n  - [ ] c',
    ],
    ['a decision', { type: 'decisionList', content: [{ type: 'decisionItem', content: [txt('go')] }] }, '- <> go'],
    [
      'a layout',
      {
        type: 'layoutSection',
        content: [
          { type: 'layoutColumn', content: [par(txt('l'))] },
          { type: 'layoutColumn', content: [par(txt('r'))] },
        ],
      },
      'l\n\nr',
    ],
    [
      'a list that starts late',
      { type: 'orderedList', attrs: { order: 3 }, content: [{ type: 'listItem', content: [par(txt('c'))] }] },
      '3. c',
    ],
    [
      'a table',
      {
        type: 'table',
        content: [
          {
            type: 'tableRow',
            content: [
              { type: 'tableHeader', content: [par(txt('h'))] },
              { type: 'tableCell', content: [par(txt('c'))] },
            ],
          },
        ],
      },
      'h | c',
    ],
    ['code', { type: 'codeBlock', attrs: { language: 'sql' }, content: [txt('a\n  b')] }, 'a\n  b'],
    ['an unknown block', { type: 'chart', attrs: { text: 'sales' } }, 'sales'],
    [
      'an unknown block with an address',
      { type: 'chart', attrs: { url: 'https://a.example/c' } },
      'https://a.example/c',
    ],
    ['an unknown block that says nothing', { type: 'chart', attrs: { rows: 3 } }, '[chart]'],
    ['an unknown inline', par(txt('a '), { type: 'spark', attrs: { text: 's' } }, txt(' b')), 'a s b'],
    ['an unknown block with children', { type: 'future', content: [par(txt('x')), par(txt('y'))] }, 'x\n\ny'],
    ['text at the top', txt('bare'), 'bare'],
    [
      'a link that is none',
      par({ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] }),
      'x',
    ],
  ];

  test.each(cases)('when there is %s, then its text is shown', (_what, node, plain) => {
    const context = { issueUrl: 'https://j.example/browse/A-1' };
    expect(toPlainText(readAdf(doc(node), context))).toBe(plain);
  });

  test('when there are marks, then those that the neutral form has are kept', () => {
    const read = readAdf(doc(par(txt('a', 'strong', 'textColor'), txt('b', 'strong'), txt('c', 'underline', 'em'))));
    expect(read.blocks).toEqual([
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'ab', marks: ['strong'] },
          { type: 'text', text: 'c', marks: ['em', 'underline'] },
        ],
      },
    ]);
  });

  test('when there is another word for attachments, then it is used', () => {
    const media = { type: 'mediaGroup', content: [{ type: 'media', attrs: { alt: 'a.png' } }] };
    expect(toPlainText(readAdf(doc(media), { mediaLabel: 'вложение' }))).toBe('[вложение: a.png]');
  });
});

describe('inputs that are no ADF', () => {
  test('when it is a string, as webhooks carry it, then it is read as wiki markup', () => {
    expect(toNoteHtml(readAdf('Fixed *ASAP*\\!\nnow'))).toBe('<p>Fixed <b>ASAP</b>!<br>now</p>');
  });

  test.each([null, undefined, true, {}, [], '', { type: 'doc' }, { content: 3 }])(
    'when it is %j, then it is empty',
    (value) => {
      expect(isEmpty(readAdf(value))).toBe(true);
    },
  );

  test('when it is nested 100,000 deep, then its text is there and every writer copes', () => {
    let node: unknown = par(txt('bottom'));
    for (let depth = 0; depth < 100_000; depth += 1) {
      node = {
        type: depth % 2 === 0 ? 'blockquote' : 'bulletList',
        content: [depth % 2 === 0 ? node : { type: 'listItem', content: [node] }],
      };
    }
    const read = readAdf(doc(node));
    for (const written of [toPlainText(read), toNoteHtml(read), toWiki(read), JSON.stringify(toAdf(read))]) {
      expect(written).toContain('bottom');
    }
  });

  test('when it has 50,000 paragraphs and a line of 50,000 pieces, then all are read', () => {
    const many = Array.from({ length: 50_000 }, (_, index) => par(txt(`p${index}`)));
    const pieces = Array.from({ length: 50_000 }, (_, index) => txt('x', index % 2 === 0 ? 'strong' : 'em'));
    const read = readAdf(doc({ type: 'panel', content: many }, { type: 'paragraph', content: pieces }));
    expect(toPlainText(read)).toContain('p49999');
    expect(toPlainText(read).match(/x/gu)).toHaveLength(50_000);
  }, 60_000);

  test('when it has more nodes than any real document, then the cut is marked once', () => {
    const many = Array.from({ length: 400_000 }, () => txt('x'));
    for (const content of [many, [par(...many.slice(0, 3)), { type: 'paragraph', content: many }]]) {
      const shown = toPlainText(readAdf({ type: 'doc', content }));
      expect(shown.endsWith('x…')).toBe(true);
      expect(shown.match(/…/gu)).toHaveLength(1);
    }
  }, 60_000);

  test('when it contains itself, then reading ends', () => {
    const node: { type: string; content: unknown[] } = { type: 'blockquote', content: [txt('again')] };
    node.content.push(node);
    expect(toNoteHtml(readAdf(doc(node)), { maxChars: 500 })).toContain('again');
  }, 60_000);
});
