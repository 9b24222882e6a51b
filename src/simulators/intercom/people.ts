// What people do in the simulated workspace, through no API: customers write and rate, teammates note, answer, close and tag.
import type { Running } from './api-server.ts';
import { convertToTicket, moveTicket } from './convert-ticket.ts';
import { addTag } from './fill.ts';
import { customerRates, customerWrites, deleteContact, mergeTwoContacts } from './people-customers.ts';
import {
  type Action,
  asTeammate,
  type PeopleInput,
  type PeopleResult,
  requireAdmin,
  requireConversation,
  tell,
  toMessage,
} from './people-input.ts';
import { refuseMissing, refuseNotFound } from './refusal.ts';
import { checkAttributes } from './routes-conversations.ts';

export type { PeopleInput, PeopleResult };

function teammateAssigns(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  const { workspace } = running;
  const type = input.assigneeType ?? 'admin';
  const id = input.assigneeId ?? '0';
  if (id !== '0' && !(type === 'admin' ? workspace.admins : workspace.teams).has(id)) {
    throw refuseNotFound(`No ${type} ${id}`, 'assignee_not_found');
  }
  const assignee = id === '0' ? null : { type, id };
  const message = toMessage(running, input);
  return tell(conversation, running.actions.assign(conversation, requireAdmin(running, input), assignee, message));
}

function teammateSnoozes(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  const until = input.until ?? running.workspace.now() + 3600;
  return tell(conversation, running.actions.snooze(conversation, requireAdmin(running, input), until, false));
}

function teammateTags(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  if (input.tag === undefined) throw refuseMissing('tag');
  const tag = addTag(running.workspace, input.tag);
  running.actions.tag(conversation, requireAdmin(running, input), tag.id);
  return tell(conversation, null);
}

/** No topic tells of it. */
function teammateUntags(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  if (input.tag === undefined) throw refuseMissing('tag');
  running.actions.untag(conversation, addTag(running.workspace, input.tag).id);
  return tell(conversation, null);
}

/** No topic tells of it. */
function teammateSetsAttributes(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  const known = checkAttributes(running.workspace, input.attributes ?? {});
  const part = running.actions.setAttributes(conversation, known, false).at(-1) ?? null;
  return tell(conversation, part);
}

function teammateConverts(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  const { workspace, actions } = running;
  const typeId = input.ticketTypeId ?? '55';
  const ticket = convertToTicket(workspace, actions, conversation, { typeId, stateId: input.stateId ?? '8269' });
  return { conversationId: conversation.id, ticketId: ticket.id };
}

function teammateMovesTicket(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  const ticket = running.workspace.tickets.get(conversation.ticketId ?? '');
  if (ticket === undefined) throw refuseNotFound('The conversation is no ticket', 'ticket_not_found');
  moveTicket(running.workspace, ticket, input.stateId ?? '8272');
  return { conversationId: conversation.id, ticketId: ticket.id };
}

function deleteConversation(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  running.actions.delete(conversation, false);
  return tell(conversation, null);
}

function redactPart(running: Running, input: PeopleInput): PeopleResult {
  const conversation = requireConversation(running, input);
  const part = conversation.parts.find((one) => one.id === input.partId);
  running.actions.redact(conversation, part ?? conversation.source);
  return tell(conversation, part ?? null);
}

/** Every action by the name that `POST /_simulator/people/NAME` takes. */
export const peopleActions = {
  'customer-writes': customerWrites,
  'customer-rates': customerRates,
  'teammate-notes': asTeammate((running, conversation, admin, input) =>
    running.actions.note(conversation, admin, toMessage(running, input)),
  ),
  'teammate-replies': asTeammate((running, conversation, admin, input) =>
    running.actions.replyAsAdmin(conversation, admin, toMessage(running, input)),
  ),
  'teammate-closes': asTeammate((running, conversation, admin, input) =>
    running.actions.close(conversation, admin, toMessage(running, input)),
  ),
  'teammate-opens': asTeammate((running, conversation, admin) => running.actions.open(conversation, admin, false)),
  'teammate-snoozes': teammateSnoozes,
  'teammate-assigns': teammateAssigns,
  'teammate-tags': teammateTags,
  'teammate-untags': teammateUntags,
  'teammate-sets-attributes': teammateSetsAttributes,
  'teammate-converts': teammateConverts,
  'teammate-moves-ticket': teammateMovesTicket,
  'delete-conversation': deleteConversation,
  'redact-part': redactPart,
  'merge-contacts': mergeTwoContacts,
  'delete-contact': deleteContact,
} satisfies Record<string, Action>;

export type PeopleActionName = keyof typeof peopleActions;
