// Which files of a dialog follow a new issue, and which don't, with the reason that people read.
import type { DialogAttachment, DialogMessage } from '../dialog.ts';
import type { SkipReason } from '../texts/new-issue-texts.ts';

export interface SkippedFile {
  readonly name: string;
  readonly why: SkipReason;
}

export interface ChosenFiles {
  /** Oldest first: the pictures of the first message are the report. */
  readonly files: readonly DialogAttachment[];
  readonly skipped: readonly SkippedFile[];
}

/** A file without a size is tried: its download is cut at the limit. */
export function chooseFiles(
  messages: readonly DialogMessage[],
  limits: { readonly maxBytes: number; readonly maxCount: number },
): ChosenFiles {
  const files: DialogAttachment[] = [];
  const skipped: SkippedFile[] = [];
  for (const file of messages.flatMap(({ attachments }) => attachments)) {
    const { name, size, inline } = file;
    if (inline) {
      // The same logo stands under every e-mail: once is enough.
      if (!skipped.some((other) => other.why === 'inline' && other.name === name))
        skipped.push({ name, why: 'inline' });
    } else if (limits.maxBytes === 0 || limits.maxCount === 0) skipped.push({ name, why: 'off' });
    else if (size !== null && size > limits.maxBytes) skipped.push({ name, why: 'too_big' });
    else if (files.length >= limits.maxCount) skipped.push({ name, why: 'too_many' });
    else files.push(file);
  }
  return { files, skipped };
}
