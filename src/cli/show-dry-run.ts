// Draws what a dry run decided: the facts, the outcome, and each call that would be made.
import { textOfAction } from '../application/compare-plans.ts';
import type { DryRun } from '../application/dry-run.ts';
import type { NewDelivery } from '../application/ledger.ts';
import type { LinkChange } from '../domain/plan/plan.ts';
import { localTime } from './local-time.ts';

function showLink(change: LinkChange): string {
  switch (change.kind) {
    case 'link':
      return `  would link   conversation ${change.conversation.conversationId} ↔ ${change.issueKey} (${change.origin})`;
    case 'unlink':
      return `  would unlink ${change.linkId}`;
    case 'promise':
      return change.promise === null
        ? `  would forget the promise of ${change.linkId}`
        : `  would remind ${change.promise.by.name ?? 'the operator'} at ${localTime(change.promise.dueAt)} (${change.linkId})`;
    case 'rename':
      return `  would rename issue ${change.issue.issueId} to ${change.issueKey}`;
  }
}

function showDelivery({ action, lane }: NewDelivery): string[] {
  const text = textOfAction(action);
  const lines = text === '' ? [] : text.split('\n');
  return [`  would send   ${action.kind} → ${lane}`, ...lines.map((line) => `      | ${line}`)];
}

export function showDryRun(result: DryRun): string {
  const head = [`${result.topic}, lane ${result.lane} (dry run: nothing is stored or sent)`];
  if (result.kind === 'failed') return head.join('\n');
  const { outcome, facts, links, deliveries } = result;
  const detail = outcome.detail === null ? '' : ` (${outcome.detail})`;
  return [
    ...head,
    `  facts        ${facts}`,
    `  decision     ${outcome.state} ${outcome.reason}${detail}`,
    ...links.map(showLink),
    ...(deliveries.length === 0 ? ['  would send   nothing'] : deliveries.flatMap(showDelivery)),
  ].join('\n');
}
