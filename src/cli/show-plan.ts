// Draws what would end differently with other rules: grouped by the kind of difference, side by side.
import type { Difference } from '../application/compare-plans.ts';
import type { Untold } from '../application/replan.ts';
import type { TriedDecision, TriedRules } from '../application/try-rules.ts';
import { duration, localTime, localZone } from './local-time.ts';
import { countOf } from './print.ts';
import { sideBySide } from './side-by-side.ts';

/** So many of each kind are shown whole; of the others the ids. */
const SHOWN = 3;
const IDS_SHOWN = 20;

const UNTOLD: Readonly<Record<Untold, string>> = {
  facts_not_kept: 'what was known was too large to keep',
  dialog_not_read: 'the new rules ask for the dialog or its customer, which was not read then',
  account_not_read: "the new rules ask whom a comment mentions, and the bridge's account was not read then",
  not_readable: 'recorded by an earlier version, or on a connection that is not in this config',
};

interface Case {
  readonly decision: TriedDecision;
  readonly differences: readonly Difference[];
}

/** By kind of difference, the most frequent first. */
function grouped(tried: TriedRules): [string, Case[]][] {
  const groups = new Map<string, Case[]>();
  for (const { differences, ...decision } of tried.different) {
    for (const group of new Set(differences.map((difference) => difference.group))) {
      const cases = groups.get(group) ?? [];
      cases.push({ decision, differences: differences.filter((difference) => difference.group === group) });
      groups.set(group, cases);
    }
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

function showCase({ decision, differences }: Case): string[] {
  const { eventIds, topic, lane, receivedAt } = decision;
  const others = eventIds.length > 1 ? ` and ${countOf(eventIds.length - 1, 'event')} with it` : '';
  return [
    `  ${eventIds[0]}${others}  ${topic}, ${lane}, ${localTime(receivedAt)}`,
    ...differences.flatMap(({ target, was, would }) => [
      ...(target === null || target === lane ? [] : [`    ${target}`]),
      ...sideBySide(was ?? '(nothing)', would ?? '(nothing)').map((line) => `    ${line}`),
    ]),
  ];
}

function showGroup([group, cases]: [string, Case[]], index: number): string {
  const rest = cases.slice(SHOWN).map(({ decision }) => decision.eventIds[0] ?? '');
  const more = rest.length > IDS_SHOWN ? ` and ${rest.length - IDS_SHOWN} more (--json lists all)` : '';
  return [
    `${index + 1}. ${group}: ${countOf(cases.length, 'decision')}`,
    ...sideBySide('was', 'would be').map((line) => `    ${line}`),
    ...cases.slice(0, SHOWN).flatMap(showCase),
    ...(rest.length === 0 ? [] : [`  also ${rest.slice(0, IDS_SHOWN).join(', ')}${more}`]),
  ].join('\n');
}

function showUntold(tried: TriedRules): string[] {
  const reasons = [...new Set(tried.untold.map(({ why }) => why))];
  return reasons.map((why) => {
    const cases = tried.untold.filter((decision) => decision.why === why);
    const ids = cases.slice(0, SHOWN).map(({ eventIds }) => eventIds[0]);
    return `    ${countOf(cases.length, 'decision')}: ${UNTOLD[why]} (${ids.join(', ')}${cases.length > SHOWN ? ', …' : ''})`;
  });
}

const eventsIn = (decisions: readonly TriedDecision[]): number =>
  decisions.reduce((sum, { eventIds }) => sum + eventIds.length, 0);

/** The verdict comes last, above the prompt. */
export function showTriedRules(
  tried: TriedRules,
  rules: { readonly file: string; readonly version: string },
  ms: number,
): string {
  if (tried.events === 0) return 'No events are recorded yet: nothing to try the rules on';
  const since = tried.since === null ? '' : ` since ${localTime(tried.since)} (${localZone()})`;
  return [
    ...grouped(tried).map(showGroup),
    [
      `${countOf(tried.events, 'event')}${since}, tried with the rules of ${rules.file} (${rules.version}) in ${duration(ms)}; nothing was stored or sent`,
      `  ${tried.same} would end the same`,
      `  ${eventsIn(tried.different)} would end differently`,
      `  ${eventsIn(tried.untold)} can't be told`,
      ...showUntold(tried),
    ].join('\n'),
  ].join('\n\n');
}
