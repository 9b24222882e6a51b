// Document → note HTML, ADF, wiki markup, plain text: what each makes of each block.
import { describe, expect, test } from 'vitest';
import {
  bulletList,
  codeBlock,
  documentOf,
  heading,
  lineBreak,
  link,
  orderedList,
  paragraph,
  quote,
  rule,
  table,
  text,
} from '../../../src/domain/document/build.ts';
import type { Block } from '../../../src/domain/document/document.ts';
import { toNoteHtml } from '../../../src/domain/document/note-html.ts';
import { isEmpty, toPlainText } from '../../../src/domain/document/plain-text.ts';
import { toAdf } from '../../../src/domain/document/to-adf.ts';
import { toWiki } from '../../../src/domain/document/to-wiki.ts';
import { cutText, truncateDocument } from '../../../src/domain/document/truncate.ts';

const late: Block = { type: 'list', ordered: true, start: 3, items: [[paragraph('c')], [paragraph('d')]] };
const whole = documentOf(
  heading(2, 'Title'),
  paragraph('a ', text('b', 'strong'), lineBreak(), link('c', 'https://a.example/?x=1&y=2')),
  bulletList('one', [paragraph('two'), orderedList('three')]),
  late,
  quote(paragraph('said'), quote(paragraph('before'))),
  codeBlock('if (a < b) {code}', 'java'),
  table([
    ['h', 'k'],
    ['1|2', '3'],
  ]),
  rule(),
);

describe('writers', () => {
  test('when a whole document is written as a note, then it is this HTML', () => {
    expect(toNoteHtml(whole)).toBe(
      '<h2>Title</h2><p>a <b>b</b><br><a href="https://a.example/?x=1&amp;y=2">c</a></p>' +
        '<ul><li>one</li><li>two<ol><li>three</li></ol></li></ul><p>3. c</p><p>4. d</p>' +
        '<blockquote><p>said</p><blockquote><p>before</p></blockquote></blockquote>' +
        '<pre><code>if (a &lt; b) {code}</code></pre><p><b>h</b> | <b>k</b><br>1|2 | 3</p><p>—</p>',
    );
  });

  test('when a whole document is written as wiki markup, then it is this', () => {
    expect(toWiki(whole)).toBe(
      [
        'h2. Title',
        'a *b*\n[c|https://a.example/?x=1&y=2]',
        '* one\n* two\n*# three',
        '3. c\n\n4. d',
        '{quote}\nsaid\n\nbefore\n{quote}',
        '{noformat}\nif (a < b) {code}\n{noformat}',
        '||h||k||\n|1\\|2|3|',
        '----',
      ].join('\n\n'),
    );
  });

  test('when a whole document is written as plain text, then it is this', () => {
    expect(toPlainText(whole)).toBe(
      [
        'Title',
        'a b\nc (https://a.example/?x=1&y=2)',
        '- one\n- two\n  1. three',
        '3. c\n4. d',
        '> said\n>\n> > before',
        'if (a < b) {code}',
        'h | k\n1|2 | 3',
        '---',
      ].join('\n\n'),
    );
  });

  test('when blocks stand where ADF has no room for them, then their text is there as paragraphs', () => {
    const adf = toAdf(documentOf(bulletList([heading(1, 'h'), quote(paragraph('q')), table([['x', 'y']]), rule()])));
    expect(adf.content).toEqual([
      {
        type: 'bulletList',
        content: [
          {
            type: 'listItem',
            content: [
              { type: 'paragraph', content: [{ type: 'text', text: 'h', marks: [{ type: 'strong' }] }] },
              { type: 'paragraph', content: [{ type: 'text', text: 'q' }] },
              {
                type: 'paragraph',
                content: [
                  { type: 'text', text: 'x', marks: [{ type: 'strong' }] },
                  { type: 'text', text: ' | ' },
                  { type: 'text', text: 'y', marks: [{ type: 'strong' }] },
                ],
              },
              { type: 'paragraph', content: [{ type: 'text', text: '—' }] },
            ],
          },
        ],
      },
    ]);
  });

  test('when text has code and other marks, a newline and an empty piece, then ADF gets what its schema allows', () => {
    const adf = toAdf(
      documentOf(paragraph(text('x\ny', 'code', 'strong'), text(''), link('z', 'https://a.example', 'code'))),
    );
    expect(adf.content[0]?.content).toEqual([
      { type: 'text', text: 'x', marks: [{ type: 'code' }] },
      { type: 'hardBreak' },
      { type: 'text', text: 'y', marks: [{ type: 'code' }] },
      { type: 'text', text: 'z', marks: [{ type: 'code' }, { type: 'link', attrs: { href: 'https://a.example' } }] },
    ]);
  });

  test('when a customer writes markup, then Jira shows it and does nothing', () => {
    expect(toWiki(documentOf(paragraph('[~admin] {html}<b>{html} !http://t.example/x.png! h1. x')))).toBe(
      '\\[\\~admin\\] \\{html\\}<b>\\{html\\} \\![http://t.example/x.png]\\! h1. x',
    );
    expect(toWiki(documentOf(paragraph('h1. x\n* y\nbq. z')))).toBe('h1&#46; x\n\\* y\nbq&#46; z');
    expect(toWiki(documentOf(paragraph(link('x|y]', 'https://a.example/]|[~admin]{html}!a!'))))).toBe(
      '[x\\|y\\]|https://a.example/%5D%7C%5B~admin%5D%7Bhtml%7D%21a%21]',
    );
  });

  test('when a document says nothing, then it is empty, and else it is not', () => {
    expect(isEmpty(documentOf())).toBe(true);
    expect(isEmpty(documentOf(paragraph(' ', lineBreak()), bulletList([]), quote(), rule(), codeBlock(' ')))).toBe(
      true,
    );
    expect(isEmpty(documentOf(quote(bulletList('x'))))).toBe(false);
    expect(isEmpty(documentOf(table([['', 'x']])))).toBe(false);
  });
});

describe('cutting', () => {
  test('when a text is cut, then it ends at a word, and inside one only when the word is long', () => {
    expect(cutText('one two three', 9)).toBe('one two');
    expect(cutText('one two three', 7)).toBe('one two');
    expect(cutText('x'.repeat(100), 9)).toBe('x'.repeat(9));
    expect(cutText(`${'x'.repeat(9)}😄`, 10)).toBe('x'.repeat(9));
    expect(cutText('short', 5)).toBe('short');
  });

  test('when a document is cut, then whole blocks stay, the cut is marked and the rest is gone', () => {
    const doc = documentOf(paragraph('one two'), bulletList('three four', 'five'), paragraph('six'));
    expect(toPlainText(truncateDocument(doc, 17))).toBe('one two\n\n- three…');
    expect(truncateDocument(doc, 1000)).toBe(doc);
  });

  test('when a note is cut, then tags are closed and entities whole', () => {
    const doc = documentOf(quote(bulletList([paragraph(text('a & b & c & d', 'strong'))])));
    expect(toNoteHtml(doc, { maxChars: 73 })).toBe(
      '<blockquote><ul><li><b>a &amp; b &amp; c</b>…</li></ul></blockquote>',
    );
  });

  test('when there are very many empty blocks, then a cut document has few', () => {
    const items = Array.from({ length: 100_000 }, (): Block[] => []);
    const doc = documentOf(
      bulletList(...items),
      table(
        items.map(() => ['']),
        false,
      ),
    );
    expect(toNoteHtml(doc, { maxChars: 500 }).length).toBeLessThanOrEqual(500);
    expect(JSON.stringify(toAdf(doc, { maxChars: 100 })).length).toBeLessThan(10_000);
  });
});
