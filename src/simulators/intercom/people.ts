// What people do in the simulated workspace, through no API: customers write, teammates note, answer, close and tag.
import { addContact, addConversation, addTag, toContactAuthor } from './fill.ts';
import { mergeContacts } from './merge-contacts.ts';
import { sanitizeBody } from './note-html.ts';
import { Refusal, refuseNotFound } from './refusal.ts';
import type { Running } from './api-server.ts';
import type { Admin, Attachment, Contact, Conversation, Json, Part } from './types.ts';

/** What an action names; each takes the fields that it needs. */
export interface PeopleInput {
  conversationId?: string;
  contactId?: string;
  /** For a contact who writes for the first time. */
  name?: string;
  email?: string;
  externalId?: string;
  adminId?: string;
  body?: string;
  subject?: string;
  url?: string;
  attachments?: { name: string; contentType: string; data: string }[];
  /** Unix seconds. */
  until?: number;
  assigneeType?: 'admin' | 'team';
  assigneeId?: string;
  tag?: string;
  from?: string;
  into?: string;
}

/** Where the action left its trace. */
export interface PeopleResult {
  conversationId?: string;
  partId?: string;
  contactId?: string;
}

type Action = (running: Running, input: PeopleInput) => PeopleResult;

function requireConversation(running: Running, input: PeopleInput): Conversation {
  const conversation = running.workspace.conversations.get(input.conversationId ?? '');
  if (conversation === undefined) throw refuseNotFound(`No conversation ${input.conversationId}`);
  return conversation;
}

// The second teammate by default: the first one is the bridge's own.
function requireAdmin(running: Running, input: PeopleInput): Admin {
  const admin = running.workspace.admins.get(input.adminId ?? '901');
  if (admin === undefined) throw refuseNotFound(`No teammate ${input.adminId}`);
  return admin;
}

function requireContact(running: Running, input: PeopleInput, fallbackId?: string): Contact {
  const id = input.contactId ?? fallbackId;
  if (id === undefined) {
    const { name = null, email = null, externalId = null } = input;
    return addContact(running.workspace, { name, email, externalId });
  }
  const contact = running.workspace.contacts.get(id);
  if (contact === undefined) throw refuseNotFound(`No contact ${id}`);
  return contact;
}

function storeAttachments(running: Running, input: PeopleInput): Attachment[] {
  const { workspace } = running;
  return (input.attachments ?? []).map(({ name, contentType, data }) => {
    const bytes = Buffer.from(data, 'base64');
    const id = String(workspace.nextSerial());
    workspace.files.set(id, { contentType, bytes });
    const url = `${workspace.baseUrl}/_simulator/files/${id}/${encodeURIComponent(name)}`;
    return { name, url, contentType, filesize: bytes.length };
  });
}

function toMessage(running: Running, input: PeopleInput): { body: string | null; attachments: Attachment[] } {
  const body = input.body === undefined ? null : sanitizeBody(input.body);
  return { body, attachments: storeAttachments(running, input) };
}

function tell(conversation: Conversation, part: Part | null): PeopleResult {
  return part === null ? { conversationId: conversation.id } : { conversationId: conversation.id, partId: part.id };
}

function customerWrites(running: Running, input: PeopleInput): PeopleResult {
  if (input.conversationId !== undefined) {
    const conversation = requireConversation(running, input);
    const contact = requireContact(running, input, conversation.contactIds[0]);
    const message = toMessage(running, input);
    const part = running.actions.replyAsContact(conversation, toContactAuthor(contact), message);
    contact.lastRepliedAt = part.createdAt;
    return { ...tell(conversation, part), contactId: contact.id };
  }
  const contact = requireContact(running, input);
  const { body = 'Hello', subject = '', url = null } = input;
  const conversation = addConversation(running.workspace, contact, { body, subject, url });
  conversation.source.attachments = storeAttachments(running, input);
  running.actions.announce(conversation);
  return { conversationId: conversation.id, contactId: contact.id, partId: conversation.source.id };
}

function teammateAssigns(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  const id = input.assigneeId ?? '0';
  const assignee = id === '0' ? null : { type: input.assigneeType ?? 'admin', id };
  const message = toMessage(running, input);
  return tell(conversation, running.actions.assign(conversation, requireAdmin(running, input), assignee, message));
}

function teammateSnoozes(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  const until = input.until ?? running.workspace.now() + 3600;
  return tell(conversation, running.actions.snooze(conversation, requireAdmin(running, input), until, false));
}

function teammateTags(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  if (input.tag === undefined) throw new Refusal(400, 'parameter_missing', 'tag is missing');
  const tag = addTag(running.workspace, input.tag);
  running.actions.tag(conversation, requireAdmin(running, input), tag.id);
  return tell(conversation, null);
}

function deleteConversation(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  running.actions.delete(conversation, false);
  return tell(conversation, null);
}

function redactPart(running: Running, input: PeopleInput & { partId?: string }): PeopleResult {
  const conversation = requireConversation(running, input);
  const part = conversation.parts.find((one) => one.id === input.partId);
  running.actions.redact(conversation, part ?? conversation.source);
  return tell(conversation, part ?? null);
}

function mergeTwoContacts(running: Running, input: PeopleInput): PeopleResult {
  const from = requireContact(running, { contactId: input.from ?? '' });
  const into = requireContact(running, { contactId: input.into ?? '' });
  mergeContacts(running.workspace, from, into, running.defaultMinor);
  return { contactId: into.id };
}

function deleteContact(running: Running, input: PeopleInput): PeopleResult {
  const contact = requireContact(running, { contactId: input.contactId ?? '' });
  running.workspace.contacts.delete(contact.id);
  if (contact.externalId !== null) running.workspace.contactIdsByExternalId.delete(contact.externalId);
  running.workspace.contactIndex.record(contact.id, () => null);
  const item: Json = { type: 'contact', id: contact.id, external_id: contact.externalId, deleted: true };
  running.workspace.raise('contact.deleted', () => item);
  return { contactId: contact.id };
}

type PartMaker = (running: Running, conversation: Conversation, admin: Admin, input: PeopleInput) => Part | null;

function asTeammate(make: PartMaker): Action {
  return (running, input) => {
    const conversation = requireConversation(running, input);
    return tell(conversation, make(running, conversation, requireAdmin(running, input), input));
  };
}

/** Every action by the name that `POST /_simulator/people/NAME` takes. */
export const peopleActions = {
  'customer-writes': customerWrites,
  'teammate-notes': asTeammate((running, conversation, admin, input) =>
    running.actions.note(conversation, admin, toMessage(running, input)),
  ),
  'teammate-replies': asTeammate((running, conversation, admin, input) =>
    running.actions.replyAsAdmin(conversation, admin, toMessage(running, input)),
  ),
  'teammate-closes': asTeammate((running, conversation, admin, input) =>
    running.actions.close(conversation, admin, toMessage(running, input)),
  ),
  'teammate-opens': asTeammate((running, conversation, admin) => running.actions.open(conversation, admin, false)),
  'teammate-snoozes': teammateSnoozes,
  'teammate-assigns': teammateAssigns,
  'teammate-tags': teammateTags,
  'delete-conversation': deleteConversation,
  'redact-part': redactPart,
  'merge-contacts': mergeTwoContacts,
  'delete-contact': deleteContact,
} satisfies Record<string, Action>;

export type PeopleActionName = keyof typeof peopleActions;
