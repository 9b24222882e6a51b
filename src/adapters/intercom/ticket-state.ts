// Sets the state of the ticket that a conversation is.
import { z } from 'zod';
import type { Applied } from '../../application/ports.ts';
import { readErrorCodes } from './call-error.ts';
import { callProven, type Desk, isKind } from './desk.ts';
import type { TicketState } from './lists.ts';
import { readWireDialog } from './read-dialog.ts';
import { ticketIdOf } from './wire-dialog.ts';
import { wireId } from './wire.ts';

const ticketAnswer = z.looseObject({
  type: z.literal('ticket'),
  id: wireId,
  ticket_state: z.object({ id: wireId }).nullish().catch(null),
  ticket_type: z.object({ id: wireId }).nullish().catch(null),
});

/**
 * The state by its id, by the label that teammates or customers see, or by its category, in this order. Nothing is
 * changed when the conversation is no ticket, or when its type of ticket has no such state.
 */
export async function setTicketState(desk: Desk, conversationId: string, state: string): Promise<Applied> {
  const ticketId = ticketIdOf(await readWireDialog(desk, conversationId));
  if (ticketId === null) {
    return { done: false, note: 'the conversation is no ticket' };
  }
  try {
    return await setState(desk, ticketId, state);
  } catch (error) {
    if (isKind(error, 'gone')) {
      return { done: false, note: `the ticket ${ticketId} is gone` };
    }
    throw error;
  }
}

async function setState(desk: Desk, ticketId: string, state: string): Promise<Applied> {
  const ticket = await callProven(desk, {
    method: 'GET',
    route: '/tickets/{id}',
    answer: ticketAnswer,
    perform: (client) => client.tickets.get({ ticket_id: ticketId }),
  });
  const typeId = ticket.ticket_type?.id ?? null;
  const found = await findState(desk, state, typeId);
  if (found === null) {
    return { done: false, note: `this type of ticket has no state "${state}"` };
  }
  if (found.id === ticket.ticket_state?.id) {
    return { done: true, note: `the ticket was ${found.name} already` };
  }
  return writeState(desk, ticketId, found);
}

async function writeState(desk: Desk, ticketId: string, state: TicketState): Promise<Applied> {
  try {
    await callProven(desk, {
      method: 'PUT',
      route: '/tickets/{id}',
      answer: ticketAnswer,
      perform: (client) =>
        client.tickets.update({
          ticket_id: ticketId,
          ticket_state_id: state.id,
          admin_id: Number(desk.options.authorAdminId),
        }),
    });
  } catch (error) {
    if (isKind(error, 'rejected') && readErrorCodes(error).includes('ticket_state_id_invalid')) {
      desk.lists.ticketStates.forget();
      return { done: false, note: `this type of ticket has no state "${state.name}"` };
    }
    throw error;
  }
  return { done: true, note: `the ticket is ${state.name}` };
}

async function findState(desk: Desk, wanted: string, typeId: string | null): Promise<TicketState | null> {
  const list = desk.lists.ticketStates;
  const found = match(await list.get(), wanted, typeId);
  return found === null && list.doubt() ? match(await list.get(), wanted, typeId) : found;
}

function match(all: readonly TicketState[], wanted: string, typeId: string | null): TicketState | null {
  const states = all.filter((one) => typeId === null || one.typeIds.length === 0 || one.typeIds.includes(typeId));
  const asked = wanted.trim().toLowerCase();
  return (
    states.find((one) => one.id === wanted.trim()) ??
    states.find((one) => one.labels.some((label) => label.trim().toLowerCase() === asked)) ??
    states.find((one) => one.category === asked) ??
    null
  );
}
