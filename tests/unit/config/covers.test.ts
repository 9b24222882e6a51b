/** Which rule leaves nothing for a later one. */
import { describe, expect, test } from 'vitest';
import { loadText, SMALLEST } from './build-config-text.ts';

const warnings = (earlier: string, later: string): number =>
  loadText(`${SMALLEST}    rules:\n      - { ${earlier}, do: [note] }\n      - { ${later}, do: [note] }\n`).warnings
    .length;

describe('when an earlier rule', () => {
  test.each([
    ['asks for nothing', 'on: linked', 'on: linked, if: { team: A }'],
    ['asks for the same', 'on: linked, if: { team: A }', 'on: linked, if: { team: a }'],
    ['asks for more names', 'on: linked, if: { team: [A, B] }', 'on: linked, if: { team: B }'],
    ['excludes less', 'on: linked, if: { team: { not: A } }', 'on: linked, if: { team: { not: [A, B] } }'],
    ['excludes another', 'on: linked, if: { team: { not: A } }', 'on: linked, if: { team: B }'],
    ['asks for one of two conditions', 'on: linked, if: { team: A }', 'on: linked, if: { team: A, tag: x }'],
    [
      'asks for the same end',
      'on: status_changed, to: { category: done }',
      'on: status_changed, to: { category: done }, resolution: Fixed',
    ],
    [
      'asks for the same attribute',
      'on: linked, if: { customer: { plan: [A, B] } }',
      'on: linked, if: { customer: { plan: A, vip: true } }',
    ],
    [
      'holds at the same hours',
      'on: linked, if: { businessHours: true }',
      'on: linked, if: { businessHours: true, team: A }',
    ],
    ['waits as long', 'on: no_change, after: 5d', 'on: no_change, after: 5d, if: { priority: A }'],
    ['excludes a resolution', 'on: linked, if: { resolution: { not: A } }', 'on: linked, resolution: [B, C]'],
  ])('%s, then the later one is told', (_name, earlier, later) => expect(warnings(earlier, later)).toBe(1));

  test.each([
    ['has another trigger', 'on: linked', 'on: unlinked'],
    ['asks for more', 'on: linked, if: { team: A }', 'on: linked'],
    ['asks for another', 'on: linked, if: { team: A }', 'on: linked, if: { team: B }'],
    ['asks for fewer names', 'on: linked, if: { team: A }', 'on: linked, if: { team: [A, B] }'],
    ['excludes more', 'on: linked, if: { team: { not: [A, B] } }', 'on: linked, if: { team: { not: A } }'],
    ['excludes the same', 'on: linked, if: { team: { not: A } }', 'on: linked, if: { team: A }'],
    ['excludes a tag that may be there too', 'on: linked, if: { tag: { not: x } }', 'on: linked, if: { tag: y }'],
    [
      'asks at the other end',
      'on: status_changed, from: { category: done }',
      'on: status_changed, to: { category: done }',
    ],
    ['holds at other hours', 'on: linked, if: { businessHours: true }', 'on: linked, if: { businessHours: false }'],
    ['holds at some hours', 'on: linked, if: { businessHours: true }', 'on: linked'],
    ['asks for another attribute', 'on: linked, if: { customer: { a: x } }', 'on: linked, if: { customer: { b: x } }'],
    ['waits for another time', 'on: no_change, after: 5d', 'on: no_change, after: 10d'],
    [
      'reaches one of two categories',
      'on: status_changed, to: { category: [in_progress, done] }',
      'on: status_changed, to: { category: done }',
    ],
    [
      'reaches a category that the other stays in',
      'on: status_changed, to: { category: done }',
      'on: status_changed, from: { category: done }, to: { category: done }',
    ],
    ['asks for a category', 'on: status_changed, to: { category: done }', 'on: status_changed, to: { status: Done }'],
  ])('%s, then nothing is told', (_name, earlier, later) => expect(warnings(earlier, later)).toBe(0));
});
