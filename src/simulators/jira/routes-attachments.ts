// Attachments over REST: upload as multipart, metadata, settings, and the download that redirects on Cloud.
import { attachFile } from './issue-life.ts';
import { findAttachment } from './binary.ts';
import { findVisibleIssue, requireUser } from './call.ts';
import { Refusal, refuse } from './refusal.ts';
import { attachmentJson } from './render-comment.ts';
import type { Answer, Attachment, Call, Route } from './types.ts';

interface Part {
  name: string;
  filename: string | null;
  mimeType: string;
  content: Buffer;
}

function readPart(bytes: Buffer): Part | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = bytes.subarray(0, end).toString('utf8');
  const name = /name="([^"]*)"/i.exec(head)?.[1] ?? '';
  const filename = /filename="([^"]*)"/i.exec(head)?.[1] ?? null;
  const mimeType = /content-type:\s*([^\r\n;]+)/i.exec(head)?.[1] ?? 'application/octet-stream';
  return { name, filename, mimeType, content: Buffer.from(bytes.subarray(end + 4)) };
}

/** The parts of a multipart body (RFC 7578), by plain search for the boundary. */
function readMultipart(raw: Buffer, contentType: string): Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return [];
  const mark = `--${boundary}`;
  const parts: Part[] = [];
  let at = raw.indexOf(mark);
  while (at >= 0) {
    const next = raw.indexOf(`\r\n${mark}`, at);
    if (next < 0) break;
    const part = readPart(raw.subarray(at + mark.length + 2, next));
    if (part !== null) parts.push(part);
    at = next + 2;
  }
  return parts;
}

function postAttachments(call: Call): Answer {
  const user = requireUser(call);
  if (call.headers['x-atlassian-token'] !== 'no-check') {
    throw new Refusal(403, 'XSRF check failed');
  }
  const issue = findVisibleIssue(call);
  const type = call.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data'))
    throw new Refusal(415, { errorMessages: ['Unsupported Media Type'], errors: {} });
  const files = readMultipart(call.raw, type).filter((part) => part.name === 'file' && part.filename !== null);
  if (files.length > 60) throw refuse(413, ['The maximum number of files is 60.']);
  if (files.some((file) => file.content.length > call.state.uploadLimit))
    throw refuse(413, ['The file is larger than the upload limit.']);
  const body = files.map(({ filename, mimeType, content }) =>
    attachmentJson(call.view, attachFile(call.state, issue, user, { filename: filename ?? '', mimeType, content })),
  );
  return { status: 200, body };
}

function attachmentOfPath(call: Call): Attachment {
  const id = call.params[0] ?? '';
  const found = call.user === null ? undefined : findAttachment(call, id);
  if (found === undefined) throw refuse(404, [`The attachment with id '${id}' does not exist`]);
  return found;
}

function getMetadata(call: Call): Answer {
  const found = attachmentOfPath(call);
  const written = attachmentJson(call.view, found);
  return { status: 200, body: call.state.edition === 'cloud' ? { ...written, id: Number(found.id) } : written };
}

function getContent(call: Call): Answer {
  const found = attachmentOfPath(call);
  if (call.query.get('redirect') === 'false') {
    return { status: 200, body: found.content, headers: { 'Content-Type': found.mimeType } };
  }
  const token = `signed-${found.mediaId}`;
  return { status: 303, headers: { Location: `${call.state.baseUrl}/file/${found.mediaId}/binary?token=${token}` } };
}

function getSettings(call: Call): Answer {
  return { status: 200, body: { enabled: true, uploadLimit: call.state.uploadLimit } };
}

function removeAttachment(call: Call): Answer {
  requireUser(call);
  const found = attachmentOfPath(call);
  for (const issue of call.state.issues.values()) {
    issue.attachments = issue.attachments.filter((one) => one !== found);
  }
  return { status: 204 };
}

export const attachmentRoutes: Route[] = [
  { method: 'POST', pattern: 'issue/:id/attachments', run: postAttachments },
  { method: 'GET', pattern: 'attachment/meta', anonymous: true, run: getSettings },
  { method: 'GET', pattern: 'attachment/:id', anonymous: true, run: getMetadata },
  { method: 'DELETE', pattern: 'attachment/:id', run: removeAttachment },
  { method: 'GET', pattern: 'attachment/content/:id', anonymous: true, only: 'cloud', run: getContent },
];
