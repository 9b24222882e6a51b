// Draws why an event ended as it did: each change with the rules that were tried on it, then what followed.
import type { Explanation } from '../application/explain.ts';
import type { RuleTrace } from '../domain/plan/plan.ts';
import { localTime, localZone } from './local-time.ts';
import { countOf } from './print.ts';

function showTried({ trigger, conversationId, tried }: RuleTrace): string[] {
  const where = conversationId === null ? '' : ` in conversation ${conversationId}`;
  const width = Math.max(...tried.map(({ at }) => at.length), 0);
  const met = tried.some(({ matched }) => matched);
  return [
    `  ${trigger}${where}`,
    ...tried.map(({ at, matched, why }) => `    ${matched ? '✓' : '✗'} ${at.padEnd(width)}  ${why}`),
    ...(met ? [] : [`    ${tried.length === 0 ? 'no rule speaks of it' : 'no rule matched'}: nothing is done`]),
  ];
}

const SOURCES: Readonly<Record<Explanation['from'], string>> = {
  recorded: 'Rules, in the order in which they were tried:',
  replanned: 'Rules, as those in force now make of the same facts (the trace of then is not kept):',
  none: 'No rule was asked.',
};

export function showExplanation({ event, from, rules }: Explanation): string {
  const version = event.rulesVersion === null ? '' : ` with config ${event.rulesVersion}`;
  const detail = event.detail === null ? '' : ` (${event.detail})`;
  const together = event.decidedWith === null ? [] : [`Decided together with ${event.decidedWith}`];
  return [
    `${event.id}  ${event.topic}, received ${localTime(event.receivedAt)} (${localZone()})`,
    `Ended ${event.outcome} ${event.reason ?? ''}${version}: ${event.because}${detail}`,
    ...together,
    SOURCES[from],
    ...rules.flatMap(showTried),
    event.deliveries.length === 0 ? 'Nothing followed.' : `What followed: ${countOf(event.deliveries.length, 'call')}`,
    ...event.deliveries.map(({ id, kind, lane, state }) => `  ${kind} → ${lane}: ${state}  ${id}`),
    ...(event.rulesVersion === null ? [] : [`The file of then: deskbridge config show ${event.rulesVersion}`]),
  ].join('\n');
}
