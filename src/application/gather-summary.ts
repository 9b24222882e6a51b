// Reads what the living summary of an issue is made of: its dialogs, and what the developers have not answered.
import type { AnyIssueEvent } from '../domain/event.ts';
import type { DialogDetails } from '../domain/dialog.ts';
import type { KnownComment } from '../domain/known.ts';
import type { Link } from '../domain/link.ts';
import type { IssueFacts } from '../domain/plan/facts.ts';
import type { IssueRef } from '../domain/refs.ts';
import type { OpenQuestion } from '../domain/summary/compose-summary.ts';
import type { Bridge } from './bridge.ts';
import { conversationsOf } from './connected.ts';

// A call each: an issue that hundreds wait for must not take the rate limit away from notes.
const MAX_DIALOGS = 50;
const AT_ONCE = 5;

async function readDetails(link: Link, bridge: Bridge): Promise<readonly [string, DialogDetails][]> {
  const { connection, conversationId } = link.conversation;
  const reading = await conversationsOf(bridge, connection).details(conversationId);
  return reading.state === 'found' ? [[link.id, reading.value]] : [];
}

/** The oldest links that were not read yet, so that the same ones are counted each time. */
async function readDialogs(facts: IssueFacts, bridge: Bridge): Promise<IssueFacts['dialogs']> {
  const missing = facts.links
    .filter(({ id, unlinkedAt }) => unlinkedAt === null && facts.dialogs[id] === undefined)
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    .slice(0, MAX_DIALOGS);
  const read: (readonly [string, DialogDetails])[] = [];
  for (let start = 0; start < missing.length; start += AT_ONCE) {
    // A few at once, and then the next: the other lanes want their turn.
    const some = await Promise.all(missing.slice(start, start + AT_ONCE).map((link) => readDetails(link, bridge)));
    read.push(...some.flat());
  }
  return { ...facts.dialogs, ...Object.fromEntries(read) };
}

/** True for a comment by which a teammate spoke to the developers; a rule's comments ask for no answer. */
async function isMessage({ connection, commentId }: KnownComment, bridge: Bridge): Promise<boolean> {
  const deliveryId = await bridge.ledger.memory.receipt(connection, 'comment', commentId);
  const delivery = deliveryId === null ? null : await bridge.ledger.deliveries.find(deliveryId);
  return delivery?.action.kind === 'comment' && delivery.action.partId !== '';
}

/** What teammates wrote since anybody in Jira commented; whether that was an answer only people can tell. */
async function readUnanswered(issue: IssueRef, bridge: Bridge): Promise<readonly OpenQuestion[]> {
  const comments = await bridge.ledger.memory.comments(issue);
  const theirs = comments.filter(({ state }) => state === 'mirrored' || state === 'withheld');
  const last = Math.max(0, ...theirs.map(({ updatedAt }) => updatedAt));
  const ours = comments.filter(({ state, updatedAt }) => state === 'ours' && updatedAt > last);
  const messages = await Promise.all(ours.map(async (one) => ({ one, asks: await isMessage(one, bridge) })));
  return messages
    .flatMap(({ one, asks }) => (asks ? [{ commentId: one.commentId, at: one.updatedAt }] : []))
    .sort((a, b) => a.at - b.at);
}

/** Empty unless a summary is due. Throws VendorError. */
export async function gatherSummary(
  events: readonly AnyIssueEvent[],
  facts: IssueFacts,
  bridge: Bridge,
): Promise<Pick<IssueFacts, 'dialogs' | 'summary' | 'unanswered'>> {
  const due = events.find((event) => event.kind === 'summary_due');
  if (due === undefined || facts.reading.state === 'missing') {
    return { dialogs: facts.dialogs, summary: null, unanswered: [] };
  }
  const summary = await bridge.ledger.memory.summary(due.issue);
  if (facts.reading.state === 'not_read') return { dialogs: facts.dialogs, summary, unanswered: [] };
  const [dialogs, unanswered] = await Promise.all([readDialogs(facts, bridge), readUnanswered(due.issue, bridge)]);
  return { dialogs, summary, unanswered };
}
