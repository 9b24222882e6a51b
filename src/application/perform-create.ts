// Creates an issue from a dialog.
import type { CreateIssue } from '../domain/action.ts';
import type { BridgeEvent } from '../domain/event.ts';
import { conversationLane } from '../domain/refs.ts';
import type { Bridge } from './bridge.ts';
import { issuesOf } from './connected.ts';
import type { StoredDelivery } from './ledger.ts';
import type { CreatedIssue } from './ports.ts';
import { recordOwnEvent } from './record-own-event.ts';
import { VendorError } from './vendor-error.ts';

interface Performed {
  readonly receipt: string;
  readonly found: boolean;
}

const RECEIPT = /^([A-Z][A-Z0-9_]+-\d+) \((\d+)\)$/;

function receiptOf({ key, issueId }: CreatedIssue): string {
  return `${key} (${issueId})`;
}

/** The issue that a receipt of a creation names; null for a receipt that names none. */
export function readReceipt(receipt: string): CreatedIssue | null {
  const [, key, issueId] = RECEIPT.exec(receipt) ?? [];
  return key === undefined || issueId === undefined ? null : { key, issueId };
}

/** In the lane of the conversation; the same delivery has each kind of news once. */
async function tell(kind: 'created' | 'refused', delivery: StoredDelivery, event: BridgeEvent, bridge: Bridge) {
  const { conversation } = delivery.action as CreateIssue;
  const { connection } = conversation;
  const key = kind === 'created' ? `created/${delivery.id}` : `refused/${delivery.id}/${delivery.attempt}`;
  await recordOwnEvent({ connection, lane: conversationLane(conversation), key, event }, bridge);
}

async function tellCreated(delivery: StoredDelivery, action: CreateIssue, created: CreatedIssue, bridge: Bridge) {
  const { conversation, workflow, files, by, draft } = action;
  const issue = { connection: draft.connection, keyOrId: created.issueId };
  const event = { kind: 'issue_created_by_us', conversation, issue, workflow, files, by, at: bridge.now() } as const;
  // Before the receipt is stored: whoever dies between the two finds the issue by its mark and tells it again.
  await tell('created', delivery, event, bridge);
}

/** Names for ids, where the form still tells them: operators do not know `customfield_10050`. */
async function namedFields(action: CreateIssue, fields: Readonly<Record<string, string>>, bridge: Bridge) {
  const { connection, projectKey, typeId } = action.draft;
  const form = await issuesOf(bridge, connection)
    .createForm(projectKey, typeId)
    .catch(() => null);
  const known = form?.state === 'found' ? form.value.fields : [];
  const named = Object.entries(fields).map(([id, what]) => [known.find((one) => one.id === id)?.name ?? id, what]);
  return Object.fromEntries(named) as Record<string, string>;
}

/** The operator who asked in a note, and the dialog of a rule, hear that there will be no issue; a form shows it itself. */
export async function tellRefused(delivery: StoredDelivery, error: unknown, bridge: Bridge): Promise<void> {
  const { action } = delivery;
  if (action.kind !== 'create_issue' || action.origin === 'inbox_app') return;
  const { conversation, workflow } = action;
  const told = error instanceof VendorError ? (error.details.fields ?? {}) : {};
  const fields = Object.keys(told).length === 0 ? {} : await namedFields(action, told, bridge);
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  const event = { kind: 'issue_refused', conversation, workflow, message, fields, at: bridge.now() } as const;
  await tell('refused', delivery, event, bridge);
}

/**
 * What was created for the dialog after this delivery had first been tried, where somebody has put it back into its lane
 * since: whoever asked heard that it failed, and may have asked again.
 */
async function createdSince(delivery: StoredDelivery, action: CreateIssue, bridge: Bridge): Promise<string | null> {
  const [first] = delivery.tries;
  const last = delivery.tries.at(-1);
  // Putting a delivery back begins its time anew.
  if (first === undefined || last === undefined || last.at > delivery.createdAt) return null;
  const links = await bridge.ledger.links.ofConversation(action.conversation);
  const later = links.find(
    ({ origin, createdAt, issueKey, issue }) =>
      origin === 'created' &&
      createdAt > first.at &&
      issue.connection === action.draft.connection &&
      issueKey.startsWith(`${action.draft.projectKey}-`),
  );
  return later?.issueKey ?? null;
}

/** True for a refusal that whoever asked can mend, and hears of: nobody else has to be woken. */
export function isToldToOperator(delivery: Pick<StoredDelivery, 'action'>, error: unknown): boolean {
  if (delivery.action.kind !== 'create_issue' || delivery.action.origin === 'rule') return false;
  return error instanceof VendorError && error.details.kind === 'rejected';
}

/** After an unclear try the issue is looked for by its marks first. Throws VendorError. */
export async function createIssue(delivery: StoredDelivery, action: CreateIssue, bridge: Bridge): Promise<Performed> {
  const tracker = issuesOf(bridge, action.draft.connection);
  if (delivery.inDoubt) {
    const found = await tracker.findOurIssue(action.draft.projectKey, delivery.id);
    if (found !== null) {
      await tellCreated(delivery, action, found, bridge);
      return { receipt: receiptOf(found), found: true };
    }
  }
  const other = await createdSince(delivery, action, bridge);
  if (other !== null) return { receipt: `not created: ${other} was created since`, found: true };
  const created = await tracker.createIssue(action.draft, delivery.id);
  await tellCreated(delivery, action, created, bridge);
  return { receipt: receiptOf(created), found: false };
}
