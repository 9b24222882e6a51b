// Carries out one action through the port of its vendor: exactly one call that writes.
import type {
  CommentOnIssue,
  PutRemoteLink,
  RemoveRemoteLink,
  ReopenConversation,
  SetConversationAttribute,
  SnoozeAgain,
  TagConversation,
} from '../domain/action.ts';
import type { Document, Inline } from '../domain/document/document.ts';
import { toNoteHtml } from '../domain/document/note-html.ts';
import { remoteLinkId } from '../domain/link.ts';
import type { ConversationRef } from '../domain/refs.ts';
import { textsOf } from '../domain/texts/texts.ts';
import { type ChatSite, conversationUrl } from '../domain/vendor-urls.ts';
import type { Bridge } from './bridge.ts';
import { conversationsOf, issuesOf } from './connected.ts';
import { hideDocumentFor, hideTextFor } from './hide-for-issue.ts';
import type { StoredDelivery } from './ledger.ts';
import { attachFile } from './perform-attach.ts';
import { createIssue } from './perform-create.ts';
import { isRuleAction, performRuleAction } from './perform-rule-action.ts';
import { putSummary } from './perform-summary.ts';

// The vendor documents no limit for a note; ten thousand letters are far more than anybody reads in one.
const MAX_NOTE_CHARS = 10_000;
// Documented limit of a string attribute.
const MAX_ATTRIBUTE_CHARS = 255;

/** What a delivery left behind at the vendor; a note's or comment's id lets us know it again when it comes back. */
export type Receipt = string;

function siteOf(conversation: ConversationRef, bridge: Bridge): ChatSite {
  const site = bridge.rules().chatSites.find((candidate) => candidate.connection === conversation.connection);
  if (site === undefined) throw new Error(`${conversation.connection} is not an Intercom connection of the config`);
  return site;
}

/** The page where the operator can follow what led to a note; its address is also our mark in the note. */
function historyUrl(deliveryId: string, bridge: Bridge): string {
  return `${bridge.publicUrl}/history/${deliveryId}`;
}

/** The note as HTML, with its mark: a link for people, or the bare id where links are switched off. */
function noteHtml(body: Document, deliveryId: string, bridge: Bridge): string {
  const texts = textsOf(bridge.rules().locale);
  const mark: Inline = bridge.historyLinks
    ? { type: 'text', text: texts.history, href: historyUrl(deliveryId, bridge) }
    : { type: 'text', text: deliveryId };
  const tail: Document = { blocks: [{ type: 'paragraph', content: [mark] }] };
  return toNoteHtml(body, { maxChars: MAX_NOTE_CHARS }) + toNoteHtml(tail);
}

async function reopen(action: ReopenConversation, bridge: Bridge): Promise<Receipt> {
  const chat = conversationsOf(bridge, action.conversation.connection);
  const { conversationId } = action.conversation;
  const reading = await chat.read(conversationId);
  if (reading.state === 'missing') return 'conversation is gone';
  if (reading.value.state === 'open') return 'was open already';
  await chat.open(conversationId);
  return `opened (was ${reading.value.state})`;
}

async function snoozeAgain(action: SnoozeAgain, bridge: Bridge): Promise<Receipt> {
  const chat = conversationsOf(bridge, action.conversation.connection);
  const { conversationId } = action.conversation;
  if (action.until <= bridge.now()) return 'its time had come';
  const reading = await chat.read(conversationId);
  if (reading.state === 'missing') return 'conversation is gone';
  if (reading.value.state !== 'open') return `was ${reading.value.state}`;
  // The vendor's times are whole seconds. A customer who wrote must not wait until a snooze ends.
  const woken = reading.value.parts.some((part) => part.kind !== 'note' && part.createdAt > action.since);
  if (woken) return 'somebody has written since: it stays open';
  await chat.snooze(conversationId, action.until);
  return 'snoozed again';
}

async function putRemoteLink(action: PutRemoteLink, bridge: Bridge): Promise<Receipt> {
  const site = siteOf(action.conversation, bridge);
  const texts = textsOf(bridge.rules().locale);
  const { conversationId, connection } = action.conversation;
  const reading = await conversationsOf(bridge, connection).read(conversationId);
  const named = reading.state === 'found' && reading.value.title !== '' ? reading.value.title : conversationId;
  const title = await hideTextFor(action.issue, action.conversation, named, bridge);
  return issuesOf(bridge, action.issue.connection).putRemoteLink(action.issue, {
    globalId: remoteLinkId(site.workspaceId, conversationId),
    url: conversationUrl(site, conversationId),
    title: texts.remoteLink.title(title),
    summary: texts.remoteLink.summary,
    resolved: action.resolved,
  });
}

async function linkedKeys(conversation: ConversationRef, bridge: Bridge): Promise<string> {
  const links = await bridge.ledger.links.ofConversation(conversation);
  const keys = links.filter((link) => link.unlinkedAt === null).map((link) => link.issueKey);
  return keys.join(', ').slice(0, MAX_ATTRIBUTE_CHARS);
}

async function addNote(delivery: StoredDelivery, conversationId: string, body: Document, bridge: Bridge) {
  const chat = conversationsOf(bridge, delivery.connection);
  if (delivery.inDoubt) {
    const written = await chat.findOurNote(conversationId, delivery.id);
    if (written !== null) return { receipt: written, found: true };
  }
  return { receipt: await chat.addNote(conversationId, noteHtml(body, delivery.id, bridge)), found: false };
}

async function comment(delivery: StoredDelivery, action: CommentOnIssue, bridge: Bridge) {
  const tracker = issuesOf(bridge, delivery.connection);
  if (delivery.inDoubt) {
    const written = await tracker.findOurComment(action.issue, delivery.id);
    if (written !== null) return { receipt: written, found: true };
  }
  const body = await hideDocumentFor(action.issue, action.conversation, action.body, bridge);
  return { receipt: await tracker.addComment(action.issue, body, delivery.id), found: false };
}

type RepeatableAction =
  | ReopenConversation
  | SnoozeAgain
  | SetConversationAttribute
  | TagConversation
  | PutRemoteLink
  | RemoveRemoteLink;

/** Calls that give the same result when they are repeated need no looking back. */
async function repeatable(action: RepeatableAction, bridge: Bridge): Promise<Receipt> {
  switch (action.kind) {
    case 'reopen':
      return reopen(action, bridge);
    case 'snooze_again':
      return snoozeAgain(action, bridge);
    case 'put_remote_link':
      return putRemoteLink(action, bridge);
    case 'remove_remote_link': {
      const globalId = remoteLinkId(
        siteOf(action.conversation, bridge).workspaceId,
        action.conversation.conversationId,
      );
      await issuesOf(bridge, action.issue.connection).removeRemoteLink(action.issue, globalId);
      return 'removed';
    }
    case 'set_attribute': {
      const chat = conversationsOf(bridge, action.conversation.connection);
      const value = action.value ?? (await linkedKeys(action.conversation, bridge));
      const done = await chat.setAttribute(action.conversation.conversationId, action.name, value);
      return done ? 'set' : `the workspace has no conversation attribute "${action.name}"`;
    }
    case 'tag': {
      const chat = conversationsOf(bridge, action.conversation.connection);
      const done = await chat.setTag(action.conversation.conversationId, action.tag, !action.remove);
      return done ? 'set' : `the workspace has no tag "${action.tag}"`;
    }
  }
}

/**
 * Performs a delivery; after an unclear try it first looks whether the call has happened.
 * Throws VendorError; nothing is retried here.
 */
export async function performAction(
  delivery: StoredDelivery,
  bridge: Bridge,
): Promise<{ readonly receipt: Receipt; readonly found: boolean }> {
  const { action } = delivery;
  if (isRuleAction(action)) return { receipt: await performRuleAction(action, bridge), found: false };
  if (action.kind === 'create_issue') return createIssue(delivery, action, bridge);
  if (action.kind === 'attach_file') return attachFile(delivery, action, bridge);
  if (action.kind === 'put_summary') return putSummary(delivery, action, bridge);
  if (action.kind === 'add_note') return addNote(delivery, action.conversation.conversationId, action.body, bridge);
  if (action.kind === 'comment') return comment(delivery, action, bridge);
  return { receipt: await repeatable(action, bridge), found: false };
}
