// Whatever a document holds, its note HTML has only the tags, attributes and schemes that a note may have.
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../src/domain/document/clean-text.ts';
import { toNoteHtml } from '../../src/domain/document/note-html.ts';
import { toPlainText } from '../../src/domain/document/plain-text.ts';
import { truncateDocument } from '../../src/domain/document/truncate.ts';
import { readHtml } from '../../src/kit/read-html.ts';
import { documents, HOSTILE_TEXTS, textsIn } from './document-arbitrary.ts';

const ALLOWED = new Set('p br b i a ul ol li h1 h2 code pre blockquote'.split(' '));

/** Parses note HTML and returns its text; fails on whatever a note must not have. */
function textOfNote(html: string): string {
  const open: string[] = [];
  let text = '';
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => {
        expect(ALLOWED, tag).toContain(tag);
        expect(Object.keys(attributes)).toEqual(tag === 'a' ? ['href'] : []);
        if (tag === 'a') expect(attributes['href']).toMatch(/^(?:https?:\/\/|mailto:)/iu);
        open.push(tag);
      },
      onclosetag: (tag, implied) => {
        expect(open.pop()).toBe(tag);
        expect(implied && tag !== 'br', `${tag} is closed by itself`).toBe(false);
      },
      ontext: (part) => {
        text += part;
      },
      oncomment: () => expect.fail('a comment'),
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return text;
}

function squeeze(text: string): string {
  return cleanText(text).replace(/[\s\ufffd]+/gu, '');
}

describe('note HTML', () => {
  test('when any document is written, then only allowed tags, attributes and schemes come out, all closed', () => {
    fc.assert(
      fc.property(documents(), (doc) => {
        textOfNote(toNoteHtml(doc));
      }),
      { numRuns: 400 },
    );
  });

  test('when any document is written, then every text of it is shown', () => {
    fc.assert(
      fc.property(documents(), (doc) => {
        const shown = squeeze(textOfNote(toNoteHtml(doc)));
        for (const text of textsIn(doc)) expect(shown).toContain(squeeze(text));
      }),
      { numRuns: 300 },
    );
  });

  test('when a limit is given, then the HTML keeps it, is closed, and cuts no entity', () => {
    fc.assert(
      fc.property(documents(), fc.integer({ min: 0, max: 200 }), (doc, maxChars) => {
        const html = toNoteHtml(doc, { maxChars });
        expect(html.length).toBeLessThanOrEqual(maxChars);
        textOfNote(html);
        expect(html.replace(/&(?:amp|lt|gt|quot|#39);/gu, '')).not.toContain('&');
        expect(html.isWellFormed()).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('when a document is cut, then its text is not longer than asked, but for the mark of the cut', () => {
    fc.assert(
      fc.property(documents(), fc.integer({ min: 0, max: 100 }), (doc, maxChars) => {
        const cut = truncateDocument(doc, maxChars);
        if (cut === doc) return;
        const texts = textsIn(cut).join('');
        expect(texts).toContain('…');
        expect(texts.replace(/…/gu, '').length).toBeLessThanOrEqual(maxChars);
      }),
      { numRuns: 400 },
    );
  });

  test('when note HTML is read again, then the text is the same', () => {
    fc.assert(
      fc.property(documents(), (doc) => {
        const html = toNoteHtml(doc);
        expect(squeeze(textOfNote(toNoteHtml(readHtml(html))))).toBe(squeeze(textOfNote(html)));
      }),
      { numRuns: 200 },
    );
  });

  test('when any string is read as HTML, then the note made of it is clean', () => {
    const pieces = fc.constantFrom(
      ...HOSTILE_TEXTS,
      '<ul>',
      '<li>',
      '<table>',
      '<tr>',
      '<td>',
      '<pre>',
      '</pre>',
      '<a href="',
      '">',
      '<b',
      '<!--',
      ']]>',
      '<svg/onload=x>',
      '<blockquote>',
      '</p>',
      '<h1>',
      '<img alt=x src=y>',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const doc = readHtml(parts.join(''), { baseUrl: 'https://jira.example/' });
        textOfNote(toNoteHtml(doc));
        expect(toPlainText(doc)).toBeTypeOf('string');
      }),
      { numRuns: 500 },
    );
  });
});
