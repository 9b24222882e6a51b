// What customers do in the simulated workspace, and what happens to their records.
import type { Running } from './api-server.ts';
import { addCompany, addConversation, toContactAuthor } from './fill.ts';
import { mergeContacts } from './merge-contacts.ts';
import {
  type PeopleInput,
  type PeopleResult,
  requireContact,
  requireConversation,
  tell,
  toMessage,
} from './people-input.ts';
import { Refusal, refuseInvalid } from './refusal.ts';
import type { Contact, Json } from './types.ts';

function goOn(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  const contact = requireContact(running, input, conversation.contactIds[0]);
  const message = toMessage(running, input, conversation.source.type === 'email');
  const part = running.actions.replyAsContact(conversation, toContactAuthor(contact), message);
  contact.lastRepliedAt = part.createdAt;
  return { ...tell(conversation, part), contactId: contact.id };
}

function joinCompany(running: Running, contact: Contact, given: NonNullable<PeopleInput['company']>): string {
  const { workspace } = running;
  const known = [...workspace.companies.values()].find((one) => one.companyId === given.companyId);
  const company = known ?? addCompany(workspace, given);
  if (!contact.companyIds.includes(company.id)) contact.companyIds.push(company.id);
  return company.id;
}

/** A customer begins a conversation, or with `conversationId` goes on with one. */
export function customerWrites(running: Running, input: PeopleInput): PeopleResult {
  if (input.conversationId !== undefined) return goOn(running, input);
  const contact = requireContact(running, input);
  const { subject = '', url = null, byEmail = false } = input;
  const companyId =
    input.company === undefined ? (contact.companyIds[0] ?? null) : joinCompany(running, contact, input.company);
  const message = toMessage(running, { body: 'Hello', ...input }, byEmail);
  const conversation = addConversation(running.workspace, contact, { subject, url, byEmail, companyId });
  conversation.source.body = message.body ?? '';
  conversation.source.attachments = message.attachments;
  running.actions.announce(conversation);
  return { conversationId: conversation.id, contactId: contact.id, partId: conversation.source.id };
}

export function customerRates(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  const contact = requireContact(running, input, conversation.contactIds[0]);
  const { rating = 5, remark = '' } = input;
  if (!Number.isInteger(rating) || rating < 1 || rating > 5) throw refuseInvalid('rating must be 1 to 5', 'rating');
  if (conversation.teammateIds.length === 0 && conversation.adminAssigneeId === null) {
    throw new Refusal(400, 'bad_request', 'Nobody has answered yet, so there is nothing to rate');
  }
  return tell(conversation, running.actions.rate(conversation, toContactAuthor(contact), rating, remark));
}

export function mergeTwoContacts(running: Running, input: PeopleInput): PeopleResult {
  const from = requireContact(running, { contactId: input.from ?? '' });
  const into = requireContact(running, { contactId: input.into ?? '' });
  mergeContacts(running.workspace, from, into, running.defaultMinor);
  return { contactId: into.id };
}

export function deleteContact(running: Running, input: PeopleInput): PeopleResult {
  const contact = requireContact(running, { contactId: input.contactId ?? '' });
  running.workspace.contacts.delete(contact.id);
  if (contact.externalId !== null) running.workspace.contactIdsByExternalId.delete(contact.externalId);
  running.workspace.contactIndex.record(contact.id, () => null);
  const item: Json = { type: 'contact', id: contact.id, external_id: contact.externalId, deleted: true };
  running.workspace.raise('contact.deleted', () => item);
  return { contactId: contact.id };
}
