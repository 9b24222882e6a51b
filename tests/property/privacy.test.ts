// Properties of hiding personal data: nothing hidden survives, and what is no personal data stays as it is.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Document, Inline } from '../../src/domain/document/document.ts';
import { toAdf } from '../../src/domain/document/to-adf.ts';
import { toPlainText } from '../../src/domain/document/plain-text.ts';
import { passesLuhn } from '../../src/domain/privacy/find-cards.ts';
import { hideInDocument } from '../../src/domain/privacy/hide-in-document.ts';
import { hideInText, type Hiding } from '../../src/domain/privacy/hide-in-text.ts';
import type { PrivacyMode } from '../../src/domain/workflow/workflow.ts';
import { documents } from './document-arbitrary.ts';

const RUNS = { numRuns: 300 };

function all(mode: PrivacyMode, persons: Partial<Hiding['persons']> = {}): Hiding {
  return {
    privacy: { names: mode, email: mode, phone: mode, tokens: mode, cards: mode },
    persons: { names: [], phones: [], ...persons },
    locale: 'en',
  };
}

const mode = fc.constantFrom<PrivacyMode>('mask', 'drop');
const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((given) => given.join(''));
const letters = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: min, maxLength: max });

const email = fc
  .tuple(
    letters(1, 12),
    fc.constantFrom('', '.x', '+tag', '_1', '-b'),
    letters(2, 10),
    fc.constantFrom('com', 'co.uk', 'ru', 'рф'),
  )
  .map(([local, suffix, host, top]) => `${local}${suffix}@${host}.${top}`);

const PHONE_SHAPES = [
  '+7 (9##) ###-##-##',
  '8 (9##) ###-##-##',
  '+79#########',
  '89#########',
  '+1 (4##) 555-####',
  '4##-555-####',
  '4##.555.####',
  '+44 20 #### ####',
  '020 7### ####',
  '0049 30 #######',
  '9##-###-##-##',
  '8-800-###-##-##',
  '+49 (0)30 #######',
];
const phone = fc
  .tuple(fc.constantFrom(...PHONE_SHAPES), digits(12))
  .map(([shape, drawn]) => [...drawn].reduce((text, digit) => text.replace('#', digit), shape));

function withCheckDigit(body: string): string {
  return body + [...'0123456789'].find((digit) => passesLuhn(body + digit));
}
const card = fc
  .tuple(fc.constantFrom('4', '51', '2200', '6011'), digits(15), fc.constantFrom('', ' ', '-'))
  .map(([prefix, drawn, separator]) => {
    const number = withCheckDigit((prefix + drawn).slice(0, 15));
    return (number.match(/.{4}/gu) ?? []).join(separator);
  });

/** Words around: nothing that could be taken for a part of what stands between them. */
const before = fc.constantFrom('', 'Hello, ', 'напишите на ', '(', '«', 'see: ', 'line\n', '"');
const after = fc.constantFrom('', '.', ', please', ')', '»', '\nBye', '"', ' и всё', '?');
const placed = (thing: fc.Arbitrary<string>) =>
  fc.tuple(before, thing, after).map(([left, what, right]) => ({ text: left + what + right, what, left, right }));

const onlyDigits = (text: string): string => text.replace(/\D/gu, '');

describe('hiding personal data in a text', () => {
  test('when a text holds an e-mail address, then it does not survive and its surroundings do', () => {
    fc.assert(
      fc.property(placed(email), mode, ({ text, what, left, right }, how) => {
        const shown = hideInText(text, all(how));
        expect(shown).not.toContain(what);
        expect(shown).not.toContain(`${what.split('@')[0]}@`);
        expect(shown.startsWith(left)).toBe(true);
        expect(shown.endsWith(right)).toBe(true);
      }),
      RUNS,
    );
  });

  test('when a text holds a phone number, then at most its last two digits survive', () => {
    fc.assert(
      fc.property(placed(phone), mode, ({ text, what, left, right }, how) => {
        const shown = hideInText(text, all(how));
        expect(onlyDigits(shown).length, `${what} became ${shown}`).toBeLessThanOrEqual(2);
        expect(shown.startsWith(left)).toBe(true);
        expect(shown.endsWith(right)).toBe(true);
      }),
      RUNS,
    );
  });

  test('when a text holds a card number, then at most its last four digits survive', () => {
    fc.assert(
      fc.property(placed(card), mode, ({ text, what, left, right }, how) => {
        const shown = hideInText(text, all(how));
        expect(onlyDigits(shown).length, `${what} became ${shown}`).toBeLessThanOrEqual(4);
        expect(shown.startsWith(left)).toBe(true);
        expect(shown.endsWith(right)).toBe(true);
      }),
      RUNS,
    );
  });

  test('when a text holds a long random key, then it does not survive', () => {
    const secret = fc
      .noBias(fc.uint8Array({ minLength: 36, maxLength: 64 }))
      .map((bytes) => Buffer.from(bytes))
      .chain((bytes) => fc.constantFrom(bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')));
    fc.assert(
      fc.property(placed(secret), mode, ({ text, what }, how) => {
        expect(hideInText(text, all(how))).not.toContain(what);
      }),
      { ...RUNS, seed: 7 },
    );
  });

  test('when the customer is named, then neither the name nor a part of it survives, in any case of letters', () => {
    const part = fc.constantFrom('Maria', 'Okafor', 'Jean-Luc', "O'Neil", 'Мария', 'Петров', 'Ёлкин', 'Łukasz');
    const name = fc.uniqueArray(part, { minLength: 1, maxLength: 3 });
    const spelled = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => text.toLowerCase(),
    );
    fc.assert(
      fc.property(name, spelled, before, after, mode, (parts, spell, left, right, how) => {
        const hiding = all(how, { names: [parts.join(' ')] });
        for (const named of [...parts, parts.join(' '), parts.toReversed().join(' ')]) {
          const shown = hideInText(left + spell(named) + right, hiding).toLowerCase();
          for (const each of parts) expect(shown).not.toContain(each.toLowerCase());
        }
      }),
      RUNS,
    );
  });

  test('when the own number of the customer is written in any way, then it does not survive', () => {
    fc.assert(
      fc.property(digits(10), fc.constantFrom('', '+7', '8', '+44 '), mode, (own, prefix, how) => {
        const hiding = all(how, { phones: [`+7${own}`] });
        for (const written of [
          own,
          `${own.slice(0, 3)} ${own.slice(3, 6)} ${own.slice(6)}`,
          own.replace(/(..)/gu, '$1 '),
        ]) {
          const shown = hideInText(`ring ${prefix}${written} today`, hiding);
          expect(onlyDigits(shown).length, `${prefix}${written} became ${shown}`).toBeLessThanOrEqual(2);
        }
      }),
      RUNS,
    );
  });

  test('when a text holds no personal data, then not a letter changes', () => {
    const order = fc
      .integer({ min: 4, max: 12 })
      .chain(digits)
      .filter((number) => !/^(?:00|[78]9\d{9}$)/u.test(number));
    const longOrder = fc
      .integer({ min: 13, max: 19 })
      .chain(digits)
      .filter((number) => !passesLuhn(number) && !number.startsWith('00'));
    const key = fc
      .tuple(fc.constantFrom('SUP', 'PAY', 'A1'), fc.integer({ min: 1, max: 1e10 }))
      .map(([p, n]) => `${p}-${n}`);
    const version = fc
      .array(fc.integer({ min: 0, max: 500 }), { minLength: 3, maxLength: 4 })
      .map((parts) => `v${parts.join('.')}`);
    const date = fc
      .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
      .chain((at) => {
        const iso = at.toISOString();
        const [year, month, day] = [iso.slice(0, 4), iso.slice(5, 7), iso.slice(8, 10)];
        return fc.constantFrom(
          iso,
          iso.slice(0, 10),
          `${day}.${month}.${year}`,
          `${month}/${day}/${year}`,
          String(at.getTime()).replace('-', ''),
          iso.slice(0, 16).replace('T', ' '),
        );
      });
    const word = fc.constantFrom(
      'the',
      'report',
      'отчёт',
      'не',
      'открывается',
      'since',
      'error',
      'token',
      'password',
      'page',
      'https://example.com/reports/2026?page=2',
      '550e8400-e29b-41d4-a716-446655440000',
      '/var/log/syslog',
      'react@18.2.0',
      '192.168.10.1',
      '12 %',
      '3,5',
      '€',
    );
    const piece = fc.oneof(order, longOrder, key, version, date, word);
    const text = fc
      .array(piece, { minLength: 1, maxLength: 8 })
      .map((pieces) => pieces.join(', '))
      // A time in milliseconds may look like a card one time in ten: such a one is hidden, and may be.
      .filter(
        (joined) => !(joined.match(/\d{13,19}/gu) ?? []).some((number) => /^[2-6]/u.test(number) && passesLuhn(number)),
      );
    fc.assert(
      fc.property(text, mode, (given, how) => {
        expect(hideInText(given, all(how, { names: ['Maria Okafor'], phones: ['+19995550123'] }))).toBe(given);
      }),
      RUNS,
    );
  });

  test('when a text was hidden once, then hiding it again changes nothing', () => {
    const thing = fc.oneof(
      email,
      phone,
      card,
      fc.string({ maxLength: 40 }),
      fc.constantFrom('Maria', 'token=abc123def'),
    );
    fc.assert(
      fc.property(fc.array(thing, { maxLength: 6 }), mode, (things, how) => {
        const hiding = all(how, { names: ['Maria'] });
        const once = hideInText(things.join(' ; '), hiding);
        expect(hideInText(once, hiding)).toBe(once);
      }),
      RUNS,
    );
  });

  test('when everything is kept, then no text changes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), email, phone, card), (text) => {
        expect(hideInText(text, all('keep', { names: ['Maria'] }))).toBe(text);
      }),
      RUNS,
    );
  });

  test('when a text is huge and hostile, then it is read in no time', () => {
    const hostile = [
      'a'.repeat(60_000),
      '1 '.repeat(30_000),
      '@'.repeat(60_000),
      'a@'.repeat(30_000),
      '-'.repeat(60_000),
      'token='.repeat(10_000),
      '+7 '.repeat(20_000),
      'eyJ'.repeat(20_000),
      'aB1'.repeat(20_000),
      'a.'.repeat(30_000),
      '1-'.repeat(30_000),
      'http://a:'.repeat(7000),
    ];
    for (const text of hostile) {
      const startedAt = performance.now();
      hideInText(text, all('mask', { names: ['Maria Okafor'], phones: ['+19995550123'] }));
      expect(performance.now() - startedAt, text.slice(0, 12)).toBeLessThan(5000);
    }
  });
});

/** The text cut into pieces of different looks, as an editor does when somebody makes a part of a word bold. */
function cut(text: string, at: readonly number[]): Inline[] {
  const places = [0, ...at.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  return places.slice(1).map((end, index): Inline => {
    const piece = text.slice(places[index], end);
    return index % 2 === 0 ? { type: 'text', text: piece } : { type: 'text', text: piece, marks: ['strong'] };
  });
}

describe('hiding personal data in a document', () => {
  const wrap: readonly ((content: readonly Inline[]) => Document)[] = [
    (content) => ({ blocks: [{ type: 'paragraph', content }] }),
    (content) => ({ blocks: [{ type: 'quote', content: [{ type: 'heading', level: 2, content }] }] }),
    (content) => ({ blocks: [{ type: 'list', ordered: false, items: [[{ type: 'paragraph', content }]] }] }),
    (content) => ({
      blocks: [{ type: 'table', rows: [{ cells: [{ header: false, content: [{ type: 'paragraph', content }] }] }] }],
    }),
  ];

  test('when formatting cuts an address, a phone or a card number, then it does not survive all the same', () => {
    const thing = fc.oneof(email, phone, card);
    const places = fc.array(fc.nat(), { maxLength: 4 });
    fc.assert(
      fc.property(placed(thing), places, fc.constantFrom(...wrap), mode, ({ text, what }, at, around, how) => {
        const shown = toPlainText(hideInDocument(around(cut(text, at)), all(how)));
        expect(shown.replaceAll(/\s/gu, '')).not.toContain(what.replaceAll(/\s/gu, ''));
        expect(onlyDigits(shown).length).toBeLessThanOrEqual(onlyDigits(what).length > 6 ? 4 : 2);
      }),
      RUNS,
    );
  });

  test('when the same text stands in pieces, then it reads as if it stood in one', () => {
    fc.assert(
      fc.property(
        placed(fc.oneof(email, phone, card)),
        fc.array(fc.nat(), { maxLength: 4 }),
        mode,
        ({ text }, at, how) => {
          const pieces = hideInDocument({ blocks: [{ type: 'paragraph', content: cut(text, at) }] }, all(how));
          expect(toPlainText(pieces)).toBe(hideInText(text, all(how)));
        },
      ),
      RUNS,
    );
  });

  test('when a link leads to an address or carries one, then nothing of it is left in the document', () => {
    const href = fc.oneof(
      email.map((address) => `mailto:${address}`),
      email.map((address) => `https://shop.example/unsubscribe?mail=${encodeURIComponent(address)}`),
      phone.map((number) => `https://wa.me/?phone=${encodeURIComponent(number)}`),
      card.map((number) => `https://pay.example/?pan=${encodeURIComponent(number)}`),
      fc.constant('https://user:secret1@host.example/'),
      fc.constant('https://files.example/a.png?X-Amz-Signature=abcdef0123'),
    );
    fc.assert(
      fc.property(href, mode, (target, how) => {
        const doc: Document = {
          blocks: [{ type: 'paragraph', content: [{ type: 'text', text: 'here', href: target }] }],
        };
        expect(JSON.stringify(hideInDocument(doc, all(how)))).toBe(
          JSON.stringify({ blocks: [{ type: 'paragraph', content: [{ type: 'text', text: 'here' }] }] }),
        );
      }),
      RUNS,
    );
  });

  test('when a document is of any shape, then hiding gives a document that can be sent', () => {
    fc.assert(
      fc.property(documents(), mode, (doc, how) => {
        expect(toAdf(hideInDocument(doc, all(how, { names: ['Maria'] }))).type).toBe('doc');
      }),
      { numRuns: 100 },
    );
  });
});
