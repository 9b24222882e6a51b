// The little of tickets that a bridge of conversations meets: states, reading, updating, and converting a conversation.
import { checkState, convertToTicket, moveTicket } from './convert-ticket.ts';
import { presentState, presentTicket, presentType } from './present-ticket.ts';
import { refuseMissing, refuseNotFound } from './refusal.ts';
import { type ApiReply, type ApiRequest, answer, readId, readObject, readParam, type Route } from './router.ts';
import { findConversation } from './routes-conversations.ts';
import type { Ticket } from './types.ts';

function listStates(request: ApiRequest): ApiReply {
  const { workspace } = request;
  const data = [...workspace.ticketStates.values()].map((state) => {
    const types = state.ticketTypeIds.map((id) => workspace.ticketTypes.get(id)).filter((type) => type !== undefined);
    const list = { type: 'list', data: types.map((type) => presentType(workspace, type)) };
    return { ...presentState(state), archived: state.archived, ticket_types: list };
  });
  return answer({ type: 'list', data });
}

function findTicket(request: ApiRequest): Ticket {
  const ticket = request.workspace.tickets.get(readParam(request, 'ticket_id'));
  if (ticket === undefined) throw refuseNotFound('Ticket not found', 'ticket_not_found');
  return ticket;
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
  const adminId = readId(body, 'admin_id');
  if (stateId !== undefined) checkState(workspace, stateId, ticket.ticketTypeId);
  if (adminId !== undefined && !workspace.admins.has(adminId)) {
    throw refuseNotFound('Admin not found', 'admin_not_found');
  }
  applyAssignee(request, ticket);
  ticket.attributes = { ...ticket.attributes, ...readObject(body, 'ticket_attributes') };
  if (typeof body['open'] === 'boolean') ticket.open = body['open'];
  if (typeof body['is_shared'] === 'boolean') ticket.isShared = body['is_shared'];
  if (typeof body['snoozed_until'] === 'number') ticket.snoozedUntil = body['snoozed_until'];
  ticket.updatedAt = workspace.now();
  if (stateId !== undefined) moveTicket(workspace, ticket, stateId);
  return answer(presentTicket(workspace, ticket));
}

function convert(request: ApiRequest): ApiReply {
  const { body, workspace, actions } = request;
  const conversation = findConversation(request);
  const typeId = readId(body, 'ticket_type_id');
  if (typeId === undefined) throw refuseMissing('ticket_type_id');
  const stateId = readId(body, 'ticket_state_id') ?? '8269';
  const given = { typeId, stateId, attributes: readObject(body, 'attributes') };
  return answer(presentTicket(workspace, convertToTicket(workspace, actions, conversation, given)));
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
