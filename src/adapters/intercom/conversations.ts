// Reads and writes Intercom conversations.
import type { z } from 'zod';
import type { Conversations } from '../../application/ports.ts';
import { VendorError } from '../../application/vendor-error.ts';
import { createAccounts } from './account.ts';
import { createCaller } from './caller.ts';
import { assign, close, open, snooze } from './change-state.ts';
import { callProven, type ConversationsOptions, type Desk, isKind } from './desk.ts';
import { download } from './download.ts';
import { createLists } from './lists.ts';
import { createNames } from './names.ts';
import { findMarked, findWritten } from './notes.ts';
import { readContent, readDetails } from './read-dialog.ts';
import { findChanged } from './search-changed.ts';
import { toSnapshot } from './snapshot.ts';
import { setAttribute, setTag } from './set-marks.ts';
import { setTicketState } from './ticket-state.ts';
import { create, readVocabulary } from './vocabulary.ts';
import { wireConversationAnswer, wireNotesAnswer } from './wire.ts';

export type { ConversationsOptions };

/** The conversations of one workspace. Cheap to make: nothing is loaded or sent before the first call. */
export function createConversations(options: ConversationsOptions): Conversations {
  const caller = createCaller(options);
  const names = createNames(caller, options.apiVersion, options.now);
  const lists = createLists(caller, options.now);
  const desk: Desk = { options, caller, names, lists, accounts: createAccounts(caller, options) };
  return {
    account: () => desk.accounts.readAuthor(),
    read: async (conversationId) => {
      try {
        return {
          state: 'found',
          value: toSnapshot(options, await readConversation(desk, conversationId, wireConversationAnswer)),
        };
      } catch (error) {
        if (isKind(error, 'gone')) {
          return { state: 'missing' };
        }
        throw error;
      }
    },
    addNote: (conversationId, html) => addNote(desk, conversationId, html),
    findOurNote: async (conversationId, mark) =>
      findMarked(await readConversation(desk, conversationId, wireNotesAnswer), mark),
    open: (conversationId) => open(desk, conversationId),
    close: (conversationId) => close(desk, conversationId),
    snooze: (conversationId, until) => snooze(desk, conversationId, until),
    assign: (conversationId, to) => assign(desk, conversationId, to),
    setTicketState: (conversationId, state) => setTicketState(desk, conversationId, state),
    details: (conversationId) => readDetails(desk, conversationId),
    content: (conversationId) => readContent(desk, conversationId),
    download: (url, maxBytes) => download(options, url, maxBytes),
    vocabulary: () => readVocabulary(desk),
    create: (kind, name) => create(desk, kind, name),
    setAttribute: (conversationId, name, value) => setAttribute(desk, conversationId, name, value),
    setTag: (conversationId, tag, present) => setTag(desk, conversationId, tag, present),
    changedSince: (since, limit) => findChanged(caller, since, limit),
  };
}

function readConversation<T>(desk: Desk, conversationId: string, answer: z.ZodType<T>): Promise<T> {
  return callProven(desk, {
    method: 'GET',
    route: '/conversations/{id}',
    answer,
    perform: (client) => client.conversations.find({ conversation_id: conversationId }),
  });
}

async function addNote(desk: Desk, conversationId: string, html: string): Promise<string> {
  const { authorAdminId, connection } = desk.options;
  const body = { message_type: 'note', type: 'admin', admin_id: authorAdminId, body: html } as const;
  const notes = await callProven(desk, {
    method: 'POST',
    route: '/conversations/{id}/reply',
    answer: wireNotesAnswer,
    perform: (client) => client.conversations.reply({ conversation_id: conversationId, body }),
  });
  const id = findWritten(notes, html, authorAdminId);
  if (id === null) {
    throw new VendorError('POST /conversations/{id}/reply answered 200, but without the note that was written', {
      vendor: 'intercom',
      connection,
      kind: 'unavailable',
      inDoubt: true,
      status: 200,
    });
  }
  return id;
}
