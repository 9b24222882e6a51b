// Jira's wiki markup → document: each piece of the markup, recorded bodies, and inputs made to take long.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toNoteHtml } from '../../../src/domain/document/note-html.ts';
import { toPlainText } from '../../../src/domain/document/plain-text.ts';
import { readWiki } from '../../../src/domain/document/read-wiki.ts';
import { toAdf } from '../../../src/domain/document/to-adf.ts';
import { toWiki } from '../../../src/domain/document/to-wiki.ts';

const folder = join(process.env['VENDOR_FIXTURES_DIR'] ?? '../shared/fixtures', 'jira-webhooks');

describe('markup', () => {
  const cases: [markup: string, html: string][] = [
    ['h1. One\nh3. Three', '<h1>One</h1><h2>Three</h2>'],
    ['*b* _i_ -s- +u+ {{m}}', '<p><b>b</b> <i>i</i> s u <code>m</code></p>'],
    ['*_both_* a{*}b{*}c', '<p><b><i>both</i></b> a<b>b</b>c</p>'],
    ['snake_case_name 2-3-4 a*b*c', '<p>snake_case_name 2-3-4 a*b*c</p>'],
    ['*open and -dash', '<p>*open and -dash</p>'],
    ['one\ntwo\\\\three\n\nfour', '<p>one<br>two<br>three</p><p>four</p>'],
    ['* a\n** b\n*# c\n# d', '<ul><li>a<ul><li>b</li></ul><ol><li>c</li></ol></li></ul><ol><li>d</li></ol>'],
    ['- a\n- b\ngoes on', '<ul><li>a</li><li>b<br>goes on</li></ul>'],
    ['# a\n{code}\nx\n{code}\n# b', '<ol><li>a<pre><code>x</code></pre></li><li>b</li></ol>'],
    ['||h||k||\n|a|[x|https://a.example]|', '<p><b>h</b> | <b>k</b><br>a | <a href="https://a.example">x</a></p>'],
    ['{code:java|title=A.java}\nint *x*;\n{code}', '<p><b>A.java</b></p><pre><code>int *x*;</code></pre>'],
    ['a {noformat}[~x] {code}{noformat} b', '<p>a</p><pre><code>[~x] {code}</code></pre><p>b</p>'],
    ['{quote}\nq\n{quote}\nbq. r', '<blockquote><p>q</p></blockquote><blockquote><p>r</p></blockquote>'],
    ['{panel:title=T|bgColor=#fff}\nin\n{panel}', '<blockquote><p><b>T</b></p><p>in</p></blockquote>'],
    ['{quote}never closed', '<blockquote><p>never closed</p></blockquote>'],
    ['{code}never closed', '<p>{code}never closed</p>'],
    ['----', '<p>—</p>'],
    [
      '[Name|https://a.example/x?y=1] [https://a.example] [mailto:me@b.example]',
      '<p><a href="https://a.example/x?y=1">Name</a> <a href="https://a.example">https://a.example</a> <a href="mailto:me@b.example">mailto:me@b.example</a></p>',
    ],
    ['[https://a.example|https://a.example|smart-link]', '<p><a href="https://a.example">https://a.example</a></p>'],
    ['see https://a.example/a_b_c.', '<p>see <a href="https://a.example/a_b_c">https://a.example/a_b_c</a>.</p>'],
    ['[x|javascript:alert(1)] [ERROR] text', '<p>[x|javascript:alert(1)] [ERROR] text</p>'],
    ['[~bob] [~accountid:5b10:ac] [~accountid:x]', '<p>@bob @user @user</p>'],
    ['!a b.png|thumbnail! [^log.txt] Wow!Great!', '<p>[attachment: a b.png] [attachment: log.txt] Wow!Great!</p>'],
    ['{color:red}r{color} {color:#fff}w{color}', '<p>r w</p>'],
    ['\\*no\\* \\[~x] \\{code} privado \\- no', '<p>*no* [~x] {code} privado - no</p>'],
    ['&#123; &amp; &lt;b&gt; & &unknown;', '<p>{ &amp; &lt;b&gt; &amp; &amp;unknown;</p>'],
    ['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
    ['a\r\nb', '<p>a<br>b</p>'],
  ];

  test.each(cases)('when the markup is %j, then the note is right', (markup, html) => {
    expect(toNoteHtml(readWiki(markup))).toBe(html);
  });

  test('when the issue is known, then attachments link to it', () => {
    const html = toNoteHtml(readWiki('!a.png!', { issueUrl: 'https://j.example/browse/A-1', mediaLabel: 'файл' }));
    expect(html).toBe('<p><a href="https://j.example/browse/A-1">[файл: a.png]</a></p>');
  });
});

describe.skipIf(!existsSync(folder))(
  'recorded webhooks (skipped when VENDOR_FIXTURES_DIR has no jira-webhooks folder)',
  () => {
    function bodies(value: unknown, name = ''): string[] {
      if (typeof value === 'string') return /^(?:body|description)$/u.test(name) && value.trim() !== '' ? [value] : [];
      if (typeof value !== 'object' || value === null) return [];
      return Object.entries(value).flatMap(([key, inner]) => bodies(inner, key));
    }

    const all = existsSync(folder)
      ? [
          ...new Set(
            readdirSync(folder).flatMap((name) => {
              try {
                return bodies(JSON.parse(readFileSync(join(folder, name), 'utf8')));
              } catch {
                return []; // One of the recorded files is broken on purpose: reading JSON is not what is tested here.
              }
            }),
          ),
        ]
      : [];

    test('when the folder is read, then there are bodies in it', () => {
      expect(all.length).toBeGreaterThan(40);
    });

    test.each(all)('when the body is %j, then no word of it is lost', (body) => {
      const doc = readWiki(body);
      const shown = `${toPlainText(doc)} ${toPlainText(readWiki(toWiki(doc)))}`;
      const visible = body.replace(/\[~accountid:[^\]]*\]|\{\/?\w+(?::[^}]*)?\}|\bh\d\./gu, ' ');
      for (const word of visible.match(/\p{L}{3,}/gu) ?? []) expect(shown).toContain(word);
      expect(toNoteHtml(doc)).not.toMatch(/\{(?:code|quote|noformat)/u);
    });
  },
);

describe('inputs made to take long', () => {
  const pieces = [
    '*',
    '* ',
    '*a ',
    '_a',
    '[',
    '[a|',
    '[a|b',
    ']',
    '{',
    '{{',
    '{{a',
    '}}',
    '{code',
    '{code}',
    '{code:',
    '{noformat}a',
    '{quote}',
    '{panel}',
    '{panel:title=x}',
    '!a',
    '!a|',
    '|',
    '||',
    '|[',
    '|{{',
    '\\',
    '\\\\',
    '&#1',
    '\n',
    'h1. ',
    'bq. ',
    '-',
    '- a\n',
    '#* a\n',
    '****# a\n',
    'https://',
    'https://a(',
    'https://a,',
    '{*}a',
    '??a',
    '{color}',
    '\ud800',
    ' ',
  ];

  test.each(pieces)('when %j comes 50,000 times, then every conversion ends soon', (piece) => {
    const doc = readWiki(piece.repeat(50_000));
    // Time with the square of the length would be minutes; the limit of a test is ten seconds.
    expect(toNoteHtml(doc, { maxChars: 10_000 }).length).toBeLessThanOrEqual(10_000);
    expect(toWiki(doc).length).toBeLessThanOrEqual(30_000);
    expect(toAdf(doc).type).toBe('doc');
    expect(toPlainText(doc)).toBeTypeOf('string');
  });
});
