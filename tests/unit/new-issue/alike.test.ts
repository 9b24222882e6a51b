// Which summaries are taken for the same trouble.
import { describe, expect, it } from 'vitest';
import { isAlike, tellingBeginnings } from '../../../src/domain/new-issue/alike.ts';

describe('summaries that look alike', () => {
  it.each([
    ['Export stops at 1,000 rows', 'CSV export is cut off at 1,000 rows', true],
    ['Card payment fails at checkout', 'Card payments fail with error 502', true],
    ['Не проходит оплата картой', 'Оплаты картами не проходят с полудня', true],
    ['Printer', 'The printer jams', true],
    ['Export stops at 1,000 rows', 'Invoices use last year’s tax rate', false],
    ['Report does not open', 'Report is printed twice', false],
    ['a b c 12', 'a b c 12', false],
    ['', '', false],
  ])('when one is asked for as “%s” and the other is “%s”, then: %s', (asked, other, expected) => {
    expect(isAlike(other, tellingBeginnings(asked))).toBe(expected);
  });

  it('when a summary is long, then its longest words tell it apart', () => {
    expect(tellingBeginnings('aaaa bbbbb cccccc ddddddd eeeeeeee fffffffff gggggggggg')).toEqual([
      'gggggggg',
      'fffffff',
      'eeeeee',
      'ddddd',
      'cccc',
      'bbbb',
    ]);
  });
});
