// Turns a conversation and its parts into Intercom's JSON, in the shape of the API version that was asked for.
import { toPlainText } from './note-html.ts';
import { presentCompany } from './present-people.ts';
import { presentTicket } from './present-ticket.ts';
import type { Attachment, Author, Conversation, Json, Part, Statistics } from './types.ts';
import type { Workspace } from './workspace.ts';

/** How a conversation is to be written. */
export interface View {
  /** The version after "2.": 14, 15, 16. */
  minor: number;
  /** Bodies and subject as plain text. */
  plain: boolean;
  /**
   * Webhooks differ from the API's schema: unknown statistics are null, up to 2.14 statistics' dates are ISO 8601,
   * and teammates are listed under `admins` (seen in captured notifications).
   */
  webhook: boolean;
}

/** Intercom returns at most this many parts, the most recent ones (API 2.16 spec, "Hard limit of 500 parts"). */
const maxParts = 500;

function presentAuthor(author: Author): Json {
  const base = { type: author.type, id: author.id, name: author.name };
  return author.email === null ? base : { ...base, email: author.email };
}

function presentAttachment(attachment: Attachment): Json {
  const { name, url, contentType, filesize } = attachment;
  return { type: 'upload', name, url, content_type: contentType, filesize };
}

function presentBody(body: string | null, view: View): string | null {
  return body === null || !view.plain ? body : toPlainText(body);
}

// Parts hardly ever change, and a conversation is written whole again after each note: 500 parts cost 1 ms without this.
const writtenParts = { plain: new WeakMap<Part, Json>(), html: new WeakMap<Part, Json>() };

/** One part of a conversation. The object may be shared between answers. */
function presentPart(workspace: Workspace, part: Part, view: View): Json {
  if (part.redacted || part.tagIds.length > 0) return writePart(workspace, part, view);
  const written = view.plain ? writtenParts.plain : writtenParts.html;
  const known = written.get(part);
  if (known !== undefined) return known;
  const fresh = writePart(workspace, part, view);
  written.set(part, fresh);
  return fresh;
}

function writePart(workspace: Workspace, part: Part, view: View): Json {
  const tags = part.tagIds.map((id) => ({ type: 'tag', id, name: workspace.tags.get(id)?.name ?? '' }));
  return {
    type: 'conversation_part',
    id: part.id,
    part_type: part.partType,
    body: presentBody(part.body, view),
    created_at: part.createdAt,
    updated_at: part.updatedAt,
    notified_at: part.createdAt,
    assigned_to: part.assignedTo,
    author: { ...presentAuthor(part.author), from_ai_agent: false, is_ai_answer: false },
    attachments: part.attachments.map(presentAttachment),
    external_id: null,
    redacted: part.redacted,
    metadata: {},
    email_message_metadata: null,
    state: part.state,
    tags,
    event_details: part.eventDetails,
    app_package_code: part.appPackageCode,
  };
}

/** The list of parts as a conversation carries it. */
function presentParts(workspace: Workspace, parts: readonly Part[], view: View): Json {
  const shown = parts.slice(-maxParts);
  return {
    type: 'conversation_part.list',
    conversation_parts: shown.map((part) => presentPart(workspace, part, view)),
    total_count: shown.length,
  };
}

function presentStatistics(conversation: Conversation, view: View): Json {
  const seen = conversation.statistics;
  const iso = view.webhook && view.minor < 15;
  const date = (at: number | null) => (at === null || !iso ? at : new Date(at * 1000).toISOString());
  const since = (at: number | null) => (at === null ? null : Math.max(0, at - conversation.createdAt));
  const all: Json = {
    type: 'conversation_statistics',
    time_to_assignment: since(seen.firstAssignmentAt),
    time_to_admin_reply: since(seen.firstAdminReplyAt),
    time_to_first_close: since(seen.firstCloseAt),
    time_to_last_close: since(seen.lastCloseAt),
    median_time_to_reply: since(seen.firstAdminReplyAt),
    first_contact_reply_at: date(seen.firstContactReplyAt),
    first_assignment_at: date(seen.firstAssignmentAt),
    first_admin_reply_at: date(seen.firstAdminReplyAt),
    first_close_at: date(seen.firstCloseAt),
    last_assignment_at: date(seen.lastAssignmentAt),
    last_assignment_admin_reply_at: date(seen.lastAdminReplyAt),
    last_contact_reply_at: date(seen.lastContactReplyAt),
    last_admin_reply_at: date(seen.lastAdminReplyAt),
    last_close_at: date(seen.lastCloseAt),
    last_closed_by_id: seen.lastClosedById,
    count_reopens: seen.countReopens,
    count_assignments: seen.countAssignments,
    count_conversation_parts: conversation.parts.length,
    assigned_team_first_response_time: [],
    assigned_team_first_response_time_in_office_hours: [],
    handling_time: null,
  };
  return view.webhook ? all : Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** Nothing known yet about a conversation's course. */
export function createStatistics(): Statistics {
  return {
    firstContactReplyAt: null,
    firstAssignmentAt: null,
    firstAdminReplyAt: null,
    firstCloseAt: null,
    lastAssignmentAt: null,
    lastContactReplyAt: null,
    lastAdminReplyAt: null,
    lastCloseAt: null,
    lastClosedById: null,
    countReopens: 0,
    countAssignments: 0,
  };
}

// 2.16 gives 0 for "nobody" and five priorities, versions before it null and two.
function presentAssignee(id: string | null, view: View): number | null {
  if (id !== null) return Number(id);
  return view.minor >= 16 ? 0 : null;
}

function presentPriority(conversation: Conversation, view: View): string {
  if (view.minor >= 16) return conversation.priority;
  return conversation.priority === 'none' ? 'not_priority' : 'priority';
}

function presentSource(conversation: Conversation, view: View): Json {
  const { source } = conversation;
  return {
    type: source.type,
    id: source.id,
    delivered_as: source.deliveredAs,
    subject: presentBody(source.subject, view),
    body: presentBody(source.body, view),
    author: presentAuthor(source.author),
    attachments: source.attachments.map(presentAttachment),
    url: source.url,
    redacted: source.redacted,
  };
}

function presentTags(workspace: Workspace, conversation: Conversation): Json {
  const tags = conversation.tags.map((applied) => ({
    type: 'tag',
    id: applied.tagId,
    name: workspace.tags.get(applied.tagId)?.name ?? '',
    applied_at: applied.appliedAt,
    applied_by: applied.appliedBy,
  }));
  return { type: 'tag.list', tags };
}

function presentContacts(workspace: Workspace, conversation: Conversation): Json {
  const contacts = conversation.contactIds.map((id) => ({
    type: 'contact',
    id,
    external_id: workspace.contacts.get(id)?.externalId ?? null,
  }));
  return { type: 'contact.list', contacts };
}

function presentRating({ rating }: Conversation): Json | null {
  if (rating === null) return null;
  return {
    rating: rating.rating,
    remark: rating.remark,
    created_at: rating.createdAt,
    updated_at: rating.updatedAt,
    contact: { type: 'contact', id: rating.contactId, external_id: null },
    teammate: rating.teammateId === null ? null : { type: 'admin', id: rating.teammateId },
  };
}

function presentLinkedTickets(workspace: Workspace, conversation: Conversation): Json {
  const data = conversation.ticketIds.map((id) => {
    const type = workspace.ticketTypes.get(workspace.tickets.get(id)?.ticketTypeId ?? '');
    return { type: 'ticket', id, category: type?.category ?? null };
  });
  return { type: 'list', data, total_count: data.length, has_more: false };
}

/** A conversation without its parts, as lists and searches give it. */
export function presentConversationItem(workspace: Workspace, conversation: Conversation, view: View): Json {
  const first = conversation.statistics.firstContactReplyAt;
  const { source } = conversation;
  const company = conversation.companyId === null ? undefined : workspace.companies.get(conversation.companyId);
  const ticket = workspace.tickets.get(conversation.ticketId ?? '');
  const teammates = conversation.teammateIds.map((id) => ({ type: 'admin', id }));
  return {
    type: 'conversation',
    id: conversation.id,
    created_at: conversation.createdAt,
    updated_at: conversation.updatedAt,
    waiting_since: conversation.waitingSince,
    snoozed_until: conversation.snoozedUntil,
    source: presentSource(conversation, view),
    contacts: presentContacts(workspace, conversation),
    first_contact_reply: first === null ? null : { created_at: first, type: 'conversation', url: source.url },
    admin_assignee_id: presentAssignee(conversation.adminAssigneeId, view),
    team_assignee_id: presentAssignee(conversation.teamAssigneeId, view),
    open: conversation.state !== 'closed',
    state: conversation.state,
    read: conversation.read,
    tags: presentTags(workspace, conversation),
    priority: presentPriority(conversation, view),
    sla_applied: null,
    statistics: presentStatistics(conversation, view),
    conversation_rating: presentRating(conversation),
    teammates: { type: 'admin.list', [view.webhook ? 'admins' : 'teammates']: teammates },
    title: conversation.title,
    custom_attributes: conversation.customAttributes,
    topics: { type: 'topic.list', topics: [], total_count: 0 },
    ticket: ticket === undefined ? null : presentTicket(workspace, ticket),
    linked_objects: presentLinkedTickets(workspace, conversation),
    ai_agent: null,
    ai_agent_participated: false,
    ...(company === undefined || view.minor < 15 ? {} : { company: presentCompany(workspace, company) }),
  };
}

/** A whole conversation with the given parts. */
export function presentConversation(
  workspace: Workspace,
  conversation: Conversation,
  view: View,
  parts: readonly Part[],
): Json {
  return {
    ...presentConversationItem(workspace, conversation, view),
    conversation_parts: presentParts(workspace, parts, view),
  };
}
