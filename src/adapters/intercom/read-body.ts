// The text of a message or a note as a document: HTML from the API and from webhooks up to 2.14, plain text from webhooks since 2.15.
import type { ConversationPart } from '../../domain/conversation.ts';
import type { Document } from '../../domain/document/document.ts';
import { readPlainText } from '../../domain/document/read-plain-text.ts';
import type { Instant } from '../../domain/refs.ts';
import { readHtml } from '../../kit/read-html.ts';
import type { WirePart } from './wire.ts';

const STARTS_AS_HTML =
  /^<(p|div|h[1-6]|ul|ol|li|pre|blockquote|table|br|hr|img|html|body|b|i|u|strong|em|a|span|code)(\s[^<>]*)?\/?>/i;

/** True for a body that Intercom sent as HTML: it opens with a tag and closes with one, so a typed "<p> is odd" is text. */
export function isHtml(body: string): boolean {
  const trimmed = body.trim();
  return trimmed.endsWith('>') && STARTS_AS_HTML.test(trimmed);
}

/** The document of a body; an empty one when there is no text. Links relative to nothing stay text. */
export function readBody(body: string | null, baseUrl: string): Document {
  if (body === null || body.trim() === '') {
    return { blocks: [] };
  }
  return isHtml(body) ? readHtml(body, { baseUrl }) : readPlainText(body);
}

/**
 * A part in our own words. A comment that changed the state arrives as `open`, `close` or `assignment` with a body:
 * it is `other`, its text is kept. `fallbackTime` stands in for a missing time.
 */
export function toPart(part: WirePart, baseUrl: string, fallbackTime: Instant): ConversationPart {
  return {
    id: part.id,
    kind: part.partType === 'note' || part.partType === 'comment' ? part.partType : 'other',
    author: part.author,
    body: readBody(part.body, baseUrl),
    createdAt: part.createdAt ?? fallbackTime,
  };
}
