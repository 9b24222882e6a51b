// Every screen in every state, in both languages and with hostile words, is a canvas that Canvas Kit takes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canvasAnswer } from '../../src/adapters/canvas/canvas-schema.ts';
import { readAsk } from '../../src/adapters/canvas/read-ask.ts';
import { problemsOf, toCanvas } from '../../src/adapters/canvas/to-canvas.ts';
import { askOf } from '../../src/domain/screen/ask.ts';
import { bytesOf, fitMemory } from '../../src/domain/screen/memory.ts';
import type { Screen } from '../../src/domain/screen/screen.ts';
import { allScreens } from '../unit/inbox-app/all-screens.ts';
import { draft, HOSTILE, memory, VIEWERS } from '../unit/inbox-app/views.ts';

function problems(screen: Screen): string[] {
  return problemsOf(toCanvas(screen)).map((problem) => `${screen.name}: ${problem}`);
}

/** The names of what can be pressed. */
function pressable({ parts }: Screen): string[] {
  return parts.flatMap((part) => {
    if (part.kind === 'list') return part.items.flatMap(({ name }) => name ?? []);
    if (part.kind === 'button') return [part.name];
    return part.kind === 'input' && part.searches ? [part.name] : [];
  });
}

describe.each(VIEWERS)('screens in $locale', (viewer) => {
  it.each(HOSTILE.map((words, at) => [at, words] as const))(
    'when words are hostile (%i), then every screen validates, and every control is understood when it is pressed',
    (_at, words) => {
      const screens = allScreens(words, viewer);
      expect(screens.flatMap(problems)).toEqual([]);
      expect(screens.flatMap(pressable).filter((name) => askOf(name) === null)).toEqual([]);
    },
  );

  it('when words try to be links, bold or a script, then nothing but our own links is one', () => {
    const texts = HOSTILE.flatMap((words) => allScreens(words, viewer)).flatMap((screen) =>
      toCanvas(screen).canvas.content.components.flatMap((component) =>
        component.type === 'text' ? [component.text] : [],
      ),
    );
    const targets = texts.flatMap((text) => [...text.matchAll(/\]\(([^)]*)/g)].map(([, target = '']) => target));
    expect(targets.length).toBeGreaterThan(10);
    expect(targets.filter((target) => !target.startsWith('https://jira.test/browse/'))).toEqual([]);
    expect(texts.filter((text) => /[\u202a-\u202e\u2066-\u2069]|[\p{Cc}--\n]/v.test(text))).toEqual([]);
  });

  it('when words are anything at all, then every screen validates', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (words) => {
        expect(allScreens(words, viewer).flatMap(problems)).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});

describe('the memory of a screen', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30_000 }),
    fc.constantFrom('😀', '\u0001', '"', 'ы').map((sign) => sign.repeat(20_000)),
  );

  it('when too much was typed, then it fits, names what was cut, and keeps the beginning of everything', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^f[0-9]$/), text), text, (values, comment) => {
        const typed = Object.fromEntries(Object.entries(values).map(([id, value]) => [id, [value]]));
        const fitted = fitMemory(memory({ draft: draft(typed), text: comment }));
        expect(bytesOf(JSON.stringify(fitted))).toBeLessThan(2 * 64 * 1024);
        expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThan(64 * 1024);
        for (const [id, value] of Object.entries(values)) {
          const kept = fitted.draft?.values[id]?.[0] ?? '';
          expect(value.startsWith(kept)).toBe(true);
          expect(fitted.cut.includes(id)).toBe(kept !== value);
        }
        expect(fitMemory(fitted)).toEqual(fitted);
      }),
      { numRuns: 60 },
    );
  });

  it('when it comes back from the inbox, then it is what it was', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^f[0-9]$/), fc.array(fc.string(), { maxLength: 3 })), (values) => {
        const sent = fitMemory(memory({ draft: draft(values), query: 'x', page: 3, eventId: 'ev_1', linkId: 'ln_1' }));
        const back = readAsk('submit', {
          component_id: 'submit',
          current_canvas: { stored_data: JSON.parse(JSON.stringify(sent)) },
        });
        expect('memory' in back ? back.memory : null).toEqual(sent);
      }),
    );
  });
});

describe('requests of the inbox', () => {
  it('when the body is anything, then reading it never throws', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('initialize' as const, 'submit' as const), (body, flow) => {
        readAsk(flow, JSON.parse(body));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the schema of Canvas Kit', () => {
  const wrap = (...components: unknown[]) => ({ canvas: { content: { components }, stored_data: {} } });
  const option = (id: string) => ({ type: 'option', id, text: id });
  const submit = { type: 'submit' };
  const button = { type: 'button', id: 'b', label: 'B', action: submit };

  it.each([
    ['one option', wrap({ type: 'dropdown', id: 'd', options: [option('a')] })],
    [
      'eleven options',
      wrap({ type: 'dropdown', id: 'd', options: Array.from({ length: 11 }, (_, at) => option(`${at}`)) }),
    ],
    ['the same option twice', wrap({ type: 'single-select', id: 'd', options: [option('a'), option('a')] })],
    ['a value that is no option', wrap({ type: 'dropdown', id: 'd', options: [option('a'), option('b')], value: 'c' })],
    ['the same id twice', wrap(button, button)],
    ['the same id in a list', wrap(button, { type: 'list', items: [{ type: 'item', id: 'b', title: 'B' }] })],
    ['a blank label', wrap({ ...button, label: ' ' })],
    ['a blank text', wrap({ type: 'text', text: '' })],
    ['a link that is a script', wrap({ ...button, action: { type: 'url', url: 'javascript:alert(1)' } })],
    ['a link in a text that is a script', wrap({ type: 'text', text: '[x](javascript:alert%281%29)' })],
    ['an unknown component', wrap({ type: 'marquee' })],
    ['an unknown property', wrap({ ...button, color: 'red' })],
    ['no components', wrap()],
    ['an empty list', wrap({ type: 'list', items: [] })],
    ['a large content', wrap({ type: 'text', text: 'ы'.repeat(33_000) })],
    ['large stored data', { canvas: { ...wrap(button).canvas, stored_data: { a: 'x'.repeat(65_536) } } }],
  ])('when a canvas has %s, then it does not validate', (_what, canvas) => {
    expect(canvasAnswer.safeParse(canvas).success).toBe(false);
    expect(canvasAnswer.safeParse(wrap(button)).success).toBe(true);
  });
});
