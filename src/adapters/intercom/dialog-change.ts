// What a webhook about a conversation tells that rules may ask for, and who did it.
import { z } from 'zod';
import type { DialogChange } from '../../domain/event.ts';
import { type Actor, UNKNOWN_ACTOR } from '../../domain/refs.ts';
import { readTime, type WireConversation, wireId } from './wire.ts';

interface Told {
  readonly change: DialogChange | null;
  readonly by: Actor;
}

/**
 * Topics with a trigger of their own (Intercom: "Webhook models"). Left out on purpose: `conversation.admin.open.assigned`
 * is told beside `conversation.admin.assigned` (changelog 2.8), snoozing and waking are no closing and no reopening, and
 * `conversation.operator.replied` is the bot. Taking a tag off has no topic at all.
 */
const TRIGGERS = {
  'conversation.admin.closed': 'dialog_closed',
  'conversation.admin.opened': 'dialog_reopened',
  'conversation.admin.assigned': 'dialog_assigned',
  'conversation.admin.replied': 'teammate_replied',
  'conversation.user.replied': 'customer_replied',
} as const;

const reference = z
  .object({ type: z.string().nullish().catch(null), id: wireId })
  .nullish()
  .catch(null);
const tag = z.object({
  name: z.string().min(1),
  applied_at: z.unknown().optional().transform(readTime),
  applied_by: reference,
});
const tagList = z
  .object({ tags: z.array(z.unknown()) })
  .nullish()
  .catch(null)
  .transform((list) => (list?.tags ?? []).flatMap((one) => tag.safeParse(one).data ?? []));
const rating = z
  .object({ rating: z.number().nullish().catch(null), contact: reference, customer: reference })
  .nullish()
  .catch(null);
const item = z.object({
  tag: tag.nullish().catch(null),
  tags: tagList,
  tags_added: tagList,
  conversation_rating: rating,
});

/** Never throws; `item` is the notification's object as it came, `conversation` the same as it was understood. */
export function readDialogChange(topic: string, raw: unknown, conversation: WireConversation): Told {
  const parsed = item.safeParse(raw).data;
  if (topic === 'conversation_part.tag.created' && parsed !== undefined) {
    return readTagged(parsed);
  }
  if (topic === 'conversation.rating.added') {
    const { contact, customer, rating: stars } = parsed?.conversation_rating ?? {};
    const by = contact ?? customer ?? null;
    return { change: { trigger: 'dialog_rated', rating: stars ?? null }, by: toActor(by) };
  }
  const begun = topic === 'conversation.user.created' ? conversation.source?.author : undefined;
  const by = begun ?? newestAuthor(conversation);
  const trigger = Object.hasOwn(TRIGGERS, topic) ? TRIGGERS[topic as keyof typeof TRIGGERS] : null;
  return { change: trigger === null ? null : { trigger }, by };
}

/**
 * The added tag: beside the conversation, or in `tags_added` (both were seen); where the payload names only all tags, the
 * one put on last.
 */
function readTagged(parsed: z.infer<typeof item>): Told {
  const newest = parsed.tags.toSorted((a, b) => (a.applied_at ?? 0) - (b.applied_at ?? 0)).at(-1);
  const added = parsed.tag ?? parsed.tags_added.at(-1) ?? newest;
  if (added === undefined) {
    return { change: null, by: UNKNOWN_ACTOR };
  }
  const same = parsed.tags.find((one) => one.name === added.name);
  return {
    change: { trigger: 'dialog_tagged', tag: added.name },
    by: toActor(added.applied_by ?? same?.applied_by ?? null),
  };
}

function toActor(by: z.infer<typeof reference>): Actor {
  if (!by) {
    return UNKNOWN_ACTOR;
  }
  return { id: by.id, name: null, kind: by.type === 'bot' ? 'bot' : 'person' };
}

function newestAuthor(conversation: WireConversation): Actor {
  const newest = conversation.parts.toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0)).at(-1);
  return newest?.author ?? UNKNOWN_ACTOR;
}
