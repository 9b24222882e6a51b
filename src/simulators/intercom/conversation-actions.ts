// What can happen to a conversation, whoever does it: state changes, the part it leaves and the topic it raises.
import { toAdminAuthor } from './fill.ts';
import { presentConversation, type View } from './present-conversation.ts';
import { describeConversation } from './search-documents.ts';
import type { Admin, Attachment, Author, Conversation, Json, Part, Reference } from './types.ts';
import type { Workspace } from './workspace.ts';

/** The least a new part needs. */
interface NewPart {
  partType: string;
  author: Author;
  body?: string | null;
  createdAt?: number;
  attachments?: Attachment[];
  assignedTo?: Reference | null;
  eventDetails?: Json | null;
  byApi?: boolean;
}

/** Text that somebody adds to a conversation. The body is already clean HTML. */
export interface Message {
  body: string | null;
  attachments?: Attachment[];
  createdAt?: number;
  byApi?: boolean;
}

const operator: Author = { type: 'bot', id: '278', name: 'Operator', email: 'operator+ws@intercom.io' };

/** Marks a conversation as changed now and lets the search index know, when it gets to it. */
function touchConversation(workspace: Workspace, conversation: Conversation): void {
  conversation.updatedAt = Math.max(workspace.now(), conversation.createdAt);
  workspace.conversationIndex.record(conversation.id, () => describeConversation(conversation));
}

/** Appends a part. */
function addPart(workspace: Workspace, conversation: Conversation, given: NewPart): Part {
  const at = given.createdAt ?? workspace.now();
  const part: Part = {
    id: workspace.nextPartId(),
    partType: given.partType,
    body: given.body ?? null,
    createdAt: at,
    updatedAt: at,
    author: given.author,
    assignedTo: given.assignedTo ?? null,
    attachments: given.attachments ?? [],
    state: conversation.state,
    redacted: false,
    tagIds: [],
    eventDetails: given.eventDetails ?? null,
    appPackageCode: given.byApi === true ? workspace.behaviour.appPackageCode : null,
  };
  conversation.parts.push(part);
  if (part.author.type === 'admin' && !conversation.teammateIds.includes(part.author.id)) {
    conversation.teammateIds.push(part.author.id);
  }
  touchConversation(workspace, conversation);
  return part;
}

/** Raises a conversation topic; the notification carries this event's parts only, not the history. */
function raiseConversation(
  workspace: Workspace,
  topic: string,
  conversation: Conversation,
  parts: readonly Part[],
  view: View,
  more: Json = {},
): void {
  workspace.raise(topic, () => ({ ...presentConversation(workspace, conversation, view, parts), ...more }));
}

/** The actions of one workspace, told in the shape of its webhooks. */
export class ConversationActions {
  readonly #workspace: Workspace;
  readonly #view: View;

  constructor(workspace: Workspace, webhookView: View) {
    this.#workspace = workspace;
    this.#view = webhookView;
  }

  #raise(topic: string, conversation: Conversation, parts: readonly Part[], more?: Json): void {
    raiseConversation(this.#workspace, topic, conversation, parts, this.#view, more);
  }

  /** Marks a conversation as changed now. */
  touch(conversation: Conversation): void {
    touchConversation(this.#workspace, conversation);
  }

  /** Tells that a contact began this conversation. */
  announce(conversation: Conversation): void {
    touchConversation(this.#workspace, conversation);
    this.#raise('conversation.user.created', conversation, []);
  }

  /** A contact writes; that opens a closed or snoozed conversation, and the part then says `open`. */
  replyAsContact(conversation: Conversation, author: Author, message: Message): Part {
    const reopened = conversation.state !== 'open';
    this.#open(conversation);
    const at = message.createdAt ?? this.#workspace.now();
    conversation.waitingSince ??= at;
    conversation.read = false;
    conversation.statistics.firstContactReplyAt ??= at;
    conversation.statistics.lastContactReplyAt = at;
    const part = addPart(this.#workspace, conversation, {
      ...message,
      partType: reopened ? 'open' : 'comment',
      author,
    });
    this.#raise('conversation.user.replied', conversation, [part]);
    return part;
  }

  /** A teammate answers the customer. */
  replyAsAdmin(conversation: Conversation, admin: Admin, message: Message, partType = 'comment'): Part {
    const at = message.createdAt ?? this.#workspace.now();
    conversation.waitingSince = null;
    conversation.statistics.firstAdminReplyAt ??= at;
    conversation.statistics.lastAdminReplyAt = at;
    const part = addPart(this.#workspace, conversation, { ...message, partType, author: toAdminAuthor(admin) });
    this.#raise('conversation.admin.replied', conversation, [part]);
    return part;
  }

  /** A teammate writes an internal note; a closed conversation stays closed. */
  note(conversation: Conversation, admin: Admin, message: Message): Part {
    const unsnoozes = this.#workspace.behaviour.noteUnsnoozes && conversation.state === 'snoozed';
    if (unsnoozes) this.#open(conversation);
    const part = addPart(this.#workspace, conversation, {
      ...message,
      partType: 'note',
      author: toAdminAuthor(admin),
    });
    this.#workspace.noteCount += 1;
    this.#raise('conversation.admin.noted', conversation, [part]);
    if (unsnoozes) this.#raise('conversation.admin.unsnoozed', conversation, [part]);
    return part;
  }

  /** A teammate closes, with or without a last word to the customer. */
  close(conversation: Conversation, admin: Admin, message: Message): Part {
    const at = this.#workspace.now();
    conversation.state = 'closed';
    conversation.snoozedUntil = null;
    conversation.waitingSince = null;
    conversation.statistics.firstCloseAt ??= at;
    conversation.statistics.lastCloseAt = at;
    conversation.statistics.lastClosedById = admin.id;
    const part = addPart(this.#workspace, conversation, {
      ...message,
      partType: 'close',
      author: toAdminAuthor(admin),
    });
    this.#raise('conversation.admin.closed', conversation, [part]);
    return part;
  }

  /** A teammate opens a closed or snoozed conversation; on an open one nothing happens. */
  open(conversation: Conversation, admin: Admin, byApi: boolean): Part | null {
    if (conversation.state === 'open') return null;
    const topic = conversation.state === 'snoozed' ? 'conversation.admin.unsnoozed' : 'conversation.admin.opened';
    this.#open(conversation);
    const part = addPart(this.#workspace, conversation, { partType: 'open', author: toAdminAuthor(admin), byApi });
    this.#raise(topic, conversation, [part]);
    return part;
  }

  /** A teammate puts the conversation aside until a moment in unix seconds. */
  snooze(conversation: Conversation, admin: Admin, until: number, byApi: boolean): Part {
    conversation.state = 'snoozed';
    conversation.snoozedUntil = until;
    this.#workspace.snoozedIds.add(conversation.id);
    const part = addPart(this.#workspace, conversation, { partType: 'snoozed', author: toAdminAuthor(admin), byApi });
    this.#raise('conversation.admin.snoozed', conversation, [part]);
    return part;
  }

  /** Opens every conversation whose snooze has run out; returns how many. */
  wakeSnoozed(): number {
    const { snoozedIds, conversations } = this.#workspace;
    const now = this.#workspace.now();
    let woken = 0;
    for (const id of snoozedIds) {
      const conversation = conversations.get(id);
      if (conversation?.state === 'snoozed' && (conversation.snoozedUntil ?? 0) > now) continue;
      snoozedIds.delete(id);
      if (conversation?.state !== 'snoozed') continue;
      this.#open(conversation);
      const part = addPart(this.#workspace, conversation, { partType: 'timer_unsnooze', author: operator });
      this.#raise('conversation.admin.unsnoozed', conversation, [part]);
      woken += 1;
    }
    return woken;
  }

  /** A teammate assigns to a teammate, a team, or with null to nobody; a closed conversation opens by that. */
  assign(conversation: Conversation, admin: Admin, assignee: Reference | null, message: Message): Part {
    const wasClosed = conversation.state === 'closed';
    if (wasClosed) this.#open(conversation);
    if (assignee === null || assignee.type === 'admin') conversation.adminAssigneeId = assignee?.id ?? null;
    if (assignee === null || assignee.type === 'team') conversation.teamAssigneeId = assignee?.id ?? null;
    const at = this.#workspace.now();
    conversation.statistics.firstAssignmentAt ??= at;
    conversation.statistics.lastAssignmentAt = at;
    conversation.statistics.countAssignments += 1;
    const part = addPart(this.#workspace, conversation, {
      ...message,
      partType: wasClosed ? 'assign_and_reopen' : 'assignment',
      author: toAdminAuthor(admin),
      assignedTo: assignee ?? { type: 'nobody_admin', id: '0' },
    });
    this.#raise('conversation.admin.assigned', conversation, [part]);
    // The second topic is for open conversations (changelog 2.8); a reopening by assignment is told as one (captured).
    this.#raise(wasClosed ? 'conversation.admin.opened' : 'conversation.admin.open.assigned', conversation, [part]);
    return part;
  }

  /** A contact rates; the remark comes with it. */
  rate(conversation: Conversation, author: Author, rating: number, remark: string): Part {
    const at = this.#workspace.now();
    const teammateId = conversation.adminAssigneeId ?? conversation.teammateIds.at(-1) ?? null;
    conversation.rating = { rating, remark, createdAt: at, updatedAt: at, contactId: author.id, teammateId };
    const part = addPart(this.#workspace, conversation, { partType: 'conversation_rating_changed', author });
    this.#raise('conversation.rating.added', conversation, [part]);
    return part;
  }

  /** A teammate puts a tag on the conversation's latest part. */
  tag(conversation: Conversation, admin: Admin, tagId: string): void {
    const workspace = this.#workspace;
    if (conversation.tags.some((applied) => applied.tagId === tagId)) return;
    const appliedBy = { type: 'admin', id: admin.id };
    conversation.tags.push({ tagId, appliedAt: workspace.now(), appliedBy });
    const part = conversation.parts.at(-1);
    part?.tagIds.push(tagId);
    touchConversation(workspace, conversation);
    const added = { type: 'tag', id: tagId, name: workspace.tags.get(tagId)?.name ?? '' };
    this.#raise('conversation_part.tag.created', conversation, part === undefined ? [] : [part], {
      tags_added: { type: 'tag.list', tags: [added] },
    });
  }

  /** Takes a tag off; Intercom has no topic for that. */
  untag(conversation: Conversation, tagId: string): void {
    conversation.tags = conversation.tags.filter((applied) => applied.tagId !== tagId);
    for (const part of conversation.parts) part.tagIds = part.tagIds.filter((id) => id !== tagId);
    touchConversation(this.#workspace, conversation);
  }

  /** Sets custom attributes by name; each change leaves a part, and no topic tells of it. */
  setAttributes(conversation: Conversation, attributes: Json, byApi: boolean): Part[] {
    const changed = Object.entries(attributes).filter(([name, value]) => conversation.customAttributes[name] !== value);
    return changed.map(([name, value]) => {
      const previous = conversation.customAttributes[name];
      if (value === null) delete conversation.customAttributes[name];
      else conversation.customAttributes[name] = value;
      const eventDetails = {
        attribute: { name },
        value: { name: String(value), previous: previous === undefined ? null : String(previous) },
      };
      const partType = 'conversation_attribute_updated_by_admin';
      return addPart(this.#workspace, conversation, { partType, author: operator, eventDetails, byApi });
    });
  }

  /** Blanks a part's or the first message's text for good. */
  redact(conversation: Conversation, target: Part | Conversation['source']): void {
    target.body = '<p><i>This message was deleted</i></p>';
    target.attachments = [];
    target.redacted = true;
    touchConversation(this.#workspace, conversation);
    const parts = conversation.parts.filter((part) => part === target);
    this.#raise('conversation_part.redacted', conversation, parts);
  }

  /** Removes a conversation; the notification carries nothing but its id. */
  delete(conversation: Conversation, metricsRetained: boolean): void {
    const workspace = this.#workspace;
    workspace.conversations.delete(conversation.id);
    workspace.conversationIndex.record(conversation.id, () => null);
    workspace.deletedConversations.push({ id: conversation.id, metricsRetained, deletedAt: workspace.now() });
    workspace.raise('conversation.deleted', () => ({ type: 'conversation', conversation_id: conversation.id }));
  }

  #open(conversation: Conversation): void {
    if (conversation.state === 'closed') conversation.statistics.countReopens += 1;
    conversation.state = 'open';
    conversation.snoozedUntil = null;
  }
}
