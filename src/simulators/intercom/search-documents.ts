// The fields by which conversations and contacts can be searched, as flat documents with their types.
import type { Contact, Conversation, Json } from './types.ts';

export type FieldType = 'string' | 'integer' | 'date' | 'boolean';

/** The searchable conversation fields (API 2.16 spec, "Search conversations", Accepted Fields). No custom attribute. */
export const conversationFields: Readonly<Record<string, FieldType>> = {
  id: 'string',
  created_at: 'date',
  updated_at: 'date',
  'source.type': 'string',
  'source.id': 'string',
  'source.delivered_as': 'string',
  'source.subject': 'string',
  'source.body': 'string',
  'source.author.id': 'string',
  'source.author.type': 'string',
  'source.author.name': 'string',
  'source.author.email': 'string',
  'source.url': 'string',
  contact_ids: 'string',
  teammate_ids: 'string',
  admin_assignee_id: 'integer',
  team_assignee_id: 'integer',
  channel_initiated: 'string',
  open: 'boolean',
  read: 'boolean',
  state: 'string',
  waiting_since: 'date',
  snoozed_until: 'date',
  tag_ids: 'string',
  priority: 'string',
  'statistics.first_contact_reply_at': 'date',
  'statistics.first_assignment_at': 'date',
  'statistics.first_admin_reply_at': 'date',
  'statistics.first_close_at': 'date',
  'statistics.last_assignment_at': 'date',
  'statistics.last_contact_reply_at': 'date',
  'statistics.last_admin_reply_at': 'date',
  'statistics.last_close_at': 'date',
  'statistics.last_closed_by_id': 'string',
  'statistics.count_reopens': 'integer',
  'statistics.count_assignments': 'integer',
  'statistics.count_conversation_parts': 'integer',
  ai_agent_participated: 'boolean',
};

/** The searchable contact fields that this simulator keeps; `custom_attributes.NAME` comes on top. */
export const contactFields: Readonly<Record<string, FieldType>> = {
  id: 'string',
  role: 'string',
  name: 'string',
  email: 'string',
  email_domain: 'string',
  phone: 'string',
  external_id: 'string',
  owner_id: 'string',
  created_at: 'date',
  updated_at: 'date',
  signed_up_at: 'date',
  last_seen_at: 'date',
  last_replied_at: 'date',
  unsubscribed_from_emails: 'boolean',
  company_id: 'string',
  tag_id: 'string',
};

/** A conversation as the search index holds it. */
export function describeConversation(conversation: Conversation): Json {
  const { source, statistics } = conversation;
  return {
    id: conversation.id,
    created_at: conversation.createdAt,
    updated_at: conversation.updatedAt,
    'source.type': 'conversation',
    'source.id': source.id,
    'source.delivered_as': source.deliveredAs,
    'source.subject': source.subject,
    'source.body': source.body,
    'source.author.id': source.author.id,
    'source.author.type': source.author.type,
    'source.author.name': source.author.name,
    'source.author.email': source.author.email,
    'source.url': source.url,
    contact_ids: [...conversation.contactIds],
    teammate_ids: [...conversation.teammateIds],
    admin_assignee_id: Number(conversation.adminAssigneeId ?? 0),
    team_assignee_id: Number(conversation.teamAssigneeId ?? 0),
    channel_initiated: 'conversation',
    open: conversation.state !== 'closed',
    read: conversation.read,
    state: conversation.state,
    waiting_since: conversation.waitingSince,
    snoozed_until: conversation.snoozedUntil,
    tag_ids: conversation.tags.map((tag) => tag.tagId),
    priority: conversation.priority,
    'statistics.first_contact_reply_at': statistics.firstContactReplyAt,
    'statistics.first_assignment_at': statistics.firstAssignmentAt,
    'statistics.first_admin_reply_at': statistics.firstAdminReplyAt,
    'statistics.first_close_at': statistics.firstCloseAt,
    'statistics.last_assignment_at': statistics.lastAssignmentAt,
    'statistics.last_contact_reply_at': statistics.lastContactReplyAt,
    'statistics.last_admin_reply_at': statistics.lastAdminReplyAt,
    'statistics.last_close_at': statistics.lastCloseAt,
    'statistics.last_closed_by_id': statistics.lastClosedById,
    'statistics.count_reopens': statistics.countReopens,
    'statistics.count_assignments': statistics.countAssignments,
    'statistics.count_conversation_parts': conversation.parts.length,
    ai_agent_participated: false,
  };
}

/** A contact as the search index holds it. */
export function describeContact(contact: Contact): Json {
  const attributes = Object.entries(contact.customAttributes).map(([name, value]) => [
    `custom_attributes.${name}`,
    value,
  ]);
  return {
    id: contact.id,
    role: contact.role,
    name: contact.name,
    email: contact.email,
    email_domain: contact.email?.split('@')[1] ?? null,
    phone: contact.phone,
    external_id: contact.externalId,
    owner_id: contact.ownerId,
    created_at: contact.createdAt,
    updated_at: contact.updatedAt,
    signed_up_at: contact.signedUpAt,
    last_seen_at: contact.lastSeenAt,
    last_replied_at: contact.lastRepliedAt,
    unsubscribed_from_emails: contact.unsubscribedFromEmails,
    company_id: [...contact.companyIds],
    tag_id: [...contact.tagIds],
    ...Object.fromEntries(attributes),
  };
}
