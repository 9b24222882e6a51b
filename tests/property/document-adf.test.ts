// Whatever a document holds, its ADF is valid against Atlassian's schema and reads back as the same text.

import { createRequire } from 'node:module';
import AjvDraft4 from 'ajv-draft-04';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../src/domain/document/clean-text.ts';
import type { Block, Document } from '../../src/domain/document/document.ts';
import { makeText } from '../../src/domain/document/inlines.ts';
import { readAdf } from '../../src/domain/document/read-adf.ts';
import { toAdf } from '../../src/domain/document/to-adf.ts';
import { documents, textsIn } from './document-arbitrary.ts';

const schema = createRequire(import.meta.url)('@atlaskit/adf-schema/dist/json-schema/v1/full.json');
const Ajv = AjvDraft4.default;
const validate = new Ajv({ strict: false, allErrors: false }).compile(schema);

function squeeze(text: string): string {
  return cleanText(text).replace(/[\s\ufffd]+/gu, '');
}

describe('ADF of random documents', () => {
  test('when any document is written, then it is valid against the full schema', () => {
    fc.assert(
      fc.property(documents(), (doc) => {
        const adf = toAdf(doc);
        expect(validate(JSON.parse(JSON.stringify(adf))), JSON.stringify(validate.errors?.slice(0, 2))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('when any document is written, then no text of it is lost', () => {
    fc.assert(
      fc.property(documents(), (doc) => {
        const shown = squeeze(textsIn(readAdf(toAdf(doc))).join(''));
        let from = 0;
        for (const text of textsIn(doc).map(squeeze)) {
          const found = shown.indexOf(text, from);
          expect(found, text).toBeGreaterThanOrEqual(0);
          from = found + text.length;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('when any document has been written and read once, then doing it again changes nothing', () => {
    fc.assert(
      fc.property(documents(), (doc) => {
        const once = readAdf(toAdf(doc));
        expect(readAdf(toAdf(once))).toEqual(once);
      }),
      { numRuns: 300 },
    );
  });

  test('when a document has only what ADF can hold, then it comes back equal', () => {
    fc.assert(
      fc.property(plainDocuments, (doc) => {
        expect(readAdf(toAdf(doc))).toEqual(doc);
      }),
      { numRuns: 300 },
    );
  });

  test('when the text is longer than asked, then the ADF is cut and still valid', () => {
    fc.assert(
      fc.property(documents(), fc.integer({ min: 0, max: 40 }), (doc, maxChars) => {
        const adf = toAdf(doc, { maxChars });
        expect(validate(JSON.parse(JSON.stringify(adf)))).toBe(true);
        const shown = textsIn(readAdf(adf)).join('');
        expect(shown.length).toBeLessThanOrEqual(maxChars * 4 + 8);
      }),
      { numRuns: 200 },
    );
  });

  test('when any JSON value is read as ADF, then there is a document and no exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), looseNodes), (value) => {
        expect(Array.isArray(readAdf(value).blocks)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

const word = fc.stringMatching(/^[a-z<&*{[~]{1,8}$/u);
const line = fc
  .array(fc.tuple(word, fc.constantFrom<readonly ('strong' | 'em' | 'strike')[]>([], ['strong'], ['em', 'strike'])), {
    minLength: 1,
    maxLength: 3,
  })
  .map((pieces) => pieces.map(([text, marks], index) => makeText(text, marks, `https://e.example/${index}`)));
const plainParagraph = line.map((content): Block => ({ type: 'paragraph', content }));
const plainBlock: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4 },
    plainParagraph,
    line.map((content): Block => ({ type: 'heading', level: 3, content })),
    word.map((text): Block => ({ type: 'code', text, language: 'sql' })),
    fc.constant<Block>({ type: 'rule' }),
    fc.array(plainParagraph, { minLength: 1, maxLength: 2 }).map((content): Block => ({ type: 'quote', content })),
    fc
      .array(fc.array(plainParagraph, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
      .map((items): Block => ({ type: 'list', ordered: true, items, start: 4 })),
    fc
      .array(tie('block').filter(isCellBlock), { minLength: 1, maxLength: 2 })
      .map((content): Block => ({ type: 'table', rows: [{ cells: [{ header: true, content }] }] })),
  ),
})).block;

function isCellBlock(block: Block): boolean {
  return block.type !== 'table';
}

const plainDocuments: fc.Arbitrary<Document> = fc.array(plainBlock, { maxLength: 5 }).map((blocks) => ({ blocks }));

const NODE_TYPES =
  'doc paragraph heading bulletList orderedList listItem codeBlock blockquote panel rule table tableRow tableCell text ' +
  'taskList taskItem blockTaskItem decisionList decisionItem expand mediaSingle media mediaGroup layoutSection mention ' +
  'emoji date status inlineCard blockCard extension bodiedExtension hardBreak unheardOf __proto__ constructor toString';
const looseNodes = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    fc.jsonValue({ maxDepth: 1 }),
    fc.record(
      {
        type: fc.constantFrom(...NODE_TYPES.split(' ')),
        text: fc.oneof(fc.string(), fc.integer()),
        attrs: fc.oneof(
          fc.jsonValue({ maxDepth: 1 }),
          fc.dictionary(
            fc.constantFrom('text', 'url', 'level', 'order', 'timestamp'),
            fc.oneof(fc.string(), fc.double(), fc.constant(null)),
          ),
        ),
        marks: fc.oneof(
          fc.jsonValue({ maxDepth: 1 }),
          fc.constant([{ type: 'link', attrs: { href: 'javascript:x' } }]),
        ),
        content: fc.oneof(fc.array(tie('node'), { maxLength: 4 }), tie('node')),
      },
      { requiredKeys: ['type'] },
    ),
  ),
})).node;
