// Reads what a promise is about: the linked issue as it is now.
import type { ReminderAsked, ReminderDue } from '../domain/event.ts';
import type { ConversationFacts } from '../domain/plan/facts.ts';
import type { Bridge } from './bridge.ts';
import { issuesOf } from './connected.ts';

/** Nothing is read for a promise that is made, moved or over. Throws VendorError. */
export async function gatherReminder(
  event: ReminderAsked | ReminderDue,
  facts: ConversationFacts,
  bridge: Bridge,
): Promise<Partial<ConversationFacts>> {
  if (event.kind === 'reminder_asked') return {};
  const link = facts.links.find(({ id, unlinkedAt }) => id === event.linkId && unlinkedAt === null);
  if (link?.promise?.dueAt !== event.at) return {};
  const reading = await issuesOf(bridge, link.issue.connection).read(link.issue.issueId);
  return reading.state === 'missing' ? {} : { issues: { ...facts.issues, [link.id]: reading.value } };
}
