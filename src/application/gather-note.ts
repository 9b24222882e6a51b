// Reads what a teammate's note means: whether it is ours, the issues that it names, and its text as the API gives it.
import type { ConversationNoted } from '../domain/event.ts';
import type { Link } from '../domain/link.ts';
import { type NoteAsk, readNoteAsk } from '../domain/note-ask.ts';
import type { ConversationFacts, NoteReading } from '../domain/plan/facts.ts';
import { conversationLane } from '../domain/refs.ts';
import { prefixesOf } from '../domain/workflow/workflow-of.ts';
import type { Bridge } from './bridge.ts';
import { conversationsOf, issuesOf } from './connected.ts';
import { issuesNamed } from './gather-note-command.ts';

function isActive(link: Link): boolean {
  return link.unlinkedAt === null;
}

/** The issue that a key or id means, in the first of the trackers that knows it. Throws VendorError. */
export async function readNamed(asked: string, connections: readonly string[], bridge: Bridge) {
  for (const connection of connections) {
    // One tracker after another: the first that knows the key is meant.
    const reading = await issuesOf(bridge, connection).read(asked);
    if (reading.state === 'found') return { asked, connection, issue: reading.value };
  }
  return { asked, connection: connections[0] ?? '', issue: null };
}

/** The trackers that a bare key may mean: those that the conversation is linked with first. */
function trackersFor(links: readonly Link[], bridge: Bridge): string[] {
  const linked = links.filter(isActive).map((link) => link.issue.connection);
  return [...new Set([...linked, ...bridge.rules().trackerSites.map((site) => site.connection)])];
}

export const NOT_READ: NoteReading = { state: 'not_read' };

// Every note of ours ends with its delivery's id, in the history link or as plain text.
const OUR_MARK = /\bdl_[0-9a-f]{26}\b/g;

/**
 * True for a note of ours whose receipt was lost: the last mark in it is that of a delivery to this conversation that
 * has no other note. A teammate may quote our note, mark and all; what begins with `jira:` is never ours.
 */
async function carriesOurMark(event: ConversationNoted, ask: NoteAsk, bridge: Bridge): Promise<boolean> {
  const mark = JSON.stringify(event.part.body).match(OUR_MARK)?.at(-1);
  if (mark === undefined || ask.addressed) return false;
  const delivery = await bridge.ledger.deliveries.find(mark);
  if (delivery === null) return true;
  if (delivery.lane !== conversationLane(event.conversation)) return false;
  return delivery.receipt === null || delivery.receipt === event.part.id;
}

/** The note as the API gives it: webhooks bring plain text. */
async function readNote(event: ConversationNoted, bridge: Bridge): Promise<NoteReading> {
  const { connection, conversationId } = event.conversation;
  const reading = await conversationsOf(bridge, connection).read(conversationId);
  if (reading.state === 'missing') return { state: 'missing' };
  const note = reading.value.parts.find((part) => part.id === event.part.id && part.kind === 'note');
  return note === undefined ? { state: 'missing' } : { state: 'found', value: note.body };
}

/** Links of the conversation whose issue is not there: nobody would read what is sent to it. */
export async function findGone(links: readonly Link[], bridge: Bridge): Promise<string[]> {
  const readings = await Promise.all(
    links.map(async ({ id, issue }) => ({ id, ...(await issuesOf(bridge, issue.connection).read(issue.issueId)) })),
  );
  return readings.flatMap(({ id, state }) => (state === 'missing' ? [id] : []));
}

/** What a note is, and what it names. Throws VendorError. */
export async function gatherNoteFacts(
  event: ConversationNoted,
  links: readonly Link[],
  bridge: Bridge,
): Promise<Pick<ConversationFacts, 'ours' | 'named' | 'note' | 'gone'>> {
  const { connection } = event.conversation;
  const ask = readNoteAsk(event.part.body, bridge.rules().trackerSites, prefixesOf(bridge.rules()));
  const receipt = await bridge.ledger.memory.receipt(connection, 'add_note', event.part.id);
  if (receipt !== null || (await carriesOurMark(event, ask, bridge))) {
    return { ours: true, named: [], note: NOT_READ, gone: [] };
  }
  const active = links.filter(isActive);
  const [named, note, gone] = await Promise.all([
    Promise.all(
      issuesNamed(event, ask, bridge).map((issue) =>
        readNamed(issue.key, issue.connection === null ? trackersFor(links, bridge) : [issue.connection], bridge),
      ),
    ),
    ask.message === null ? NOT_READ : readNote(event, bridge),
    ask.message === null || ask.issues.length > 0 || active.length !== 1 ? [] : findGone(active, bridge),
  ]);
  return { ours: false, named, note, gone };
}
