// The shape of JSON against JSON.parse: whatever a parser takes is let in, and depth is what it says.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOfJson } from '../../src/kit/json-shape.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function parse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

const isContainer = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Texts close to JSON: real ones with letters taken out, put in or swapped, and rows of JSON's own signs. */
const nearJson = fc.oneof(
  fc
    .tuple(fc.json({ maxDepth: 6 }), fc.nat(), fc.constantFrom('', '{', ']', '"', '\\', ',', ' ', 'x', '\u0000', 'é'))
    .map(([text, at, sign]) => {
      const cut = at % (text.length + 1);
      return text.slice(0, cut) + sign + text.slice(cut + 1);
    }),
  fc
    .array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', '1', 'true', 'null', ' ', 'a'))
    .map((all) => all.join('')),
  fc.string({ unit: 'binary' }),
);

describe('the shape of JSON', () => {
  it('when a value is written as JSON in any layout, then its shape is JSON exactly down to its depth', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.nat(4), fc.integer({ min: 1, max: 10 }), (value, indent, most) => {
        const raw = Buffer.from(JSON.stringify(value, null, indent));
        const expected = depthOf(value) > most ? 'too_deep' : 'json';
        expect(shapeOfJson(raw, most)).toBe(isContainer(value) ? expected : 'not_json');
      }),
      { numRuns: 500 },
    );
  });

  it('when a parser takes a text, then it is let in, and what is not let in no parser takes', () => {
    fc.assert(
      fc.property(nearJson, (text) => {
        const shape = shapeOfJson(Buffer.from(text), 50);
        const parsed = parse(Buffer.from(text).toString('utf8'));
        if (parsed !== null && isContainer(parsed.value)) expect(shape).toBe('json');
        if (shape === 'not_json') expect(parsed === null || !isContainer(parsed.value)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('when bytes are anything at all, then it answers without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 5 }), (bytes, depth) => {
        expect(['json', 'too_deep', 'not_json']).toContain(shapeOfJson(Buffer.from(bytes), depth));
      }),
      { numRuns: 2000 },
    );
  });
});
