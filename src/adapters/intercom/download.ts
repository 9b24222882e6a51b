// Opens a file of a message for reading: from the vendor's own hosts only, without our token, cut at a size, never held whole.
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { pipeline, Transform } from 'node:stream';
import type { OutgoingFile } from '../../application/ports.ts';
import { VendorError, type VendorErrorKind } from '../../application/vendor-error.ts';
import { readFileName } from './file-name.ts';
import { whyNotFetched } from './file-hosts.ts';

export interface DownloadOptions {
  readonly connection: string;
  readonly apiUrl: string;
  /** For each wait for bytes, not for the whole file. */
  readonly timeoutMs: number;
  readonly userAgent?: string | undefined;
}

/** Signed addresses lead to the store by at most one hop; each is checked like the first. */
const MOST_REDIRECTS = 3;
/** For a whole file, however slowly it is read: a signed address lives 30 minutes (Intercom help, article 2339426). */
const LONGEST_MS = 1_800_000;

/** Throws `rejected` for a foreign address or a file over `maxBytes`, `gone` for an address that has expired. */
export async function download(options: DownloadOptions, address: string, maxBytes: number): Promise<OutgoingFile> {
  const name = readFileName(null, address);
  let url = address;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const why = whyNotFetched(url, options.apiUrl);
    if (why !== null) {
      throw problem(options, 'rejected', `The file ${name} is not fetched: ${why}`);
    }
    const response = await open(options, url);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status >= 300 && status < 400 && location !== undefined) {
      response.destroy();
      url = URL.parse(location, url)?.href ?? location;
      continue;
    }
    if (status !== 200) {
      response.destroy();
      throw problem(
        options,
        kindOf(status),
        `The file ${name} at ${hostOf(url)} answered ${status}${hintOf(status)}`,
        status,
      );
    }
    return toFile(options, response, name, maxBytes);
  }
  throw problem(
    options,
    'rejected',
    `The file ${name} is not fetched: it was redirected more than ${MOST_REDIRECTS} times`,
  );
}

/** Never `auth` or `forbidden`: those pause the connection, and the file's address holds a signature of its own. */
function kindOf(status: number): VendorErrorKind {
  if (status === 429) {
    return 'rate_limited';
  }
  if (status === 408 || status >= 500) {
    return 'unavailable';
  }
  return [401, 403, 404, 410].includes(status) ? 'gone' : 'rejected';
}

function hintOf(status: number): string {
  return status === 401 || status === 403 ? ': its address has expired, the conversation names a new one' : '';
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '?';
}

function problem(options: DownloadOptions, kind: VendorErrorKind, message: string, status?: number): VendorError {
  const { connection } = options;
  const known = status === undefined ? {} : { status };
  return new VendorError(message, { vendor: 'intercom', connection, kind, inDoubt: false, ...known });
}

function open(options: DownloadOptions, url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http;
    const headers = { 'user-agent': options.userAgent ?? 'deskbridge', accept: '*/*', 'accept-encoding': 'identity' };
    const asking = request(url, { headers, agent: false });
    let response: IncomingMessage | null = null;
    const stop = (kind: VendorErrorKind, words: string) => {
      const error = problem(options, kind, `The file ${readFileName(null, url)} at ${hostOf(url)} ${words}`);
      response?.destroy(error);
      asking.destroy(error);
      reject(error);
    };
    asking.setTimeout(options.timeoutMs, () => stop('timeout', `sent nothing for ${options.timeoutMs} ms`));
    const deadline = setTimeout(() => stop('timeout', 'took too long'), LONGEST_MS);
    deadline.unref();
    asking.on('close', () => clearTimeout(deadline));
    asking.on('error', (error: Error & { code?: string }) =>
      reject(
        error instanceof VendorError
          ? error
          : problem(options, 'unavailable', `The file at ${hostOf(url)} failed: ${error.code ?? error.message}`),
      ),
    );
    asking.on('response', (answer) => {
      response = answer;
      resolve(answer);
    });
    asking.end();
  });
}

function toFile(options: DownloadOptions, response: IncomingMessage, name: string, maxBytes: number): OutgoingFile {
  const told = Number(response.headers['content-length'] ?? Number.NaN);
  const size = Number.isSafeInteger(told) && told >= 0 ? told : null;
  const tooLarge = () => problem(options, 'rejected', `The file ${name} is larger than ${maxBytes} bytes`);
  if (size !== null && size > maxBytes) {
    response.destroy();
    throw tooLarge();
  }
  let passed = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      done(passed > maxBytes ? tooLarge() : null, chunk);
    },
  });
  // Whoever reads it hears of the error too; without a listener here, a reader that gave up would end the process.
  meter.on('error', () => undefined);
  pipeline(response, meter, () => undefined);
  const contentType = response.headers['content-type']?.split(';', 1)[0]?.trim() || null;
  return { name, contentType, size, stream: meter };
}
