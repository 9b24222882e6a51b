// Writes the living summary of an issue: our one comment, edited in place, and a property.
import type { PutSummary } from '../domain/action.ts';
import type { Document } from '../domain/document/document.ts';
import type { Bridge } from './bridge.ts';
import { issuesOf } from './connected.ts';
import type { StoredDelivery } from './ledger.ts';
import type { Issues } from './ports.ts';
import { VendorError } from './vendor-error.ts';

const PROPERTY = 'deskbridge.summary';

interface Placed {
  /** The comment that holds the summary now; null for none. */
  readonly commentId: string | null;
  readonly found: boolean;
}

/** False when it is gone, or another account wrote it: the bridge was given a new one since. */
async function isEdited(tracker: Issues, { issue }: PutSummary, commentId: string, body: Document): Promise<boolean> {
  try {
    return await tracker.editComment(issue, commentId, body);
  } catch (error) {
    if (error instanceof VendorError && error.details.kind === 'rejected') return false;
    throw error;
  }
}

async function placeComment(
  delivery: StoredDelivery,
  action: PutSummary,
  commentId: string | null,
  bridge: Bridge,
): Promise<Placed> {
  const { issue, body, mayAdd } = action;
  const tracker = issuesOf(bridge, issue.connection);
  if (body === null) return { commentId, found: false };
  if (delivery.inDoubt) {
    const written = await tracker.findOurComment(issue, delivery.id);
    if (written !== null) return { commentId: written, found: true };
  }
  if (commentId !== null && (await isEdited(tracker, action, commentId, body))) return { commentId, found: false };
  return { commentId: mayAdd ? await tracker.addComment(issue, body, delivery.id) : null, found: false };
}

/** Edits our one comment in place, or writes it when there is none, then the property. Throws VendorError. */
export async function putSummary(
  delivery: StoredDelivery,
  action: PutSummary,
  bridge: Bridge,
): Promise<{ readonly receipt: string; readonly found: boolean }> {
  const { issue, property, fingerprint } = action;
  const { memory } = bridge.ledger;
  const known = await memory.summary(issue);
  // One that waited in the lane before this one may have written the comment since this one was planned.
  const before = known === null ? action.commentId : known.commentId;
  const { commentId, found } = await placeComment(delivery, action, before, bridge);
  const { connection, issueId } = issue;
  if (commentId !== before) {
    // At once: when the property fails, the next try edits this comment instead of writing a second one.
    const earlier = known?.fingerprint ?? '';
    await memory.rememberSummary({ connection, issueId, commentId, fingerprint: earlier, writtenAt: bridge.now() });
  }
  await issuesOf(bridge, connection).putProperty(issue, PROPERTY, property);
  await memory.rememberSummary({ connection, issueId, commentId, fingerprint, writtenAt: bridge.now() });
  return { receipt: commentId ?? 'property', found };
}
