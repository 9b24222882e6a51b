// Whatever is written as CSV is read again as it was, with the line where each row begins.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv, toCsvLine } from '../../src/cli/csv.ts';

const cell = fc.oneof(fc.string(), fc.constantFrom('"', ',', '\n', '\r\n', 'a"b', '""', 'é,"\n', '\uFEFFx'));
// Rows of nothing but empty cells are left out by design.
const row = fc.array(cell, { minLength: 1, maxLength: 5 }).filter((cells) => cells.some((text) => text !== ''));

describe('CSV', () => {
  it('when rows are written and read again, then they are the same and begin where they were written', () => {
    fc.assert(
      fc.property(fc.array(row), fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, ending, lastEnds) => {
        const lines = rows.map(toCsvLine);
        const text = `\uFEFF${lines.join(ending)}${lastEnds ? ending : ''}`;
        const read = parseCsv(text);
        expect(read.map(({ cells }) => cells)).toEqual(rows);
        const breaks = (part: string): number => part.split(/\r\n|\n|\r/).length;
        let line = 1;
        for (const [index, { line: found }] of read.entries()) {
          expect(found).toBe(line);
          line += breaks(lines[index] ?? '');
        }
      }),
    );
  });

  it('when a quote is not closed or stands inside a bare cell, then the line is told', () => {
    expect(() => parseCsv('a,b\n"c,d\n')).toThrow('line 2');
    expect(() => parseCsv('a,b\nc,d"e\n')).toThrow('line 2');
  });

  it('when any text is read, then it is rows or a clear refusal, and it ends', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseCsv(text);
        } catch (error) {
          expect(String(error)).toMatch(/line \d+: a quote/);
        }
      }),
    );
  });
});
