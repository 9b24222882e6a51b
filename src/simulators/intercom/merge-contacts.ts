// What a merge of two contacts leaves behind: one of them answers 410 from then on and its conversations move.
import { presentContact } from './present-people.ts';
import { describeContact } from './search-documents.ts';
import type { Contact } from './types.ts';
import type { Workspace } from './workspace.ts';

/** Merges the first contact into the second and tells it as `contact.merged`, with the survivor as the item. */
export function mergeContacts(workspace: Workspace, from: Contact, into: Contact, webhookMinor: number): void {
  const at = workspace.now();
  from.mergedInto = into.id;
  if (from.externalId !== null) workspace.contactIdsByExternalId.delete(from.externalId);
  into.mergeHistory.push({ sourceContactId: from.id, sourceRole: from.role, mergedAt: at });
  into.email ??= from.email;
  into.name ??= from.name;
  into.phone ??= from.phone;
  into.updatedAt = at;
  into.notes.push(...from.notes);
  for (const conversation of workspace.conversations.values()) {
    const moved = conversation.contactIds.map((id) => (id === from.id ? into.id : id));
    conversation.contactIds = [...new Set(moved)];
  }
  workspace.contactIndex.record(from.id, () => null);
  workspace.contactIndex.record(into.id, () => describeContact(into));
  workspace.raise('contact.merged', () => ({
    ...presentContact(workspace, into, webhookMinor),
    merged_from: { type: 'contact', id: from.id },
  }));
}
