// What people's actions take and give, and how they find what is named in them.
import type { Running } from './api-server.ts';
import { addContact } from './fill.ts';
import { sanitizeBody } from './note-html.ts';
import { refuseNotFound } from './refusal.ts';
import type { Admin, Attachment, Contact, Conversation, Json, Part } from './types.ts';

/** A file that somebody sends; the data is base64. */
export interface SentFile {
  name: string;
  contentType: string;
  data: string;
  /** Pasted into the text: it stands there as an image and is no attachment. */
  pasted?: boolean;
}

/** What an action names; each takes the fields that it needs. */
export interface PeopleInput {
  conversationId?: string;
  contactId?: string;
  /** For a contact who writes for the first time. */
  name?: string;
  email?: string;
  externalId?: string;
  phone?: string;
  /** The customer's company by its own id; made when there is none. */
  company?: { companyId: string; name?: string; plan?: string; monthlySpend?: number };
  /** A conversation that begins with an e-mail instead of in the Messenger. */
  byEmail?: boolean;
  adminId?: string;
  body?: string;
  subject?: string;
  url?: string;
  attachments?: SentFile[];
  /** Unix seconds. */
  until?: number;
  assigneeType?: 'admin' | 'team';
  assigneeId?: string;
  tag?: string;
  from?: string;
  into?: string;
  partId?: string;
  /** Stars, 1 to 5. */
  rating?: number;
  remark?: string;
  /** Custom attributes of the conversation by name. */
  attributes?: Json;
  ticketTypeId?: string;
  stateId?: string;
}

/** Where the action left its trace. */
export interface PeopleResult {
  conversationId?: string;
  partId?: string;
  contactId?: string;
  ticketId?: string;
}

export type Action = (running: Running, input: PeopleInput) => PeopleResult;

export function requireConversation(running: Running, input: PeopleInput): Conversation {
  const conversation = running.workspace.conversations.get(input.conversationId ?? '');
  if (conversation === undefined) throw refuseNotFound(`No conversation ${input.conversationId}`);
  return conversation;
}

/** The second teammate by default: the first one is the bridge's own. */
export function requireAdmin(running: Running, input: PeopleInput): Admin {
  const admin = running.workspace.admins.get(input.adminId ?? '901');
  if (admin === undefined) throw refuseNotFound(`No teammate ${input.adminId}`);
  return admin;
}

/** The contact that is named; a new one when none is. */
export function requireContact(running: Running, input: PeopleInput, fallbackId?: string): Contact {
  const id = input.contactId ?? fallbackId;
  if (id === undefined) {
    const { name = null, email = null, externalId = null, phone = null } = input;
    return addContact(running.workspace, { name, email, externalId, phone });
  }
  const contact = running.workspace.contacts.get(id);
  if (contact === undefined) throw refuseNotFound(`No contact ${id}`);
  return contact;
}

function storeFile(running: Running, file: SentFile): Attachment {
  const { workspace } = running;
  const { name, contentType } = file;
  const bytes = Buffer.from(file.data, 'base64');
  const id = String(workspace.nextSerial());
  workspace.files.set(id, { contentType, bytes });
  const url = `${workspace.baseUrl}/_simulator/files/${id}/${encodeURIComponent(name)}`;
  return { name, url, contentType, filesize: bytes.length };
}

/** The clean text with its pasted images, and the files beside it. The Messenger wraps an image, an e-mail does not. */
export function toMessage(
  running: Running,
  input: PeopleInput,
  byEmail = false,
): { body: string | null; attachments: Attachment[] } {
  const files = (input.attachments ?? []).map((file) => ({ file, stored: storeFile(running, file) }));
  const images = files.filter(({ file }) => file.pasted === true).map(({ stored }) => `<img src="${stored.url}">`);
  const pasted = images.map((image) =>
    byEmail ? `<p>${image}</p>` : `<div class="intercom-container">${image}</div>`,
  );
  const text = input.body === undefined ? '' : sanitizeBody(input.body);
  const body = [text, ...pasted].filter((piece) => piece !== '').join('\n');
  const attachments = files.filter(({ file }) => file.pasted !== true).map(({ stored }) => stored);
  return { body: body === '' ? null : body, attachments };
}

export function tell(conversation: Conversation, part: Part | null): PeopleResult {
  return part === null ? { conversationId: conversation.id } : { conversationId: conversation.id, partId: part.id };
}

type PartMaker = (running: Running, conversation: Conversation, admin: Admin, input: PeopleInput) => Part | null;

/** An action of a teammate in a conversation. */
export function asTeammate(make: PartMaker): Action {
  return (running, input) => {
    const conversation = requireConversation(running, input);
    return tell(conversation, make(running, conversation, requireAdmin(running, input), input));
  };
}
