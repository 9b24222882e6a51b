// Puts things into a workspace by hand: the base every workspace has, and helpers for tests, demos and benchmarks.
import { sanitizeBody } from './note-html.ts';
import { createStatistics } from './present-conversation.ts';
import { describeContact, describeConversation } from './search-documents.ts';
import type {
  Admin,
  Author,
  Company,
  Contact,
  Conversation,
  ConversationAttribute,
  DataAttribute,
  Tag,
  Team,
  Ticket,
  TicketState,
} from './types.ts';
import type { Workspace } from './workspace.ts';

/** Adds a teammate. */
export function addAdmin(workspace: Workspace, given: Partial<Admin> & { id: string }): Admin {
  const admin: Admin = {
    name: `Teammate ${given.id}`,
    email: `teammate-${given.id}@example.com`,
    awayModeEnabled: false,
    hasInboxSeat: true,
    teamIds: [],
    ...given,
  };
  workspace.admins.set(admin.id, admin);
  return admin;
}

/** Adds a team and puts its members into it. */
export function addTeam(workspace: Workspace, team: Team): Team {
  workspace.teams.set(team.id, team);
  for (const id of team.adminIds) workspace.admins.get(id)?.teamIds.push(team.id);
  return team;
}

/** Adds a contact; a user unless said otherwise. */
export function addContact(workspace: Workspace, given: Partial<Contact> = {}): Contact {
  const at = workspace.now();
  const contact: Contact = {
    id: workspace.nextHexId(),
    role: 'user',
    externalId: null,
    email: null,
    phone: null,
    name: null,
    avatar: null,
    ownerId: null,
    createdAt: at,
    updatedAt: at,
    signedUpAt: null,
    lastSeenAt: null,
    lastRepliedAt: null,
    unsubscribedFromEmails: false,
    customAttributes: {},
    companyIds: [],
    tagIds: [],
    notes: [],
    mergedInto: null,
    mergeHistory: [],
    ...given,
  };
  workspace.contacts.set(contact.id, contact);
  if (contact.externalId !== null) workspace.contactIdsByExternalId.set(contact.externalId, contact.id);
  workspace.contactIndex.record(contact.id, () => describeContact(contact));
  return contact;
}

/** A contact as the author of a message. */
export function toContactAuthor(contact: Contact): Author {
  return { type: contact.role, id: contact.id, name: contact.name, email: contact.email };
}

/** A teammate as the author of a message. */
export function toAdminAuthor(admin: Admin): Author {
  return { type: 'admin', id: admin.id, name: admin.name, email: admin.email };
}

/** Adds an open conversation that this contact began, silently: no webhook tells of it. */
export function addConversation(
  workspace: Workspace,
  contact: Contact,
  given: Partial<Conversation> & { body?: string; subject?: string; url?: string | null; byEmail?: boolean } = {},
): Conversation {
  const { body = 'Hello', subject = '', url = null, byEmail = false, ...fields } = given;
  const at = given.createdAt ?? workspace.now();
  const conversation: Conversation = {
    id: workspace.nextConversationId(),
    title: null,
    createdAt: at,
    updatedAt: at,
    waitingSince: at,
    snoozedUntil: null,
    state: 'open',
    read: false,
    priority: 'none',
    adminAssigneeId: null,
    teamAssigneeId: null,
    companyId: null,
    tags: [],
    source: {
      id: workspace.nextPartId(),
      type: byEmail ? 'email' : 'conversation',
      deliveredAs: 'customer_initiated',
      subject,
      body: sanitizeBody(body),
      author: toContactAuthor(contact),
      attachments: [],
      url,
      redacted: false,
    },
    contactIds: [contact.id],
    teammateIds: [],
    customAttributes: {},
    parts: [],
    statistics: { ...createStatistics(), firstContactReplyAt: at, lastContactReplyAt: at },
    rating: null,
    ticketId: null,
    ticketIds: [],
    ...fields,
  };
  workspace.conversations.set(conversation.id, conversation);
  workspace.conversationIndex.record(conversation.id, () => describeConversation(conversation));
  if (conversation.state === 'snoozed') workspace.snoozedIds.add(conversation.id);
  return conversation;
}

/** Adds a tag, or gives the one that has this name. */
export function addTag(workspace: Workspace, name: string): Tag {
  for (const tag of workspace.tags.values()) if (tag.name.toLowerCase() === name.toLowerCase()) return tag;
  const tag = { id: String(7_000_000 + workspace.nextSerial()), name };
  workspace.tags.set(tag.id, tag);
  return tag;
}

/** Adds a custom attribute of contacts or companies. */
export function addDataAttribute(
  workspace: Workspace,
  given: Partial<DataAttribute> & { name: string; model: DataAttribute['model'] },
): DataAttribute {
  const at = workspace.now();
  const attribute: DataAttribute = {
    id: workspace.nextSerial(),
    dataType: 'string',
    options: null,
    description: '',
    messengerWritable: false,
    archived: false,
    createdAt: at,
    updatedAt: at,
    ...given,
  };
  workspace.dataAttributes.set(attribute.id, attribute);
  return attribute;
}

/** Adds a custom attribute of conversations. */
export function addConversationAttribute(
  workspace: Workspace,
  given: Partial<ConversationAttribute> & { name: string },
): ConversationAttribute {
  const at = workspace.now();
  const attribute: ConversationAttribute = {
    id: workspace.nextSerial(),
    description: '',
    dataType: 'string',
    required: false,
    visibleToTeamIds: [],
    archived: false,
    multiline: false,
    options: null,
    reference: null,
    createdAt: at,
    updatedAt: at,
    ...given,
  };
  workspace.conversationAttributes.set(attribute.id, attribute);
  return attribute;
}

/** Adds a company under the id that the customer's own product gave it. */
export function addCompany(workspace: Workspace, given: Partial<Company> & { companyId: string }): Company {
  const at = workspace.now();
  const company: Company = {
    id: workspace.nextHexId(),
    name: given.companyId,
    plan: null,
    size: null,
    website: null,
    industry: null,
    monthlySpend: 0,
    remoteCreatedAt: at,
    createdAt: at,
    updatedAt: at,
    customAttributes: {},
    ...given,
  };
  workspace.companies.set(company.id, company);
  return company;
}

/** Adds a ticket of the workspace's customer ticket type. */
export function addTicket(workspace: Workspace, given: Partial<Ticket> = {}): Ticket {
  const at = workspace.now();
  const serial = workspace.nextSerial();
  const ticket: Ticket = {
    id: String(215_480_000_000_000 + serial),
    ticketId: String(serial),
    ticketTypeId: '55',
    stateId: '8269',
    previousStateId: null,
    attributes: {},
    contactIds: [],
    conversationId: null,
    adminAssigneeId: null,
    teamAssigneeId: null,
    open: true,
    isShared: true,
    snoozedUntil: null,
    createdAt: at,
    updatedAt: at,
    ...given,
  };
  workspace.tickets.set(ticket.id, ticket);
  return ticket;
}

/** Adds a state that tickets of these types can be in. */
export function addTicketState(
  workspace: Workspace,
  given: Partial<TicketState> & Pick<TicketState, 'id' | 'category' | 'label' | 'ticketTypeIds'>,
): TicketState {
  const state = { externalLabel: null, archived: false, ...given };
  workspace.ticketStates.set(state.id, state);
  return state;
}

/** What every workspace has from the start: three teammates, a team, ticket types and states. */
export function fillBase(workspace: Workspace): void {
  addAdmin(workspace, { id: '900', name: 'Jira bridge', email: 'bridge@example.com' });
  addAdmin(workspace, { id: '901', name: 'Anna Petrova', email: 'anna@example.com' });
  addAdmin(workspace, { id: '902', name: 'Boris Lane', email: 'boris@example.com' });
  addTeam(workspace, { id: '800', name: 'Support', adminIds: ['901', '902'] });
  const createdAt = workspace.now();
  workspace.ticketTypes.set('55', { id: '55', name: 'Request', category: 'Customer', createdAt });
  workspace.ticketTypes.set('56', { id: '56', name: 'Internal work', category: 'Back-office', createdAt });
  workspace.ticketTypes.set('57', { id: '57', name: 'Incident', category: 'Tracker', createdAt });
  const states = ['submitted', 'in_progress', 'waiting_on_customer', 'resolved'] as const;
  for (const [index, category] of states.entries()) {
    const label = `${category.charAt(0).toUpperCase()}${category.slice(1).replaceAll('_', ' ')}`;
    const id = String(8269 + index);
    addTicketState(workspace, { id, category, label, ticketTypeIds: ['55', '56', '57'] });
  }
}
