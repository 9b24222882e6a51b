// Changes of a conversation's state: opened, closed, snoozed, assigned, and the state of the ticket that it is.
import { z } from 'zod';
import type { Applied } from '../../application/ports.ts';
import type { Instant } from '../../domain/refs.ts';
import { readErrorCodes } from './call-error.ts';
import { callProven, type Desk, isKind } from './desk.ts';
import { findNamed } from './lists.ts';

export const changedAnswer = z.looseObject({ type: z.literal('conversation') });

type StateChange =
  | { message_type: 'open' }
  | { message_type: 'close'; type: 'admin' }
  | { message_type: 'snoozed'; snoozed_until: number }
  | { message_type: 'assignment'; type: 'admin' | 'team'; assignee_id: string };

async function manage(desk: Desk, conversationId: string, change: StateChange): Promise<void> {
  const body = { ...change, admin_id: desk.options.authorAdminId };
  await callProven(desk, {
    method: 'POST',
    route: '/conversations/{id}/parts',
    answer: changedAnswer,
    perform: (client) => client.conversations.manage({ conversation_id: conversationId, body }),
  });
}

export function open(desk: Desk, conversationId: string): Promise<void> {
  return manage(desk, conversationId, { message_type: 'open' });
}

/** Closing a closed conversation leaves one more `close` part and raises one more webhook: read the state before. */
export function close(desk: Desk, conversationId: string): Promise<void> {
  return manage(desk, conversationId, { message_type: 'close', type: 'admin' });
}

/** Whole seconds, never before `until`. */
export function snooze(desk: Desk, conversationId: string, until: Instant): Promise<void> {
  return manage(desk, conversationId, { message_type: 'snoozed', snoozed_until: Math.ceil(until / 1000) });
}

/** By id, else by name in any case of letters. Nothing is changed when the name is unknown or stands for several. */
export async function assign(
  desk: Desk,
  conversationId: string,
  to: { readonly kind: 'team' | 'teammate'; readonly name: string },
): Promise<Applied> {
  const list = to.kind === 'team' ? desk.lists.teams : desk.lists.teammates;
  const [found, ...others] = await findNamed(list, to.name);
  if (found === undefined) {
    return { done: false, note: `Intercom has no ${to.kind} "${to.name}"` };
  }
  if (others.length > 0) {
    const ids = [found, ...others].map((one) => one.id).join(', ');
    return { done: false, note: `Intercom has several ${to.kind}s "${to.name}": name one by its id (${ids})` };
  }
  const type = to.kind === 'team' ? 'team' : 'admin';
  try {
    await manage(desk, conversationId, { message_type: 'assignment', type, assignee_id: found.id });
  } catch (error) {
    if (isKind(error, 'gone') && readErrorCodes(error).includes('assignee_not_found')) {
      list.forget();
      return { done: false, note: `Intercom has no ${to.kind} "${to.name}" any more` };
    }
    throw error;
  }
  return { done: true, note: `assigned to ${to.kind} ${found.name}` };
}
