// Whatever a text holds, as wiki markup it acts as nothing, and reads back as itself.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentOf, paragraph, text } from '../../src/domain/document/build.ts';
import { cleanText } from '../../src/domain/document/clean-text.ts';
import { escapeWikiLine } from '../../src/domain/document/escape-wiki.ts';
import { toPlainText } from '../../src/domain/document/plain-text.ts';
import { readWiki } from '../../src/domain/document/read-wiki.ts';
import { toWiki } from '../../src/domain/document/to-wiki.ts';
import { documents, HOSTILE_TEXTS, textsIn } from './document-arbitrary.ts';

function squeeze(given: string): string {
  return cleanText(given).replace(/[\s\ufffd\u2060]+/gu, '');
}

const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.stringMatching(/^[ a-b*_\-+{}[\]|!~#\\&;.h1?:/\n]{0,40}$/u),
  fc.array(fc.constantFrom(...HOSTILE_TEXTS), { maxLength: 4 }).map((parts) => parts.join('')),
);

/** The same as text without a control character that is not escaped, links to addresses in the text excepted. */
function bareSigns(markup: string): string {
  return markup
    .replace(/\[https?:[^\s[\]|{}\\!*]*\]/giu, '')
    .replace(/\\[^\\\s\p{L}\p{N}]/gu, '')
    .replace(/[^{}[\]|!~\\]/gu, '');
}

describe('wiki markup', () => {
  test('when any text is written, then it comes back as the same text, as paragraphs without marks', () => {
    fc.assert(
      fc.property(hostile, (given) => {
        const back = readWiki(toWiki(documentOf(paragraph(given))));
        expect(squeeze(textsIn(back).join(''))).toBe(squeeze(given));
        for (const block of back.blocks) {
          expect(block.type).toBe('paragraph');
          if (block.type !== 'paragraph') continue;
          for (const inline of block.content) if (inline.type === 'text') expect(inline.marks).toBeUndefined();
        }
      }),
      { numRuns: 1500 },
    );
  });

  test('when any text is written, then no control character stands unescaped', () => {
    fc.assert(
      fc.property(hostile, (given) => {
        expect(bareSigns(toWiki(documentOf(paragraph(given))))).toBe('');
      }),
      { numRuns: 1500 },
    );
  });

  test('when any line is escaped, then it neither begins a heading, a quote, a list nor a rule', () => {
    fc.assert(
      fc.property(hostile, (given) => {
        for (const line of cleanText(given).split('\n').map(escapeWikiLine)) {
          expect(line).not.toMatch(/^\s*(?:h[1-6]\.|bq\.|[*#-]+\s|-{4}|\|)/u);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('when any document is written and read, then its text is kept', () => {
    const safeHrefs = ['https://a.example/x_y?q=1|2', 'mailto:me@example.com'];
    fc.assert(
      fc.property(documents(hostile, safeHrefs), (doc) => {
        const shown = squeeze(textsIn(readWiki(toWiki(doc))).join(''));
        for (const given of textsIn(doc)) expect(shown).toContain(squeeze(given));
      }),
      { numRuns: 500 },
    );
  });

  test('when code holds the macro that closes it, then it stays one block of code', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{code}', '{noformat}', '{code:java}', '{CODE}', '\n', '[~x]', 'a'), { minLength: 1 }),
        (parts) => {
          const code = `a${parts.join('')}a`;
          const back = readWiki(toWiki({ blocks: [{ type: 'code', text: code, language: 'java' }] }));
          expect(back.blocks).toHaveLength(1);
          expect(back.blocks[0]?.type).toBe('code');
          expect(squeeze(textsIn(back).join(''))).toBe(squeeze(code));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('when a limit is given, then the markup keeps it', () => {
    fc.assert(
      fc.property(documents(hostile), fc.integer({ min: 0, max: 120 }), (doc, maxChars) => {
        expect(toWiki(doc, { maxChars }).length).toBeLessThanOrEqual(maxChars);
      }),
      { numRuns: 300 },
    );
  });

  test('when any string is read, then there is a document whose plain text holds every word of it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ a-z*_\-+{}[\]|!~#\\.\n]{0,60}$/u), (given) => {
        const shown = toPlainText(readWiki(given));
        for (const word of given.match(/[a-z]{4,}/gu) ?? []) expect(shown).toContain(word);
      }),
      { numRuns: 1000 },
    );
  });

  test('when a marked text touches others, then its mark survives', () => {
    const doc = documentOf(
      paragraph(text('a'), text('b', 'strong'), text('c', 'em'), text(' d ', 'strike'), text('e')),
    );
    expect(toPlainText(readWiki(toWiki(doc)))).toBe('abc d e');
    expect(readWiki(toWiki(doc)).blocks[0]).toMatchObject({
      content: [
        { text: 'a' },
        { text: 'b', marks: ['strong'] },
        { text: 'c', marks: ['em'] },
        { text: ' ' },
        { text: 'd', marks: ['strike'] },
        { text: ' e' },
      ],
    });
  });
});
