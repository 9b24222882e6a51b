// Turns what jira.js and axios throw, and answers that only look well, into the one error that leaves the adapter.
import { VendorError, type VendorErrorDetails, type VendorErrorKind } from '../../application/vendor-error.ts';
import { type Call, isWrite, type ReplyHeaders } from './call.ts';
import { describeBody, headerOf, readFieldErrors, readRetryAfter } from './read-answer.ts';

export interface ErrorContext {
  readonly connection: string;
  /** Cut out of every message, should Jira or a proxy repeat them. */
  readonly secrets: readonly string[];
  readonly now: () => number;
}

interface Answer {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly data: unknown;
}

/** The call never left: no connection was made. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ERR_INVALID_URL|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_)/;
const TIMED_OUT = /^(ECONNABORTED|ETIMEDOUT|ERR_CANCELED)$/;

/**
 * The answer that axios gave up with, whichever of its and jira.js's error classes it stands in. Nothing else is taken
 * from them: their request configuration holds the token.
 */
export function answerOf(thrown: unknown): Answer | null {
  const response = get(thrown, 'response') ?? get(get(thrown, 'cause'), 'response');
  const status = get(response, 'status');
  if (typeof status !== 'number') return null;
  return { status, headers: asHeaders(get(response, 'headers')), data: get(response, 'data') };
}

/** The error for a call that got no answer. */
export function errorWithoutAnswer(thrown: unknown, call: Call, context: ErrorContext): VendorError {
  const code = get(thrown, 'code');
  const name = typeof code === 'string' ? code : thrown instanceof Error ? thrown.name : 'unknown error';
  const kind = TIMED_OUT.test(name) ? 'timeout' : 'unavailable';
  const neverSent = NEVER_SENT.test(name);
  const inDoubt = isWrite(call) && !neverSent;
  const broken = neverSent ? 'could not be reached' : 'gave no whole answer';
  const why = kind === 'timeout' ? 'did not answer in time' : broken;
  return build(`Jira ${why} (${name})`, call, context, { kind, inDoubt });
}

/** The error for an answer with a status that is no success. */
export function errorOfAnswer(answer: Answer, call: Call, context: ErrorContext): VendorError {
  const kind = kindOf(answer);
  const retryAfterMs = readRetryAfter(answer.headers, context.now());
  const said = whereTo(answer) ?? describeBody(answer.data);
  return build(`Jira answered ${answer.status}${said === '' ? '' : ` "${said}"`}`, call, context, {
    kind,
    // A refusal was made before anything was done; a failure of the server or a gateway tells nothing.
    inDoubt: isWrite(call) && (answer.status >= 500 || answer.status === 408),
    status: answer.status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...fieldsOf(answer, context),
    ...requestIdOf(answer.headers),
  });
}

/** Only a 400 is about fields; whatever else holds `errors` was not about what was filled in. */
function fieldsOf({ status, data }: Answer, context: ErrorContext): { fields?: Readonly<Record<string, string>> } {
  const fields = status === 400 ? readFieldErrors(data) : {};
  const entries = Object.entries(fields).map(([id, words]) => [id, withoutSecrets(words, context)]);
  return entries.length === 0 ? {} : { fields: Object.fromEntries(entries) };
}

/**
 * The error hidden in an answer that claims success, or null. A dead token makes the caller anonymous, with an empty 200
 * and only a header to tell; a login page of a proxy answers 200 too, and axios gives broken JSON as a string.
 */
export function errorOfSuccess(answer: Answer, call: Call, context: ErrorContext): VendorError | null {
  const login = headerOf(answer.headers, 'x-seraph-loginreason') ?? '';
  const details = { inDoubt: false, status: answer.status, ...requestIdOf(answer.headers) };
  if (/AUTHENTICATED_FAILED|AUTHENTICATION_DENIED/i.test(login)) {
    return build(`Jira took the call for an anonymous one (${login}): the token is wrong or expired`, call, context, {
      ...details,
      kind: 'auth',
    });
  }
  if (answer.data === '' || answer.data === undefined || answer.data === null) return null;
  const type = headerOf(answer.headers, 'content-type') ?? '';
  if (typeof answer.data === 'object' && /\bjson\b/i.test(type)) return null;
  const isPage = /\bhtml\b/i.test(type);
  const what = isPage ? 'a web page instead of data: a login page or a proxy stands in between' : 'what is not JSON';
  return build(`Jira answered ${answer.status} with ${what}`, call, context, {
    ...details,
    inDoubt: isWrite(call),
    kind: isPage ? 'auth' : 'unavailable',
  });
}

/** The error for data that does not have the form it should have. */
export function errorOfForm(reply: { status: number }, call: Call, context: ErrorContext, lacks: string): VendorError {
  return build(`Jira answered ${reply.status} without ${lacks}`, call, context, {
    kind: 'unavailable',
    inDoubt: isWrite(call),
    status: reply.status,
  });
}

function kindOf({ status, headers, data }: Answer): VendorErrorKind {
  const login = headerOf(headers, 'x-seraph-loginreason') ?? '';
  // Redirects are not followed: they lead to a login page.
  if (status === 401 || (status >= 300 && status < 400)) return 'auth';
  if (/AUTHENTICATED_FAILED|AUTHENTICATION_DENIED/i.test(login)) return 'auth';
  if (status === 403) return 'forbidden';
  // Jira says in JSON that an issue is not there; a page with 404 comes from something in front of it.
  if (status === 404) return typeof data === 'object' ? 'gone' : 'unavailable';
  if (status === 429) return 'rate_limited';
  if (status === 408) return 'timeout';
  return status >= 500 || status === 425 ? 'unavailable' : 'rejected';
}

/** Names the site that a redirect leads to, because an `http:` for `https:` in the configuration looks like a login. */
function whereTo({ status, headers }: Answer): string | null {
  if (status < 300 || status >= 400) return null;
  const location = headerOf(headers, 'location') ?? '';
  return `a redirect to ${URL.parse(location)?.origin ?? 'another page'}`;
}

function build(
  message: string,
  call: Call,
  context: ErrorContext,
  details: Omit<VendorErrorDetails, 'vendor' | 'connection'>,
): VendorError {
  const text = withoutSecrets(`${message} to ${call.method} ${call.route}`, context);
  return new VendorError(text.slice(0, 300), { vendor: 'jira', connection: context.connection, ...details });
}

function withoutSecrets(text: string, { secrets }: ErrorContext): string {
  return secrets.reduce((cleaned, secret) => cleaned.replaceAll(secret, '[secret]'), text);
}

/** Cloud and Data Center name a call differently; Atlassian's support asks for either. */
function requestIdOf(headers: ReplyHeaders): { requestId?: string } {
  const id = headerOf(headers, 'atl-traceid') ?? headerOf(headers, 'x-arequestid');
  return id === undefined ? {} : { requestId: id.slice(0, 100) };
}

function asHeaders(value: unknown): ReplyHeaders {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function get(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
