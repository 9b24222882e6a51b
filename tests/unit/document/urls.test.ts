// Finding addresses the way people paste them.
import { describe, expect, test } from 'vitest';
import {
  codeBlock,
  documentOf,
  link,
  orderedList,
  paragraph,
  quote,
  table,
  text,
} from '../../../src/domain/document/build.ts';
import { toNoteHtml } from '../../../src/domain/document/note-html.ts';
import { toPlainText } from '../../../src/domain/document/plain-text.ts';
import { readPlainText } from '../../../src/domain/document/read-plain-text.ts';
import { safeHref } from '../../../src/domain/document/safe-href.ts';
import { urlsIn, urlsInText } from '../../../src/domain/document/urls.ts';

const CHAT = 'https://app.intercom.com/a/inbox/ws1/inbox/conversation/4137';

describe('addresses in a text', () => {
  const cases: [text: string, urls: string[]][] = [
    [`see ${CHAT}.`, [CHAT]],
    [`(${CHAT})`, [CHAT]],
    [`[${CHAT}]`, [CHAT]],
    [`[chat|${CHAT}]`, [CHAT]],
    [`[${CHAT}|${CHAT}|smart-link]`, [CHAT]],
    [`<${CHAT}>, "${CHAT}"`, [CHAT]],
    [`«${CHAT}»`, [CHAT]],
    [`“${CHAT}”…`, [CHAT]],
    [`Диалог:${CHAT}, спасибо`, [CHAT]],
    [`диалог${CHAT}!`, [CHAT]],
    [`${CHAT}#part_id=comment-4137-23555;`, [`${CHAT}#part_id=comment-4137-23555`]],
    [`*${CHAT}*`, [CHAT]],
    [`${CHAT}?`, [CHAT]],
    [`${CHAT},${CHAT}1;${CHAT}2`, [CHAT, `${CHAT}1`, `${CHAT}2`]],
    [`a ${CHAT}\nb\t${CHAT}/x`, [CHAT, `${CHAT}/x`]],
    ['HTTPS://Jira.Example/browse/SUP-1', ['HTTPS://Jira.Example/browse/SUP-1']],
    [
      'https://a.example/wiki/X_(y) https://a.example/f[0]=1',
      ['https://a.example/wiki/X_(y)', 'https://a.example/f[0]=1'],
    ],
    ['https://a.example/r?u=https://b.example/', ['https://a.example/r?u=https://b.example/']],
    ['https://пример.рф/путь', ['https://пример.рф/путь']],
    ['https:// http://. xhttp:/a ftp://a.example', []],
    [`${CHAT}\u200b${CHAT}9`, [CHAT, `${CHAT}9`]],
    ['', []],
  ];

  test.each(cases)('when the text is %j, then the addresses are found', (given, urls) => {
    expect(urlsInText(given)).toEqual(urls);
  });

  test.each(['https://', '(https://a', 'https://a,', '((((', 'https://a.example/(', 'http'])(
    'when %j comes 200,000 times, then the search ends soon',
    (piece) => {
      expect(Array.isArray(urlsInText(piece.repeat(200_000)))).toBe(true);
    },
  );
});

describe('addresses in a document', () => {
  test('when they stand in links, text, code, lists, quotes and tables, then each is found once and in order', () => {
    const doc = documentOf(
      paragraph(
        'a https://a.example/1 ',
        link('https://a.example/2', 'https://a.example/2'),
        ' ',
        link('x', 'https://a.example/3'),
      ),
      quote(orderedList('https://a.example/4', [codeBlock('curl https://a.example/5;')])),
      table([['https://a.example/6', 'https://a.example/1']]),
      paragraph(text('https://a.exa'), text('mple/7', 'strong')),
    );
    expect(urlsIn(doc)).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `https://a.example/${n}`));
  });

  test('when a link shows its own address shortened, then the short one is not taken for another', () => {
    expect(urlsIn(documentOf(paragraph(link(`${CHAT.slice(0, -2)}…`, CHAT))))).toEqual([CHAT]);
  });

  test('when a link shows another address, then both are found', () => {
    expect(urlsIn(documentOf(paragraph(link('https://b.example', 'https://a.example'))))).toEqual([
      'https://a.example',
      'https://b.example',
    ]);
  });
});

describe('addresses that may be links', () => {
  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    ' \u0001javascript:x',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//a.example',
    '/browse/A-1',
    'blob:https://a.example/1',
    'https://',
    '',
  ])('when it is %j, then it is none', (href) => {
    expect(safeHref(href)).toBeUndefined();
    expect(toNoteHtml(documentOf(paragraph({ type: 'text', text: 'x', href })))).toBe('<p>x</p>');
  });

  test('when it is odd but harmless, then it is normalised', () => {
    expect(safeHref('https:/\\a.example/"><b>')).toBe('https://a.example/%22%3E%3Cb%3E');
    expect(safeHref("https://a.example/'x'")).toBe('https://a.example/%27x%27');
    expect(safeHref('/browse/A-1', 'https://j.example/ctx/')).toBe('https://j.example/browse/A-1');
    expect(safeHref('https://a.example')).toBe('https://a.example');
  });
});

describe('plain text', () => {
  test('when it has blank lines, newlines and addresses, then there are paragraphs, breaks and links', () => {
    const doc = readPlainText('a  b\r\nsee https://a.example/x.\r\n\r\n\r\n<b>c</b>\n');
    expect(toNoteHtml(doc)).toBe(
      '<p>a  b<br>see <a href="https://a.example/x">https://a.example/x</a>.</p><p>&lt;b&gt;c&lt;/b&gt;</p>',
    );
    expect(toPlainText(doc)).toBe('a  b\nsee https://a.example/x.\n\n<b>c</b>');
  });
});
