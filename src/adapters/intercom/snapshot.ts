// A conversation as the API gives it, in our own words.
import type { ConversationSnapshot } from '../../domain/conversation.ts';
import { toPlainText } from '../../domain/document/plain-text.ts';
import { isHtml, readBody, toPart } from './read-body.ts';
import type { WireConversation } from './wire.ts';

export interface Workspace {
  readonly connection: string;
  readonly workspaceId: string;
  /** Where people open Intercom, such as https://app.eu.intercom.com. */
  readonly appUrl: string;
}

const LONGEST_TITLE = 120;
/** More of a first message than this is not looked at for a title. */
const ENOUGH_FOR_A_TITLE = 4000;

/** The address of a conversation in the inbox (Intercom: "Webhook models", `conversation_url`). */
function conversationUrl(workspace: Workspace, conversationId: string): string {
  const origin = workspace.appUrl.replace(/\/+$/, '');
  return `${origin}/a/inbox/${workspace.workspaceId}/inbox/shared/all/conversation/${conversationId}`;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const letters = Array.from(line);
  return letters.length <= LONGEST_TITLE
    ? line
    : `${letters
        .slice(0, LONGEST_TITLE - 1)
        .join('')
        .trimEnd()}…`;
}

/** The title, else the subject, else the beginning of the first message, else of the first part, else its number. */
function titleOf(conversation: WireConversation, baseUrl: string): string {
  const firstText = conversation.parts.find((part) => part.partType === 'comment')?.body;
  const { title, source } = conversation;
  for (const text of [title, source?.subject, source?.body, firstText]) {
    const body = text ?? '';
    const words = isHtml(body) ? toPlainText(readBody(body.slice(0, ENOUGH_FOR_A_TITLE), baseUrl)) : body;
    const short = shorten(words.slice(0, ENOUGH_FOR_A_TITLE));
    if (short !== '') {
      return short;
    }
  }
  return `Conversation ${conversation.id}`;
}

/** Parts without text, such as assignments, are left out: they say nothing. */
export function toSnapshot(workspace: Workspace, conversation: WireConversation): ConversationSnapshot {
  const updatedAt = conversation.updatedAt ?? conversation.createdAt ?? 0;
  return {
    connection: workspace.connection,
    conversationId: conversation.id,
    url: conversationUrl(workspace, conversation.id),
    title: titleOf(conversation, workspace.appUrl),
    state: conversation.state ?? 'open',
    snoozedUntil: conversation.snoozedUntil,
    parts: conversation.parts
      .filter((part) => (part.body ?? '').trim() !== '')
      .map((part) => toPart(part, workspace.appUrl, updatedAt))
      .sort((a, b) => a.createdAt - b.createdAt),
    updatedAt,
  };
}
