// The little of tickets that a bridge of conversations meets: states, reading, updating, and converting a conversation.
import { addTicket } from './fill.ts';
import { Refusal, refuseInvalid, refuseMissing, refuseNotFound } from './refusal.ts';
import { type ApiReply, type ApiRequest, answer, readId, readObject, readParam, type Route } from './router.ts';
import { findConversation } from './routes-conversations.ts';
import type { Json, Ticket, TicketState, TicketType } from './types.ts';
import type { Workspace } from './workspace.ts';

function presentState(state: TicketState): Json {
  const { id, category, label } = state;
  return { type: 'ticket_state', id, category, internal_label: label, external_label: label };
}

function presentType(workspace: Workspace, type: TicketType): Json {
  return {
    type: 'ticket_type',
    id: type.id,
    name: type.name,
    description: '',
    icon: '🎟️',
    workspace_id: workspace.id,
    archived: false,
    created_at: type.createdAt,
    updated_at: type.createdAt,
    is_internal: type.category !== 'Customer',
    ticket_type_attributes: { type: 'list', data: [] },
    category: type.category,
  };
}

function presentTicket(workspace: Workspace, ticket: Ticket): Json {
  const type = workspace.ticketTypes.get(ticket.ticketTypeId);
  const state = workspace.ticketStates.get(ticket.stateId);
  const linked = ticket.conversationId === null ? [] : [{ type: 'conversation', id: ticket.conversationId }];
  const contacts = ticket.contactIds.map((id) => ({
    type: 'contact',
    id,
    external_id: workspace.contacts.get(id)?.externalId ?? null,
  }));
  return {
    type: 'ticket',
    id: ticket.id,
    ticket_id: ticket.ticketId,
    category: type?.category ?? 'Customer',
    ticket_attributes: ticket.attributes,
    ticket_state: state === undefined ? null : presentState(state),
    previous_ticket_state_id: ticket.previousStateId,
    ticket_type: type === undefined ? null : presentType(workspace, type),
    contacts: { type: 'contact.list', contacts },
    admin_assignee_id: Number(ticket.adminAssigneeId ?? 0),
    team_assignee_id: Number(ticket.teamAssigneeId ?? 0),
    created_at: ticket.createdAt,
    updated_at: ticket.updatedAt,
    open: ticket.open,
    ...(ticket.snoozedUntil === null ? {} : { snoozed_until: ticket.snoozedUntil }),
    linked_objects: { type: 'list', data: linked, total_count: linked.length, has_more: false },
    ticket_parts: { type: 'ticket_part.list', ticket_parts: [], total_count: 0 },
    is_shared: ticket.isShared,
  };
}

function listStates(request: ApiRequest): ApiReply {
  const { workspace } = request;
  const data = [...workspace.ticketStates.values()].map((state) => {
    const types = state.ticketTypeIds.map((id) => workspace.ticketTypes.get(id)).filter((type) => type !== undefined);
    const list = { type: 'list', data: types.map((type) => presentType(workspace, type)) };
    return { ...presentState(state), archived: false, ticket_types: list };
  });
  return answer({ type: 'list', data });
}

function findTicket(request: ApiRequest): Ticket {
  const ticket = request.workspace.tickets.get(readParam(request, 'ticket_id'));
  if (ticket === undefined) throw refuseNotFound('Ticket not found', 'ticket_not_found');
  return ticket;
}

function checkState(request: ApiRequest, stateId: string, ticketTypeId: string): void {
  const state = request.workspace.ticketStates.get(stateId);
  if (state?.ticketTypeIds.includes(ticketTypeId)) return;
  const message = 'Ticket state id is not valid or is not associated with the ticket type';
  throw new Refusal(400, 'ticket_state_id_invalid', message);
}

function applyAssignee(request: ApiRequest, ticket: Ticket): void {
  const { body, workspace } = request;
  const assigneeId = readId(body, 'assignee_id');
  if (assigneeId === undefined) return;
  const adminId = readId(body, 'admin_id');
  const refused = refuseNotFound('Assignee not found', 'assignee_not_found');
  if (adminId === undefined) throw refuseMissing('admin_id');
  if (!workspace.admins.has(adminId)) throw refused;
  if (assigneeId === '0') Object.assign(ticket, { adminAssigneeId: null, teamAssigneeId: null });
  else if (workspace.admins.has(assigneeId)) ticket.adminAssigneeId = assigneeId;
  else if (workspace.teams.has(assigneeId)) ticket.teamAssigneeId = assigneeId;
  else throw refused;
}

function updateTicket(request: ApiRequest): ApiReply {
  const { body, workspace } = request;
  const ticket = findTicket(request);
  const stateId = readId(body, 'ticket_state_id');
  if (stateId !== undefined) checkState(request, stateId, ticket.ticketTypeId);
  applyAssignee(request, ticket);
  ticket.attributes = { ...ticket.attributes, ...readObject(body, 'ticket_attributes') };
  if (typeof body['open'] === 'boolean') ticket.open = body['open'];
  if (typeof body['is_shared'] === 'boolean') ticket.isShared = body['is_shared'];
  if (typeof body['snoozed_until'] === 'number') ticket.snoozedUntil = body['snoozed_until'];
  ticket.updatedAt = workspace.now();
  if (stateId !== undefined && stateId !== ticket.stateId) {
    ticket.previousStateId = ticket.stateId;
    ticket.stateId = stateId;
    workspace.raise('ticket.state.updated', () => presentTicket(workspace, ticket));
  }
  return answer(presentTicket(workspace, ticket));
}

function convert(request: ApiRequest): ApiReply {
  const { body, workspace } = request;
  const conversation = findConversation(request);
  const typeId = readId(body, 'ticket_type_id');
  if (typeId === undefined) throw refuseMissing('ticket_type_id');
  const type = workspace.ticketTypes.get(typeId);
  if (type?.category !== 'Customer') throw refuseInvalid('Ticket type is not a customer ticket type');
  const stateId = readId(body, 'ticket_state_id') ?? '8269';
  checkState(request, stateId, typeId);
  const ticket = addTicket(workspace, {
    ticketTypeId: typeId,
    stateId,
    attributes: readObject(body, 'attributes'),
    contactIds: [...conversation.contactIds],
    conversationId: conversation.id,
  });
  conversation.ticketIds.push(ticket.id);
  request.actions.touch(conversation);
  workspace.raise('ticket.created', () => presentTicket(workspace, ticket));
  return answer(presentTicket(workspace, ticket));
}

export const ticketRoutes: Route[] = [
  { method: 'GET', path: '/ticket_states', handler: listStates },
  {
    method: 'GET',
    path: '/tickets/{ticket_id}',
    handler: (request) => answer(presentTicket(request.workspace, findTicket(request))),
  },
  { method: 'PUT', path: '/tickets/{ticket_id}', handler: updateTicket },
  { method: 'POST', path: '/conversations/{conversation_id}/convert', handler: convert },
];
