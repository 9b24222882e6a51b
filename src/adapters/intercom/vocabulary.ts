// What rules may name in a workspace, and the making of what does not exist yet.
import { z } from 'zod';
import type { Conversations } from '../../application/ports.ts';
import type { ChatVocabulary } from '../../domain/vocabulary.ts';
import type { Named } from '../../domain/dialog.ts';
import { callProven, type Desk, isKind, refuse } from './desk.ts';
import {
  hasConversationAttributes,
  loadConversationAttributes,
  loadDataAttributes,
  loadTags,
  loadTeammates,
  loadTeams,
  loadTicketStates,
} from './lists.ts';

/** Asked anew each time: whoever checks a config wants to know how it is now. A plan without tickets has no states. */
export async function readVocabulary(desk: Desk): Promise<ChatVocabulary> {
  const { caller, options } = desk;
  const [teams, teammates, tags, conversationAttributes, contactAttributes, states] = await Promise.all([
    loadTeams(caller),
    loadTeammates(caller),
    loadTags(caller),
    loadConversationAttributes(caller, options.apiVersion),
    loadDataAttributes(caller, 'contact'),
    loadTicketStates(caller).catch((error: unknown) => {
      if (isKind(error, 'forbidden', 'gone')) {
        return [];
      }
      throw error;
    }),
  ]);
  const ticketStates = states.map(({ id, name }): Named => ({ id, name }));
  return { teams, teammates, tags, conversationAttributes, contactAttributes, ticketStates };
}

type Kind = Parameters<Conversations['create']>[0];

const created = z.looseObject({ type: z.enum(['tag', 'conversation_attribute', 'data_attribute']) });

/** Making what exists already is a success. Throws `rejected` with the vendor's words for a name that it does not take. */
export async function create(desk: Desk, kind: Kind, name: string): Promise<void> {
  const known = await loadKnown(desk, kind);
  if (known.some((one) => one.name.toLowerCase() === name.toLowerCase())) {
    return;
  }
  await make(desk, kind, name);
  desk.names.forget();
}

function loadKnown(desk: Desk, kind: Kind): Promise<readonly Named[]> {
  if (kind === 'tag') {
    return loadTags(desk.caller);
  }
  return kind === 'contact_attribute'
    ? loadDataAttributes(desk.caller, 'contact')
    : loadConversationAttributes(desk.caller, desk.options.apiVersion);
}

async function make(desk: Desk, kind: Kind, name: string): Promise<void> {
  if (kind === 'tag') {
    const call = { method: 'POST', route: '/tags', answer: created };
    await callProven(desk, { ...call, perform: (client) => client.tags.create({ name }) });
    return;
  }
  if (kind === 'contact_attribute') {
    const call = { method: 'POST', route: '/data_attributes', answer: created };
    const request = { name, model: 'contact', data_type: 'string' } as const;
    await callProven(desk, { ...call, perform: (client) => client.dataAttributes.create(request) });
    return;
  }
  const { apiVersion } = desk.options;
  if (!hasConversationAttributes(apiVersion)) {
    const how = 'create it in Intercom under Settings, Data, Conversations, or set "apiVersion" to 2.16';
    throw refuse(desk, `API version ${apiVersion} cannot create the conversation attribute "${name}": ${how}`);
  }
  await desk.caller.post('/conversations/attributes', { name, data_type: 'string' }, created);
}
