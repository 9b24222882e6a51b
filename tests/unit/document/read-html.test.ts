// Untrusted HTML → document → note.
import { describe, expect, test } from 'vitest';
import { toNoteHtml } from '../../../src/domain/document/note-html.ts';
import { toPlainText } from '../../../src/domain/document/plain-text.ts';
import { readHtml } from '../../../src/kit/read-html.ts';

const note = (html: string): string => toNoteHtml(readHtml(html, { baseUrl: 'https://j.example/ctx/' }));

describe('HTML', () => {
  const cases: [what: string, html: string, expected: string][] = [
    ['paragraphs', '<p class="no-margin">a</p>\n<p>b<br>c</p><p></p>', '<p>a</p><p>b<br>c</p>'],
    [
      'marks',
      '<p><b>b</b> <em>i</em> <code>c</code> <strong><i>x</i></strong></p>',
      '<p><b>b</b> <i>i</i> <code>c</code> <b><i>x</i></b></p>',
    ],
    ['text without a tag', 'a &lt;b&gt; &amp;amp; c', '<p>a &lt;b&gt; &amp;amp; c</p>'],
    ['spaces', '<p>  a \n\n b&nbsp;c <b> d</b></p>', '<p>a b c <b>d</b></p>'],
    [
      'nested lists',
      '<ul><li>a<ol><li>b</li></ol></li><li><p>c</p><p>d</p></li></ul>',
      '<ul><li>a<ol><li>b</li></ol></li><li>c<br>d</li></ul>',
    ],
    ['a list in pieces', '<ul>loose<li>a</ul><li>alone', '<ul><li>loose</li><li>a</li></ul><p>alone</p>'],
    [
      'a table',
      '<table><tbody><tr><th>h</th><th>k</th></tr><tr><td>a</td><td><p>b</p></td></tr></tbody></table>',
      '<p><b>h</b> | <b>k</b><br>a | b</p>',
    ],
    [
      'code',
      '<div class="code panel"><div class="codeContent panelContent"><pre class="code-java"><span>int</span> x;\n  y\n</pre></div></div>',
      '<pre><code>int x;\n  y</code></pre>',
    ],
    ['a quote', '<blockquote><p>q</p></blockquote>', '<blockquote><p>q</p></blockquote>'],
    [
      'a panel',
      '<div class="panel"><div class="panelHeader"><b>T</b></div><div class="panelContent"><p>in</p></div></div>',
      '<blockquote><p><b>T</b></p><p>in</p></blockquote>',
    ],
    [
      'a relative link',
      '<a href="/browse/A-1">A-1</a> <a href="x">x</a>',
      '<p><a href="https://j.example/browse/A-1">A-1</a> <a href="https://j.example/ctx/x">x</a></p>',
    ],
    [
      'a mention',
      '<a href="/ctx/secure/ViewProfile.jspa?name=ann" class="user-hover" rel="ann">Ann</a> hi',
      '<p>@Ann hi</p>',
    ],
    [
      'an emoticon',
      'ok <img class="emoticon" src="/images/icons/emoticons/smile.png" alt="" height="16" width="16">',
      '<p>ok (smile)</p>',
    ],
    [
      'a picture with a name',
      '<img src="https://d.example/i/my%20screen.png?e=1">',
      '<p><a href="https://d.example/i/my%20screen.png?e=1">[attachment: my screen.png]</a></p>',
    ],
    ['a picture with a text', '<img src="cid:1" alt="Chart &lt;1&gt;">', '<p>[attachment: Chart &lt;1&gt;]</p>'],
    [
      'a thumbnail',
      '<span class="image-wrap"><a href="/ctx/secure/attachment/1/1_a.png" title="a.png"><img src="/ctx/secure/thumbnail/1/_thumb_1.png" style="border: 0px"></a></span>',
      '<p><a href="https://j.example/ctx/secure/attachment/1/1_a.png">[attachment: a.png]</a></p>',
    ],
    [
      'pictures that track',
      '<img src="https://t.example/o.gif" width="1" height="1"><img src="https://t.example/open?id=1"><img src="x.png" style="display:none"><img src="data:image/gif;base64,AA">',
      '',
    ],
    [
      'a video',
      '<video src="https://v.example/a.mp4"></video><iframe src="https://y.example/e/1"></iframe>',
      '<p><a href="https://v.example/a.mp4">[attachment: a.mp4]</a></p><p><a href="https://y.example/e/1">https://y.example/e/1</a></p>',
    ],
    ['text in unknown tags', '<custom-tag>a</custom-tag> <button>b</button> <font color=red>c</font>', '<p>a b c</p>'],
    ['a heading', '<h1>a</h1><h4>b <i>c</i></h4>', '<h1>a</h1><h2>b <i>c</i></h2>'],
  ];

  test.each(cases)('when there is %s, then the note is right', (_what, html, expected) => {
    expect(note(html)).toBe(expected);
  });

  test.each([
    '<script>evil()</script>',
    '<style>p{background:url(javascript:evil())}</style>',
    '<noscript>evil</noscript><template>evil</template>',
    '<svg><script>evil()</script></svg>',
    '<!-- evil --><![CDATA[evil]]>',
    '<iframe src="javascript:evil()"></iframe>',
    '<object data="evil"></object><embed src="evil">',
    '<a href="javascript:evil()"></a>',
    '<img src=x onerror=evil()>',
    '<link rel=stylesheet href=evil><meta http-equiv=refresh content="0;url=evil">',
  ])('when there is %j, then nothing of it crosses', (html) => {
    expect(note(`a${html}b`)).not.toContain('evil');
    expect(toPlainText(readHtml(`a${html}`))).toBe('a');
  });

  test.each([
    'javascript:x',
    'java&#115;cript:x',
    'JAVASCRIPT:x',
    ' javascript:x',
    'data:text/html,x',
    'vbscript:x',
    'j&#10;avascript:x',
    '&#1;javascript:x',
  ])('when a link goes to %j, then its text stays and the link goes', (href) => {
    expect(note(`<a href="${href}" onclick="x">text</a>`)).toBe('<p>text</p>');
  });

  test.each([
    '<div>',
    '<b>',
    '<ul><li>',
    '<blockquote>',
    '<table><tr><td>',
    '<li><p>',
    '<b title="<">',
    '<pre>',
    '<a href=x>',
    '<div',
    '<!--',
    '&amp',
    '<p>a',
    '<svg>',
    '<svg><title>',
    '<template>',
    '<math><mi>',
    '<form>',
    '</p>',
    '<br>',
  ])('when %j comes 40,000 times, then reading ends soon and the text is there', (piece) => {
    const doc = readHtml(`top<p>${piece.repeat(40_000)}bottom`);
    const shown = toPlainText(doc);
    expect(shown).toContain('top');
    if (!/^<(?:div|!--|svg>|svg><title>|template>|math><mi>)$/u.test(piece)) expect(shown).toContain('bottom');
    expect(toNoteHtml(doc, { maxChars: 5000 }).length).toBeLessThanOrEqual(5000);
  });
});
