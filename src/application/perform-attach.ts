// Copies a file of a dialog to an issue, as a stream that is never held whole.
import type { AttachFile } from '../domain/action.ts';
import type { DialogAttachment } from '../domain/dialog.ts';
import type { IssueAttachment } from '../domain/issue.ts';
import type { Bridge } from './bridge.ts';
import { conversationsOf, issuesOf } from './connected.ts';
import type { StoredDelivery } from './ledger.ts';
import type { OutgoingFile } from './ports.ts';
import { VendorError } from './vendor-error.ts';

interface Performed {
  readonly receipt: string;
  readonly found: boolean;
}

function isKind(error: unknown, ...kinds: readonly VendorError['details']['kind'][]): error is VendorError {
  return error instanceof VendorError && kinds.includes(error.details.kind);
}

/** The file by its address of today: those that the chat gives are signed and expire. Null when it is gone. */
async function freshUrl(action: AttachFile, bridge: Bridge): Promise<string | null> {
  const { connection, conversationId } = action.conversation;
  const reading = await conversationsOf(bridge, connection).content(conversationId);
  if (reading.state === 'missing') return null;
  const files = reading.value.messages.flatMap(({ attachments }): readonly DialogAttachment[] => attachments);
  return files.find(({ id }) => id === action.file.id)?.url ?? null;
}

async function open(action: AttachFile, bridge: Bridge): Promise<OutgoingFile | null> {
  const chat = conversationsOf(bridge, action.conversation.connection);
  try {
    return await chat.download(action.file.url, action.maxBytes);
  } catch (error) {
    if (!isKind(error, 'gone', 'forbidden', 'auth')) throw error;
  }
  const url = await freshUrl(action, bridge);
  if (url === null || url === action.file.url) return null;
  try {
    return await chat.download(url, action.maxBytes);
  } catch (error) {
    if (isKind(error, 'gone')) return null;
    throw error;
  }
}

/** An attachment of the issue with this file's name that no other delivery of ours wrote. */
async function findCopied(action: AttachFile, bridge: Bridge): Promise<IssueAttachment | null> {
  const { issue, file } = action;
  const reading = await issuesOf(bridge, issue.connection).read(issue.issueId);
  if (reading.state === 'missing') return null;
  for (const attachment of reading.value.attachments.filter(({ name }) => name === file.name)) {
    const writer = await bridge.ledger.memory.receipt(issue.connection, 'attach_file', attachment.id);
    if (writer === null) return attachment;
  }
  return null;
}

/**
 * What can't be copied for good (too big after all, expired, refused) ends with a receipt that says why: the issue is
 * there, and one file less must not hold up the others. Throws VendorError for what may pass.
 */
export async function attachFile(delivery: StoredDelivery, action: AttachFile, bridge: Bridge): Promise<Performed> {
  const { issue, file } = action;
  if (delivery.inDoubt) {
    const copied = await findCopied(action, bridge);
    if (copied !== null) return { receipt: copied.id, found: true };
  }
  try {
    const opened = await open(action, bridge);
    if (opened === null) return { receipt: 'not copied: the file is gone', found: false };
    const outgoing = { ...opened, name: file.name, contentType: file.contentType ?? opened.contentType };
    return { receipt: await issuesOf(bridge, issue.connection).attach(issue, outgoing), found: false };
  } catch (error) {
    if (!isKind(error, 'rejected', 'gone')) throw error;
    return { receipt: `not copied: ${error.message}`, found: false };
  }
}
