// Follows anything to its end: received → facts → rule → decision → each delivery with its tries → receipt.
import type { Link } from '../domain/link.ts';
import { conversationLane, issueLane } from '../domain/refs.ts';
import { textsOf } from '../domain/texts/texts.ts';
import { isIssueKey, readConversationUrl, readIssueUrl } from '../domain/vendor-urls.ts';
import type { Bridge } from './bridge.ts';
import type { StoredDelivery, StoredEvent } from './ledger.ts';

export interface TracedDelivery {
  readonly id: string;
  readonly kind: string;
  readonly lane: string;
  readonly state: string;
  readonly attempts: number;
  readonly inDoubt: boolean;
  readonly receipt: string | null;
  readonly error: string | null;
  readonly dueAt: number;
  readonly tries: StoredDelivery['tries'];
}

export interface TracedEvent {
  readonly id: string;
  readonly connection: string;
  readonly topic: string;
  readonly lane: string;
  readonly receivedAt: number;
  readonly settledAt: number | null;
  /** `queued` and `working` are on their way; the rest is the contract's: done, ignored, waiting, parked. */
  readonly outcome: string;
  readonly reason: string | null;
  /** The reason in words, in the configured language. */
  readonly because: string;
  readonly detail: string | null;
  readonly dueAt: number | null;
  readonly replayOf: string | null;
  /** The event that it was decided together with, when several were told in one note. */
  readonly decidedWith: string | null;
  readonly rulesVersion: string | null;
  readonly facts: unknown;
  readonly deliveries: readonly TracedDelivery[];
}

export interface Trace {
  readonly query: string;
  readonly links: readonly Link[];
  readonly events: readonly TracedEvent[];
  /** Events of our own that wait for their time: a summary to write, a promise to keep. */
  readonly upcoming: readonly TracedEvent[];
}

const MAX_EVENTS = 100;

function tracedDelivery(delivery: StoredDelivery): TracedDelivery {
  const { id, action, lane, state, attempt, inDoubt, receipt, error, dueAt, tries } = delivery;
  return { id, kind: action.kind, lane, state, attempts: attempt, inDoubt, receipt, error, dueAt, tries };
}

const WAITING = {
  en: {
    digest: 'Waits a moment so that several changes make one note',
    connection_paused: 'Waits until the connection takes our token again',
    vendor_failed: 'Waits after a failed call to the vendor',
    crashed: 'Waits after a mistake of ours; tried again soon',
    queued: 'On its way',
    scheduled: 'Waits until its time comes',
  },
  ru: {
    digest: 'Ждёт немного, чтобы несколько изменений стали одной заметкой',
    connection_paused: 'Ждёт, пока сервис снова примет наш токен',
    vendor_failed: 'Ждёт после неудачного обращения к сервису',
    crashed: 'Ждёт после нашей ошибки; скоро новая попытка',
    queued: 'В пути',
    scheduled: 'Ждёт своего времени',
  },
} as const;

function because(stored: StoredEvent, bridge: Bridge): string {
  const { locale } = bridge.rules();
  if (stored.state === 'queued' || stored.state === 'working') return WAITING[locale].queued;
  if (stored.state === 'scheduled') return WAITING[locale].scheduled;
  const reason = stored.reason ?? 'queued';
  const waiting: Readonly<Record<string, string>> = WAITING[locale];
  const reasons: Readonly<Record<string, string>> = textsOf(locale).reasons;
  return (stored.state === 'waiting' ? waiting[reason] : reasons[reason]) ?? reason;
}

function tracedEvent(stored: StoredEvent, deliveries: readonly StoredDelivery[], bridge: Bridge): TracedEvent {
  const batch = stored.batchId ?? stored.id;
  return {
    id: stored.id,
    connection: stored.connection,
    topic: stored.topic,
    lane: stored.lane,
    receivedAt: stored.receivedAt,
    settledAt: stored.settledAt,
    outcome: stored.state === 'scheduled' ? 'waiting' : stored.state,
    reason: stored.reason,
    because: because(stored, bridge),
    detail: stored.detail,
    dueAt: stored.settledAt === null ? stored.dueAt : null,
    replayOf: stored.replayOf,
    decidedWith: batch === stored.id ? null : batch,
    rulesVersion: stored.rulesVersion,
    facts: stored.facts === null ? null : (JSON.parse(stored.facts) as unknown),
    deliveries: deliveries.filter((delivery) => delivery.eventId === batch).map(tracedDelivery),
  };
}

async function traceEvents(stored: readonly StoredEvent[], bridge: Bridge): Promise<TracedEvent[]> {
  const ids = [...new Set(stored.map((event) => event.batchId ?? event.id))];
  const deliveries = await bridge.ledger.deliveries.ofEvents(ids);
  return stored.map((event) => tracedEvent(event, deliveries, bridge));
}

/** One event with all that came of it; null when there is no such event. */
export async function traceEvent(id: string, bridge: Bridge): Promise<TracedEvent | null> {
  const stored = await bridge.ledger.events.find(id);
  if (stored === null) return null;
  return (await traceEvents([stored], bridge))[0] ?? null;
}

interface Meant {
  readonly links: readonly Link[];
  readonly lanes: readonly string[];
}

async function meantByIssue(key: string, connections: readonly string[], bridge: Bridge): Promise<Meant> {
  const links = (await bridge.ledger.links.ofKey(key)).filter((link) => connections.includes(link.issue.connection));
  const linked = links.flatMap((link) => [issueLane(link.issue), conversationLane(link.conversation)]);
  // An issue that is linked to nothing is known by what its webhooks told.
  const told = await bridge.ledger.events.lanesOfKey(key, connections, MAX_EVENTS);
  return { links, lanes: [...linked, ...told] };
}

async function meantByConversation(conversationId: string, connections: readonly string[], bridge: Bridge) {
  const refs = connections.map((connection) => ({ connection, conversationId }));
  const links = (await Promise.all(refs.map((ref) => bridge.ledger.links.ofConversation(ref)))).flat();
  return { links, lanes: [...refs.map(conversationLane), ...links.map((link) => issueLane(link.issue))] };
}

async function findMeant(query: string, bridge: Bridge): Promise<Meant> {
  const { chatSites, trackerSites } = bridge.rules();
  const chats = chatSites.map((site) => site.connection);
  const trackers = trackerSites.map((site) => site.connection);
  const conversation = readConversationUrl(query, chatSites);
  if (conversation?.kind === 'ours') {
    const { conversationId, connection } = conversation.conversation;
    return meantByConversation(conversationId, [connection], bridge);
  }
  const issue = readIssueUrl(query, trackerSites);
  if (issue !== null) return meantByIssue(issue.key, [issue.connection], bridge);
  if (isIssueKey(query.toUpperCase())) return meantByIssue(query.toUpperCase(), trackers, bridge);
  if (/^\d+$/.test(query)) return meantByConversation(query, chats, bridge);
  return { links: [], lanes: [] };
}

/** What is known about an event id, a delivery id, an issue key or URL, a conversation id or URL; newest first. */
export async function trace(query: string, bridge: Bridge): Promise<Trace> {
  const asked = query.trim();
  const delivery = asked.startsWith('dl_') ? await bridge.ledger.deliveries.find(asked) : null;
  const event = await traceEvent(delivery?.eventId ?? asked, bridge);
  if (event !== null) return { query, links: [], events: [event], upcoming: [] };
  const { links, lanes } = await findMeant(asked, bridge);
  const stored = await bridge.ledger.events.ofLanes([...new Set(lanes)], MAX_EVENTS);
  const upcoming = stored.filter((one) => one.state === 'scheduled');
  const happened = stored.filter((one) => one.state !== 'scheduled');
  return {
    ...{ query, links },
    events: await traceEvents(happened, bridge),
    upcoming: await traceEvents(upcoming, bridge),
  };
}
