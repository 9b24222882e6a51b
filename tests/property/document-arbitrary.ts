// Random documents with hostile texts, for the tests of the converters.
import fc from 'fast-check';
import type { Block, Document, Inline, Mark, TableRow } from '../../src/domain/document/document.ts';
import { makeText } from '../../src/domain/document/inlines.ts';

export const HOSTILE_TEXTS: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '&lt;b&gt; &amp;amp; &#123;html&#125; &nbsp;',
  '[~admin] [~accountid:5b10ac8d] @all',
  '{html}<b>{html}',
  '{code}x{code} {noformat}y{noformat}',
  '{quote}q{quote} {panel:title=x}p{panel}',
  '!https://evil.example/x.png! !a.png|thumb!',
  '[text|javascript:alert(1)] [text|https://evil.example]',
  '[a|b]c] [[x]] ]|[',
  'h1. heading',
  'bq. quote',
  '* item',
  '# item',
  '- item',
  '----',
  '||a||b||',
  '|a|b|',
  '*b* _i_ -s- +u+ ^p^ ~q~ ??c?? {{m}} {*}f{*}',
  'C:\\Users\\name \\\\server\\share \\',
  '\\[~x\\] \\{code}',
  '\u2028h1. x\u2029* y\u0085# z\u000bbq. w',
  'a\r\nb\rc\n\nd',
  '\u0000\u0007\ufeff\u202e\ud800x\udc00',
  '👨‍👩‍👧 Привет, мир — «да»',
  '  two  spaces  ',
  '…',
  '{color:red}r{color} {anchor:x} {toc}',
  '(x) (!) :) ;)',
];

const SCHEMES = ['https://a.example/x_y?q=1&r=[2]|3#f', 'http://b.example/{c}!d!*e*', 'mailto:me@example.com'];
const BAD_HREFS = ['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', '//x', 'https://', 'ht\ttps://x', ''];

const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 2, arbitrary: fc.stringMatching(/^[ a-c*_\-+{}[\]|!~#\\&;.h1?\n]{0,20}$/u) },
  { weight: 2, arbitrary: fc.lorem({ maxCount: 4 }) },
);

const marks = fc.subarray<Mark>(['strong', 'em', 'underline', 'strike', 'code']);

function inlineOf(text: fc.Arbitrary<string>, hrefs: readonly string[]): fc.Arbitrary<Inline> {
  const href = fc.option(fc.constantFrom(...hrefs), { nil: undefined });
  const piece = fc.tuple(text, marks, href).map(([shown, given, target]) => makeText(shown, given, target));
  return fc.oneof({ weight: 5, arbitrary: piece }, { weight: 1, arbitrary: fc.constant<Inline>({ type: 'break' }) });
}

/** Random documents; `text` and `hrefs` say what may stand in them. */
export function documents(
  text: fc.Arbitrary<string> = anyText,
  hrefs: readonly string[] = [...SCHEMES, ...BAD_HREFS],
): fc.Arbitrary<Document> {
  const run = fc.array(inlineOf(text, hrefs), { maxLength: 5 });
  const block = fc.letrec<{ block: Block; blocks: Block[] }>((tie) => ({
    blocks: fc.array(tie('block'), { maxLength: 3 }),
    block: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      run.map((content): Block => ({ type: 'paragraph', content })),
      fc
        .tuple(fc.constantFrom(1, 2, 3, 4, 5, 6), run)
        .map(([level, content]): Block => ({ type: 'heading', level: level as 1, content })),
      text.map((code): Block => ({ type: 'code', text: code })),
      fc.constant<Block>({ type: 'rule' }),
      tie('blocks').map((content): Block => ({ type: 'quote', content })),
      fc.tuple(fc.boolean(), fc.array(tie('blocks'), { maxLength: 3 }), fc.constantFrom(undefined, 0, 1, 7)).map(
        ([ordered, items, start]): Block => ({
          type: 'list',
          ordered,
          items,
          ...(ordered && start !== undefined ? { start } : {}),
        }),
      ),
      fc
        .array(fc.array(fc.record({ header: fc.boolean(), content: tie('blocks') }), { maxLength: 3 }), {
          maxLength: 3,
        })
        .map((rows): Block => ({ type: 'table', rows: rows.map((cells): TableRow => ({ cells })) })),
    ),
  })).block;
  return fc.array(block, { maxLength: 4 }).map((blocks) => ({ blocks }));
}

/** Every piece of text in a document, in order. */
export function textsIn(doc: Document): string[] {
  const texts: string[] = [];
  const visit = (blocks: readonly Block[]): void => {
    for (const block of blocks) {
      if (block.type === 'paragraph' || block.type === 'heading') {
        for (const inline of block.content) if (inline.type === 'text') texts.push(inline.text);
      } else if (block.type === 'code') texts.push(block.text);
      else if (block.type === 'quote') visit(block.content);
      else if (block.type === 'list') for (const item of block.items) visit(item);
      else if (block.type === 'table') for (const row of block.rows) for (const cell of row.cells) visit(cell.content);
    }
  };
  visit(doc.blocks);
  return texts;
}
