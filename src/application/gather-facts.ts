// Reads what a decision needs: a webhook is a hint, so the issue, its comments and the note are read again by API.
import type { AnyConversationEvent } from '../domain/plan/plan-conversation-event.ts';
import type { AnyIssueEvent } from '../domain/event.ts';
import { urlsIn } from '../domain/document/urls.ts';
import type { Comment, IssueSnapshot } from '../domain/issue.ts';
import type { KnownComment } from '../domain/known.ts';
import type { Link } from '../domain/link.ts';
import type { CommentFact, ConversationFacts, IssueFacts } from '../domain/plan/facts.ts';
import type { ConversationRef, IssueRef } from '../domain/refs.ts';
import { readConversationUrl } from '../domain/vendor-urls.ts';
import type { Bridge } from './bridge.ts';
import { conversationsOf, issuesOf } from './connected.ts';
import { gatherDetails, gatherDialogChange, gatherDialogs, knownIssues, spentOf } from './gather-dialogs.ts';
import { expectCreated, gatherCreation, gatherNewIssue } from './gather-new-issue.ts';
import { findGone, gatherNoteFacts, NOT_READ, readNamed } from './gather-note.ts';
import { gatherNoteCommand } from './gather-note-command.ts';
import { gatherReminder } from './gather-reminder.ts';
import { gatherSummary } from './gather-summary.ts';
import { withoutOurFiles } from './our-files.ts';
import { VendorError } from './vendor-error.ts';

// The newest comments are enough to find what a vague event means; older ones have been told or are history.
const COMMENTS_READ = 50;

function isActive(link: Link): boolean {
  return link.unlinkedAt === null;
}

function namesConversation(events: readonly AnyIssueEvent[], bridge: Bridge): boolean {
  const { chatSites } = bridge.rules();
  return events.some((event) => event.conversationUrls.some((url) => readConversationUrl(url, chatSites) !== null));
}

/** True when an event says that comments changed, but not which. */
function isVague(event: AnyIssueEvent): boolean {
  if (event.kind === 'issue_commented') return event.commentId === null;
  if (event.kind === 'issue_observed') return true;
  return event.kind === 'issue_changed' && event.changes.some((change) => change.vendorField === 'comment');
}

async function factOf(
  issue: IssueRef,
  commentId: string,
  comment: Comment | null,
  known: readonly KnownComment[],
  bridge: Bridge,
): Promise<CommentFact> {
  const receipt = await bridge.ledger.memory.receipt(issue.connection, 'comment', commentId);
  return {
    commentId,
    comment,
    known: known.find((candidate) => candidate.commentId === commentId) ?? null,
    ours: receipt !== null,
  };
}

interface ReadComment {
  readonly id: string;
  /** Null when it is not there any more. */
  readonly comment: Comment | null;
}

async function readOne(issue: IssueRef, id: string, bridge: Bridge): Promise<ReadComment> {
  const reading = await issuesOf(bridge, issue.connection).readComment(issue, id);
  return { id, comment: reading.state === 'found' ? reading.value : null };
}

/** All comments that may be news: those known, and those written since the issue was first linked. */
async function readAllComments(
  issue: IssueRef,
  events: readonly AnyIssueEvent[],
  links: readonly Link[],
  known: readonly KnownComment[],
  bridge: Bridge,
): Promise<ReadComment[]> {
  const since = Math.min(...links.filter(isActive).map((link) => link.createdAt));
  const read = await issuesOf(bridge, issue.connection).readComments(issue, COMMENTS_READ);
  const isKnown = (id: string): boolean => known.some((candidate) => candidate.commentId === id);
  const present = read.filter((comment) => isKnown(comment.id) || comment.createdAt >= since).reverse();
  const unseen = known
    .filter(({ commentId, state }) => state !== 'deleted' && !read.some((comment) => comment.id === commentId))
    .map(({ commentId }) => commentId);
  const found = present.map((comment): ReadComment => ({ id: comment.id, comment }));
  if (read.length < COMMENTS_READ) return [...found, ...unseen.map((id): ReadComment => ({ id, comment: null }))];
  // Older than the newest, or gone: worth a call each only when somebody said that one was deleted.
  const deleted = events.some((event) => event.kind === 'issue_commented' && event.commentId === null);
  const looked = deleted ? unseen.slice(-COMMENTS_READ) : [];
  return [...found, ...(await Promise.all(looked.map((id) => readOne(issue, id, bridge))))];
}

async function gatherComments(
  issue: IssueRef,
  events: readonly AnyIssueEvent[],
  links: readonly Link[],
  bridge: Bridge,
): Promise<CommentFact[]> {
  const vague = events.some(isVague);
  const ids = events.flatMap((event) => (event.kind === 'issue_commented' ? (event.commentId ?? []) : []));
  if (!vague && ids.length === 0) return [];
  const known = await bridge.ledger.memory.comments(issue);
  const all = vague && links.some(isActive) ? await readAllComments(issue, events, links, known, bridge) : [];
  const missing = [...new Set(ids)].filter((id) => !all.some((entry) => entry.id === id));
  const single = await Promise.all(missing.map((id) => readOne(issue, id, bridge)));
  return Promise.all([...all, ...single].map(({ id, comment }) => factOf(issue, id, comment, known, bridge)));
}

/** The conversations that an issue or its comments name. */
function conversationsIn(issue: IssueSnapshot, comments: readonly CommentFact[], bridge: Bridge): ConversationRef[] {
  const inComments = comments.flatMap(({ comment }) => (comment === null ? [] : urlsIn(comment.body)));
  return [...issue.urls, ...inComments].flatMap((url) => {
    const found = readConversationUrl(url, bridge.rules().chatSites);
    return found?.kind === 'ours' ? [found.conversation] : [];
  });
}

/** Reads an issue and its comments at once; an issue that vanishes between the two is missing as a whole. */
async function readIssueWithComments(
  issue: IssueRef,
  events: readonly AnyIssueEvent[],
  links: readonly Link[],
  bridge: Bridge,
): Promise<Pick<IssueFacts, 'reading' | 'comments'>> {
  const [reading, comments] = await Promise.all([
    issuesOf(bridge, issue.connection).read(issue.issueId),
    gatherComments(issue, events, links, bridge).catch((error: unknown) => {
      if (error instanceof VendorError && error.details.kind === 'gone') return null;
      throw error;
    }),
  ]);
  if (comments === null) return { reading: { state: 'missing' }, comments: [] };
  return { reading, comments };
}

/** Facts for all events that wait in one issue's lane. Throws VendorError. */
export async function gatherIssueFacts(events: readonly AnyIssueEvent[], bridge: Bridge): Promise<IssueFacts> {
  const [first] = events;
  if (first === undefined) throw new Error('No events to gather facts for');
  const issue: IssueRef = { connection: first.issue.connection, issueId: first.issue.issueId };
  const { ledger, now, patience } = bridge;
  const [links, known] = await Promise.all([ledger.links.ofIssue(issue), ledger.memory.issue(issue)]);
  const active = links.filter(isActive);
  const nothing: IssueFacts = {
    now: now(),
    reading: { state: 'not_read' },
    known,
    links,
    comments: [],
    conversations: [],
    spent: {},
    dialogs: {},
    summary: null,
    unanswered: [],
    account: null,
  };
  if (active.length === 0 && !namesConversation(events, bridge)) {
    return { ...nothing, ...(await gatherSummary(events, nothing, bridge)) };
  }
  const [{ reading: read, comments }, counts] = await Promise.all([
    readIssueWithComments(issue, events, links, bridge),
    ledger.deliveries.countSince(issue, now() - patience.budgetPer),
  ]);
  const reading: IssueFacts['reading'] =
    read.state === 'found' ? { ...read, value: await withoutOurFiles(read.value, known, bridge) } : read;
  const named = reading.state === 'found' ? conversationsIn(reading.value, comments, bridge) : [];
  const conversations = await ledger.memory.conversations([...active.map((link) => link.conversation), ...named]);
  const spent = Object.fromEntries(active.map((link) => [link.id, spentOf(link.conversation, link.issue, counts)]));
  const told = { ...nothing, now: now(), reading, comments, conversations, spent };
  const asked = { ...told, ...(await gatherDialogs(events, told, bridge)) };
  return { ...asked, ...(await gatherSummary(events, asked, bridge)) };
}

/** Facts for one event of a conversation. Throws VendorError. */
export async function gatherConversationFacts(event: AnyConversationEvent, bridge: Bridge): Promise<ConversationFacts> {
  const [links, conversations] = await Promise.all([
    bridge.ledger.links.ofConversation(event.conversation),
    bridge.ledger.memory.conversations([event.conversation]),
  ]);
  const facts: ConversationFacts = {
    now: bridge.now(),
    links,
    conversations,
    ours: false,
    named: [],
    note: NOT_READ,
    gone: [],
    conversation: null,
    details: null,
    issues: {},
    newIssue: null,
    spent: {},
  };
  if (event.kind === 'conversation_noted') {
    const noted = { ...facts, ...(await gatherNoteFacts(event, links, bridge)) };
    const details = await gatherLinkDetails(event.conversation, noted.named, bridge);
    return { ...noted, details, ...(await gatherNoteCommand(event, noted, bridge)) };
  }
  if (event.kind === 'unlink_requested') {
    const issues = await knownIssues(links, bridge);
    const unlinked = Object.entries(issues).flatMap(([id, issue]) => (id === event.linkId ? [issue] : []));
    return { ...facts, issues, details: await gatherDetails(event.conversation, unlinked, 'unlinked', bridge) };
  }
  if (event.kind === 'conversation_changed') {
    const changed = { ...facts, ...(await gatherDialogChange(event, facts, bridge)) };
    return { ...changed, details: changed.details ?? (await gatherCreation(event, bridge)) };
  }
  if (event.kind === 'issue_requested') {
    return { ...facts, newIssue: await gatherNewIssue(event, bridge), issues: await knownIssues(links, bridge) };
  }
  if (event.kind === 'reminder_asked' || event.kind === 'reminder_due') {
    return { ...facts, ...(await gatherReminder(event, facts, bridge)) };
  }
  if (event.kind === 'message_sent') {
    return { ...facts, gone: await findGone(links.filter(({ id }) => id === event.linkId).filter(isActive), bridge) };
  }
  if (event.kind !== 'link_requested' && event.kind !== 'issue_created_by_us') return facts;
  const { connection, keyOrId } = event.issue;
  const [named, reading] = await Promise.all([
    readNamed(keyOrId, [connection], bridge),
    conversationsOf(bridge, event.conversation.connection).read(event.conversation.conversationId),
  ]);
  const conversation = reading.state === 'found' ? reading.value : null;
  const details = conversation === null ? null : await gatherLinkDetails(event.conversation, [named], bridge);
  const read = { ...facts, named: [named], conversation, details };
  return event.kind === 'issue_created_by_us' ? expectCreated(event, read, bridge) : read;
}

/** The dialog, where a rule about linking it with one of these issues asks for it. */
function gatherLinkDetails(conversation: ConversationRef, named: ConversationFacts['named'], bridge: Bridge) {
  const issues = named.flatMap(({ issue }) => issue ?? []);
  return gatherDetails(conversation, issues, 'linked', bridge);
}
