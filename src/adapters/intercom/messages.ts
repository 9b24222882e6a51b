// The messages of a conversation with their authors and files, oldest first.
import type { DialogAttachment, DialogMessage } from '../../domain/dialog.ts';
import type { Actor, Instant } from '../../domain/refs.ts';
import { findBodyImages } from './body-images.ts';
import { readFileName } from './file-name.ts';
import { readBody } from './read-body.ts';
import type { DialogExtras, WireAttachment, WireAuthor, WireDialog, WireMessage } from './wire-dialog.ts';

/**
 * Part types that carry what somebody wrote. The set of types is open, and unknown ones may hold internal texts or the
 * bot's small talk, so only these are messages; anything named `note…` is a note.
 */
const MESSAGE_TYPES = new Set(['comment', 'open', 'close', 'assignment', 'assign_and_reopen', 'quick_reply']);

interface Written {
  readonly id: string;
  readonly body: string | null;
  readonly author: WireAuthor;
  readonly attachments: readonly WireAttachment[];
  readonly at: Instant;
  readonly isNote: boolean;
  readonly byEmail: boolean;
}

/** Redacted messages and parts without text and files are left out. */
export function readMessages(dialog: WireDialog, baseUrl: string): readonly DialogMessage[] {
  const { conversation, extras } = dialog;
  const startedAt = conversation.createdAt ?? conversation.updatedAt ?? 0;
  const first = readSource(extras.source, conversation.id, startedAt);
  const isEmail = extras.source?.type === 'email';
  const later = extras.conversation_parts.flatMap((part) => readPart(part, isEmail, startedAt));
  return [...first, ...later.sort((a, b) => a.at - b.at)]
    .map((written) => toMessage(written, baseUrl))
    .filter((message) => message.body.blocks.length > 0 || message.attachments.length > 0);
}

function readSource(source: DialogExtras['source'], conversationId: string, at: Instant): Written[] {
  if (!source || source.redacted === true) {
    return [];
  }
  const { body = null, author, attachments } = source;
  const id = source.id ?? `${conversationId}-source`;
  return [{ id, body, author, attachments, at, isNote: false, byEmail: source.type === 'email' }];
}

function readPart(part: WireMessage, isEmail: boolean, fallback: Instant): Written[] {
  const isNote = part.part_type.startsWith('note');
  if (part.redacted === true || !(isNote || MESSAGE_TYPES.has(part.part_type))) {
    return [];
  }
  const { id, body = null, author, attachments } = part;
  const byEmail = isEmail || (typeof part.email_message_metadata === 'object' && part.email_message_metadata !== null);
  return [{ id, body, author, attachments, at: part.created_at ?? fallback, isNote, byEmail }];
}

function toMessage(written: Written, baseUrl: string): DialogMessage {
  return {
    partId: written.id,
    kind: written.isNote ? 'note' : kindOf(written.author),
    author: toActor(written.author),
    at: written.at,
    body: readBody(written.body, baseUrl),
    attachments: readFiles(written),
  };
}

/** The vendor leaves the author blank for what customers wrote in networks that forbid to tell more (API 2.16). */
function kindOf(author: WireAuthor): 'customer' | 'teammate' | 'bot' {
  if (author.from_ai_agent === true || author.type === 'bot' || author.type === 'operator') {
    return 'bot';
  }
  return author.type === 'admin' || author.type === 'team' ? 'teammate' : 'customer';
}

function toActor(author: WireAuthor): Actor {
  const isPerson = ['admin', 'user', 'lead', 'contact'].includes(author.type ?? '');
  const kind = kindOf(author) === 'bot' ? 'bot' : isPerson ? 'person' : 'unknown';
  return { id: author.id ?? null, name: author.name || author.email || null, kind };
}

/** An address without its signature, which differs from one answer to the next. */
function placeOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? url : parsed.origin + parsed.pathname;
}

/** Attachments, then the images in the text that are none of them. What an e-mail shows inside its text is inline. */
function readFiles(written: Written): readonly DialogAttachment[] {
  const partId = written.id;
  const files = written.attachments
    .filter((file) => URL.canParse(file.url))
    .map((file, index) => ({
      id: `${partId}:${index}`,
      partId,
      name: readFileName(file.name, file.url),
      url: file.url,
      contentType: file.content_type || null,
      size: file.filesize,
      inline: false,
    }));
  const known = new Set(files.map((file) => placeOf(file.url)));
  const images = findBodyImages(written.body ?? '').flatMap((image, index) => {
    const place = placeOf(image.url);
    if (known.has(place)) {
      return [];
    }
    known.add(place);
    const inline = written.byEmail || !image.sent;
    return [
      {
        id: `${partId}:image-${index}`,
        partId,
        name: image.name,
        url: image.url,
        contentType: null,
        size: null,
        inline,
      },
    ];
  });
  return [...files, ...images];
}
