// Screen → Canvas Kit. The only code that knows Canvas Kit's JSON; read-ask.ts reads what comes back.
import type { ListItem, Option, Part, Screen } from '../../domain/screen/screen.ts';
import { type CanvasAnswer, type CanvasComponent, canvasAnswer, MAX_BYTES } from './canvas-schema.ts';
import { markdownOf, plainWords } from './plain-words.ts';

/** Characters that texts may have. No limits are documented; these keep a narrow column readable. */
interface Lengths {
  readonly text: number;
  readonly title: number;
  readonly value: number;
  readonly label: number;
}

const LENGTHS: Lengths = { text: 6000, title: 200, value: 300, label: 120 };
/** What is tried when a canvas gets too large; what was typed is never shortened here. */
const SHRUNK: readonly number[] = [1, 0.5, 0.25, 0.1];

function shrunk(share: number): Lengths {
  const { text, title, value, label } = LENGTHS;
  const of = (length: number): number => Math.max(12, Math.floor(length * share));
  return { text: of(text), title: of(title), value: of(value), label: of(label) };
}

const SUBMIT = { type: 'submit' } as const;
const TONES = { normal: 'paragraph', muted: 'muted', error: 'error' } as const;

/** Two or three answers stand side by side; more of them fold. */
const SIDE_BY_SIDE = 3;

function optionOf({ id, text }: Option, lengths: Lengths) {
  return { type: 'option' as const, id, text: plainWords(text, lengths.label) };
}

function itemOf(item: ListItem, name: string, lengths: Lengths) {
  return {
    type: 'item' as const,
    id: item.name ?? name,
    title: plainWords(item.title, lengths.title),
    ...(item.subtitle === null ? {} : { subtitle: plainWords(item.subtitle, lengths.title) }),
    ...(item.note === null ? {} : { tertiary_text: plainWords(item.note, lengths.title) }),
    ...(item.name === null ? {} : { action: SUBMIT }),
  };
}

type Choice = Extract<Part, { kind: 'choice' }>;

function choiceOf(part: Choice, lengths: Lengths): CanvasComponent {
  const isFlat = part.options.length <= SIDE_BY_SIDE && part.options.every(({ text }) => text.length <= 16);
  return {
    type: isFlat ? 'single-select' : 'dropdown',
    id: part.name,
    label: plainWords(part.label, lengths.label),
    options: part.options.map((option) => optionOf(option, lengths)),
    ...(part.chosen === null ? {} : { value: part.chosen }),
    ...(part.failed ? { save_state: 'failed' as const } : {}),
  };
}

type Field = Extract<Part, { kind: 'input' | 'area' }>;

function fieldOf(part: Field, lengths: Lengths): CanvasComponent {
  const base = {
    id: part.name,
    value: part.value.toWellFormed(),
    ...(part.label === null ? {} : { label: plainWords(part.label, lengths.label) }),
    ...(part.placeholder === null ? {} : { placeholder: part.placeholder }),
  };
  if (part.kind === 'area') return { type: 'textarea', ...base, ...(part.failed ? { error: true } : {}) };
  return {
    type: 'input',
    ...base,
    ...(part.searches ? { action: SUBMIT } : {}),
    ...(part.failed ? { save_state: 'failed' as const } : {}),
  };
}

function componentOf(part: Part, index: number, lengths: Lengths): CanvasComponent {
  switch (part.kind) {
    case 'heading':
      return { type: 'text', style: 'header', text: markdownOf([part], lengths.title) };
    case 'text':
      return { type: 'text', style: TONES[part.tone], text: markdownOf(part.line, lengths.text) };
    case 'facts':
      return {
        type: 'data-table',
        items: part.rows.map(({ name, value }) => ({
          type: 'field-value',
          field: plainWords(name, lengths.label),
          value: plainWords(value, lengths.value),
        })),
      };
    case 'button':
      return {
        type: 'button',
        id: part.name,
        label: plainWords(part.label, lengths.label),
        style: part.look,
        action: SUBMIT,
      };
    case 'input':
    case 'area':
      return fieldOf(part, lengths);
    case 'choice':
      return choiceOf(part, lengths);
    case 'checks':
      return {
        type: 'checkbox',
        id: part.name,
        label: plainWords(part.label, lengths.label),
        option: part.options.map((option) => optionOf(option, lengths)),
        value: [...part.chosen],
      };
    case 'list':
      return { type: 'list', items: part.items.map((item, at) => itemOf(item, `shown:${index}:${at}`, lengths)) };
    case 'divider':
      return { type: 'divider' };
    case 'gap':
      return { type: 'spacer', size: 's' };
  }
}

/** The canvas of a screen. Texts get shorter before the canvas gets larger than Canvas Kit takes. */
export function toCanvas(screen: Screen): CanvasAnswer {
  const storedData = { ...screen.memory } as Record<string, unknown>;
  let content: CanvasAnswer['canvas']['content'] = { components: [] };
  for (const share of SHRUNK) {
    const lengths = shrunk(share);
    content = { components: screen.parts.map((part, index) => componentOf(part, index, lengths)) };
    if (Buffer.byteLength(JSON.stringify(content), 'utf8') <= MAX_BYTES) break;
  }
  return { canvas: { content, stored_data: storedData } };
}

/** What Canvas Kit would not take of an answer, each with its place; empty when it is well. */
export function problemsOf(answer: unknown): readonly string[] {
  const parsed = canvasAnswer.safeParse(answer);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}
