// Draws a trace as text: received → facts → rule → decision → each delivery with its tries → receipt.
import type { Trace, TracedDelivery, TracedEvent } from '../application/trace.ts';
import { duration, localTime, localZone } from './local-time.ts';
import { countOf } from './print.ts';

const row = (name: string, text: string): string => `  ${name.padEnd(9)} ${text}`;

/** The facts are a flat object made for this: shown as `links 1, issue SUP-12 Done`. */
function showFacts(facts: unknown): string {
  if (typeof facts !== 'object' || facts === null) return 'none were needed';
  const shown = Object.entries(facts).map(([name, value]) => `${name} ${showValue(value)}`);
  return shown.length === 0 ? 'none were needed' : shown.join(', ');
}

function showValue(value: unknown): string {
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : `[${value.map(showValue).join(', ')}]`;
  if (typeof value === 'object') return Object.values(value).map(showValue).join(' ');
  return String(value);
}

function showDelivery(delivery: TracedDelivery): string[] {
  const { id, kind, lane, state, tries, receipt, error, dueAt, inDoubt } = delivery;
  const target = lane.replace('/', ' ').replace(/\/(?=[^/]*$)/, ' ');
  const open = state === 'queued' || state === 'retrying' || state === 'sending';
  const when = open ? `, next try ${localTime(dueAt)}` : '';
  const doubt = open && inDoubt ? ', looks first whether it happened' : '';
  return [
    row('delivery', `${id}  ${kind} → ${target}: ${state} (${countOf(tries.length, 'try', 'tries')}${when}${doubt})`),
    ...tries.map(({ at, ms, result }, index) =>
      row('', `  ${index + 1}. ${localTime(at)}  ${duration(ms)}  ${result}`),
    ),
    ...(receipt === null ? [] : [row('', `  receipt ${receipt}`)]),
    ...(error === null || tries.at(-1)?.result.endsWith(error) === true ? [] : [row('', `  error ${error}`)]),
    ...(state === 'parked' ? [row('', `  mend the cause, then: deskbridge replay ${id}`)] : []),
  ];
}

function showDecision(event: TracedEvent): string {
  const detail = event.detail === null ? '' : ` (${event.detail})`;
  const reason = event.reason === null ? '' : ` ${event.reason}`;
  const took =
    event.settledAt === null ? '' : `, ${duration(event.settledAt - event.receivedAt)} after it was received`;
  const due = event.dueAt === null ? '' : `, due ${localTime(event.dueAt)}`;
  return `${event.outcome}${reason}: ${event.because}${detail}${took}${due}`;
}

export function showEvent(event: TracedEvent): string {
  const together = event.decidedWith === null ? [] : [row('together', `decided with ${event.decidedWith}`)];
  const again = event.replayOf === null ? [] : [row('again', `a replay of ${event.replayOf}`)];
  return [
    `${event.id}  ${event.topic}`,
    row('received', `${localTime(event.receivedAt)} on connection ${event.connection}, lane ${event.lane}`),
    ...again,
    row('facts', showFacts(event.facts)),
    row('rule', event.rulesVersion === null ? 'not decided by rules' : `config ${event.rulesVersion}`),
    row('decision', showDecision(event)),
    ...together,
    ...(event.outcome === 'parked' ? [row('', `mend the cause, then: deskbridge replay ${event.id}`)] : []),
    ...event.deliveries.flatMap(showDelivery),
  ].join('\n');
}

/** Oldest first, so that the end of the story is above the prompt. */
export function showTrace(trace: Trace): string {
  const links = trace.links.map(({ id, conversation, issueKey, origin, createdAt, unlinkedAt }) => {
    const until = unlinkedAt === null ? '' : `, taken away ${localTime(unlinkedAt)}`;
    return `link ${id}: conversation ${conversation.conversationId} ↔ ${issueKey}, since ${localTime(createdAt)} by ${origin}${until}`;
  });
  const events = trace.events.toReversed().map(showEvent);
  const upcoming = trace.upcoming
    .toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
    .map(({ id, topic, dueAt }) => row('to come', `${localTime(dueAt ?? 0)}  ${topic}  ${id}`));
  return [
    `Times are in ${localZone()}`,
    ...(links.length === 0 ? [] : [links.join('\n')]),
    ...events,
    ...(upcoming.length === 0 ? [] : [upcoming.join('\n')]),
  ].join('\n\n');
}
