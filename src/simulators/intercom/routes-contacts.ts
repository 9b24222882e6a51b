// Contacts: reading, finding, creating, updating, merging and notes on them.
import { addContact } from './fill.ts';
import { mergeContacts } from './merge-contacts.ts';
import { sanitizeBody } from './note-html.ts';
import { cutPage, readPageRequest } from './pages.ts';
import { presentContact, presentContactNote } from './present-people.ts';
import { Refusal, refuseInvalid, refuseMissing, refuseNotFound } from './refusal.ts';
import {
  type ApiReply,
  type ApiRequest,
  answer,
  readId,
  readObject,
  readParam,
  requireText,
  type Route,
} from './router.ts';
import { compileQuery, readSort } from './search.ts';
import { contactFields, describeContact, type FieldType } from './search-documents.ts';
import type { Contact, DataAttribute, Json } from './types.ts';
import type { Workspace } from './workspace.ts';

// A merged contact answers 410 with the survivor's address since 2.16, 404 before.
function refuseMerged(request: ApiRequest, contact: Contact): Refusal {
  if (request.minor < 16) return refuseNotFound('User Not Found');
  const message = "This contact has been merged. See the 'Link' header for the canonical contact.";
  const headers = { Link: `</contacts/${contact.mergedInto}>; rel="canonical"` };
  return new Refusal(410, 'contact_merged', message, { headers });
}

function findContact(request: ApiRequest): Contact {
  const contact = request.workspace.contacts.get(readParam(request, 'contact_id'));
  if (contact === undefined) throw refuseNotFound('User Not Found');
  if (contact.mergedInto !== null) throw refuseMerged(request, contact);
  return contact;
}

function answerContact(request: ApiRequest, contact: Contact): ApiReply {
  return answer(presentContact(request.workspace, contact, request.minor));
}

function getByExternalId(request: ApiRequest): ApiReply {
  const { workspace } = request;
  const id = workspace.contactIdsByExternalId.get(readParam(request, 'external_id'));
  const contact = id === undefined ? undefined : workspace.contacts.get(id);
  if (contact?.role !== 'user') throw refuseNotFound('User Not Found');
  return answerContact(request, contact);
}

function checkValue(attribute: DataAttribute, value: unknown): void {
  const { name, dataType, options } = attribute;
  if (value === null) return;
  if (typeof value === 'object') throw refuseInvalid(`Custom attribute '${name}' cannot hold an object`, name);
  if (dataType === 'integer' && !Number.isInteger(value)) throw refuseInvalid(`'${name}' must be an integer`, name);
  if (dataType === 'float' && typeof value !== 'number') throw refuseInvalid(`'${name}' must be a number`, name);
  if (dataType === 'boolean' && typeof value !== 'boolean') throw refuseInvalid(`'${name}' must be a boolean`, name);
  if (dataType === 'string' && String(value).length > 255) throw refuseInvalid(`'${name}' is too long`, name);
  if (options !== null && !options.includes(String(value))) throw refuseInvalid(`'${name}' has no such option`, name);
}

/** The custom attributes of a body that the workspace knows; throws 400 for the others unless told to ignore them. */
export function readCustomAttributes(workspace: Workspace, body: Json, model: DataAttribute['model']): Json {
  const known: Json = {};
  for (const [name, value] of Object.entries(readObject(body, 'custom_attributes'))) {
    const attribute = [...workspace.dataAttributes.values()].find(
      (one) => one.model === model && one.name === name && !one.archived,
    );
    if (attribute === undefined) {
      if (workspace.behaviour.unknownCustomAttribute === 'ignore') continue;
      throw refuseInvalid(`Custom attribute '${name}' does not exist`, 'custom_attributes');
    }
    checkValue(attribute, value);
    known[name] = value;
  }
  return known;
}

function readNullableText(body: Json, field: string, current: string | null): string | null {
  if (!(field in body)) return current;
  const value = body[field];
  if (value === null || value === '') return null;
  if (typeof value !== 'string') throw refuseInvalid(`${field} must be a string`, field);
  return value;
}

function readNullableTime(body: Json, field: string, current: number | null): number | null {
  if (!(field in body)) return current;
  const value = body[field];
  if (value !== null && !Number.isInteger(value)) throw refuseInvalid(`${field} must be a unix timestamp`, field);
  return value === null ? null : Number(value);
}

function checkUnique(workspace: Workspace, contact: Contact | null, email: string | null, externalId: string | null) {
  const owner = externalId === null ? undefined : workspace.contactIdsByExternalId.get(externalId);
  if (owner !== undefined && owner !== contact?.id) {
    throw new Refusal(409, 'conflict', `A contact matching those details already exists with id=${owner}`);
  }
  if (email !== null && !email.includes('@')) throw refuseInvalid('email is invalid', 'email');
}

function applyFields(request: ApiRequest, contact: Contact): void {
  const { workspace, body } = request;
  const custom = readCustomAttributes(workspace, body, 'contact');
  const email = readNullableText(body, 'email', contact.email);
  const externalId = readNullableText(body, 'external_id', contact.externalId);
  checkUnique(workspace, contact, email, externalId);
  const ownerId = 'owner_id' in body ? (readId(body, 'owner_id') ?? null) : contact.ownerId;
  if (ownerId !== null && !workspace.admins.has(ownerId)) throw refuseNotFound('Admin not found', 'admin_not_found');
  const times = {
    signedUpAt: readNullableTime(body, 'signed_up_at', contact.signedUpAt),
    lastSeenAt: readNullableTime(body, 'last_seen_at', contact.lastSeenAt),
  };
  if (body['role'] === 'user' || body['role'] === 'lead') contact.role = body['role'];
  if (contact.externalId !== null) workspace.contactIdsByExternalId.delete(contact.externalId);
  if (externalId !== null) workspace.contactIdsByExternalId.set(externalId, contact.id);
  Object.assign(contact, times, {
    email,
    externalId,
    ownerId,
    name: readNullableText(body, 'name', contact.name),
    phone: readNullableText(body, 'phone', contact.phone),
    avatar: readNullableText(body, 'avatar', contact.avatar),
    updatedAt: workspace.now(),
    customAttributes: { ...contact.customAttributes, ...custom },
  });
  if (typeof body['unsubscribed_from_emails'] === 'boolean') {
    contact.unsubscribedFromEmails = body['unsubscribed_from_emails'];
  }
  workspace.contactIndex.record(contact.id, () => describeContact(contact));
}

function updateContact(request: ApiRequest): ApiReply {
  const contact = findContact(request);
  applyFields(request, contact);
  request.workspace.raise(`contact.${contact.role}.updated`, () =>
    presentContact(request.workspace, contact, request.minor),
  );
  return answerContact(request, contact);
}

function createContact(request: ApiRequest): ApiReply {
  const { workspace, body } = request;
  const identity = ['role', 'external_id', 'email'].filter((field) => body[field] !== undefined);
  if (identity.length === 0) throw refuseMissing('email');
  checkUnique(workspace, null, null, readId(body, 'external_id') ?? null);
  const contact = addContact(workspace, { role: body['role'] === 'lead' ? 'lead' : 'user' });
  try {
    applyFields(request, contact);
  } catch (error) {
    workspace.contacts.delete(contact.id);
    throw error;
  }
  workspace.raise(`contact.${contact.role}.created`, () => presentContact(workspace, contact, request.minor));
  return answerContact(request, contact);
}

function chooseFieldType(workspace: Workspace, field: string): FieldType | undefined {
  if (!field.startsWith('custom_attributes.')) return contactFields[field];
  const name = field.slice('custom_attributes.'.length);
  const attribute = [...workspace.dataAttributes.values()].find((one) => one.model === 'contact' && one.name === name);
  if (attribute === undefined) return undefined;
  return attribute.dataType === 'float' ? 'integer' : attribute.dataType;
}

function* listDocuments(workspace: Workspace): Iterable<[string, Json]> {
  for (const contact of workspace.contacts.values()) {
    if (contact.mergedInto === null) yield [contact.id, describeContact(contact)];
  }
}

function answerPage(request: ApiRequest, documents: Json[], sort: { field: string; ascending: boolean }, page: Json) {
  const cut = cutPage(documents, sort, readPageRequest(page['per_page'], page['starting_after'], 50));
  const data = cut.ids
    .map((id) => request.workspace.contacts.get(id))
    .filter((one) => one !== undefined)
    .map((one) => presentContact(request.workspace, one, request.minor));
  return answer({ type: 'list', data, total_count: cut.totalCount, pages: cut.pages });
}

function searchContacts(request: ApiRequest): ApiReply {
  const { workspace, body } = request;
  const typeOf = (field: string) => chooseFieldType(workspace, field);
  const dayTimezone = request.minor >= 17 ? null : workspace.timezone;
  const matches = compileQuery(body['query'], { typeOf, dayTimezone });
  const sort = readSort(body['sort'], 'created_at');
  const documents: Json[] = [];
  for (const [, document] of workspace.contactIndex.list(() => listDocuments(workspace))) {
    if (matches(document)) documents.push(document);
  }
  return answerPage(request, documents, sort, readObject(body, 'pagination'));
}

function listContacts(request: ApiRequest): ApiReply {
  const documents = [...listDocuments(request.workspace)].map(([, document]) => document);
  const sort = { field: 'created_at', ascending: false };
  return answerPage(request, documents, sort, Object.fromEntries(request.query));
}

function addNote(request: ApiRequest): ApiReply {
  const { workspace, body } = request;
  const contact = findContact(request);
  const adminId = readId(body, 'admin_id') ?? null;
  if (adminId !== null && !workspace.admins.has(adminId)) throw refuseNotFound();
  const text = sanitizeBody(requireText(body, 'body'));
  const note = { id: String(workspace.nextSerial()), createdAt: workspace.now(), adminId, body: text };
  contact.notes.unshift(note);
  return answer(presentContactNote(workspace, contact, note));
}

function listNotes(request: ApiRequest): ApiReply {
  const contact = findContact(request);
  const data = contact.notes.map((note) => presentContactNote(request.workspace, contact, note));
  const pages = { type: 'pages', next: null, page: 1, per_page: 50, total_pages: 1 };
  return answer({ type: 'list', data, total_count: data.length, pages });
}

function merge(request: ApiRequest): ApiReply {
  const { workspace, body } = request;
  const from = workspace.contacts.get(readId(body, 'from') ?? '');
  const into = workspace.contacts.get(readId(body, 'into') ?? '');
  if (from === undefined || into === undefined) throw refuseNotFound('User Not Found');
  const alike =
    (from.email !== null && from.email === into.email) || (from.phone !== null && from.phone === into.phone);
  if (!alike && body['skip_duplicate_validation'] !== true) {
    const message = 'Contacts can only be merged when they are duplicates (matching email or phone).';
    throw new Refusal(400, 'invalid_merge', message);
  }
  mergeContacts(workspace, from, into, request.minor);
  return answerContact(request, into);
}

export const contactRoutes: Route[] = [
  { method: 'POST', path: '/contacts/search', handler: searchContacts },
  { method: 'POST', path: '/contacts/merge', handler: merge },
  { method: 'GET', path: '/contacts/find_by_external_id/{external_id}', handler: getByExternalId },
  { method: 'GET', path: '/contacts', handler: listContacts },
  { method: 'POST', path: '/contacts', handler: createContact },
  { method: 'GET', path: '/contacts/{contact_id}', handler: (request) => answerContact(request, findContact(request)) },
  { method: 'PUT', path: '/contacts/{contact_id}', handler: updateContact },
  { method: 'GET', path: '/contacts/{contact_id}/notes', handler: listNotes },
  { method: 'POST', path: '/contacts/{contact_id}/notes', handler: addNote },
];
