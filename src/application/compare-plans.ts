// What would have ended differently: decisions as they were made, beside what other rules make of the same facts.
import { isDeepStrictEqual } from 'node:util';
import type { Action } from '../domain/action.ts';
import { toPlainText } from '../domain/document/plain-text.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { NewDelivery, RecordedDecision, StoredDelivery } from './ledger.ts';
import type { Plan } from '../domain/plan/plan.ts';

/** One thing that differs, with what it was and what it would be, as people read it; null where there is none. */
export interface Difference {
  /** Differences of the same kind are shown together: `add_note: other text`. */
  readonly group: string;
  /** The lane of the thing that it is about; null for the end of an event. */
  readonly target: string | null;
  readonly was: string | null;
  readonly would: string | null;
}

/** The words of an action for people; an action that is told by its kind alone has none. */
export function textOfAction(action: Action): string {
  if ('body' in action) return action.body === null ? '' : toPlainText(action.body).trim();
  switch (action.kind) {
    case 'tag':
      return `${action.remove ? 'take off' : 'put on'} ${action.tag}`;
    case 'set_attribute':
      return `${action.name} = ${action.value ?? 'keys of the linked issues'}`;
    case 'snooze':
    case 'snooze_again':
      return `until ${new Date(action.until).toISOString()}`;
    case 'assign':
      return `${action.to.kind} ${action.to.name}`;
    case 'ticket_state':
      return action.state;
    case 'create_issue':
      return action.draft.summary;
    case 'attach_file':
      return action.file.name;
    case 'transition':
      return action.name ?? '';
    case 'set_field':
      return `${action.name ?? ''} = ${action.value ?? ''}`;
    case 'add_label':
    case 'remove_label':
      return action.value ?? '';
    case 'notify':
      return `${action.channel}: ${action.text}`;
    default:
      return '';
  }
}

type Sent = Pick<NewDelivery, 'action' | 'lane'>;

const sameAction = (a: Sent, b: Sent): boolean => a.lane === b.lane && isDeepStrictEqual(a.action, b.action);
const sameKind = (a: Sent, b: Sent): boolean => a.lane === b.lane && a.action.kind === b.action.kind;

/** Takes out of both lists what is in both by `same`; gives the pairs. */
function pairOff<A, B>(left: A[], right: B[], same: (a: A, b: B) => boolean): (readonly [A, B])[] {
  const pairs: (readonly [A, B])[] = [];
  for (const one of left.splice(0)) {
    const index = right.findIndex((other) => same(one, other));
    const [other] = index < 0 ? [] : right.splice(index, 1);
    if (other === undefined) left.push(one);
    else pairs.push([one, other]);
  }
  return pairs;
}

function describe({ action }: Sent): string {
  const text = textOfAction(action);
  return text === '' ? action.kind : text;
}

function differencesOfActions(was: readonly Sent[], would: readonly Sent[]): Difference[] {
  // JSON has no `undefined`: what was stored has lost it.
  const before = [...was];
  const after = would.map((sent): Sent => JSON.parse(JSON.stringify(sent)) as Sent);
  pairOff(before, after, sameAction);
  const changed = pairOff(before, after, sameKind).map(
    ([old, now]): Difference => ({
      group: `${old.action.kind}: other`,
      target: old.lane,
      was: describe(old),
      would: describe(now),
    }),
  );
  const gone = before.map(
    (old): Difference => ({
      group: `${old.action.kind}: no longer`,
      target: old.lane,
      was: describe(old),
      would: null,
    }),
  );
  const added = after.map(
    (now): Difference => ({ group: `${now.action.kind}: new`, target: now.lane, was: null, would: describe(now) }),
  );
  return [...changed, ...gone, ...added];
}

const asWords = ({ state, reason }: Pick<Outcome, 'state' | 'reason'>): string => `${state} ${reason}`;

function differencesOfOutcomes(decision: RecordedDecision, plan: Plan): Difference[] {
  return decision.events.flatMap((event, index) => {
    const outcome = plan.outcomes[index];
    const was = `${event.state} ${event.reason ?? ''}`.trim();
    const would = outcome === undefined ? 'nothing' : asWords(outcome);
    return was === would ? [] : [{ group: `end: ${was} → ${would}`, target: null, was, would }];
  });
}

/**
 * Everything that differs; empty when it would end the same. `written` tells the ids of deliveries that exist: what is
 * done once for several events belongs to the first of them, and is no difference for the others.
 */
export function compareDecision(
  decision: RecordedDecision,
  was: readonly StoredDelivery[],
  plan: Plan,
  would: readonly NewDelivery[],
  written: ReadonlySet<string>,
): readonly Difference[] {
  const own = new Set(was.map(({ id }) => id));
  const told = would.filter(({ id }) => own.has(id) || !written.has(id));
  return [...differencesOfOutcomes(decision, plan), ...differencesOfActions(was, told)];
}
