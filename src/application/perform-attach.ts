// Copies a file of a dialog to an issue, as a stream that is never held whole.
import type { AttachFile } from '../domain/action.ts';
import type { DialogAttachment } from '../domain/dialog.ts';
import { documentOf, paragraph } from '../domain/document/build.ts';
import type { IssueAttachment } from '../domain/issue.ts';
import { newIssueTextsOf, type SkipReason } from '../domain/texts/new-issue-texts.ts';
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

/** A line on the issue in place of the file: whoever reads it would look for the file in vain. Gives the receipt. */
async function sayNotCopied(
  delivery: StoredDelivery,
  action: AttachFile,
  why: Extract<SkipReason, 'gone' | 'too_big' | 'refused'>,
  bridge: Bridge,
): Promise<Performed> {
  const texts = newIssueTextsOf(bridge.rules().locale);
  const sentence = texts.skipped(action.file.name, why, action.maxBytes);
  const tracker = issuesOf(bridge, action.issue.connection);
  const said = delivery.inDoubt ? await tracker.findOurComment(action.issue, delivery.id) : null;
  const comment = said ?? (await tracker.addComment(action.issue, documentOf(paragraph(sentence)), delivery.id));
  return { receipt: `not copied (${why}): said so in comment ${comment}`, found: said !== null };
}

/** Why a file can't be copied for good; null for what may pass. */
function whyNot(error: unknown): 'gone' | 'too_big' | 'refused' | null {
  if (!isKind(error, 'rejected', 'gone')) return null;
  const { kind, vendor, status } = error.details;
  if (vendor === 'intercom') return kind === 'gone' ? 'gone' : 'too_big';
  return status === 413 ? 'too_big' : 'refused';
}

/**
 * What can't be copied for good (too big after all, expired, refused) leaves a line on the issue that says why: one file
 * less must not hold up the others. Throws VendorError for what may pass.
 */
export async function attachFile(delivery: StoredDelivery, action: AttachFile, bridge: Bridge): Promise<Performed> {
  const { issue, file } = action;
  if (delivery.inDoubt) {
    const copied = await findCopied(action, bridge);
    if (copied !== null) return { receipt: copied.id, found: true };
  }
  let why: ReturnType<typeof whyNot>;
  try {
    const opened = await open(action, bridge);
    if (opened === null) return sayNotCopied(delivery, action, 'gone', bridge);
    const outgoing = { ...opened, name: file.name, contentType: file.contentType ?? opened.contentType };
    return { receipt: await issuesOf(bridge, issue.connection).attach(issue, outgoing), found: false };
  } catch (error) {
    if (isKind(error, 'gone') && error.details.vendor === 'jira') {
      return { receipt: 'not copied: the issue is gone', found: false };
    }
    why = whyNot(error);
    if (why === null) throw error;
  }
  return sayNotCopied(delivery, action, why, bridge);
}
