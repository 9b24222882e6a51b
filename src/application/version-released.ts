// A released version is told issue by issue: each that names it gets an event of its own.
import type { VersionReleased } from '../domain/event.ts';
import { ignored } from '../domain/outcome.ts';
import { NO_PLAN, type Plan } from '../domain/plan/plan.ts';
import type { Bridge } from './bridge.ts';

export async function planVersionReleased(event: VersionReleased, _bridge: Bridge): Promise<Plan> {
  return { ...NO_PLAN, outcomes: [ignored('not_linked', event.version.name)] };
}
