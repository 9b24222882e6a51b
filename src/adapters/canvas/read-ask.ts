// What the inbox sends when the app is opened or something in it is pressed.
//
// The flow of component ids (the names of controls, domain/screen/ask.ts; a colon within a part is written %3A):
//
//   home     issue:LINK · unlink:LINK · comment:LINK · remind:LINK · create:WORKFLOW · find · refresh · wait
//   issue    unlink:LINK · comment:LINK · remind:LINK · home
//   unlink   unlink_yes:LINK → home · home
//   comment  textarea `text` · send:LINK → home, or comment again with what is wrong · home
//   remind   remind_in:LINK:tomorrow|3d|1w → home · input `date` · remind_on:LINK → home, or remind again ·
//            remind_never:LINK → home · home
//   form     a control `field:ID` for each field (input, textarea, dropdown, single-select, checkbox) ·
//            choose:ID for fields with more than ten values, people and two levels · link:CONNECTION:ISSUE for what
//            looks like it · submit → created, creating, or form again with what is wrong · preview · home
//   choose   input `search` (pressed: the search) · list of pick:ID:OPTION, of the second level pick:ID:PARENT:CHILD ·
//            page:N · drop:ID:OPTION for what is chosen of several · clear:ID · form
//   preview  submit · form
//   creating wait → created or creating, or form with what is wrong · home
//   created  refresh → home
//   find     input `search` (pressed: the search) · list of link:CONNECTION:ISSUE → home · home
//   error    what "Try again" asks for · form · home
//
// Items of lists that can't be pressed have ids `shown:PART:ITEM`. An empty choice is the option `-`.
import { z } from 'zod';
import type { Unreadable } from '../../application/ports.ts';
import type { Actor } from '../../domain/refs.ts';
import type { Locale } from '../../domain/rules.ts';
import { askOf } from '../../domain/screen/ask.ts';
import { type Draft, fitMemory, freshMemory, type ScreenMemory } from '../../domain/screen/memory.ts';
import type { InboxRequest } from '../../domain/screen/request.ts';

const id = z
  .union([z.string().min(1), z.number().transform(String)])
  .nullish()
  .catch(null);
const text = z.string().nullish().catch(null);
const texts = z.array(z.string()).catch([]);
const object = <T extends z.ZodRawShape>(shape: T) => z.looseObject(shape).nullish().catch(null);

const stored = object({
  nonce: z.string().max(100).catch(''),
  linkId: text,
  draft: object({
    workflow: z.string(),
    values: z.record(z.string(), texts).catch({}),
    names: z.record(z.string(), z.string()).catch({}),
    comparedFor: text,
    links: z.number().int().min(0).catch(0),
  }),
  choosing: object({ field: z.string(), parent: text }),
  query: z.string().catch(''),
  page: z.number().int().min(0).max(9999).catch(0),
  text: z.string().catch(''),
  date: z.string().catch(''),
  eventId: text,
  cut: texts,
});

// Docs and running apps disagree on names: `app_id` up to API 1.2, `context.conversation_id` beside `conversation.id`.
const body = z.looseObject({
  workspace_id: id,
  app_id: id,
  admin: object({ id, name: text, locale: text }),
  conversation: object({ id }),
  context: object({ conversation_id: id, locale: text }),
  component_id: text,
  input_values: z.record(z.string(), z.unknown()).nullish().catch(null),
  current_canvas: object({ stored_data: stored, current_canvas: object({ stored_data: stored }) }),
});

type Body = z.infer<typeof body>;
type Stored = NonNullable<z.infer<typeof stored>>;

function draftOf({ draft }: Stored): Draft | null {
  if (draft == null) return null;
  return { ...draft, comparedFor: draft.comparedFor ?? null };
}

/** It came back through a browser: nothing in it is taken for more than what somebody typed. */
function memoryOf(data: Stored): ScreenMemory {
  const { choosing } = data;
  return fitMemory({
    ...freshMemory(data.nonce),
    linkId: data.linkId ?? null,
    draft: draftOf(data),
    choosing: choosing == null ? null : { field: choosing.field, parent: choosing.parent ?? null },
    query: data.query,
    page: data.page,
    text: data.text,
    date: data.date,
    eventId: data.eventId ?? null,
    cut: data.cut,
  });
}

function localeOf({ admin, context }: Body): Locale | null {
  const given = (context?.locale ?? admin?.locale ?? '').toLowerCase();
  if (/^ru\b/.test(given)) return 'ru';
  return /^en\b/.test(given) ? 'en' : null;
}

function teammateOf({ admin }: Body): Actor {
  return { id: admin?.id ?? null, name: admin?.name ?? null, kind: admin?.id == null ? 'unknown' : 'person' };
}

function typedOf(values: Body['input_values']): Record<string, readonly string[]> {
  const typed: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(values ?? {})) {
    if (typeof value === 'string') typed[name] = [value];
    else if (typeof value === 'number' || typeof value === 'boolean') typed[name] = [String(value)];
    else if (Array.isArray(value)) typed[name] = value.filter((one): one is string => typeof one === 'string');
    else if (value === null) typed[name] = [];
  }
  return typed;
}

/** Never throws. What is missing is null: the screens say what that means. */
export function readAsk(flow: 'initialize' | 'submit', value: unknown): InboxRequest | Unreadable {
  const parsed = body.safeParse(value);
  if (!parsed.success) return { kind: 'unreadable', why: 'The body of the request is no JSON object' };
  const { data } = parsed;
  const canvas = data.current_canvas;
  const memory = canvas?.stored_data ?? canvas?.current_canvas?.stored_data ?? null;
  return {
    workspaceId: data.workspace_id ?? data.app_id ?? null,
    conversationId: data.conversation?.id ?? data.context?.conversation_id ?? null,
    teammate: teammateOf(data),
    locale: localeOf(data),
    ask: flow === 'initialize' ? { kind: 'home' } : askOf(data.component_id ?? ''),
    memory: memory === null || flow === 'initialize' ? null : memoryOf(memory),
    typed: typedOf(data.input_values),
  };
}
