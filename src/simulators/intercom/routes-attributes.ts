// Custom attributes: of contacts and companies under /data_attributes, of conversations under /conversations/attributes.
import { randomUUID } from 'node:crypto';
import { addConversationAttribute, addDataAttribute } from './fill.ts';
import { Refusal, refuseInvalid, refuseNotFound } from './refusal.ts';
import { type ApiReply, type ApiRequest, answer, type Handler, readParam, type Route } from './router.ts';
import type { ConversationAttribute, DataAttribute, Json } from './types.ts';
import type { Workspace } from './workspace.ts';

const maxAttributes = 250;
const conversationTypes = 'string, integer, list, decimal, boolean, datetime, relationship, files';
const dataTypes: Readonly<Record<string, DataAttribute['dataType']>> = {
  string: 'string',
  integer: 'integer',
  float: 'float',
  boolean: 'boolean',
  datetime: 'date',
  date: 'date',
  options: 'string',
};

function presentDataAttribute(attribute: DataAttribute): Json {
  const options = attribute.options === null ? {} : { options: attribute.options };
  return {
    type: 'data_attribute',
    id: attribute.id,
    name: attribute.name,
    full_name: `custom_attributes.${attribute.name}`,
    label: attribute.name,
    description: attribute.description,
    data_type: attribute.dataType,
    ...options,
    api_writable: true,
    ui_writable: false,
    messenger_writable: attribute.messengerWritable,
    custom: true,
    archived: attribute.archived,
    admin_id: '900',
    created_at: attribute.createdAt,
    updated_at: attribute.updatedAt,
    model: attribute.model,
  };
}

function presentConversationAttribute(attribute: ConversationAttribute): Json {
  const own: Json = {};
  if (attribute.dataType === 'string') own['multiline'] = attribute.multiline;
  if (attribute.options !== null) own['options'] = attribute.options;
  if (attribute.reference !== null) own['reference'] = attribute.reference;
  return {
    type: 'conversation_attribute',
    id: attribute.id,
    name: attribute.name,
    description: attribute.description,
    data_type: attribute.dataType,
    required: attribute.required,
    visible_to_team_ids: attribute.visibleToTeamIds,
    archived: attribute.archived,
    created_at: attribute.createdAt,
    updated_at: attribute.updatedAt,
    admin_id: '900',
    ...own,
  };
}

function listDataAttributes(request: ApiRequest): ApiReply {
  const { workspace, query, minor } = request;
  const model = query.get('model');
  if (model === 'conversation' && minor >= 16) {
    const message = 'model=conversation is no longer supported. Use GET /conversations/attributes instead';
    throw new Refusal(422, 'parameter_invalid', message);
  }
  const withArchived = query.get('include_archived') === 'true';
  const own = [...workspace.dataAttributes.values()]
    .filter((one) => (model === null || one.model === model) && (withArchived || !one.archived))
    .map(presentDataAttribute);
  const wantsConversations = minor < 16 && (model === null || model === 'conversation');
  const older = wantsConversations ? [...workspace.conversationAttributes.values()].map(presentOldAttribute) : [];
  return answer({ type: 'list', data: [...own, ...older] });
}

// Up to 2.15 the conversations' attributes were listed here and nowhere else.
function presentOldAttribute(attribute: ConversationAttribute): Json {
  const { id, name, description, dataType, archived, createdAt, updatedAt } = attribute;
  return {
    type: 'data_attribute',
    id,
    name,
    full_name: name,
    label: name,
    description,
    data_type: dataType === 'list' ? 'string' : dataType,
    api_writable: true,
    ui_writable: true,
    messenger_writable: false,
    custom: true,
    archived,
    created_at: createdAt,
    updated_at: updatedAt,
    model: 'conversation',
  };
}

function readOptions(body: Json): string[] {
  const options = body['options'];
  if (!Array.isArray(options)) throw refuseInvalid("Options isn't an array");
  if (options.length < 2) throw refuseInvalid('A list needs at least two options', 'options');
  return options.map((option) => String((option as Json)['value']));
}

function checkName(workspace: Workspace, name: string, model: DataAttribute['model']): void {
  if (!/^[\p{L}\p{N}\p{Sc}\s_-]+$/u.test(name)) {
    const rule = 'must only contain alphanumeric characters, currency symbols, and hyphens';
    throw refuseInvalid(`Your name for this attribute ${rule}`);
  }
  const twin = [...workspace.dataAttributes.values()].find((one) => one.name === name);
  if (twin !== undefined) {
    const wanted = model === 'contact' ? 'people' : 'company';
    const taken = twin.model === 'contact' ? 'people' : 'company';
    const advice = `To save this as new ${wanted} data, use a different name.`;
    throw refuseInvalid(`You already have '${name}' in your ${taken} data. ${advice}`);
  }
  if (workspace.dataAttributes.size >= maxAttributes) throw refuseInvalid('Too many custom attributes');
}

function createDataAttribute(request: ApiRequest): ApiReply {
  const { body, workspace } = request;
  const { name, model, description = '' } = body;
  if (model !== 'contact' && model !== 'company') {
    throw refuseInvalid('The Data Attribute model field must be either contact or company');
  }
  const dataType = dataTypes[String(body['data_type'])];
  if (dataType === undefined) throw refuseInvalid("Data Type isn't an option");
  if (typeof name !== 'string') throw refuseInvalid('name is missing', 'name');
  checkName(workspace, name, model);
  const attribute = addDataAttribute(workspace, {
    name,
    model,
    dataType,
    description: String(description),
    options: body['data_type'] === 'options' ? readOptions(body) : null,
    messengerWritable: body['messenger_writable'] === true,
  });
  return answer(presentDataAttribute(attribute));
}

function updateDataAttribute(request: ApiRequest): ApiReply {
  const { body, workspace } = request;
  const attribute = workspace.dataAttributes.get(Number(readParam(request, 'data_attribute_id')));
  if (attribute === undefined) {
    throw refuseNotFound("We couldn't find that data attribute to update", 'field_not_found');
  }
  if ('options' in body) attribute.options = readOptions(body);
  if (typeof body['description'] === 'string') attribute.description = body['description'];
  if (typeof body['archived'] === 'boolean') attribute.archived = body['archived'];
  if (typeof body['messenger_writable'] === 'boolean') attribute.messengerWritable = body['messenger_writable'];
  attribute.updatedAt = workspace.now();
  return answer(presentDataAttribute(attribute));
}

function refuseUnprocessable(message: string): Refusal {
  return new Refusal(422, 'parameter_invalid', message);
}

function findAttribute(request: ApiRequest): ConversationAttribute {
  const attribute = request.workspace.conversationAttributes.get(Number(readParam(request, 'id')));
  if (attribute !== undefined) return attribute;
  throw refuseNotFound('Conversation attribute not found', 'conversation_attribute_not_found');
}

function listAttributes(request: ApiRequest): ApiReply {
  const withArchived = request.query.get('include_archived') === 'true';
  const shown = [...request.workspace.conversationAttributes.values()].filter((one) => withArchived || !one.archived);
  return answer({ type: 'list', data: shown.map(presentConversationAttribute) });
}

function readLabels(body: Json): ConversationAttribute['options'] {
  const options = body['options'];
  if (!Array.isArray(options) || options.length < 2) throw refuseUnprocessable('A list needs at least two options');
  return options.map((option) => ({ id: randomUUID(), label: String((option as Json)['label']), archived: false }));
}

function createAttribute(request: ApiRequest): ApiReply {
  const { body, workspace } = request;
  const { name, data_type: dataType } = body;
  if (typeof name !== 'string' || name.trim() === '') throw refuseUnprocessable('name is required');
  if (typeof dataType !== 'string' || !conversationTypes.split(', ').includes(dataType)) {
    const message = `data_type '${String(dataType)}' is not valid. Allowed types: ${conversationTypes}`;
    throw refuseUnprocessable(message);
  }
  const active = [...workspace.conversationAttributes.values()].filter((one) => !one.archived);
  if (active.some((one) => one.name === name)) throw refuseUnprocessable(`name '${name}' is already taken`);
  const reference = body['reference'];
  const attribute = addConversationAttribute(workspace, {
    name,
    dataType,
    description: typeof body['description'] === 'string' ? body['description'] : '',
    required: body['required'] === true,
    multiline: body['multiline'] === true,
    visibleToTeamIds: Array.isArray(body['visible_to_team_ids']) ? body['visible_to_team_ids'].map(String) : [],
    options: dataType === 'list' ? readLabels(body) : null,
    reference: dataType === 'relationship' && typeof reference === 'object' ? (reference as Json | null) : null,
  });
  return answer(presentConversationAttribute(attribute));
}

function updateAttribute(request: ApiRequest): ApiReply {
  const { body } = request;
  const attribute = findAttribute(request);
  if (typeof body['name'] === 'string') attribute.name = body['name'];
  if (typeof body['description'] === 'string') attribute.description = body['description'];
  if (typeof body['required'] === 'boolean') attribute.required = body['required'];
  if (typeof body['multiline'] === 'boolean') attribute.multiline = body['multiline'];
  attribute.updatedAt = request.workspace.now();
  return answer(presentConversationAttribute(attribute));
}

function archiveAttribute(request: ApiRequest): ApiReply {
  const attribute = findAttribute(request);
  attribute.archived = true;
  attribute.updatedAt = request.workspace.now();
  return answer(presentConversationAttribute(attribute));
}

function addOption(request: ApiRequest): ApiReply {
  const attribute = findAttribute(request);
  const label = request.body['label'];
  if (attribute.options === null) throw refuseUnprocessable('Options can only be managed on list attributes');
  if (label === undefined) throw refuseUnprocessable('label is required');
  if (typeof label !== 'string') throw refuseUnprocessable('label must be a string');
  attribute.options.push({ id: randomUUID(), label, archived: false });
  attribute.updatedAt = request.workspace.now();
  return answer(presentConversationAttribute(attribute));
}

/** Answers 400 to versions in which an endpoint did not exist yet. */
export function onlySince216(handler: Handler): Handler {
  return (request) => {
    if (request.minor >= 16) return handler(request);
    const message = 'Requested resource is not available in current API version.';
    throw new Refusal(400, 'intercom_version_invalid', message);
  };
}

export const attributeRoutes: Route[] = [
  { method: 'GET', path: '/data_attributes', handler: listDataAttributes },
  { method: 'POST', path: '/data_attributes', handler: createDataAttribute },
  { method: 'PUT', path: '/data_attributes/{data_attribute_id}', handler: updateDataAttribute },
  { method: 'GET', path: '/conversations/attributes', handler: onlySince216(listAttributes) },
  { method: 'POST', path: '/conversations/attributes', handler: onlySince216(createAttribute) },
  {
    method: 'GET',
    path: '/conversations/attributes/{id}',
    handler: onlySince216((request) => answer(presentConversationAttribute(findAttribute(request)))),
  },
  { method: 'PUT', path: '/conversations/attributes/{id}', handler: onlySince216(updateAttribute) },
  { method: 'DELETE', path: '/conversations/attributes/{id}', handler: onlySince216(archiveAttribute) },
  { method: 'POST', path: '/conversations/attributes/{id}/options', handler: onlySince216(addOption) },
];
