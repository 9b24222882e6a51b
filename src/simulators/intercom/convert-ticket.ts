// Making a ticket of a conversation, and moving tickets between states, whoever does it.
import type { ConversationActions } from './conversation-actions.ts';
import { addTicket } from './fill.ts';
import { presentTicket } from './present-ticket.ts';
import { Refusal, refuseInvalid } from './refusal.ts';
import type { Conversation, Json, Ticket } from './types.ts';
import type { Workspace } from './workspace.ts';

/** Throws 400 for a state that tickets of this type cannot be in. */
export function checkState(workspace: Workspace, stateId: string, ticketTypeId: string): void {
  const state = workspace.ticketStates.get(stateId);
  if (state?.ticketTypeIds.includes(ticketTypeId) && !state.archived) return;
  const message = 'Ticket state id is not valid or is not associated with the ticket type';
  throw new Refusal(400, 'ticket_state_id_invalid', message);
}

/** Only customer ticket types can be made of conversations. */
export function convertToTicket(
  workspace: Workspace,
  actions: ConversationActions,
  conversation: Conversation,
  given: { typeId: string; stateId: string; attributes?: Json },
): Ticket {
  const type = workspace.ticketTypes.get(given.typeId);
  if (type?.category !== 'Customer') throw refuseInvalid('Ticket type is not a customer ticket type');
  checkState(workspace, given.stateId, given.typeId);
  const ticket = addTicket(workspace, {
    ticketTypeId: given.typeId,
    stateId: given.stateId,
    attributes: given.attributes ?? {},
    contactIds: [...conversation.contactIds],
    conversationId: conversation.id,
  });
  conversation.ticketId = ticket.id;
  actions.touch(conversation);
  workspace.raise('ticket.created', () => presentTicket(workspace, ticket));
  return ticket;
}

/** Moves a ticket and tells of it; nothing happens when it is there already. */
export function moveTicket(workspace: Workspace, ticket: Ticket, stateId: string): void {
  checkState(workspace, stateId, ticket.ticketTypeId);
  ticket.updatedAt = workspace.now();
  if (stateId === ticket.stateId) return;
  ticket.previousStateId = ticket.stateId;
  ticket.stateId = stateId;
  workspace.raise('ticket.state.updated', () => presentTicket(workspace, ticket));
  const isResolved = workspace.ticketStates.get(stateId)?.category === 'resolved';
  if (isResolved) workspace.raise('ticket.resolved', () => presentTicket(workspace, ticket));
}
