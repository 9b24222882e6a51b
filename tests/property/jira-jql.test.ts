// Whatever people type, it stays words inside quotes: the query around it keeps its form.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quote, textSearch, wordsOf } from '../../src/adapters/jira/jql.ts';

const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('"', '\\', '*', '(', ')', 'a', ' ', '\n', '~', ':', 'OR '), maxLength: 80 }),
);

test('when any text is searched for, then nothing but letters, digits and single spaces stands in the quotes', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const words = wordsOf(text);
      fc.pre(words.length > 0);
      const form =
        /^project in \("SUP"\) AND \(text ~ "([^"]*)" OR summary ~ "([^"]*)\*"\) ORDER BY updated DESC$/.exec(
          textSearch(words, ['SUP']),
        );
      expect(form).not.toBeNull();
      expect(form?.[1]).toMatch(/^[\p{L}\p{M}\p{N}]+( [\p{L}\p{M}\p{N}]+)*$/u);
      expect(form?.[2]).toBe(form?.[1]);
      expect(form?.[1]).not.toMatch(/\b(AND|OR|NOT|TO)\b/);
      expect(words.length).toBeLessThanOrEqual(10);
    }),
  );
});

test('when any text is quoted, then reading the quotes as JQL does gives it back', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const quoted = quote(text);
      expect(quoted).toMatch(/^"(?:[^"\\]|\\.)*"$/su);
      expect(quoted.slice(1, -1).replace(/\\(.)/gsu, '$1')).toBe(text.replace(/\s+/g, ' '));
    }),
  );
});
