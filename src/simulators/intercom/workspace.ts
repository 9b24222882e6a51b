// One Intercom workspace in memory: its data, its clock, its ids, and the helpers that tests and demos fill it with.
import { LaggingIndex } from './lagging-index.ts';
import type {
  Admin,
  Company,
  Contact,
  Conversation,
  ConversationAttribute,
  DataAttribute,
  DeletedConversation,
  Json,
  Tag,
  Team,
  Ticket,
  TicketState,
  TicketType,
} from './types.ts';

/** Facts about the real Intercom that no document settles, so that a test can run both ways. */
export interface Behaviour {
  /** What `PUT` does with a custom attribute that the workspace does not have. */
  unknownCustomAttribute: 'refuse' | 'ignore';
  /** Whether a note on a snoozed conversation opens it. */
  noteUnsnoozes: boolean;
  /** Characters a body may have before it is refused with 422. */
  maxBodyLength: number;
  /** Milliseconds until a changed conversation can be found by search. */
  conversationSearchLagMs: number;
  /** Milliseconds until a changed contact can be found by search. */
  contactSearchLagMs: number;
  /** Whether a write answers with the last 500 parts or with the new ones alone. */
  responseParts: 'all' | 'new';
  /** Whether the addresses of files have run out: they live for 30 minutes (Intercom help, article 2339426). */
  fileUrlsExpired: boolean;
  /** What `app_package_code` says in parts made through the API. */
  appPackageCode: string | null;
}

export const defaultBehaviour: Behaviour = {
  unknownCustomAttribute: 'refuse',
  noteUnsnoozes: false,
  maxBodyLength: 40_000,
  conversationSearchLagMs: 0,
  contactSearchLagMs: 0,
  responseParts: 'all',
  fileUrlsExpired: false,
  appPackageCode: null,
};

/** Called when something happens that Intercom would tell by webhook; the item is built only if somebody listens. */
export type RaiseEvent = (topic: string, buildItem: () => Json) => void;

export class Workspace {
  readonly admins = new Map<string, Admin>();
  readonly teams = new Map<string, Team>();
  readonly contacts = new Map<string, Contact>();
  readonly contactIdsByExternalId = new Map<string, string>();
  readonly conversations = new Map<string, Conversation>();
  readonly tags = new Map<string, Tag>();
  readonly companies = new Map<string, Company>();
  readonly dataAttributes = new Map<number, DataAttribute>();
  readonly conversationAttributes = new Map<number, ConversationAttribute>();
  readonly ticketTypes = new Map<string, TicketType>();
  readonly ticketStates = new Map<string, TicketState>();
  readonly tickets = new Map<string, Ticket>();
  readonly files = new Map<string, { contentType: string; bytes: Buffer }>();
  readonly conversationIndex: LaggingIndex;
  readonly contactIndex: LaggingIndex;
  /** Conversations that may be snoozed, so that the clock need not look at all of them. */
  readonly snoozedIds = new Set<string>();
  deletedConversations: DeletedConversation[] = [];
  noteCount = 0;
  behaviour: Behaviour;
  raise: RaiseEvent = () => undefined;
  baseUrl = '';
  readonly id: string;
  readonly region: string;
  readonly name: string;
  readonly timezone: string;
  readonly nowMs: () => number;
  #serial = 0;

  constructor(options: {
    id: string;
    region: string;
    name: string;
    timezone: string;
    nowMs: () => number;
    behaviour: Behaviour;
  }) {
    this.id = options.id;
    this.region = options.region;
    this.name = options.name;
    this.timezone = options.timezone;
    this.nowMs = options.nowMs;
    this.behaviour = options.behaviour;
    this.conversationIndex = new LaggingIndex(options.nowMs, options.behaviour.conversationSearchLagMs);
    this.contactIndex = new LaggingIndex(options.nowMs, options.behaviour.contactSearchLagMs);
  }

  /** The workspace's clock in unix seconds, the unit of every date in Intercom's API. */
  now(): number {
    return Math.floor(this.nowMs() / 1000);
  }

  /** A number never given before in this workspace. */
  nextSerial(): number {
    this.#serial += 1;
    return this.#serial;
  }

  /** A conversation id: 15 digits, as production has them. */
  nextConversationId(): string {
    return String(215_470_000_000_000 + this.nextSerial());
  }

  /** An id of a part or a source message. */
  nextPartId(): string {
    return String(37_350_000_000 + this.nextSerial());
  }

  /** An id in the 24 hex digits that contacts and companies have. */
  nextHexId(): string {
    return `6762f000${this.nextSerial().toString(16).padStart(16, '0')}`;
  }
}
