// Uploads a file to an issue while it is being read.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { OutgoingFile } from '../../application/ports.ts';
import { VendorError } from '../../application/vendor-error.ts';
import type { IssueRef } from '../../domain/refs.ts';
import type { OurAccount } from './account.ts';
import type { Call } from './call.ts';
import { gone } from './gone.ts';
import { checkId } from './ids.ts';
import { multipartOf, WrongSize } from './multipart.ts';
import type { IssuesOptions } from './options.ts';
import type { Session } from './session.ts';

const LONGEST_NAME = 250;
/** Time for the bytes themselves, beside the time for an answer: as if the slower of two lines carried 250 KB/s. */
const BYTES_PER_MS = 250;
/** Less than the 60 s for which a delivery under way is its worker's alone, unless the config says otherwise. */
const MOST_TIME = 45_000;
const TYPE = /^[\w.+-]+\/[\w.+-]+$/;

const answerSchema = z.array(z.object({ id: z.union([z.string().min(1), z.number().transform(String)]) })).min(1);

/**
 * The id of the new attachment. The file's stream is used up or destroyed, whatever happens. Throws VendorError: `gone`
 * for the issue, `rejected` with status 413 for a file that is larger than the site allows. When the file itself can't be
 * read to its end, nothing was attached: its own VendorError comes through, anything else is `unavailable`.
 */
export async function attach(
  options: IssuesOptions,
  issue: IssueRef,
  file: OutgoingFile,
  session: Session,
  account: OurAccount,
): Promise<string> {
  try {
    return await upload(options, issue, file, session, account);
  } finally {
    file.stream.destroy();
  }
}

async function upload(
  { connection, timeoutMs }: IssuesOptions,
  issue: IssueRef,
  file: OutgoingFile,
  session: Session,
  account: OurAccount,
): Promise<string> {
  const path = `issue/${checkId(connection, 'issue', issue.issueId)}/attachments`;
  let broken: unknown = null;
  const part = {
    field: 'file',
    fileName: nameOf(file),
    contentType: typeOf(file),
    size: file.size,
    stream: file.stream,
  };
  const body = multipartOf(part, `deskbridge${randomUUID().replaceAll('-', '')}`);
  body.stream.once('error', (error) => {
    broken = error;
  });
  // What goes wrong with the file comes through the body; unheard, it would end the process.
  file.stream.on('error', () => undefined);
  const headers = {
    'Content-Type': body.contentType,
    'X-Atlassian-Token': 'no-check',
    ...(body.length === null ? {} : { 'Content-Length': String(body.length) }),
  };
  const call: Call = {
    method: 'POST',
    route: 'issue/{id}/attachments',
    path,
    headers,
    data: body.stream,
    writesTo: issue.issueId,
    timeoutMs: file.size === null ? MOST_TIME : Math.min(timeoutMs + file.size / BYTES_PER_MS, MOST_TIME),
  };
  try {
    const reply = await account.sendProven(call);
    if (reply === null) throw gone(connection, call);
    const answer = answerSchema.safeParse(reply.data).data?.[0];
    if (answer === undefined) throw session.complain(reply, call, 'the id of the attachment');
    return answer.id;
  } catch (error) {
    throw broken === null ? error : errorOfFile(broken, file, connection);
  } finally {
    body.stream.destroy();
  }
}

/** Jira got half a body and dropped it. */
function errorOfFile(broken: unknown, file: OutgoingFile, connection: string): VendorError {
  if (broken instanceof VendorError) return broken;
  const why = broken instanceof Error ? broken.message : String(broken);
  const kind = broken instanceof WrongSize ? 'rejected' : 'unavailable';
  const message = `The file "${file.name.slice(0, 60)}" could not be read to its end: ${why}`.slice(0, 300);
  return new VendorError(message, { vendor: 'jira', connection, kind, inDoubt: false });
}

function nameOf(file: OutgoingFile): string {
  // A path would be refused, and control characters would end the header.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  const name = file.name.replace(/[\\/\u0000-\u001f\u007f]/g, '_').trim();
  if (name.length <= LONGEST_NAME) return name === '' ? 'file' : name;
  const ending = /\.[\w-]{1,10}$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, LONGEST_NAME - ending.length)}${ending}`;
}

function typeOf(file: OutgoingFile): string {
  return file.contentType !== null && TYPE.test(file.contentType) ? file.contentType : 'application/octet-stream';
}
