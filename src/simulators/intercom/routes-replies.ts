// Writing into conversations: replies, notes, state changes and tags.
import { toContactAuthor } from './fill.ts';
import { sanitizeBody } from './note-html.ts';
import { Refusal, refuseInvalid, refuseMissing, refuseNotFound } from './refusal.ts';
import { type ApiReply, type ApiRequest, answer, readId, readParam, type Route } from './router.ts';
import { answerConversation, findConversation } from './routes-conversations.ts';
import type { Admin, Attachment, Contact, Conversation, Json, Reference } from './types.ts';
import type { Workspace } from './workspace.ts';

const maxAttachments = 10;

/** The teammate named by `admin_id`; 400 without one, 404 `admin_not_found` for an unknown one. */
function findAdmin(request: ApiRequest): Admin {
  const id = readId(request.body, 'admin_id');
  if (id === undefined) throw refuseMissing('admin_id');
  const admin = request.workspace.admins.get(id);
  if (admin === undefined) throw refuseNotFound('Admin not found', 'admin_not_found');
  return admin;
}

function cleanBody(workspace: Workspace, body: unknown): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body !== 'string') throw refuseInvalid('body must be a string', 'body');
  if (body.length > workspace.behaviour.maxBodyLength) {
    throw new Refusal(422, 'data_invalid', 'Body is too long', { field: 'body' });
  }
  const clean = sanitizeBody(body);
  return clean === '' ? null : clean;
}

function storeFile(workspace: Workspace, file: unknown): Attachment {
  const { content_type: contentType, data, name } = (typeof file === 'object' && file !== null ? file : {}) as Json;
  if (typeof contentType !== 'string' || typeof data !== 'string' || typeof name !== 'string') {
    throw refuseInvalid('attachment_files need content_type, data and name', 'attachment_files');
  }
  const bytes = Buffer.from(data, 'base64');
  const id = String(workspace.nextSerial());
  workspace.files.set(id, { contentType, bytes });
  const url = `${workspace.baseUrl}/_simulator/files/${id}/${encodeURIComponent(name)}`;
  return { name, url, contentType, filesize: bytes.length };
}

function readList(body: Json, field: string): unknown[] {
  const list = body[field] ?? [];
  if (!Array.isArray(list)) throw refuseInvalid(`${field} must be a list`, field);
  if (list.length > maxAttachments) throw refuseInvalid(`${field} can have at most ${maxAttachments} items`, field);
  return list;
}

function readAttachments(workspace: Workspace, body: Json): Attachment[] {
  const files = readList(body, 'attachment_files');
  const urls = readList(body, 'attachment_urls');
  if (files.length > 0) return files.map((file) => storeFile(workspace, file));
  return urls.map((url) => {
    if (typeof url !== 'string' || !URL.canParse(url)) throw refuseInvalid('Invalid URL', 'attachment_urls');
    return { name: url.split('/').at(-1) ?? 'image', url, contentType: 'image/png', filesize: 0 };
  });
}

function readCreatedAt(body: Json): { createdAt?: number } {
  const at = body['created_at'];
  if (at === undefined || at === null) return {};
  if (!Number.isInteger(at)) throw refuseInvalid('created_at must be a unix timestamp', 'created_at');
  return { createdAt: Number(at) };
}

function findReplyingContact(request: ApiRequest): Contact {
  const { workspace, body } = request;
  const id = readId(body, 'intercom_user_id');
  const externalId = readId(body, 'user_id');
  const email = readId(body, 'email');
  if (id === undefined && externalId === undefined && email === undefined) throw refuseMissing('intercom_user_id');
  const found =
    workspace.contacts.get(id ?? workspace.contactIdsByExternalId.get(externalId ?? '') ?? '') ??
    [...workspace.contacts.values()].find((contact) => email !== undefined && contact.email === email);
  if (found === undefined || found.mergedInto !== null) throw refuseNotFound('User Not Found');
  return found;
}

function findLastConversation(request: ApiRequest, contact: Contact): Conversation {
  const all = [...request.workspace.conversations.values()].filter((one) => one.contactIds.includes(contact.id));
  const last = all.sort((left, right) => left.updatedAt - right.updatedAt).at(-1);
  if (last === undefined) throw refuseNotFound();
  return last;
}

function replyAsContact(request: ApiRequest): ApiReply {
  const { body, workspace } = request;
  const isLast = readParam(request, 'conversation_id') === 'last';
  const known = isLast ? null : findConversation(request);
  const contact = findReplyingContact(request);
  if (body['message_type'] !== 'comment') throw refuseInvalid('message_type must be comment', 'message_type');
  const clean = cleanBody(workspace, body['body']);
  const attachments = readAttachments(workspace, body);
  if (clean === null && attachments.length === 0) throw refuseMissing('body');
  const conversation = known ?? findLastConversation(request, contact);
  const message = { body: clean, attachments, ...readCreatedAt(body), byApi: true };
  const part = request.actions.replyAsContact(conversation, toContactAuthor(contact), message);
  contact.lastRepliedAt = part.createdAt;
  return answerConversation(request, conversation, [part]);
}

function reply(request: ApiRequest): ApiReply {
  const { body, workspace } = request;
  if (body['type'] === 'user') return replyAsContact(request);
  if (body['type'] !== 'admin') throw refuseInvalid('type must be admin or user', 'type');
  const conversation = findConversation(request);
  const type = body['message_type'];
  if (type !== 'note' && type !== 'comment' && type !== 'quick_reply') {
    throw refuseInvalid('message_type must be comment, note or quick_reply', 'message_type');
  }
  const admin = findAdmin(request);
  const clean = cleanBody(workspace, body['body']);
  const attachments = readAttachments(workspace, body);
  if (clean === null && attachments.length === 0 && type !== 'quick_reply') throw refuseMissing('body');
  const message = { body: clean, attachments, ...readCreatedAt(body), byApi: true };
  const part =
    type === 'note'
      ? request.actions.note(conversation, admin, message)
      : request.actions.replyAsAdmin(conversation, admin, message, type);
  return answerConversation(request, conversation, [part]);
}

function readAssignee(request: ApiRequest): Reference | null {
  const { body, workspace } = request;
  if (body['type'] !== 'admin' && body['type'] !== 'team') throw refuseInvalid('type must be admin or team', 'type');
  const id = readId(body, 'assignee_id');
  if (id === undefined) throw refuseMissing('assignee_id');
  if (id === '0') return null;
  const exists = body['type'] === 'admin' ? workspace.admins.has(id) : workspace.teams.has(id);
  if (!exists) throw refuseNotFound('Assignee not found', 'assignee_not_found');
  return { type: body['type'], id };
}

function readSnoozeEnd(request: ApiRequest): number {
  const until = request.body['snoozed_until'];
  if (until === undefined) throw refuseMissing('snoozed_until');
  if (!Number.isInteger(until)) throw refuseInvalid('snoozed_until must be a unix timestamp', 'snoozed_until');
  if (Number(until) <= request.workspace.now()) {
    throw refuseInvalid('snoozed_until must be in the future', 'snoozed_until');
  }
  return Number(until);
}

function manage(request: ApiRequest): ApiReply {
  const conversation = findConversation(request);
  const { body, actions, workspace } = request;
  const type = body['message_type'];
  if (type !== 'close' && type !== 'open' && type !== 'snoozed' && type !== 'assignment') {
    throw refuseInvalid('message_type must be close, open, snoozed or assignment', 'message_type');
  }
  const admin = findAdmin(request);
  if (type === 'open') {
    const part = actions.open(conversation, admin, true);
    return answerConversation(request, conversation, part === null ? [] : [part]);
  }
  if (type === 'snoozed') {
    const part = actions.snooze(conversation, admin, readSnoozeEnd(request), true);
    return answerConversation(request, conversation, [part]);
  }
  const message = { body: cleanBody(workspace, body['body']), byApi: true };
  if (type === 'assignment') {
    const part = actions.assign(conversation, admin, readAssignee(request), message);
    return answerConversation(request, conversation, [part]);
  }
  if (body['type'] !== 'admin') throw refuseInvalid('type must be admin', 'type');
  return answerConversation(request, conversation, [actions.close(conversation, admin, message)]);
}

function findTaggedConversation(request: ApiRequest): Conversation {
  const conversation = request.workspace.conversations.get(readParam(request, 'conversation_id'));
  if (conversation === undefined) throw refuseNotFound('Conversation not found');
  return conversation;
}

function attachTag(request: ApiRequest): ApiReply {
  const conversation = findTaggedConversation(request);
  const id = readId(request.body, 'id');
  if (id === undefined) throw refuseMissing('id');
  const tag = request.workspace.tags.get(id);
  if (tag === undefined) throw refuseNotFound('Tag not found', 'tag_not_found');
  request.actions.tag(conversation, findAdmin(request), id);
  const applied = conversation.tags.find((one) => one.tagId === id);
  return answer({ type: 'tag', ...tag, applied_at: applied?.appliedAt, applied_by: applied?.appliedBy });
}

function detachTag(request: ApiRequest): ApiReply {
  const conversation = findTaggedConversation(request);
  const id = readParam(request, 'tag_id');
  const applied = conversation.tags.find((one) => one.tagId === id);
  findAdmin(request);
  if (applied === undefined) throw refuseNotFound('Tag not found', 'tag_not_found');
  request.actions.untag(conversation, id);
  const name = request.workspace.tags.get(id)?.name;
  return answer({ type: 'tag', id, name, applied_at: applied.appliedAt, applied_by: applied.appliedBy });
}

export const replyRoutes: Route[] = [
  { method: 'POST', path: '/conversations/{conversation_id}/reply', handler: reply },
  { method: 'POST', path: '/conversations/{conversation_id}/parts', handler: manage },
  { method: 'POST', path: '/conversations/{conversation_id}/tags', handler: attachTag },
  { method: 'DELETE', path: '/conversations/{conversation_id}/tags/{tag_id}', handler: detachTag },
];
