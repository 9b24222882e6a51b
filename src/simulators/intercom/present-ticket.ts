// Turns tickets, their types and their states into Intercom's JSON.
import type { Json, Ticket, TicketState, TicketType } from './types.ts';
import type { Workspace } from './workspace.ts';

/** A state of tickets. */
export function presentState(state: TicketState): Json {
  const { id, category, label, externalLabel } = state;
  return { type: 'ticket_state', id, category, internal_label: label, external_label: externalLabel ?? label };
}

/** A type of tickets. */
export function presentType(workspace: Workspace, type: TicketType): Json {
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

/** A ticket. */
export function presentTicket(workspace: Workspace, ticket: Ticket): Json {
  const type = workspace.ticketTypes.get(ticket.ticketTypeId);
  const state = workspace.ticketStates.get(ticket.stateId);
  // A converted conversation is the ticket, not linked with it (API 2.16, example of "convert").
  const isItself = workspace.conversations.get(ticket.conversationId ?? '')?.ticketId === ticket.id;
  const linked =
    ticket.conversationId === null || isItself ? [] : [{ type: 'conversation', id: ticket.conversationId }];
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
