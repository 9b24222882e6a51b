// Wraps one file in a multipart body that is made while it is read, so that no file stands in memory whole.
import { Readable } from 'node:stream';

export interface Multipart {
  readonly contentType: string;
  /** Bytes of the whole body; null when the file's size is not known. */
  readonly length: number | null;
  readonly stream: Readable;
}

export interface Part {
  readonly field: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly size: number | null;
  readonly stream: Readable;
}

/** Thrown into the body's stream when the file is not as long as was said: the length was sent already. */
export class WrongSize extends Error {
  override readonly name = 'WrongSize';
}

/** `boundary` must not occur in the file; a random one of 30 characters can't in practice. */
export function multipartOf(part: Part, boundary: string): Multipart {
  const disposition = `form-data; name="${part.field}"; filename="${escapeName(part.fileName)}"`;
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${part.contentType}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length: part.size === null ? null : head.length + part.size + tail.length,
    stream: Readable.from(bytesOf(head, part, tail), { objectMode: false }),
  };
}

async function* bytesOf(head: Buffer, part: Part, tail: Buffer): AsyncGenerator<Buffer> {
  yield head;
  let sent = 0;
  for await (const chunk of part.stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    sent += bytes.length;
    if (part.size !== null && sent > part.size) throw new WrongSize(`the file is longer than ${part.size} bytes`);
    yield bytes;
  }
  if (part.size !== null && sent < part.size) throw new WrongSize(`the file ended after ${sent} of ${part.size} bytes`);
  yield tail;
}

/** As browsers do: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
function escapeName(name: string): string {
  return name.replace(/\r\n?|\n/g, '%0A').replace(/"/g, '%22');
}
