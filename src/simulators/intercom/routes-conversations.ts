// Reading, finding, updating, deleting and redacting conversations.
import { cutPage, readPageRequest } from './pages.ts';
import { presentConversation, presentConversationItem, type View } from './present-conversation.ts';
import { Refusal, refuseInvalid, refuseNotFound } from './refusal.ts';
import { type ApiReply, type ApiRequest, answer, readId, readObject, readParam, type Route } from './router.ts';
import { compileQuery, readSort } from './search.ts';
import { conversationFields, describeConversation } from './search-documents.ts';
import { onlySince216 } from './routes-attributes.ts';
import type { Conversation, Json, Part } from './types.ts';
import type { Workspace } from './workspace.ts';

/** The conversation named in the path; throws 404. */
export function findConversation(request: ApiRequest): Conversation {
  const conversation = request.workspace.conversations.get(readParam(request, 'conversation_id'));
  if (conversation === undefined) throw refuseNotFound();
  return conversation;
}

/** How this request wants conversations written. */
function chooseView(request: ApiRequest): View {
  return { minor: request.minor, plain: request.query.get('display_as') === 'plaintext', webhook: false };
}

/** The answer to a write: the conversation with its latest parts. */
export function answerConversation(request: ApiRequest, conversation: Conversation, added: readonly Part[]): ApiReply {
  const parts = request.workspace.behaviour.responseParts === 'new' ? added : conversation.parts;
  return answer(presentConversation(request.workspace, conversation, chooseView(request), parts));
}

function getConversation(request: ApiRequest): ApiReply {
  const conversation = findConversation(request);
  return answer(presentConversation(request.workspace, conversation, chooseView(request), conversation.parts));
}

function* listDocuments(request: ApiRequest): Iterable<[string, Json]> {
  for (const one of request.workspace.conversations.values()) yield [one.id, describeConversation(one)];
}

function answerPage(
  request: ApiRequest,
  documents: Json[],
  sort: { field: string; ascending: boolean },
  page: { perPage: unknown; startingAfter: unknown },
): ApiReply {
  const cut = cutPage(documents, sort, readPageRequest(page.perPage, page.startingAfter, 20));
  const view = chooseView(request);
  const conversations = cut.ids
    .map((id) => request.workspace.conversations.get(id))
    .filter((one) => one !== undefined)
    .map((one) => presentConversationItem(request.workspace, one, view));
  return answer({ type: 'conversation.list', pages: cut.pages, total_count: cut.totalCount, conversations });
}

function listConversations(request: ApiRequest): ApiReply {
  const documents = [...listDocuments(request)].map(([, document]) => document);
  const page = {
    perPage: request.query.get('per_page') ?? undefined,
    startingAfter: request.query.get('starting_after'),
  };
  return answerPage(request, documents, { field: 'updated_at', ascending: false }, page);
}

function searchConversations(request: ApiRequest): ApiReply {
  const typeOf = (field: string) => conversationFields[field];
  const matches = compileQuery(request.body['query'], { typeOf, dayTimezone: null });
  const sort = readSort(request.body['sort'], 'updated_at');
  if (typeOf(sort.field) === undefined) throw refuseInvalid(`Cannot sort by ${sort.field}`, 'sort');
  const documents: Json[] = [];
  for (const [, document] of request.workspace.conversationIndex.list(() => listDocuments(request))) {
    if (matches(document)) documents.push(document);
  }
  const pagination = readObject(request.body, 'pagination');
  const page = { perPage: pagination['per_page'], startingAfter: pagination['starting_after'] };
  return answerPage(request, documents, sort, page);
}

/** The attributes that the workspace has; throws 400 for others and for values of another type. */
export function checkAttributes(workspace: Workspace, attributes: Json): Json {
  const active = [...workspace.conversationAttributes.values()].filter((one) => !one.archived);
  const names = active.map((one) => one.name);
  if (new Set(names).size !== names.length) {
    throw new Refusal(400, 'INVALID_PARAMETER', 'Multiple conversation attributes have the same name');
  }
  const known = Object.entries(attributes).filter(([name]) => names.includes(name));
  const unknown = Object.keys(attributes).find((name) => !names.includes(name));
  if (unknown !== undefined && workspace.behaviour.unknownCustomAttribute === 'refuse') {
    throw refuseInvalid(`Custom attribute '${unknown}' does not exist`, 'custom_attributes');
  }
  for (const [name, value] of known) checkAttributeValue(name, value, active);
  return Object.fromEntries(known);
}

function checkAttributeValue(name: string, value: unknown, active: { name: string; dataType: string }[]): void {
  if (value === null) return;
  const type = active.find((one) => one.name === name)?.dataType;
  const isNumber = typeof value === 'number';
  if (type === 'relationship' || type === 'files') return;
  if (typeof value === 'object') throw refuseInvalid(`Custom attribute '${name}' cannot hold an object`, name);
  if (type === 'integer' && !Number.isInteger(value)) throw refuseInvalid(`'${name}' must be an integer`, name);
  if (type === 'decimal' && !isNumber) throw refuseInvalid(`'${name}' must be a number`, name);
  if (type === 'boolean' && typeof value !== 'boolean') throw refuseInvalid(`'${name}' must be true or false`, name);
  if (type === 'string' && String(value).length > 255) throw refuseInvalid(`'${name}' is too long`, name);
}

function updateConversation(request: ApiRequest): ApiReply {
  const conversation = findConversation(request);
  const { body } = request;
  const attributes =
    'custom_attributes' in body ? checkAttributes(request.workspace, readObject(body, 'custom_attributes')) : {};
  const companyId = readId(body, 'company_id');
  if (companyId !== undefined && !request.workspace.companies.has(companyId)) {
    throw refuseNotFound('Company Not Found', 'company_not_found');
  }
  if (typeof body['read'] === 'boolean') conversation.read = body['read'];
  if (typeof body['title'] === 'string') conversation.title = body['title'];
  if (companyId !== undefined) conversation.companyId = companyId;
  const added = request.actions.setAttributes(conversation, attributes, true);
  request.actions.touch(conversation);
  return answerConversation(request, conversation, added);
}

function deleteConversation(request: ApiRequest): ApiReply {
  const conversation = findConversation(request);
  request.actions.delete(conversation, request.query.get('retain_metrics') === 'true');
  return answer({ id: conversation.id, object: 'conversation', deleted: true });
}

function listDeleted(request: ApiRequest): ApiReply {
  const { query, workspace } = request;
  const perPage = Number(query.get('per_page') ?? 20);
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > 60) throw refuseInvalid('Per Page is too big', 'per_page');
  const page = Math.max(1, Number(query.get('page') ?? 1));
  const order = query.get('order') === 'asc' ? 'asc' : 'desc';
  const all = order === 'asc' ? workspace.deletedConversations : workspace.deletedConversations.toReversed();
  const shown = all.slice((page - 1) * perPage, page * perPage);
  const totalPages = Math.ceil(all.length / perPage);
  const next = `${workspace.baseUrl}/conversations/deleted?per_page=${perPage}&order=${order}&page=${page + 1}`;
  return answer({
    type: 'conversations.list',
    total_count: all.length,
    pages: { type: 'pages', next: page < totalPages ? next : null, page, per_page: perPage, total_pages: totalPages },
    conversations: shown.map((one) => ({
      type: 'conversation',
      id: one.id,
      metrics_retained: one.metricsRetained,
      deleted_at: one.deletedAt,
    })),
  });
}

function redact(request: ApiRequest): ApiReply {
  const { body, workspace } = request;
  const conversation = workspace.conversations.get(readId(body, 'conversation_id') ?? '');
  const refused = refuseNotFound('Conversation part or message not found', 'conversation_part_or_message_not_found');
  if (conversation === undefined) throw refuseNotFound('Conversation not found', 'conversation_not_found');
  const partId = readId(body, 'conversation_part_id');
  const bySource = body['type'] === 'source' && readId(body, 'source_id') === conversation.source.id;
  const target = bySource ? conversation.source : conversation.parts.find((part) => part.id === partId);
  if (target === undefined || target.body === null) throw refused;
  request.actions.redact(conversation, target);
  return answerConversation(request, conversation, conversation.parts);
}

export const conversationRoutes: Route[] = [
  { method: 'GET', path: '/conversations/deleted', handler: onlySince216(listDeleted) },
  { method: 'GET', path: '/conversations', handler: listConversations },
  { method: 'POST', path: '/conversations/search', handler: searchConversations },
  { method: 'POST', path: '/conversations/redact', handler: redact },
  { method: 'GET', path: '/conversations/{conversation_id}', handler: getConversation },
  { method: 'PUT', path: '/conversations/{conversation_id}', handler: updateConversation },
  { method: 'DELETE', path: '/conversations/{conversation_id}', handler: deleteConversation },
];
