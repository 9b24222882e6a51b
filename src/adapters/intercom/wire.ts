// The shapes that Intercom sends, in webhooks and in answers, of every API version from 1.x to 2.16: read with tolerance, only the fields used.
import { z } from 'zod';
import type { ConversationState } from '../../domain/conversation.ts';
import type { Actor, Instant } from '../../domain/refs.ts';

/** 100 thousand million seconds are the year 5138: a larger number is milliseconds. */
const SECONDS_END = 100_000_000_000;

/** A point in time from unix seconds, milliseconds, digits in a string or ISO 8601; null for anything else, 0 included. */
export function readTime(value: unknown): Instant | null {
  if (typeof value === 'string') {
    const text = value.trim();
    if (/^\d+(\.\d+)?$/.test(text)) {
      return readTime(Number(text));
    }
    const parsed = text === '' ? Number.NaN : Date.parse(text);
    return Number.isNaN(parsed) ? null : parsed;
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
    return null;
  }
  return Math.round(value < SECONDS_END ? value * 1000 : value);
}

/** An id as a string: Intercom's own specification names the same id a string here and an integer there. */
export const wireId = z.union([z.string().min(1), z.number().int().transform(String)]);
const text = z.string().nullish().catch(null);
const anything = z.unknown().optional();
const time = anything.transform(readTime);

const actorKinds: Readonly<Record<string, Actor['kind']>> = {
  admin: 'person',
  user: 'person',
  lead: 'person',
  contact: 'person',
  bot: 'bot',
  operator: 'bot',
};

const wireAuthor = z
  .object({ type: text, id: wireId.nullish().catch(null), name: text })
  .transform(
    (author): Actor => ({
      id: author.id ?? null,
      name: author.name ?? null,
      kind: actorKinds[author.type ?? ''] ?? 'unknown',
    }),
  )
  .catch({ id: null, name: null, kind: 'unknown' });

/** One part of a conversation; `body` is null when there is no text or it was redacted away. */
export const wirePart = z
  .object({
    id: wireId,
    part_type: z.string().catch(''),
    body: text,
    created_at: time,
    author: wireAuthor,
  })
  .transform((part) => ({
    id: part.id,
    partType: part.part_type,
    body: part.body ?? null,
    createdAt: part.created_at,
    author: part.author,
  }));
export type WirePart = z.infer<typeof wirePart>;

const rawParts = z
  .union([
    z.object({ conversation_parts: z.array(z.unknown()) }).transform((list) => list.conversation_parts),
    z.array(z.unknown()),
  ])
  .catch([]);

function readParts(parts: readonly unknown[]): WirePart[] {
  return parts.flatMap((part) => wirePart.safeParse(part).data ?? []);
}

function isNote(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'part_type' in part && part.part_type === 'note';
}

const wireParts = rawParts.transform(readParts);

const wireSource = z
  .object({ id: wireId.nullish().catch(null), body: text, subject: text, author: wireAuthor })
  .nullish()
  .catch(null);

interface StateFields {
  readonly state?: unknown;
  readonly open?: unknown;
  readonly snoozed_until: Instant | null;
}

/** The state by its own name, else by what older versions say of it; null when they say nothing. */
function readState(fields: StateFields): ConversationState | null {
  if (fields.state === 'open' || fields.state === 'closed' || fields.state === 'snoozed') {
    return fields.state;
  }
  if (typeof fields.open !== 'boolean') {
    return null;
  }
  if (!fields.open) {
    return 'closed';
  }
  return fields.snoozed_until === null ? 'open' : 'snoozed';
}

/** Until webhook version 2.5 the first message was `conversation_message`, since then it is `source`. */
const conversationFields = z.object({
  id: wireId,
  title: text,
  state: anything,
  open: anything,
  snoozed_until: time,
  created_at: time,
  updated_at: time,
  source: wireSource,
  conversation_message: wireSource,
  conversation_parts: wireParts,
});

export interface WireConversation {
  readonly id: string;
  readonly title: string | null;
  readonly state: ConversationState | null;
  readonly snoozedUntil: Instant | null;
  readonly createdAt: Instant | null;
  readonly updatedAt: Instant | null;
  readonly source: { readonly body: string | null; readonly subject: string | null; readonly author: Actor } | null;
  readonly parts: readonly WirePart[];
}

function rename(item: z.infer<typeof conversationFields>): WireConversation {
  const state = readState(item);
  const source = item.source ?? item.conversation_message ?? null;
  return {
    id: item.id,
    title: item.title ?? null,
    state,
    snoozedUntil: state === 'snoozed' ? item.snoozed_until : null,
    createdAt: item.created_at,
    updatedAt: item.updated_at,
    source: source && { body: source.body ?? null, subject: source.subject ?? null, author: source.author },
    parts: item.conversation_parts,
  };
}

/** A conversation in a webhook. */
export const wireConversation = conversationFields.transform(rename);
/** A conversation in an answer, which must say that it is one: the SDK gives anything at all as data. */
export const wireConversationAnswer = conversationFields.extend({ type: z.literal('conversation') }).transform(rename);

/** No more of a conversation in an answer than its notes; of 500 parts that takes 0.5 ms instead of 1.2. */
export const wireNotesAnswer = z
  .object({ type: z.literal('conversation'), conversation_parts: rawParts })
  .transform((item) => readParts(item.conversation_parts.filter(isNote)));

/** The newest note: by time, then by place in the list. */
export function newestNote(parts: readonly WirePart[]): WirePart | null {
  let newest: WirePart | null = null;
  for (const part of parts) {
    if (part.partType === 'note' && (newest === null || (part.createdAt ?? 0) >= (newest.createdAt ?? 0))) {
      newest = part;
    }
  }
  return newest;
}
