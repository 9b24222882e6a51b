// Understands Intercom's webhooks: checks the signature, names the lane, and says in our own words what happened.
import type { Headers, Identified, Unreadable, WebhookSource } from '../../application/ports.ts';
import type { BridgeEvent, NothingFollows } from '../../domain/event.ts';
import { connectionLane, conversationLane, type Instant } from '../../domain/refs.ts';
import { readDialogChange } from './dialog-change.ts';
import { toPart } from './read-body.ts';
import { hasGoodSignature } from './signature.ts';
import { newestNote, readTime, type WireConversation, wireConversation } from './wire.ts';

export interface IntercomSourceOptions {
  /** The name of the connection in the config. */
  readonly connection: string;
  /** The only workspace whose events count; Intercom calls it `app_id`. */
  readonly workspaceId: string;
  /** The app's client secrets; several while one is being changed. */
  readonly clientSecrets: readonly string[];
  /** What relative links in notes are relative to. */
  readonly appUrl?: string;
}

/** Objects that Deskbridge doesn't mirror. The first word of a topic names the object. */
const NOT_MIRRORED = new Set(
  'admin call company contact content_stat event granular job lead message subscription tag ticket user visitor'.split(
    ' ',
  ),
);

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    return String(value);
  }
  return typeof value === 'string' && value !== '' ? value : null;
}

function itemOf(payload: Fields): Fields {
  return fieldsOf(fieldsOf(payload['data'])['item']);
}

/** `conversation.deleted` names its conversation `conversation_id`, other topics `id`. */
function conversationIdOf(item: Fields): string | null {
  if (item['type'] === 'conversation') {
    return idOf(item['id']) ?? idOf(item['conversation_id']);
  }
  return idOf(item['conversation_id']) ?? idOf(fieldsOf(item['conversation'])['id']);
}

function nothing(reason: NothingFollows['reason'], name: string): NothingFollows {
  return { kind: 'nothing_follows', reason, name };
}

function unreadable(why: string): Unreadable {
  return { kind: 'unreadable', why };
}

/** Understands the webhooks of one Intercom workspace. */
export function createIntercomSource(options: IntercomSourceOptions): WebhookSource {
  const baseUrl = options.appUrl ?? 'https://app.intercom.com';
  const isOurs = (payload: Fields) => [undefined, null, options.workspaceId].includes(payload['app_id'] as never);

  function identify(value: unknown, _headers: Headers): Identified {
    const payload = fieldsOf(value);
    const conversationId = isOurs(payload) ? conversationIdOf(itemOf(payload)) : null;
    return {
      deliveryKey: idOf(payload['id']),
      lane:
        conversationId === null
          ? connectionLane(options.connection)
          : conversationLane({ connection: options.connection, conversationId }),
      topic: typeof payload['topic'] === 'string' ? payload['topic'] : 'unknown',
    };
  }

  function read(value: unknown): BridgeEvent | Unreadable {
    const payload = fieldsOf(value);
    const topic = payload['topic'];
    if (typeof topic !== 'string' || topic === '') {
      return unreadable('The notification has no topic, so it is not one of Intercom’s.');
    }
    if (topic === 'ping') {
      return nothing('ping', topic);
    }
    if (!isOurs(payload)) {
      return nothing(
        'not_mirrored',
        `${topic} of workspace ${String(payload['app_id'])}, which is not ours (${options.workspaceId})`,
      );
    }
    const [group = ''] = topic.split('.');
    if (group === 'conversation' || group === 'conversation_part') {
      return readConversationTopic(options.connection, topic, payload, baseUrl);
    }
    return nothing(NOT_MIRRORED.has(group) ? 'not_mirrored' : 'unknown_event', topic);
  }

  return {
    verify: (raw, headers) => hasGoodSignature(raw, headers, options.clientSecrets),
    identify,
    read,
  };
}

function readConversationTopic(
  connection: string,
  topic: string,
  payload: Fields,
  baseUrl: string,
): BridgeEvent | Unreadable {
  const item = itemOf(payload);
  const conversationId = conversationIdOf(item);
  if (conversationId === null) {
    return unreadable(`The notification "${topic}" does not say which conversation it is about.`);
  }
  const sentAt = readTime(payload['created_at']) ?? readTime(payload['first_sent_at']);
  // A tag's notification may wrap the conversation beside the tag; that of a deletion carries nothing but ids.
  const about = item['type'] === 'conversation' ? item : { ...item, ...fieldsOf(item['conversation']) };
  const parsed = wireConversation.safeParse({ ...about, id: conversationId });
  const at = parsed.data?.updatedAt ?? sentAt;
  if (at === null) {
    return unreadable(`The notification "${topic}" about conversation ${conversationId} carries no time.`);
  }
  const conversation = { connection, conversationId };
  if (topic === 'conversation.deleted') {
    return { kind: 'conversation_deleted', conversation, at: sentAt ?? at };
  }
  if (!parsed.success) {
    return unreadable(`The conversation ${conversationId} in the notification "${topic}" has a shape we do not know.`);
  }
  if (topic === 'conversation.admin.noted') {
    return readNoted(conversation, parsed.data, baseUrl, at);
  }
  const { state, snoozedUntil } = parsed.data;
  const { change, by } = readDialogChange(topic, about, parsed.data);
  return { kind: 'conversation_changed', conversation, topic, state, snoozedUntil, change, by, at };
}

function readNoted(
  conversation: { connection: string; conversationId: string },
  item: WireConversation,
  baseUrl: string,
  at: Instant,
): BridgeEvent | Unreadable {
  const note = newestNote(item.parts);
  if (note === null) {
    return unreadable(`The notification of a note in conversation ${conversation.conversationId} holds no note.`);
  }
  const part = toPart(note, baseUrl, at);
  return { kind: 'conversation_noted', conversation, part, at: part.createdAt };
}
