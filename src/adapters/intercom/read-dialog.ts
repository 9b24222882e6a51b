// A dialog with its customer, company, tags and attributes, and with all of its messages and files.
import type { Found, Missing } from '../../application/ports.ts';
import type { DialogContent, DialogDetails, Named } from '../../domain/dialog.ts';
import { callProven, type Desk, isKind } from './desk.ts';
import { readMessages } from './messages.ts';
import { readCustomer } from './read-customer.ts';
import type { Remembered } from './remember.ts';
import { toSnapshot } from './snapshot.ts';
import { ticketIdOf, type WireDialog, wireDialogAnswer } from './wire-dialog.ts';

/** The whole conversation as the API gives it; throws `gone` when there is none. */
export function readWireDialog(desk: Desk, conversationId: string): Promise<WireDialog> {
  return callProven(desk, {
    method: 'GET',
    route: '/conversations/{id}',
    answer: wireDialogAnswer,
    perform: (client) => client.conversations.find({ conversation_id: conversationId }),
  });
}

/** Names what the conversation gives by id. A list that may not be read leaves the id as the name. */
async function nameOf(list: Remembered<readonly Named[]>, id: string | null): Promise<Named | null> {
  if (id === null) {
    return null;
  }
  try {
    const find = async () => (await list.get()).find((one) => one.id === id);
    return (await find()) ?? (list.doubt() ? await find() : undefined) ?? { id, name: id };
  } catch (error) {
    if (isKind(error, 'forbidden', 'gone')) {
      return { id, name: id };
    }
    throw error;
  }
}

async function toDetails(desk: Desk, dialog: WireDialog): Promise<DialogDetails> {
  const { conversation, extras } = dialog;
  const { connection, conversationId, url, title, state, snoozedUntil, updatedAt } = toSnapshot(
    desk.options,
    conversation,
  );
  const [team, teammate, customer] = await Promise.all([
    nameOf(desk.lists.teams, extras.team_assignee_id),
    nameOf(desk.lists.teammates, extras.admin_assignee_id),
    readCustomer(desk, extras),
  ]);
  return {
    connection,
    conversationId,
    url,
    title,
    state,
    snoozedUntil,
    createdAt: conversation.createdAt ?? updatedAt,
    tags: extras.tags,
    team,
    teammate,
    attributes: extras.custom_attributes,
    customer,
    otherContacts: Math.max(0, extras.contacts.length - 1),
    rating: extras.conversation_rating?.rating ?? null,
    lastReplyAt: extras.statistics?.last_contact_reply_at ?? null,
    ticketId: ticketIdOf(dialog),
  };
}

async function orMissing<T>(read: () => Promise<T>): Promise<Found<T> | Missing> {
  try {
    return { state: 'found', value: await read() };
  } catch (error) {
    if (isKind(error, 'gone')) {
      return { state: 'missing' };
    }
    throw error;
  }
}

export function readDetails(desk: Desk, conversationId: string): Promise<Found<DialogDetails> | Missing> {
  return orMissing(async () => toDetails(desk, await readWireDialog(desk, conversationId)));
}

/** Intercom gives the 500 most recent parts, so of a longer conversation the first message and those. */
export function readContent(desk: Desk, conversationId: string): Promise<Found<DialogContent> | Missing> {
  return orMissing(async () => {
    const dialog = await readWireDialog(desk, conversationId);
    return { details: await toDetails(desk, dialog), messages: readMessages(dialog, desk.options.appUrl) };
  });
}
