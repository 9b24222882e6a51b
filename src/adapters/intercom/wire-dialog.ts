// The rest of a conversation in an answer, and its contact and company: of every API version from 2.0 to 2.16, read with tolerance.
import { z } from 'zod';
import type { AttributeValue, Named } from '../../domain/dialog.ts';
import { readTime, wireConversation, wireId } from './wire.ts';

const text = z.string().nullish().catch(null);
const number = z.number().nullish().catch(null);
const optionalId = wireId.nullish().catch(null);
const time = z.unknown().optional().transform(readTime);

/** Nobody is null until 2.15 and 0 since 2.16 (Intercom API 2.16, "conversation"). */
const assignee = optionalId.transform((id) => (id === undefined || id === '0' ? null : id));

/** Single values only: lists of files or of other objects have no form in a text. */
const attributes = z
  .record(z.string(), z.unknown())
  .nullish()
  .catch(null)
  .transform(
    (all): Readonly<Record<string, AttributeValue>> => Object.fromEntries(Object.entries(all ?? {}).filter(isSingle)),
  );

function isSingle(entry: [string, unknown]): entry is [string, AttributeValue] {
  const value = entry[1];
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function items<T>(item: z.ZodType<T>) {
  return z.array(z.unknown()).transform((list) =>
    list.flatMap((one) => {
      const read = item.safeParse(one);
      return read.success ? [read.data] : [];
    }),
  );
}

const author = z
  .object({ type: text, id: optionalId, name: text, email: text, from_ai_agent: z.boolean().nullish().catch(null) })
  .catch({ type: null, id: null, name: null, email: null, from_ai_agent: null });
export type WireAuthor = z.infer<typeof author>;

const size = z
  .union([z.number(), z.string().transform(Number)])
  .nullish()
  .catch(null)
  .transform((bytes) => (typeof bytes === 'number' && Number.isFinite(bytes) && bytes >= 0 ? bytes : null));
const attachment = z.object({ url: z.string(), name: text, content_type: text, filesize: size });
export type WireAttachment = z.infer<typeof attachment>;
const attachments = items(attachment).catch([]);

const part = z.object({
  id: wireId,
  part_type: z.string().catch(''),
  body: text,
  created_at: time,
  author,
  attachments,
  redacted: z.boolean().nullish().catch(null),
  email_message_metadata: z.unknown().optional(),
});
export type WireMessage = z.infer<typeof part>;

const source = z
  .object({
    id: optionalId,
    type: text,
    body: text,
    subject: text,
    author,
    attachments,
    delivered_as: text,
    redacted: z.boolean().nullish().catch(null),
  })
  .nullish()
  .catch(null);

const tag = z.object({ id: wireId, name: text }).transform(({ id, name }): Named => ({ id, name: name ?? id }));

/** A company, whole or by its id only, as a contact up to 2.16 names it. */
const company = z.object({
  id: wireId,
  name: text,
  plan: z
    .union([z.string(), z.object({ name: text })])
    .nullish()
    .catch(null)
    .transform((plan) => (typeof plan === 'string' ? plan : (plan?.name ?? null)) || null),
  monthly_spend: number,
});
export type WireCompany = z.infer<typeof company>;

const contactReference = z.object({ id: wireId, external_id: text });
const linkedObject = z.object({ type: text, id: wireId, category: text });

const extras = z.object({
  source,
  conversation_parts: z
    .union([z.object({ conversation_parts: items(part) }).transform((list) => list.conversation_parts), items(part)])
    .catch([]),
  contacts: z
    .union([
      z.object({ contacts: items(contactReference) }).transform((list) => list.contacts),
      items(contactReference),
    ])
    .catch([]),
  tags: z.union([z.object({ tags: items(tag) }).transform((list) => list.tags), items(tag)]).catch([]),
  admin_assignee_id: assignee,
  team_assignee_id: assignee,
  custom_attributes: attributes,
  conversation_rating: z.object({ rating: number }).nullish().catch(null),
  statistics: z.object({ last_contact_reply_at: time }).nullish().catch(null),
  company: company.nullish().catch(null),
  ticket: z.object({ id: optionalId }).nullish().catch(null),
  linked_objects: z
    .object({ data: items(linkedObject) })
    .nullish()
    .catch(null),
});
export type DialogExtras = z.infer<typeof extras>;

/** A conversation in an answer: what a snapshot needs, and the rest. */
export const wireDialogAnswer = z
  .looseObject({ type: z.literal('conversation'), id: wireId })
  .transform((raw) => ({ conversation: wireConversation.parse(raw), extras: extras.parse(raw) }));
export type WireDialog = z.infer<typeof wireDialogAnswer>;

/**
 * The ticket that the conversation is: the one that it names, else the linked customer ticket. One that is named without
 * an id has the conversation's own, as captured ticket notifications show.
 */
export function ticketIdOf({ conversation, extras: { ticket, linked_objects: linked } }: WireDialog): string | null {
  if (ticket) {
    return ticket.id ?? conversation.id;
  }
  return linked?.data.find((one) => one.type === 'ticket' && one.category === 'Customer')?.id ?? null;
}

export const wireContactAnswer = z.object({
  /** `contact` since 2.0; `user`, `lead` or `visitor` before. */
  type: z.string(),
  id: wireId,
  external_id: text,
  name: text,
  email: text,
  phone: text,
  owner_id: assignee,
  custom_attributes: attributes,
  companies: z
    .union([
      z.object({ data: items(company) }).transform((list) => list.data),
      z.object({ companies: items(company) }).transform((list) => list.companies),
    ])
    .catch([]),
});
export type WireContact = z.infer<typeof wireContactAnswer>;

export const wireCompanyAnswer = company.extend({ type: z.literal('company') });
