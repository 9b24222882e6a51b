// The things an Intercom workspace is made of, as the simulator keeps them in memory.

/** A JSON object of unknown content. */
export type Json = Record<string, unknown>;

export interface Admin {
  id: string;
  name: string;
  email: string;
  awayModeEnabled: boolean;
  hasInboxSeat: boolean;
  teamIds: string[];
}

export interface Team {
  id: string;
  name: string;
  adminIds: string[];
}

export interface ContactNote {
  id: string;
  createdAt: number;
  adminId: string | null;
  body: string;
}

export interface Contact {
  id: string;
  role: 'user' | 'lead';
  externalId: string | null;
  email: string | null;
  phone: string | null;
  name: string | null;
  avatar: string | null;
  ownerId: string | null;
  createdAt: number;
  updatedAt: number;
  signedUpAt: number | null;
  lastSeenAt: number | null;
  lastRepliedAt: number | null;
  unsubscribedFromEmails: boolean;
  customAttributes: Json;
  companyIds: string[];
  tagIds: string[];
  notes: ContactNote[];
  mergedInto: string | null;
  mergeHistory: { sourceContactId: string; sourceRole: 'user' | 'lead'; mergedAt: number }[];
}

/** Who did something: a contact, a teammate, or Intercom's own bot. */
export interface Author {
  type: 'user' | 'lead' | 'admin' | 'bot';
  id: string;
  name: string | null;
  email: string | null;
}

export interface Attachment {
  name: string;
  url: string;
  contentType: string;
  filesize: number;
}

export interface Reference {
  type: string;
  id: string;
}

type ConversationState = 'open' | 'closed' | 'snoozed';
type Priority = 'none' | 'low' | 'medium' | 'high' | 'urgent';

export interface Part {
  id: string;
  partType: string;
  body: string | null;
  createdAt: number;
  updatedAt: number;
  author: Author;
  assignedTo: Reference | null;
  attachments: Attachment[];
  state: ConversationState;
  redacted: boolean;
  tagIds: string[];
  eventDetails: Json | null;
  appPackageCode: string | null;
}

interface AppliedTag {
  tagId: string;
  appliedAt: number;
  appliedBy: Reference;
}

interface Source {
  id: string;
  /** How the conversation came: `conversation` is the Messenger. */
  type: 'conversation' | 'email';
  deliveredAs: 'customer_initiated' | 'admin_initiated';
  subject: string;
  body: string;
  author: Author;
  attachments: Attachment[];
  url: string | null;
  redacted: boolean;
}

export interface Statistics {
  firstContactReplyAt: number | null;
  firstAssignmentAt: number | null;
  firstAdminReplyAt: number | null;
  firstCloseAt: number | null;
  lastAssignmentAt: number | null;
  lastContactReplyAt: number | null;
  lastAdminReplyAt: number | null;
  lastCloseAt: number | null;
  lastClosedById: string | null;
  countReopens: number;
  countAssignments: number;
}

export interface Rating {
  /** Stars, 1 to 5. */
  rating: number;
  remark: string;
  createdAt: number;
  updatedAt: number;
  contactId: string;
  teammateId: string | null;
}

export interface Conversation {
  id: string;
  title: string | null;
  createdAt: number;
  updatedAt: number;
  waitingSince: number | null;
  snoozedUntil: number | null;
  state: ConversationState;
  read: boolean;
  priority: Priority;
  adminAssigneeId: string | null;
  teamAssigneeId: string | null;
  companyId: string | null;
  tags: AppliedTag[];
  source: Source;
  contactIds: string[];
  teammateIds: string[];
  customAttributes: Json;
  parts: Part[];
  statistics: Statistics;
  rating: Rating | null;
  /** The ticket that the conversation was converted to. */
  ticketId: string | null;
  /** Tickets that are linked beside it. */
  ticketIds: string[];
}

export interface Tag {
  id: string;
  name: string;
}

export interface Company {
  id: string;
  companyId: string;
  name: string;
  plan: string | null;
  size: number | null;
  website: string | null;
  industry: string | null;
  monthlySpend: number;
  remoteCreatedAt: number;
  createdAt: number;
  updatedAt: number;
  customAttributes: Json;
}

/** A custom attribute of contacts or companies. */
export interface DataAttribute {
  id: number;
  name: string;
  model: 'contact' | 'company';
  dataType: 'string' | 'integer' | 'float' | 'boolean' | 'date';
  options: string[] | null;
  description: string;
  messengerWritable: boolean;
  archived: boolean;
  createdAt: number;
  updatedAt: number;
}

/** A custom attribute of conversations, as API 2.16 manages it. */
export interface ConversationAttribute {
  id: number;
  name: string;
  description: string;
  dataType: string;
  required: boolean;
  visibleToTeamIds: string[];
  archived: boolean;
  multiline: boolean;
  options: { id: string; label: string; archived: boolean }[] | null;
  reference: Json | null;
  createdAt: number;
  updatedAt: number;
}

export interface TicketType {
  id: string;
  name: string;
  category: 'Customer' | 'Back-office' | 'Tracker';
  createdAt: number;
}

export interface TicketState {
  id: string;
  category: 'submitted' | 'in_progress' | 'waiting_on_customer' | 'resolved';
  /** What teammates see. */
  label: string;
  /** What customers see, where it differs. */
  externalLabel: string | null;
  archived: boolean;
  ticketTypeIds: string[];
}

export interface Ticket {
  id: string;
  ticketId: string;
  ticketTypeId: string;
  stateId: string;
  previousStateId: string | null;
  attributes: Json;
  contactIds: string[];
  conversationId: string | null;
  adminAssigneeId: string | null;
  teamAssigneeId: string | null;
  open: boolean;
  isShared: boolean;
  snoozedUntil: number | null;
  createdAt: number;
  updatedAt: number;
}

export interface DeletedConversation {
  id: string;
  metricsRetained: boolean;
  deletedAt: number;
}
