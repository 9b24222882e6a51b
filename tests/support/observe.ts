// Lets something happen in a world, waits until all is quiet, and tells what came of it.
import { fileArrivals } from '../../src/application/file-arrivals.ts';
import { notesIn, settled, until, type World } from './world.ts';

/** Waits until the bridge, both vendors and their webhooks have nothing left to do. */
export async function quiet(world: World): Promise<void> {
  const pending = () => world.intercom.listWebhooks().some(({ outcome }) => outcome === 'pending');
  do {
    await settled(world);
    await until('the notifications of Intercom to arrive', () => !pending());
    // What was let in but not filed yet is in no lane and in no count.
    await fileArrivals(world.deskbridge.bridge);
    await settled(world);
  } while (pending());
}

/** A note as an operator reads it, line by line, without the history link at its end. */
export function readLines(html: string): string[] {
  const text = html
    .replace(/<br\s*\/?>|<\/(p|li|h[1-4]|pre|blockquote|tr|div)>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return /^(history|история|dl_[0-9a-f]{26})$/.test(lines.at(-1) ?? '') ? lines.slice(0, -1) : lines;
}

/** An event as `GET /api/v1/events` tells it. */
export interface ToldEvent {
  readonly id: string;
  readonly topic: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly because: string;
  readonly deliveries: readonly { id: string; kind: string; state: string; receipt: string | null }[];
}

/** All events that a query finds, oldest first. */
export async function eventsOf(world: World, query: string): Promise<ToldEvent[]> {
  const { status, body } = await world.api('GET', `/events?q=${encodeURIComponent(query)}`);
  if (status !== 200) throw new Error(`GET /events answered ${status}`);
  return (body['events'] as ToldEvent[]).toReversed();
}

export interface Observed {
  /** The notes that the bridge has written meanwhile, as lines. */
  readonly notes: string[][];
  /** The same as HTML. */
  readonly html: string[];
  /** The events that came meanwhile. */
  readonly events: ToldEvent[];
  /** The lines that were logged meanwhile. */
  readonly log: Record<string, unknown>[];
  /** The statuses that the bridge answered to Jira's webhooks meanwhile. */
  readonly answers: (number | string)[];
}

/** Lets something happen, waits until all is quiet, and tells what came of it in one dialog. */
export async function observe(
  world: World,
  conversationId: string,
  act: () => unknown,
  wait: (world: World) => Promise<void> = quiet,
): Promise<Observed> {
  const notes = notesIn(world, conversationId).length;
  const known = new Set((await eventsOf(world, conversationId)).map((event) => event.id));
  const { length: logged } = world.log;
  const { length: sent } = world.jira.webhooks.log;
  await act();
  await wait(world);
  const html = notesIn(world, conversationId).slice(notes);
  const found = await eventsOf(world, conversationId);
  return {
    notes: html.map(readLines),
    html,
    // A summary comes in its own time, at any moment within three minutes, and has tests of its own.
    events: found.filter(({ id, topic }) => !known.has(id) && topic !== 'bridge.summary_due'),
    log: world.log.slice(logged),
    answers: world.jira.webhooks.log.slice(sent).flatMap(({ attempts }) => attempts.map(({ status }) => status)),
  };
}
