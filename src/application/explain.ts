// Why an event ended as it did: the rules that were tried on it, in their order, and what followed.
import type { RuleTrace } from '../domain/plan/plan.ts';
import type { Bridge } from './bridge.ts';
import { replan } from './replan.ts';
import { readStoredEvent } from './read-event.ts';
import { type TracedEvent, traceEvent } from './trace.ts';

export interface Explanation {
  readonly event: TracedEvent;
  /**
   * `recorded`: as it was when it was decided; `replanned`: what the rules in force now make of the same facts;
   * `none`: no rule was asked, or it is not known any more.
   */
  readonly from: 'recorded' | 'replanned' | 'none';
  readonly rules: readonly RuleTrace[];
}

interface Rules {
  readonly from: Explanation['from'];
  readonly rules: readonly RuleTrace[];
}

/** The rules that were tried on an event; on the facts of then where their trace is not there. */
export async function rulesOfEvent(eventId: string, bridge: Bridge): Promise<Rules> {
  const decision = await bridge.ledger.events.decisionOf(eventId);
  if (decision === null) return { from: 'none', rules: [] };
  if (decision.trace.length > 0) return { from: 'recorded', rules: decision.trace };
  const again = replan(decision, bridge.rules(), (stored) => readStoredEvent(stored, bridge));
  if (again.kind === 'untold' || again.plan.trace.length === 0) return { from: 'none', rules: [] };
  return { from: 'replanned', rules: again.plan.trace };
}

/** By the id of an event, or of a delivery that followed from it; null when there is none. */
export async function explain(id: string, bridge: Bridge): Promise<Explanation | null> {
  const delivery = id.startsWith('dl_') ? await bridge.ledger.deliveries.find(id) : null;
  const event = await traceEvent(delivery?.eventId ?? id, bridge);
  return event === null ? null : { event, ...(await rulesOfEvent(event.id, bridge)) };
}
