// Reads what is known of an issue's living summary.
import type { KnownSummary } from '../domain/known.ts';
import type { IssueRef } from '../domain/refs.ts';
import type { Bridge } from './bridge.ts';

export async function gatherSummary(_issue: IssueRef, _bridge: Bridge): Promise<KnownSummary | null> {
  return null;
}
