// Canvas Kit's answer with all its limits, as far as the inbox takes it: what does not validate must not be sent.
// Source: types of intercom-client 7.0.3 (`api/types/*Component.d.ts`, `CanvasObject`) and Intercom's Canvas Kit docs.
import { z } from 'zod';

/** Content and stored data may have 64 KB each. */
export const MAX_BYTES = 64 * 1024;

const id = z.string().min(1).max(500);
const words = z.string().refine((text) => text.trim() !== '', 'is blank');
const flag = z.boolean().optional();
const saveState = z.enum(['unsaved', 'saved', 'failed']).optional();

const webUrl = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  return /^https?:$/.test(new URL(text).protocol);
}, 'is no http(s) address');

const submit = z.strictObject({ type: z.literal('submit') });
const action = z.union([submit, z.strictObject({ type: z.literal('url'), url: webUrl })]);

/** Bold and links are all the Markdown there is; a link leads to the web only. */
const markdown = words.refine(
  (text) => [...text.matchAll(/\]\(([^)]*)\)/g)].every(([, url = '']) => webUrl.safeParse(url).success),
  'has a link that is no http(s) address',
);

function uniqueBy<T>(name: string, key: (item: T) => string) {
  return (items: readonly T[]): boolean | string => {
    const keys = items.map(key);
    return new Set(keys).size === keys.length || `${name} are not unique`;
  };
}

const uniqueOptions = uniqueBy<{ id: string }>('ids of options', (option) => option.id);

const option = z.strictObject({ type: z.literal('option'), id, text: words, disabled: flag });
/** "Must have at least 2 and at most 10." */
const options = z
  .array(option)
  .min(2)
  .max(10)
  .refine((list) => uniqueOptions(list) === true, 'ids of options are not unique');

const text = z.strictObject({
  type: z.literal('text'),
  id: id.optional(),
  text: markdown,
  style: z.enum(['header', 'paragraph', 'muted', 'error']).optional(),
  align: z.enum(['left', 'center', 'right']).optional(),
  bottom_margin: z.literal('none').optional(),
});

const button = z.strictObject({
  type: z.literal('button'),
  id,
  label: words,
  action,
  style: z.enum(['primary', 'secondary', 'link']).optional(),
  disabled: flag,
});

const input = z.strictObject({
  type: z.literal('input'),
  id,
  label: words.optional(),
  placeholder: z.string().optional(),
  value: z.string().optional(),
  action: action.optional(),
  save_state: saveState,
  disabled: flag,
});

const textarea = z.strictObject({
  type: z.literal('textarea'),
  id,
  label: words.optional(),
  placeholder: z.string().optional(),
  value: z.string().optional(),
  error: flag,
  disabled: flag,
});

function isAnOption(component: { value?: string | undefined; options: readonly { id: string }[] }): boolean {
  return component.value === undefined || component.options.some((one) => one.id === component.value);
}

const choice = { id, options, label: words.optional(), value: z.string().optional(), save_state: saveState };
const dropdown = z
  .strictObject({ type: z.literal('dropdown'), ...choice, disabled: flag })
  .refine(isAnOption, 'its value is none of its options');
const singleSelect = z
  .strictObject({ type: z.literal('single-select'), ...choice, disabled: flag, action: action.optional() })
  .refine(isAnOption, 'its value is none of its options');

const checkbox = z
  .strictObject({
    type: z.literal('checkbox'),
    id,
    option: z
      .array(option)
      .min(1)
      .refine((list) => uniqueOptions(list) === true, 'ids of options are not unique'),
    label: words,
    value: z.array(z.string()).optional(),
    save_state: saveState,
    disabled: flag,
  })
  .refine(
    ({ value = [], option: all }) => value.every((chosen) => all.some((one) => one.id === chosen)),
    'its value is none of its options',
  );

const item = z.strictObject({
  type: z.literal('item'),
  id,
  title: words,
  subtitle: words.optional(),
  tertiary_text: words.optional(),
  disabled: flag,
  action: action.optional(),
});
const list = z.strictObject({ type: z.literal('list'), items: z.array(item).min(1), disabled: flag });

const dataTable = z.strictObject({
  type: z.literal('data-table'),
  items: z.array(z.strictObject({ type: z.literal('field-value'), field: words, value: words })).min(1),
});

const divider = z.strictObject({
  type: z.literal('divider'),
  id: id.optional(),
  bottom_margin: z.literal('none').optional(),
});
const spacer = z.strictObject({
  type: z.literal('spacer'),
  id: id.optional(),
  size: z.enum(['xs', 's', 'm', 'l', 'xl']).optional(),
});

const component = z.union([
  text,
  button,
  input,
  textarea,
  dropdown,
  singleSelect,
  checkbox,
  list,
  dataTable,
  divider,
  spacer,
]);

export type CanvasComponent = z.infer<typeof component>;

function idsOf(one: CanvasComponent): string[] {
  if (one.type === 'list') return one.items.map((entry) => entry.id);
  return 'id' in one && one.id !== undefined ? [one.id] : [];
}

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value), 'utf8');

export const canvasAnswer = z.strictObject({
  canvas: z.strictObject({
    content: z
      .strictObject({ components: z.array(component).min(1) })
      .refine((content) => bytes(content) <= MAX_BYTES, 'content is larger than 64 KB')
      .refine(({ components }) => {
        const ids = components.flatMap(idsOf);
        return new Set(ids).size === ids.length;
      }, 'ids of components are not unique'),
    stored_data: z
      .record(z.string(), z.unknown())
      .refine((data) => bytes(data) <= MAX_BYTES, 'stored data is larger than 64 KB'),
  }),
});

export type CanvasAnswer = z.infer<typeof canvasAnswer>;
